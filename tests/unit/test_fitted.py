"""Fitted numbers: which draw a history gets, what goes before it, and that the shipped ones are fresh."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import whowhom as ww
from whowhom.build import build
from whowhom.build.fitted import filled, load_fitted, read_fitted, stands_in
from whowhom.build.values import value_table
from whowhom.spec.document import document_hash, history_hash
from whowhom.spec.errors import DocumentError, ModelError, ResultError
from whowhom.spec.scenario import Edit
from whowhom.spec.toml import parse

SHIPPED = Path(ww.__file__).parent / "data/fitted"
NAMES = sorted(path.stem for path in SHIPPED.glob("*.csv"))


def test_there_are_shipped_posteriors() -> None:
    """A glob that finds nothing would pass every test below."""
    assert NAMES == ["conclave", "federal_reserve_1936", "soviet", "soviet_party"]


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_posterior_was_fitted_to_this_document(name: str) -> None:
    """A document whose histories read something else since the fit needs scripts/make_posteriors.py again."""
    scenario = ww.read(name)
    fitted = read_fitted(scenario)
    assert fitted is not None
    assert fitted.provenance["history_hash"] == history_hash(scenario)
    values = build(scenario).values
    known = {value.name for value in values if value.prior is not None}
    assert set(fitted.names) == known
    assert len(stands_in(fitted, values)) == len(known)
    assert all(fitted.provenance["gates"].values()), fitted.provenance["gates"]


def test_a_history_has_the_same_draw_in_any_batch_and_arm() -> None:
    """Draws are whole rows of the file, chosen by seed and number of the history alone."""
    scenario = ww.read("conclave")
    fitted = read_fitted(scenario)
    assert fitted is not None
    values, histories = build(scenario).values, np.arange(50)
    table = value_table(values, 3, histories, True)
    found = filled(fitted, values, table, histories, 3)
    some = filled(fitted, values, table[20:30], histories[20:30], 3)
    np.testing.assert_array_equal(found[20:30], some)
    columns = stands_in(fitted, values)
    rows = {tuple(row) for row in fitted.given[:, list(columns.values())]}
    assert {tuple(row) for row in found[:, list(columns)]} <= rows
    assert len(np.unique(found[:, next(iter(columns))])) > 30


def test_a_number_that_was_set_keeps_what_it_was_set_to() -> None:
    """An edit of a value or of a prior has the last word; all other numbers keep their draws."""
    scenario = ww.read("conclave")
    fitted = read_fitted(scenario)
    assert fitted is not None
    name = fitted.names[0]
    step, number = name.split(".")
    for key, changed in (("", 1.5), (".prior", "uniform(0.9, 1.1)")):
        edited = build(scenario.edit(Edit(set=f"schedule.{step}.{number}{key}", to=changed)))
        columns = stands_in(fitted, edited.values)
        assert name not in {edited.values[column].name for column in columns}
        assert len(columns) == len(fitted.names) - 1


def test_a_run_says_whence_its_numbers_are(tmp_path: Path) -> None:
    """The posterior is the default; priors and point values are asked for, and are other runs."""
    scenario = ww.read("conclave")
    runs = {
        kind: ww.simulate(scenario, histories=8, seed=1, interventions=["no_deaths"], **more)
        for kind, more in {
            "posterior": {"out": tmp_path / "a"},
            "priors": {"out": tmp_path / "b", "numbers": "priors"},
            "point": {"out": tmp_path / "c", "numbers": "point"},
        }.items()
    }
    assert {kind: run.manifest["numbers"] for kind, run in runs.items()} == {kind: kind for kind in runs}
    assert len({run.manifest["identity"] for run in runs.values()}) == 3
    about = runs["posterior"].manifest["posterior"]
    assert about["fresh"]
    assert about["numbers"] == 2
    assert about["priors"] == 0
    values = {kind: run["base"].array("values") for kind, run in runs.items()}
    assert not np.array_equal(values["posterior"], values["priors"])
    assert (values["point"] == values["point"][0]).all()
    with pytest.raises(ModelError, match=r'numbers: found "posteriors"; expected .*did you mean "posterior"'):
        ww.simulate(scenario, histories=8, seed=1, numbers="posteriors", out=tmp_path / "d")


def test_an_extension_draws_from_its_own_posterior_or_from_priors(tmp_path: Path) -> None:
    """What was fitted to the base says nothing of an organisation with other rules."""
    assert ww.read("soviet_party_1926").posterior is None
    own = 'extends = "whowhom:conclave"\nposterior = "whowhom:fitted/conclave.csv"'
    assert parse(own).posterior == "whowhom:fitted/conclave.csv"
    (tmp_path / "own.toml").write_text(own.replace("conclave.csv", "conclav.csv"), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"posterior: found no file .* did you mean"):
        ww.read(tmp_path / "own.toml")


def test_the_posterior_is_no_part_of_the_document_hash() -> None:
    """A fit is of the document without what came of it; otherwise no fit could be of its own document."""
    scenario = ww.read("conclave")
    assert document_hash(scenario) == document_hash(scenario.edit(Edit(remove="posterior")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", {"units": {"a": "1"}, "priors": {}, "targets": {}, "provenance": {}}),
        ("a\nx\n", {"units": {"a": "1"}, "priors": {"a": ""}, "targets": {}, "provenance": {}}),
        ("a\nnan\n", {"units": {"a": "1"}, "priors": {"a": ""}, "targets": {}, "provenance": {}}),
        ("a\n", {"units": {"a": "1"}, "priors": {"a": ""}, "targets": {}, "provenance": {}}),
        ("", {}),
        ("a\n1\n", []),
    ],
)
def test_what_is_no_posterior_is_told_in_a_line(tmp_path: Path, text: str, told: object) -> None:
    """A missing unit, words, NaN, no rows, an empty file and JSON of another kind."""
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    (tmp_path / "p.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ResultError, match=r"^p\.csv: "):
        load_fitted(tmp_path / "p.csv")
