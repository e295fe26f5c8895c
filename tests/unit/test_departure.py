"""Early exits: how often, from which bodies, and that who leaves stays a member."""

from __future__ import annotations

from pathlib import Path

from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import MEMBER, VACANT

PEOPLE = "name,body\na,board\nb,board\nc,court"


def two_bodies(folder: Path, board: str = "", given: float | None = None, months: int = 1) -> Model:
    """A board of two and a court of one that nobody refills."""
    text = f"""
    [bodies]
    board = {{ seats = 2{board} }}
    court = {{ seats = 1 }}
    [[schedule]]
    mechanism = "departure"
    """
    if given is not None:
        text += f"early_exit = {number(given, '1/month')}\n"
    return organise(folder, text, PEOPLE, months)


def exits(value: float, unit: str = "1/month") -> str:
    """Write the early exit of a body."""
    return f", early_exit = {number(value, unit)}"


def test_nobody_leaves_where_nothing_is_said(tmp_path: Path) -> None:
    assert (histories_of(two_bodies(tmp_path, months=24), 20) == [0, 1, 2]).all()


def test_at_chance_one_everybody_leaves_at_once_and_stays_a_member(tmp_path: Path) -> None:
    model = two_bodies(tmp_path, given=1.0)
    assert histories_of(model)[0, 1].tolist() == [VACANT] * 3
    assert last_state(model).people.standing[:3].tolist() == [MEMBER] * 3


def test_the_body_says_more_than_the_schedule(tmp_path: Path) -> None:
    """The board says 0 and the schedule 1: the board stays, the court leaves; and the other way about."""
    assert histories_of(two_bodies(tmp_path, exits(0.0), 1.0))[0, 1].tolist() == [0, 1, VACANT]
    assert histories_of(two_bodies(tmp_path, exits(1.0), 0.0))[0, 1].tolist() == [VACANT, VACANT, 2]


def test_each_holder_leaves_apart_from_the_others(tmp_path: Path) -> None:
    """At 0.3 a month both of the board go with 0.09, one with 0.42; a seat is held after two with 0.49."""
    holders = histories_of(two_bodies(tmp_path, exits(0.3), months=2), 4000)
    gone = (holders[:, 1, :2] == VACANT).sum(axis=1)
    assert near((gone == 2).mean(), 0.09, 4000)
    assert near((gone == 1).mean(), 0.42, 4000)
    assert near((holders[:, 2, 0] != VACANT).mean(), 0.49, 4000)
    assert (holders[:, :, 2] == 2).all()


def test_a_vacant_seat_stays_vacant(tmp_path: Path) -> None:
    holders = histories_of(two_bodies(tmp_path, exits(0.5), months=6), 200)[:, :, :2]
    assert ((holders[:, 1:] == holders[:, :-1]) | (holders[:, 1:] == VACANT)).all()
