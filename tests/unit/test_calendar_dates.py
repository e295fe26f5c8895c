"""Dates, ends of terms and survival, worked out by hand or by trying every case."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from math import exp

import numpy as np
import pytest

from whowhom.audit.calendar.dates import NEVER, Cadence, add_months, birthday, term_ends, years_between
from whowhom.audit.calendar.survival import Life, LifeTable, first_day, number_left, quantile
from whowhom.audit.calendar.terms import fewest_ends, most_ends, never_above, not_sure_above


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 2, 28), 60, date(2031, 2, 28)),
        (date(2026, 2, 28), 120, date(2036, 2, 29)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2024, 2, 28), 48, date(2028, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 4, 30), 1, date(2024, 5, 30)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(9999, 1, 1), 12, NEVER),
    ],
)
def test_months_are_added_to_days(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_birthdays_on_leap_days_fall_on_1_march() -> None:
    assert birthday(date(1940, 2, 29), 12 * 80) == date(2020, 2, 29)
    assert birthday(date(1940, 2, 29), 12 * 75) == date(2015, 3, 1)
    assert birthday(date(1939, 10, 15), 12 * 80) == date(2019, 10, 15)


def test_ends_of_terms_follow_each_other_from_the_first() -> None:
    ends = list(term_ends(date(2026, 2, 28), 60, date(2027, 1, 1), date(2042, 1, 1)))
    assert ends == [date(2031, 2, 28), date(2036, 2, 29), date(2041, 2, 28)]
    assert next(term_ends(date(2026, 1, 31), 24, date(2026, 1, 31), NEVER)) == date(2026, 1, 31)
    assert list(term_ends(date(2030, 1, 1), 12, date(2020, 1, 1), date(2030, 1, 1))) == [date(2030, 1, 1)]
    with pytest.raises(ValueError, match="expected 1 or more"):
        next(term_ends(date(2030, 1, 1), 0, date(2020, 1, 1), NEVER))


def test_a_cadence_gives_its_next_and_last_day() -> None:
    yearly = Cadence(date(2020, 5, 10), 12, begin=date(2020, 5, 10), end=date(2023, 5, 10))
    assert yearly.next(date(2020, 1, 1)) == date(2020, 5, 10)
    assert yearly.next(date(2021, 5, 11)) == date(2022, 5, 10)
    assert yearly.next(date(2022, 5, 11)) == NEVER
    assert yearly.last(date(2021, 5, 9)) == date(2020, 5, 10)
    assert yearly.last(date(2021, 5, 10)) == date(2021, 5, 10)
    assert yearly.last(date(2030, 1, 1)) == date(2022, 5, 10)
    assert yearly.last(date(2020, 5, 9)) == date.min
    given = Cadence(date(2020, 1, 1), at=(date(2021, 3, 1), date(2022, 3, 1)))
    assert given.days(date(2021, 3, 1), date(2030, 1, 1), 5) == given.at
    assert (given.next(date(2021, 3, 2)), given.last(date(2022, 2, 28))) == (given.at[1], given.at[0])
    assert Cadence(date(2020, 1, 1)).days(date(2020, 1, 1), date(2030, 1, 1), 5) == ()


def ends_within(seats: int, term: Fraction, span: Fraction, phase: Fraction) -> int:
    """Count the ends of evenly staggered terms in a span with both its days, the first end at a phase."""
    gap, end, found = term / seats, phase, 0
    while end <= span:
        found, end = found + 1, end + gap
    return found


def test_counts_of_ends_against_every_phase() -> None:
    """Both bounds are met by some phase, and no phase goes beyond; equality cases included."""
    for seats, term, span in product((1, 2, 3, 7), (Fraction(4), Fraction(14), Fraction(56, 3)), (4, 8)):
        gap = term / seats
        tried = [ends_within(seats, term, Fraction(span), gap * k / 24) for k in range(24)]
        assert max(tried) == most_ends(seats, term, Fraction(span))
        assert min(tried) == fewest_ends(seats, term, Fraction(span))


@pytest.mark.parametrize(("seats", "needed", "span"), [(7, 4, 8), (5, 3, 6), (9, 5, 4), (3, 1, 5)])
def test_how_long_terms_must_be_against_every_phase(seats: int, needed: int, span: int) -> None:
    """Just above each bound the count falls short; at the bound it does not."""

    def tried(term: Fraction) -> list[int]:
        gap = term / seats
        return [ends_within(seats, term, Fraction(span), gap * k / 240) for k in range(240)]

    sure, never = not_sure_above(seats, needed, Fraction(span)), never_above(seats, needed, Fraction(span))
    assert min(tried(sure)) >= needed > min(tried(sure + Fraction(1, 10)))
    if never is None:
        assert needed == 1
    else:
        assert max(tried(never)) >= needed > max(tried(never + Fraction(1, 10)))


def test_terms_refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="expected positive"):
        fewest_ends(0, Fraction(1), Fraction(1))
    with pytest.raises(ValueError, match="expected positive"):
        not_sure_above(7, 0, Fraction(8))


TABLE = LifeTable("flat", tuple(0.1 if age < 70 else 0.2 for age in range(121)))


def test_hazards_change_on_birthdays() -> None:
    """Half of the last year at 0.1, then a year at 0.2."""
    born = date(1950, 1, 1)
    gathered = TABLE.cumulative(born, date(2019, 7, 2), date(2021, 1, 1))
    assert gathered == pytest.approx(0.1 * 183 / 365 + 0.2, abs=1e-12)
    assert TABLE.cumulative(born, date(2021, 1, 1), date(2021, 1, 1)) == 0
    assert TABLE.cumulative(date(1800, 1, 1), date(2021, 1, 1), date(2022, 1, 1)) == pytest.approx(0.2)


def test_a_life_ends_when_the_rules_end_it() -> None:
    life = Life(date(1950, 1, 1), date(2021, 1, 1), exit_hazard=0.05)
    since = date(2020, 1, 1)
    assert life.survival(TABLE, since, date(2021, 1, 1)) == 0.0
    days = 365
    expected = exp(-0.2 * days / 366 - 0.05 * days / 365.2425)
    assert life.survival(TABLE, since, date(2020, 12, 31)) == pytest.approx(expected, rel=1e-12)
    assert Life(None, NEVER).survival(TABLE, since, date(2090, 1, 1)) == 1.0


def test_number_left_against_all_eight_outcomes() -> None:
    """Three holders, each outcome by hand; with votes 1, 2 and 4 every outcome is a number of its own."""
    chances = (0.9, 0.5, 0.2)
    expected = np.zeros(8)
    by_count = np.zeros(4)
    for outcome in product((0, 1), repeat=3):
        weight = 1.0
        for stays, chance in zip(outcome, chances, strict=True):
            weight *= chance if stays else 1 - chance
        expected[outcome[0] + 2 * outcome[1] + 4 * outcome[2]] += weight
        by_count[sum(outcome)] += weight
    np.testing.assert_allclose(number_left(chances, (1, 2, 4)), expected, atol=1e-15)
    np.testing.assert_allclose(number_left(chances), by_count, atol=1e-15)
    assert [quantile(number_left(chances), level) for level in (0.0, 0.05, 0.5, 0.95)] == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="outside 0 to 1"):
        number_left([1.5])


def test_first_day_is_found_by_halving() -> None:
    since, until, wanted = date(2020, 1, 1), date(2030, 1, 1), date(2024, 2, 29)
    assert first_day(lambda day: day >= wanted, since, until) == wanted
    assert first_day(lambda day: False, since, until) == NEVER
    assert first_day(lambda day: True, since, until) == since


def test_years_between_days() -> None:
    assert years_between(date(2025, 1, 20), date(2032, 1, 31)) == pytest.approx(7.03, abs=0.005)
