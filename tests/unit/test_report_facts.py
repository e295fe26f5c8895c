"""The arithmetic of the stylised facts on arrays small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from whowhom.report import soviet_fact
from whowhom.report import soviet_patterns as patterns
from whowhom.report.soviet_facts import FACTS
from whowhom.report.soviet_facts_party import PACKING_LEADS, PARTNERS_TARGETED, circles_on_record
from whowhom.report.statistics import NEVER


def test_fall_and_recovery() -> None:
    """1 falls to 0.7 and comes back to 0.9; what only falls recovers nothing."""
    fall, recovery = patterns.fall_and_recovery(np.array([[1, 0.8, 0.7, 0.9], [1, 0.9, 0.8, 0.7]]), 2)
    assert fall == pytest.approx([0.3, 0.2])
    assert recovery == pytest.approx([0.2, 0])


def test_falls_and_returns() -> None:
    """Half of the fall won back is enough; a small fall is none; NaN stays."""
    holds = patterns.falls_and_returns(
        np.array([0.2, 0.2, 0.02, np.nan]), np.array([0.1, 0.05, 0.5, 1]), 0.05
    )
    assert holds[:3].tolist() == [1, 0, 0]
    assert np.isnan(holds[3])


def test_first_rise_of_a_count() -> None:
    """A count that stands at 2 and never moves has not risen."""
    assert patterns.first_rise(np.array([[0, 0, 1, 2], [2, 2, 2, 2.0]])).tolist() == [2, NEVER]


def test_a_retreat_before_the_peak_counts_below_nothing() -> None:
    """The peak is in month 1, 4 and (nobody rises) nowhere; the retreat is in month 3."""
    values = np.array([[0, 9, 1, 1, 1, 1], [0, 1, 1, 2, 9, 1], [0, 0, 0, 0, 0, 0], [0, 9, 0, 0, 0, 0.0]])
    lag = patterns.months_after_peak(values, np.array([3, 3, 3, NEVER]), 2)
    assert lag[:2].tolist() == [2, -1]
    assert np.isnan(lag[2:]).all()


def test_the_peak_is_looked_for_within_reach_only() -> None:
    """The 9 in month 0 lies three months before the retreat, out of a reach of two."""
    assert patterns.months_after_peak(np.array([[9, 0, 5, 1, 1, 1.0]]), np.array([3]), 2).tolist() == [1]


def test_after_over_at() -> None:
    """8 is the highest up to the retreat; the mean of the second and third month after it is 2."""
    values = np.array([[1, 8, 4, 9, 3, 1, 9.0]])
    assert patterns.after_over_at(values, np.array([2]), 2, 3).tolist() == [0.25]
    assert np.isnan(patterns.after_over_at(values, np.array([4]), 2, 3)).all()


def test_share_of_the_highest_month() -> None:
    """6 of 12; nothing at all has no share."""
    share = patterns.share_of_highest(np.array([[2, 6, 4.0], [0, 0, 0]]))
    assert share[0] == 0.5
    assert np.isnan(share[1])


def test_peaks_and_breaks() -> None:
    """A peak in the second half, and a peak that does not break, are no such pattern."""
    months = np.array([[1, 8, 2, 1], [1, 2, 8, 1], [4, 5, 5, 5], [0, 0, 0, 0.0]])
    holds = patterns.peaks_and_breaks(months, 2)
    assert holds[:3].tolist() == [1, 0, 0]
    assert np.isnan(holds[3])


def test_growth_after_trials() -> None:
    """Trials begin in months 2 and 5: 7 - 1 and 1 - 5 have the mean 1; one too near the end is none."""
    spoken = np.array([[0, 0, 1, 0.5, 0.2, 1, 0.5, 0.2]])
    events = patterns.onset(spoken, 0.1)
    assert np.flatnonzero(events[0]).tolist() == [2, 5]
    names = np.array([[1, 1, 6, 8, 2, 0, 2, 9.0]])
    assert patterns.growth_after(names, events, 2).tolist() == [1]
    late = events.copy()
    late[0, 7] = True
    assert patterns.growth_after(names, late, 2).tolist() == [1]
    assert np.isnan(patterns.growth_after(names, np.zeros((1, 8), bool), 2)).all()


def test_ranks_and_their_correlation() -> None:
    """Equal values share their mean rank; a reversed order is -1; a constant says nothing."""
    assert patterns.ranks(np.array([5, 1, 5, 9.0])).tolist() == [1.5, 0, 1.5, 3]
    one = np.array([[1, 2, 3, 4.0], [1, 2, 3, 4], [1, 2, np.nan, 3]])
    other = np.array([[9, 4, 2, 1.0], [1, 1, 1, 1], [1, 4, 0, 9]])
    found = patterns.rank_correlation(one, other)
    assert found[0] == pytest.approx(-1)
    assert np.isnan(found[1])
    assert found[2] == pytest.approx(1)


def test_the_funnel_never_widens() -> None:
    """Equal steps are allowed as long as the top is below the foot."""
    found = patterns.never_rises(
        np.array([[0.4, 0.4, 0.1], [0.4, 0.5, 0.1], [0.3, 0.3, 0.3], [0.4, np.nan, 0.1]])
    )
    assert found[:3].tolist() == [1, 0, 0]
    assert np.isnan(found[3])


def test_months_between_peaks() -> None:
    """Growth is greatest at the first meeting, removal at the third; then the other way round; then none."""
    growth = np.array([[0.5, 0.1, 0.0], [0.0, 0.1, 0.5], [0.0, 0.0, 0.0]])
    removal = np.array([[0.1, 0.2, 0.3], [0.4, 0.2, np.nan], [0.4, 0.2, 0.1]])
    found = patterns.months_between_peaks(growth, removal, [12, 24, 60])
    assert found[:2].tolist() == [48, -48]
    assert np.isnan(found[2])


def test_partners_who_become_targets() -> None:
    """4 goes; of 1, 2, 3 and the new 5 then 2 and 5 go: one of two was a partner, three of four sat there."""
    circles = [np.array(circle) for circle in ([1, 2, 3, 4], [1, 2, 3, 5], [1, 3, -1, -1])]
    assert patterns.partners_targeted(circles) == (0.5, 0.75)
    assert np.isnan(patterns.partners_targeted(circles[:2])).all()


def test_the_record_of_the_circle() -> None:
    """On record the circle of 1921 has five members, that of 1939 nine; partners fell beyond chance."""
    circles = circles_on_record()
    assert (circles[0].size, circles[-1].size) == (5, 9)
    share, chance = patterns.partners_targeted(circles)
    assert share > chance
    assert PARTNERS_TARGETED.observed is not None
    assert PARTNERS_TARGETED.observed.value == share


def test_the_record_of_packing() -> None:
    """Growth was greatest in April 1923 (27 to 40 seats), removal in January 1934: 129 months later."""
    assert PACKING_LEADS.observed is not None
    assert PACKING_LEADS.observed.value == (1934 - 1923) * 12 + (1 - 4)


def test_a_fact_is_reproduced_or_missed() -> None:
    """Two of three histories bear it out; where no history can say it is missed, with the reason."""
    values = np.array([1, 1, 0, np.nan])
    fact = soviet_fact.Fact(
        "it happens", lambda arm: values, happens=True, told_as="it did", reason="too few"
    )
    row = fact.row(None)  # type: ignore[arg-type]
    assert row.inside
    assert row.note == "reproduced"
    values[:] = np.nan
    missed = fact.row(None)  # type: ignore[arg-type]
    assert not missed.inside
    assert "too few" in missed.note


def test_what_bears_a_fact_out() -> None:
    """Medians above and below 0, more than half, one in twenty."""
    assert soviet_fact.above_nothing(np.array([-1, 2, 3.0]))
    assert soviet_fact.below_nothing(np.array([-1, -2, 3.0]))
    assert not soviet_fact.mostly(np.array([1, 0.0]))
    assert soviet_fact.not_rare(np.array([1] + 19 * [0.0]))
    assert not soviet_fact.not_rare(np.array([1] + 20 * [0.0]))


def test_numbers_that_round_to_nothing_have_no_sign() -> None:
    """-0.001 is written 0."""
    assert (soviet_fact.two(-0.001), soviet_fact.two(-0.25), soviet_fact.whole(-0.2)) == ("0", "-0.25", "0")


def test_every_system_with_a_fact_has_measures() -> None:
    """The facts of the systems 4, 5, 7 to 10, 12 and 13."""
    assert set(FACTS) == {4, 5, 7, 8, 9, 10, 12, 13}
    assert all(item.label for facts in FACTS.values() for item in facts)
