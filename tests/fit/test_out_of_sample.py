"""Who stays after the split: the model begins with the record; scikit-learn is the second method."""

from __future__ import annotations

import numpy as np
import pytest

from whowhom.build import build
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.fit.baselines import fit_logistic
from whowhom.fit.scores import auc, brier, log_score
from whowhom.fit.transitions import Rolls, cases, columns_of, read_rolls, read_sets
from whowhom.fit.transitions_model import ensemble, snapshot_of, starting_members
from whowhom.fit.transitions_scores import CONSTANT, Scores, out_of_sample
from whowhom.spec.data_files import SHIPPED_DATA
from whowhom.spec.errors import ModelError
from whowhom.spec.toml import read

FOLDER = SHIPPED_DATA / "soviet"
SPLIT, BODY, OFFICE = 14, "central_committee", "general_secretary"


@pytest.fixture(scope="module")
def rolls() -> Rolls:
    return read_rolls(FOLDER / "transitions.csv")


@pytest.fixture(scope="module")
def model() -> Model:
    return build(read("soviet_party_1926"))


@pytest.fixture(scope="module")
def scores(rolls: Rolls, model: Model) -> Scores:
    sets = read_sets(FOLDER / "transitions_sets.csv")
    return out_of_sample(
        rolls, SPLIT, sets, {"model": model}, BODY, office=OFFICE, histories=60, draws=100, seed=3
    )


def test_the_scenario_begins_with_the_record_and_knows_no_outcome(rolls: Rolls, model: Model) -> None:
    document = read("soviet_party_1926")
    assert document.start.isoformat() == "1926-01-01"
    assert document.events == ()
    assert starting_members(model, BODY) == tuple(sorted(rolls.at(SPLIT).people))
    # Every person of the table was a full member by the split: nobody is there because he rose later.
    seen = {name for roll in rolls.known(SPLIT) for name in roll.people}
    assert set(model.people[: model.known_people]) <= seen


def test_a_scenario_with_other_members_is_refused(rolls: Rolls) -> None:
    other = build(read("soviet_party"))
    with pytest.raises(ModelError, match="does not begin with the members"):
        out_of_sample(rolls, SPLIT, {}, {"early": other}, BODY, histories=2)


def test_an_ensemble_counts_the_same_people_both_ways(rolls: Rolls, model: Model) -> None:
    people, targets = rolls.at(SPLIT).people, rolls.later(SPLIT)
    found = ensemble(model, BODY, people, targets, histories=30, seed=5, office=OFFICE)
    assert found.histories == 30
    assert 1.0 - found.there.sum(axis=0) / (30 * len(people)) == pytest.approx(found.gone.mean(axis=0))
    assert (found.sizes >= (1.0 - found.gone) * len(people) - 1e-9).all()
    assert (found.leads <= 30).all()


def test_given_numbers_are_used_and_equal_numbers_give_equal_histories(rolls: Rolls, model: Model) -> None:
    people, targets = rolls.at(SPLIT).people, rolls.later(SPLIT)

    def run(values: object) -> list[float]:
        found = ensemble(model, BODY, people, targets, histories=20, seed=5, values=values)  # type: ignore[arg-type]
        return found.there.ravel().tolist()

    with np.errstate(over="ignore"):
        priors = value_table(model.values, 5, np.arange(20), True)
    assert run(None) == run(priors) == run(lambda _model, part: priors[part])
    bold = priors.copy()
    names = [value.name for value in model.values]
    bold[:, names.index("election.strike")] = 0.9
    assert sum(run(bold)) < sum(run(priors))


def test_a_round_is_read_at_the_last_snapshot_up_to_its_month() -> None:
    snapshots = ("1926-01", "1927-12", "1930-06", "1934-01")
    assert [snapshot_of(snapshots, month) for month in ("1927-12", "1930-07", "1934-02")] == [1, 2, 3]
    with pytest.raises(ModelError, match="no snapshot"):
        snapshot_of(snapshots, "1926-01")


def test_the_table_holds_every_score_of_every_predictor(scores: Scores) -> None:
    assert scores.targets == ("1927", "1930", "1934")
    assert scores.stayed.sum(axis=0).tolist() == [52, 39, 31]
    for name, p in scores.said.items():
        for place, year in enumerate(scores.targets):
            y = scores.stayed[:, place]
            assert scores.row(name, year, "log score").value == log_score(p[:, place], y)
            assert scores.row(name, year, "Brier score").value == brier(p[:, place], y)
            assert scores.row(name, year, "AUC").value == auc(p[:, place], y)
            row = scores.row(name, year, "Brier score")
            assert row.low <= row.value <= row.high
    plain = scores.row(CONSTANT, "1927", "log score").value
    assert scores.row("model", "1927", "log score", CONSTANT).value == pytest.approx(
        scores.row("model", "1927", "log score").value - plain
    )


def test_size_turnover_and_leader_are_on_record_beside_what_was_said(scores: Scores) -> None:
    # Sizes of the rolls, and 10, 23 and 31 of 62 gone.
    for year, size, gone in (("1927", 70, 10), ("1930", 69, 23), ("1934", 72, 31)):
        assert scores.row("model", year, "size: on record").value == size
        assert scores.row("model", year, "share gone: on record").value == pytest.approx(gone / 62)
        assert scores.row("model", year, "who leads: log score").value > 0.0
        assert scores.row("model", year, "size: CRPS").value > 0.0
    # Kept in three of the four rounds that name a leader twice running: 3.5 / 5 a round.
    assert scores.row("base rate", "1930", "who leads: log score").value == pytest.approx(-2 * np.log(0.7))


def test_regression_agrees_with_a_published_library(rolls: Rolls) -> None:
    """The penalised regression of the known rolls, by scikit-learn."""
    linear = pytest.importorskip("sklearn.linear_model")
    known, columns = cases(rolls.known(SPLIT)), ("age", "terms_before", "dissent", "dissent_recent")
    ours = fit_logistic(known.attributes, known.stayed, columns)
    table = columns_of(known.attributes, columns)
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    theirs = linear.LogisticRegression(C=1.0, tol=1e-10, max_iter=1000).fit(scaled, known.stayed)
    assert [ours.intercept, *ours.slopes] == pytest.approx([theirs.intercept_[0], *theirs.coef_[0]], abs=1e-5)


def test_area_agrees_with_a_published_library(scores: Scores) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    for p in scores.said.values():
        for place in range(3):
            y = scores.stayed[:, place]
            assert auc(p[:, place], y) == pytest.approx(metrics.roc_auc_score(y, p[:, place]))
