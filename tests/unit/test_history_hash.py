"""What a fit is of: the fingerprint of what one history reads, and when a posterior counts as stale."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import whowhom as ww
from whowhom.fit.fit import Choices, plan
from whowhom.fit.fit import _provenance as provenance_of
from whowhom.simulate.planning import plan as plan_of_run
from whowhom.spec.document import document_hash, from_document, history_hash, to_document
from whowhom.spec.scenario import Origin, Scenario

EDIT = {"label": "further", "edits": [{"set": "until", "to": date(2031, 1, 1)}]}


def changed(scenario: Scenario, **keys: Any) -> Scenario:
    """Return the scenario with some keys in place of its own."""
    return from_document({**to_document(scenario), **keys}, scenario.origin)


@pytest.fixture(scope="module")
def conclave() -> Scenario:
    """A shipped scenario with a posterior, interventions and arms."""
    return ww.read("conclave")


def test_it_leaves_out_what_no_history_reads(conclave: Scenario) -> None:
    """The whole fingerprint sees each of these but the switches; that of a history sees none."""
    for keys in (
        {"interventions": {"longer": EDIT}, "arms": [{"name": "base"}]},
        {"arms": [{"name": "alone"}]},
        {"report": "general_one"},
        {"title": "Another"},
        {"description": "Another"},
    ):
        other = changed(conclave, **keys)
        assert history_hash(other) == history_hash(conclave), keys
        assert document_hash(other) != document_hash(conclave), keys
    other = changed(conclave, switches=[next(iter(conclave.interventions))])
    assert history_hash(other) == history_hash(conclave)
    assert document_hash(other) == document_hash(conclave)


def test_it_sees_what_a_history_reads(conclave: Scenario) -> None:
    """The dates, a number of a mechanism, a rule, who sits on which side at the start, and a data file."""
    document = to_document(conclave)
    principal = next(iter(conclave.bodies))
    seen = {history_hash(conclave)}
    for keys in (
        {"until": date(2024, 1, 1)},
        {"schedule": document["schedule"][1:]},
        {"rules": document["rules"][1:]},
        {"audit": {"principal": principal}},
    ):
        seen.add(history_hash(changed(conclave, **keys)))
    assert len(seen) == 5


def test_it_sees_the_table_of_persons(tmp_path: Path) -> None:
    document = {
        "title": "Small",
        "from": date(2000, 1, 1),
        "until": date(2001, 1, 1),
        "bodies": {"board": {"seats": 1}},
        "people": {"file": "people.csv"},
    }
    scenario = from_document(document, Origin("small.toml", tmp_path))
    found = []
    for name in ("Anna", "Boris"):
        (tmp_path / "people.csv").write_text(f"name\n{name}\n", encoding="utf-8")
        found.append(history_hash(scenario))
    assert found[0] != found[1]


def test_a_fit_writes_it(conclave: Scenario, tmp_path: Path) -> None:
    told = provenance_of(plan(conclave, Choices(histories=8, draws=2), tmp_path), 8)
    assert told["history_hash"] == history_hash(conclave)
    assert told["document_hash"] == document_hash(conclave)


def fresh(scenario: Scenario, **told: Any) -> bool:
    """Return whether a run of the scenario calls its posterior fresh, were this told of the fit."""
    run = plan_of_run(scenario, histories=1, seed=1)
    assert run.fitted is not None
    known = {key: value for key, value in run.fitted.provenance.items() if not key.endswith("_hash")}
    about = replace(run, fitted=replace(run.fitted, provenance={**known, **told})).about_posterior
    assert about is not None
    json.dumps(about)
    return bool(about["fresh"])


def test_a_further_intervention_leaves_a_posterior_fresh(conclave: Scenario) -> None:
    more = changed(conclave, interventions={**to_document(conclave)["interventions"], "longer": EDIT})
    told, later = history_hash(conclave), date(conclave.until.year + 1, 1, 1)
    assert fresh(more, document_hash="of another document", history_hash=told)
    assert not fresh(changed(conclave, until=later), document_hash="", history_hash=told)


def test_a_fit_that_tells_of_the_whole_document_only_is_held_against_it(conclave: Scenario) -> None:
    assert fresh(conclave, document_hash=document_hash(conclave))
    assert not fresh(conclave, document_hash="of another document")
    assert not fresh(conclave)
