"""Seats that several rules fill pass to whose turn it is first, worked out by hand on a board of three."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.calendar.section import calendar

MEETING: Sentence = ("owner", "elects", "board", {"every": "12 months", "from": date(2021, 5, 20)})
VACANCIES: Sentence = ("board", "coopts", "board")


def majority(*rules: Sentence, ends: date = date(2021, 5, 20), **more: Any) -> dict[str, Any]:
    """Return when the owner has a majority of a board of three whose terms of a year end on one day."""
    scenario = organisation(
        {"owner": 1, "guardian": 1, "board": {"seats": 3, "term": "1 year", "ends": [ends]}},
        list(rules),
        audit={"principal": "owner", "targets": ["board"]},
        **more,
    )
    (principal,) = calendar(scenario).to_dict()["principals"]
    control: dict[str, Any] = principal["bodies"]["board"]["thresholds"]["majority"]["control"]
    return control


@pytest.mark.parametrize("rules", [(MEETING, VACANCIES), (VACANCIES, MEETING)])
def test_at_the_meeting_the_election_comes_before_vacancies_are_filled(
    rules: tuple[Sentence, ...],
) -> None:
    """Terms end on the day of the meeting, so that nothing is vacant in between; in either order."""
    found = majority(*rules)
    assert found["rules"]["date"] == found["best"]["date"] == "2021-05-20"


def test_seats_that_open_before_the_meeting_are_filled_by_the_incumbents() -> None:
    """Terms that end each 1 March are filled by the board itself before each 20 May; others may refrain."""
    found = majority(MEETING, VACANCIES, ends=date(2021, 3, 1))
    assert (found["rules"]["date"], found["rules"]["missing"]) == (None, 2)
    assert found["best"]["date"] == "2021-05-20"


def test_others_fill_until_their_rule_ends() -> None:
    """The guardian fills vacancies until 2024; the seats of 1 March 2024 wait for the meeting of 20 May."""
    guardian: Sentence = ("guardian", "appoints", "board", {"until": date(2024, 1, 1)})
    found = majority(MEETING, guardian, ends=date(2021, 3, 1))
    assert found["rules"]["date"] == "2024-05-20"


def test_two_rules_that_wait_for_vacancies_must_both_be_carried() -> None:
    """Owner and guardian may both appoint at once: whether the owner's turn comes is never certain."""
    found = majority(("owner", "appoints", "board"), ("guardian", "appoints", "board"))
    assert (found["rules"]["date"], found["best"]["date"]) == (None, "2021-05-20")


def test_parts_make_the_turns_of_each_seat_its_own() -> None:
    """Seats 1 and 2 are the owner's alone from the first end of terms, whoever fills the third."""
    found = majority(
        ("owner", "appoints", "board", {"part": "1-2"}), ("guardian", "appoints", "board", {"part": "3"})
    )
    assert found["rules"]["date"] == "2021-05-20"


def test_never_is_never() -> None:
    """Without a term no seat of another holder ever opens."""
    scenario = organisation(
        {"owner": 1, "board": 3}, [MEETING, VACANCIES], audit={"principal": "owner", "targets": ["board"]}
    )
    (principal,) = calendar(scenario).to_dict()["principals"]
    control = principal["bodies"]["board"]["thresholds"]["majority"]["control"]
    assert control["rules"]["date"] is None


def words(*rules: Sentence, **board: Any) -> list[str]:
    scenario = organisation(
        {"owner": 1, "guardian": 1, "board": {"seats": 6, "term": "1 year", **board}},
        list(rules),
        audit={"principal": "owner", "targets": ["board"]},
    )
    return list(calendar(scenario).words)


def test_decisions_that_come_together_are_told_together_and_lost_ones_once() -> None:
    """All six seats open on one day; with two of six neither half nor two thirds are ever reached."""
    ends = {"ends": [date(2021, 5, 20)]}
    together, *_ = words(("owner", "appoints", "board"), **ends)
    assert together.startswith(
        "On 20 May 2021 the owner's own appointees become a majority and two thirds of"
    )
    lost, *others = words(
        ("owner", "appoints", "board", {"part": "1-2"}),
        ("guardian", "appoints", "board", {"part": "3-6"}),
        **ends,
    )
    assert "never has a majority or two thirds of the board in its time: 2 of the 4 votes needed are" in lost
    assert not [line for line in others if "never has" in line]
