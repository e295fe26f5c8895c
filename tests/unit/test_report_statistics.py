"""The report's statistics on arrays worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from whowhom.report import statistics
from whowhom.report.statistics import NEVER

NAN = float("nan")


def test_first_month_of_a_condition_and_never() -> None:
    """The first True of each history; NEVER where there is none, even with a True in month 0 elsewhere."""
    reached = np.array([[False, True, True], [False, False, False], [True, False, False]])
    assert statistics.first_month(reached).tolist() == [1, NEVER, 0]


@pytest.mark.parametrize(
    ("level", "expected"), [(0.05, 2), (0.25, 2), (0.5, 4), (0.75, 7), (0.76, None), (0.95, None)]
)
def test_quantile_of_months_with_never_last(level: float, expected: int | None) -> None:
    """Of 2, 4, 7 and never: a quarter by month 2, half by 4, three quarters by 7, more never."""
    assert statistics.month_quantile(np.array([7, NEVER, 2, 4]), level) == expected


def test_quantile_of_months_needs_a_history() -> None:
    """Nothing is said of no histories."""
    with pytest.raises(ValueError, match="no histories"):
        statistics.month_quantile(np.array([], np.int64), 0.5)


def test_reached_by_counts_the_month_itself() -> None:
    """Months 2 and 4 are reached by month 4; 7 and never are not."""
    assert statistics.reached_by(np.array([7, NEVER, 2, 4]), 4) == 2


def test_wilson_against_values_worked_by_hand() -> None:
    """For 8 of 10 at z = 1.959964: (0.8 + 0.19207 -+ 0.313616) / 1.384146; ends stay inside 0 to 1."""
    low, high = statistics.wilson(8, 10, level=0.95)
    assert (low, high) == pytest.approx((0.49016, 0.94332), abs=1e-4)
    assert statistics.wilson(0, 20)[0] == 0
    assert 0 < statistics.wilson(0, 20)[1] < 0.15
    assert statistics.wilson(20, 20)[1] == 1
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        statistics.wilson(3, 2)


def test_bands_leave_out_what_is_not_a_number() -> None:
    """Months 0: 1, 2, 3; 1: 5 and NaN twice, too few for `fewest`; 2: nothing at all."""
    values = np.array([[3.0, NAN, NAN], [1.0, 5.0, NAN], [2.0, NAN, NAN]])
    assert statistics.bands(values, (0.0, 0.25, 0.5, 1.0))[:, 0].tolist() == [1.0, 1.5, 2.0, 3.0]
    assert statistics.bands(values, (0.5,))[0, 1] == 5.0
    assert np.isnan(statistics.bands(values, (0.5,), fewest=2)[0, 1:]).all()
    assert np.isnan(statistics.bands(values)[:, 2]).all()


def test_bands_agree_with_numpy() -> None:
    """Without NaN the definition is NumPy's default."""
    values = np.random.default_rng(3).normal(size=(37, 5))
    assert statistics.bands(values) == pytest.approx(np.quantile(values, statistics.LEVELS, axis=0))


def test_share_of_nothing_is_not_a_number() -> None:
    """3 of 4 is 0.75; of 0 there is no share."""
    found = statistics.share_of(np.array([3, 1]), np.array([4, 0]))
    assert found[0] == 0.75
    assert np.isnan(found[1])


def test_paired_difference_worked_by_hand() -> None:
    """Differences 1, 2, 3: mean 2, standard error 1 / sqrt 3, half width 1.644854 of it; NaN pairs go."""
    found = statistics.paired_difference(np.array([2.0, 4, 6, NAN]), np.array([1.0, 2, 3, 0]))
    assert (found.mean, found.histories, found.nothing) == (2.0, 3, False)
    assert found.high - found.low == pytest.approx(2 * 1.644854 / 3**0.5, abs=1e-5)
    assert (found.smallest, found.largest) == pytest.approx((1.1, 2.9))
    assert statistics.paired_difference(np.array([1.0, 1]), np.array([1.0, 1])).nothing


def test_dropped_share_knows_no_seats() -> None:
    """Of 1, 2, 3 the 3 is gone; moving to another seat is no loss; a vacant seat is no member."""
    before = np.array([[1, 2, 3], [4, -1, -1], [-1, -1, -1]])
    after = np.array([[2, 1, 9, -1], [4, 5, 6, 7], [1, 2, 3, 4]])
    found = statistics.dropped_share(before, after)
    assert found[:2] == pytest.approx([1 / 3, 0])
    assert np.isnan(found[2])


def test_shares_of_persons_come_largest_first() -> None:
    """Person 5 twice, nobody and person 2 once each, ties by number."""
    assert statistics.shares_of_persons(np.array([5.0, 2, 5, -1])) == {5: 0.5, -1: 0.25, 2: 0.25}
    assert list(statistics.shares_of_persons(np.array([5.0, 2, 5, -1]))) == [5, -1, 2]
