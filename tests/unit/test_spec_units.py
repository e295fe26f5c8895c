"""Units: one conversion, never dropped, over every pair of units."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.spec.units import PER_MONTH, UNITS, to_internal

PAIRS = list(itertools.product(UNITS, UNITS))


@pytest.mark.parametrize(("unit", "wanted"), PAIRS)
def test_every_pair_converts_by_its_factor_or_is_refused(unit: str, wanted: str) -> None:
    if UNITS[unit].dimension == UNITS[wanted].dimension:
        expected = 0.5 * UNITS[unit].factor / UNITS[wanted].factor
        assert to_internal(0.5, unit, wanted) == pytest.approx(expected, rel=1e-15)
    else:
        with pytest.raises(ValueError, match=r"^found unit .*; expected "):
            to_internal(0.5, unit, wanted)


@pytest.mark.parametrize(("unit", "wanted"), PAIRS)
@given(value=st.floats(0, 1))
def test_there_and_back(unit: str, wanted: str, value: float) -> None:
    if UNITS[unit].dimension == UNITS[wanted].dimension:
        assert to_internal(to_internal(value, unit, wanted), wanted, unit) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("unit", UNITS)
@given(value=st.floats(0, 1))
def test_a_unit_is_its_own(unit: str, value: float) -> None:
    assert to_internal(value, unit, unit) == value


@pytest.mark.parametrize(("first", "second"), [pair for pair in PAIRS if pair[0] != pair[1]])
def test_another_unit_is_another_number_or_the_same_measure(first: str, second: str) -> None:
    """An annotation that can be dropped unnoticed would give equal numbers."""
    if UNITS[first].dimension == UNITS[second].dimension and UNITS[first].factor != UNITS[second].factor:
        assert to_internal(0.5, first, first) != to_internal(0.5, second, first)


@given(value=st.floats(0, 1))
def test_a_yearly_chance_is_that_of_twelve_months(value: float) -> None:
    monthly = to_internal(value, "1/year", PER_MONTH)
    assert 0 <= monthly <= 1
    assert 1 - (1 - monthly) ** 12 == pytest.approx(value, abs=1e-12)


def test_hand_worked() -> None:
    assert to_internal(8, "year", "month") == 96
    assert to_internal(1.2, "1/year", "1/month") == pytest.approx(0.1)
    assert to_internal(40, "percent", "share") == pytest.approx(0.4)
    # 1 - 0.5^(1/12) = 0.0561257
    assert to_internal(0.5, "1/year", PER_MONTH) == pytest.approx(0.0561257, abs=1e-7)
    assert to_internal(1, "1/year", PER_MONTH) == 1


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "message"),
    [
        (
            1.4,
            "1/month",
            PER_MONTH,
            "1.4 per month is not a probability (0 to 1); did you mean a yearly rate?",
        ),
        (1.4, "1/year", PER_MONTH, "1.4 per year is not a probability (0 to 1)"),
        (-0.1, "1/month", PER_MONTH, "-0.1 per month is not a probability (0 to 1)"),
        (1.4, "share", "share", '1.4 is not a share (0 to 1); did you mean unit "percent"?'),
        (140, "percent", "share", "140 is not a percentage (0 to 100)"),
        (-3, "month", "month", "found -3 months; expected 0 or more"),
        (
            0.5,
            "share",
            PER_MONTH,
            'found unit "share"; expected one of 1/month, 1/year for a chance in each month',
        ),
        (0.5, "person", "month", 'found unit "person"; expected one of month, year'),
        (float("nan"), "share", "share", "found nan; expected a finite number"),
    ],
)
def test_messages(value: float, unit: str, wanted: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        to_internal(value, unit, wanted)
    assert str(caught.value) == message


def test_unknown_wanted_unit_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        to_internal(1.0, "month", "fortnight")
