"""The one number by which documents are compared: expected months free of control."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.measure import Measure, measure
from whowhom.spec.errors import ModelError
from whowhom.spec.scenario import Scenario
from whowhom.spec.toml import read

APPOINTED: Sentence = ("chief", "appoints", "board")


def board(chief: dict[str, Any] | None = None, **audit: Any) -> Scenario:
    return organisation(
        {
            "chief": {"seats": 1, **(chief or {})},
            "board": {"seats": 3, "term": "2 years", "ends": [date(2021, 1, 1)]},
        },
        [APPOINTED],
        audit={"principal": "chief", "horizon": "6 years", **audit},
    )


def test_months_free_are_the_sum_of_the_chances_of_not_being_there() -> None:
    """Not before month 12; then two of three are loyal with 3 (0.8)^2 0.2 + 0.8^3 = 0.896 every two years."""
    found = measure(board(), "chief", "board", 60, 0.8)
    assert found.reached == pytest.approx([0.0] * 12 + [0.896] * 24 + [1 - 0.104**2] * 24 + [1 - 0.104**3])
    assert found.free == pytest.approx(12 + 24 * 0.104 + 24 * 0.104**2)
    assert (found.month_of(0.5), found.month_of(0.9), found.month_of(0.9999)) == (12, 36, None)
    assert found.method == "counts"


def test_after_its_tenure_a_principal_captures_nothing_more() -> None:
    """Two years in office: only the terms that end after one year count; the chance stays as it is."""
    found = measure(board(tenure="2 years"), "chief", "board", 60, 0.8)
    assert found.reached == pytest.approx([0.0] * 12 + [0.896] * 49)
    short = measure(board({"term": "6 months", "term_limit": 1}), "chief", "board", 60, 0.8)
    assert (short.free, short.chance) == (60.0, 0.0)


def test_time_that_is_up_is_an_error() -> None:
    with pytest.raises(ModelError, match="were over after 0 of 60 months"):
        measure(board(), "chief", "board", 60, 0.8, seconds=-1.0)


PEOPLE = """name,born,body
Head,1990-01-01,chief
A,1950-01-01,board
B,1950-01-01,board
C,1950-01-01,board
"""
DOCUMENT = """
title = "A board for life"
from = 2020-01-01
until = 2060-01-01
[bodies.chief]
seats = 1
[bodies.board]
seats = 3
{limit}
[people]
file = "people.csv"
[[rules]]
name = "appointment"
verb = "appoints"
by = "chief"
over = "board"
[audit]
principal = "chief"
horizon = "20 years"
"""


@pytest.mark.parametrize("limit", ['age_limit = "75 years"', ""])
def test_seats_that_open_by_age_or_death_are_the_calendar_s(tmp_path: Path, limit: str) -> None:
    """All three are seventy: at 75 all go, by month 60; without a limit only deaths open seats."""
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "board.toml").write_text(DOCUMENT.format(limit=limit), encoding="utf-8")
    found = measure(read(tmp_path / "board.toml"), "chief", "board", 240, 0.9)
    assert found.method == "calendar"
    assert (np.diff(found.reached) >= 0.0).all()
    assert 0.0 < found.reached[59] < 0.9
    if limit:
        assert found.reached[61:] == pytest.approx(1.0)
    else:
        assert found.reached[61] < 0.9
        assert found.reached[240] > 0.5


def test_a_limit_of_age_without_birthdays_opens_nothing() -> None:
    scenario = organisation(
        {"chief": 1, "board": {"seats": 3, "age_limit": "75 years"}},
        [APPOINTED],
        audit={"principal": "chief"},
    )
    found = measure(scenario, "chief", "board", 24, 0.9)
    assert (found.method, found.free, found.month_of(0.5)) == ("calendar", 24.0, None)


def test_a_measure_is_the_sum_of_chances_of_being_free() -> None:
    half = Measure(np.full(3, 0.5), "counts", 0.0)
    assert half.to_dict() == {
        "free_months": 1.0,
        "chance": 0.5,
        "even_chance_month": 0,
        "method": "counts",
        "residual": 0.0,
    }


def test_without_a_limit_of_age_removal_is_left_to_counts(tmp_path: Path) -> None:
    """The chief removes whom it likes: no seat waits for a death."""
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    removal = '[[rules]]\nname = "removal"\nverb = "expels"\nby = "chief"\nover = "board"\n[audit]'
    text = DOCUMENT.format(limit="").replace("[audit]", removal)
    (tmp_path / "board.toml").write_text(text, encoding="utf-8")
    found = measure(read(tmp_path / "board.toml"), "chief", "board", 24, 1.0)
    assert (found.method, found.month_of(1.0)) == ("counts", 1)
