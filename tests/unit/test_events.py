"""Events: what happens at a date, what is drawn, and what happens to nobody."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.fault import OUT_OF_SLOTS
from whowhom.core.state import VACANT

# Seat 0 is the office of a, seats 1 to 3 the board of a, b, c; seats 4 and 5 are room on it.
PEOPLE = "name,body,patron\na,office|board,\nb,board,a\nc,board,a\nd,,a"


def board(folder: Path, *events: str, months: int = 3, schedule: str = "", people: str = PEOPLE) -> Model:
    """An office and a board, with events."""
    text = """
    [bodies]
    office = { seats = 1 }
    board = { seats = 3, capacity = 5 }
    """
    text += "".join(events) + f'[[schedule]]\nmechanism = "events"\n{schedule}\n'
    return organise(folder, text, people, months)


def event(month: int, act: str, **keys: object) -> str:
    """Write an event of a month counted from the start."""
    lines = [f'date = 2000-{month + 1:02d}-15\nact = "{act}"\nsource = "identity"']
    lines += [
        f"{key} = {value}" if key in ("seats", "hazard") else f'{key} = "{value}"'
        for key, value in keys.items()
    ]
    return "[[events]]\n" + "\n".join(lines) + "\n"


def free(month: int, act: str, hazard: float, **keys: object) -> str:
    """Write an event that is drawn from its month on."""
    return event(month, act, kind="free", hazard=number(hazard, "1/month"), **keys)


def test_nothing_happens_without_events(tmp_path: Path) -> None:
    assert (histories_of(board(tmp_path))[0] == [0, 0, 1, 2, VACANT, VACANT]).all()


@pytest.mark.parametrize("month", [0, 1, 2])
def test_the_dead_leave_all_seats_in_their_month(tmp_path: Path, month: int) -> None:
    """Also in the month of the start; his clients still know whose men they are."""
    model = board(tmp_path, event(month, "dies", who="a"))
    holders = histories_of(model)[0]
    assert (holders[:month, :2] == 0).all()
    assert (holders[month:, :2] == VACANT).all()
    state = last_state(model)
    assert (state.people.alive[0], state.people.patron[1]) == (0, 0)


def test_leaving_one_body_or_all(tmp_path: Path) -> None:
    one = histories_of(board(tmp_path, event(1, "leaves", who="a", body="board")))[0]
    assert one[1].tolist() == [0, VACANT, 1, 2, VACANT, VACANT]
    every = histories_of(board(tmp_path, event(1, "leaves", who="a")))[0]
    assert every[1].tolist() == [VACANT, VACANT, 1, 2, VACANT, VACANT]


def test_taking_a_seat(tmp_path: Path) -> None:
    """b replaces a in the office; d finds no seat on the full board until c has left it."""
    model = board(
        tmp_path,
        event(1, "takes", who="b", body="office"),
        event(1, "takes", who="d", body="board"),
        event(2, "leaves", who="c", body="board"),
        event(2, "takes", who="d", body="board"),
        event(2, "takes", who="b", body="board"),
    )
    holders = histories_of(model)[0]
    assert holders[1].tolist() == [1, 0, 1, 2, VACANT, VACANT]
    assert holders[2].tolist() == [1, 0, 1, 3, VACANT, VACANT]
    state = last_state(model)
    assert state.seats.chosen_by[[0, 3]].tolist() == [VACANT, VACANT]
    assert (state.people.patron[3], state.seats.since[3], state.seats.since[2]) == (0, 2, 0)


def test_the_head_of_a_body_stands_for_a_person(tmp_path: Path) -> None:
    """b holds the office when whoever holds it dies."""
    model = board(tmp_path, event(1, "takes", who="b", body="office"), event(2, "dies", body="office"))
    assert last_state(model).people.alive[:4].tolist() == [1, 0, 1, 1]


def test_nothing_happens_to_the_dead(tmp_path: Path) -> None:
    model = board(
        tmp_path,
        event(1, "dies", who="d"),
        event(2, "leaves", who="c", body="board"),
        event(2, "takes", who="d", body="board"),
        event(2, "incapacitated", who="d"),
    )
    assert histories_of(model)[0, 3].tolist() == [0, 0, 1, VACANT, VACANT, VACANT]
    assert last_state(model).people.voice[3] == 1.0


def test_resizing_and_closing(tmp_path: Path) -> None:
    """Two seats cost c his own; five add two vacant ones; closing costs all."""
    model = board(
        tmp_path,
        event(1, "resizes", body="board", seats=2),
        event(2, "resizes", body="board", seats=5),
        event(3, "takes", who="c", body="board"),
        event(4, "closes", body="board"),
        months=5,
    )
    holders = histories_of(model)[0]
    assert holders[1, 1:].tolist() == [0, 1, VACANT, VACANT, VACANT]
    assert holders[3, 1:].tolist() == [0, 1, 2, VACANT, VACANT]
    assert (holders[4, 1:] == VACANT).all()
    assert last_state(model).bodies.size.tolist() == [1, 0]


@pytest.mark.parametrize(("fade", "left"), [(0.0, 1.0), (0.5, 0.25), (1.0, 0.0)])
def test_illness_takes_the_voice(tmp_path: Path, fade: float, left: float) -> None:
    """From month 2 on: at 0.5 a half in month 2, a quarter in month 3."""
    schedule = f"fade = {number(fade, 'share')}"
    model = board(tmp_path, event(2, "incapacitated", who="b"), schedule=schedule)
    assert last_state(model).people.voice[:3].tolist() == [1.0, left, 1.0]


def test_a_free_event_comes_with_its_hazard_and_once(tmp_path: Path) -> None:
    """From month 2 on with 0.3: dead by month 2, 3, 4 with 0.3, 0.51, 0.657."""
    holders = histories_of(board(tmp_path, free(2, "dies", 0.3, who="a"), months=4), 1000)
    assert (holders[:, 1, 0] == 0).all()
    for month, chance in ((2, 0.3), (3, 0.51), (4, 0.657)):
        assert near((holders[:, month, 0] == VACANT).mean(), chance, 1000)


def test_a_free_event_does_not_come_back(tmp_path: Path) -> None:
    """b is put into the office once; when c is put there afterwards, b does not return."""
    model = board(
        tmp_path,
        free(1, "takes", 1.0, who="b", body="office"),
        event(2, "takes", who="c", body="office"),
        months=6,
    )
    assert histories_of(model)[0, :, 0].tolist() == [0, 1, 2, 2, 2, 2, 2]


def test_a_hazard_of_nothing(tmp_path: Path) -> None:
    holders = histories_of(board(tmp_path, free(1, "dies", 0.0, who="a"), months=10), 5)
    assert (holders[:, :, 0] == 0).all()


def test_more_events_than_it_can_remember_are_a_fault(tmp_path: Path) -> None:
    crowd = [event(1, "leaves", who="b", body="board")] * 257
    histories_of(board(tmp_path, *crowd), faults=OUT_OF_SLOTS)


def test_histories_are_told_apart(tmp_path: Path) -> None:
    """The memory of one history is not that of the next."""
    holders = histories_of(board(tmp_path, event(1, "dies", who="a")), 3)
    assert np.array_equal(holders[0], holders[1])
    assert np.array_equal(holders[0], holders[2])
