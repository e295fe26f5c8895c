"""What is asked of a history, as it is written and as it is measured."""

from __future__ import annotations

import numpy as np
import pytest

import whowhom as ww
from whowhom.measures.asked import asked, check_asked, measured
from whowhom.measures.recording import Layout, Recording

LAYOUT = Layout(
    months=("2030-01", "2030-02", "2030-03"),
    observables={"seats": "seats_held", "chair": "holder", "factions": "shares"},
    widths={"seats": 0, "chair": 0, "factions": 2},
    people=("Anna B.", "Boris"),
    snapshots=(),
    seats=(),
)
ARRAYS = {
    "seats": np.array([[1.0, 2.0, 6.0], [0.0, 0.0, 3.0]]),
    "chair": np.array([[0, 1, 0], [1, 1, 1]]),
    "factions": np.array([[[1.0, 3.0]] * 3, [[2.0, 2.0]] * 3]),
}
RECORDING = Recording(LAYOUT, ARRAYS.__getitem__, lambda: np.zeros((2, 0, 0), int), np.array([True, True]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seats at 2030-02", [2.0, 0.0]),
        ("mean of seats from 2030-01 to 2030-03", [3.0, 1.0]),
        ("reached 5 of seats from 2030-01 to 2030-03", [1.0, 0.0]),
        ("chair=Anna B. at 2030-03", [1.0, 0.0]),
        ("factions[1]/factions at 2030-01", [0.75, 0.5]),
        ("first_year 2 of seats from 2030-01 to 2030-03", [2030 + 2 / 12, 2030 + 3 / 12]),
    ],
)
def test_what_is_asked_is_measured(text: str, expected: list[float]) -> None:
    """Worked by hand from three months of two histories."""
    one = asked(text)
    check_asked(one, LAYOUT)
    assert measured(one, RECORDING).tolist() == pytest.approx(expected)


def test_a_faulted_history_has_no_number() -> None:
    """It is left out, as everywhere."""
    faulted = Recording(LAYOUT, ARRAYS.__getitem__, RECORDING.holders, np.array([True, False]))
    assert np.isnan(measured(asked("seats at 2030-01"), faulted)).tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seats in 2030", 'expected "NAME at MONTH"'),
        ("maen of seats from 2030-01 to 2030-02", 'did you mean "mean"'),
        ("reached of seats from 2030-01 to 2030-02", "expected a level"),
        ("mean 3 of seats from 2030-01 to 2030-02", "expected no level"),
        ("mean of seats from 2030-03 to 2030-01", "expected a last month after the first"),
        ("se ats at 2030-01", "expected NAME"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, told: str) -> None:
    """One line, with what was expected."""
    with pytest.raises(ww.ModelError, match=told):
        asked(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seat at 2030-01", 'did you mean "seats"'),
        ("seats at 2031-01", "expected a month from 2030-01 to 2030-03"),
        ("chair=Bori at 2030-01", 'did you mean "Boris"'),
        ("factions[2] at 2030-01", "expected less than 2"),
    ],
)
def test_what_a_run_does_not_have_is_told(text: str, told: str) -> None:
    """A name, a month, a person, a place."""
    with pytest.raises(ww.ModelError, match=told):
        check_asked(asked(text), LAYOUT)
