"""Comparing versions of one organisation under the same luck."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import whowhom as ww
from whowhom.experiments import compared, course
from whowhom.measures.asked import asked
from whowhom.results import Results
from whowhom.simulate import carry_out, plan


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The party with two versions, of which one leaves everything as it is until 1922."""
    scenario = ww.read("soviet_party")
    folder: Path = tmp_path_factory.mktemp("compare")
    decided = plan(
        scenario,
        histories=32,
        seed=3,
        out=folder / "run",
        versions=[["free_secretary"], ["no_slate"], ["free_secretary", "no_slate"]],
    )
    return carry_out(decided)


def test_each_version_is_an_arm_of_its_own(results: Results) -> None:
    """One for each list of interventions, beside the document as it is."""
    assert list(results.arms) == ["base", "free_secretary", "no_slate", "free_secretary_and_no_slate"]


def test_before_an_intervention_acts_the_arms_are_the_same_to_the_bit(results: Results) -> None:
    """The secretary of April 1922 is chosen otherwise, and nothing recorded differs a month before."""
    found = compared(results, [asked("committee_size at 1934-03")]).apart["free_secretary"]
    assert found.first is not None
    assert found.first >= "1922-04"
    month = results["base"].months.index("1922-03")
    for name in results["base"].about["recorded"]:
        np.testing.assert_array_equal(
            results["base"].array(name)[:, : month + 1], results["free_secretary"].array(name)[:, : month + 1]
        )


def test_effects_are_of_the_same_histories(results: Results) -> None:
    """The difference is the mean of the differences by history, at the end and in every month."""
    question = asked("committee_size at 1930-12")
    found = compared(results, [question])
    effect = next(item for item in found.effects if item.version == "no_slate")
    arrays = [np.asarray(results[arm].array("committee_size"), float) for arm in ("base", "no_slate")]
    month = results["base"].months.index("1930-12")
    by_hand = (arrays[1] - arrays[0])[:, month].mean()
    assert effect.found is not None
    assert effect.found.difference == pytest.approx(by_hand)
    assert course(results, "no_slate", question).difference[month] == pytest.approx(by_hand)


def test_a_version_twice_is_a_mistake() -> None:
    """It would be two arms of one name."""
    with pytest.raises(ww.ModelError, match='found "no_slate" 2 times'):
        plan(ww.read("soviet_party"), histories=1, seed=1, versions=[["no_slate"], ["no_slate"]])


def test_a_version_of_another_period_is_told(tmp_path: Path) -> None:
    """Histories are compared month by month: one that begins elsewhere has none in common."""
    decided = plan(ww.read("conclave"), histories=2, seed=1, out=tmp_path / "run", versions=[["benedict"]])
    with pytest.raises(ww.ResultError, match="benedict begins in 2005-04, the base in 2013-03; expected"):
        compared(carry_out(decided), [asked("own at 2015-12")])


def test_a_version_that_ends_later_is_compared_as_long_as_both_last(tmp_path: Path) -> None:
    """The course has the months that both have, and nothing differs in them."""
    decided = plan(ww.read("conclave"), histories=2, seed=1, out=tmp_path / "run", versions=[["long_reign"]])
    results = carry_out(decided)
    found = compared(results, [asked("own at 2015-12")])
    assert found.apart["long_reign"].first is None or found.apart["long_reign"].first > "2025-03"
    assert course(results, "long_reign", asked("own at 2015-12")).difference.size == len(
        results["base"].months
    )
