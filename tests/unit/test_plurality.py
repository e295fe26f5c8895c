"""Election at large: most votes win, ties by lot. Bounds are of 5 standard deviations (6e-7 each)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

# a heads a faction of two in the council, c stands alone there.
PEOPLE = "name,body,patron,prestige\na,council,,0\nb,council,a,0\nc,council,,0"
A, B, C = range(3)


def board(
    folder: Path,
    people: str = PEOPLE,
    seats: int = 2,
    pool: str = "council",
    voters: str = "seats = 3",
    months: int = 1,
    rule: str = "",
    **given: float,
) -> Model:
    """A board (the first seats) that a council elects by plurality; nobody votes outside his faction."""
    text = f"""
    [bodies]
    board = {{ seats = {seats} }}
    council = {{ {voters} }}
    [[rules]]
    name = "elects"
    verb = "elects"
    by = "council"
    over = "board"
    pool = "{pool}"
    decision = "plurality"
    {rule}
    [[schedule]]
    mechanism = "plurality"
    """
    units = {"tolerance": "probability", "obscure": "share"}
    numbers = {"tolerance": 0.0, "obscure": 0.0} | given
    text += "".join(f"{name} = {number(value, units[name])}\n" for name, value in numbers.items())
    return organise(folder, text, people, months)


def test_heads_of_factions_are_elected(tmp_path: Path) -> None:
    """a has the votes of a and b, c his own; b, whom nobody esteems, none."""
    assert (histories_of(board(tmp_path), 50)[:, 1, :2] == [A, C]).all()


def test_most_votes_win(tmp_path: Path) -> None:
    """With full esteem b has two votes as well, c one: a and b sit."""
    assert (histories_of(board(tmp_path, obscure=1.0), 50)[:, 1, :2] == [A, B]).all()


def test_whoever_nobody_approves_of_gets_no_seat(tmp_path: Path) -> None:
    assert (histories_of(board(tmp_path, seats=4), 20)[:, 1, :4] == [A, C, VACANT, VACANT]).all()


def test_equals_by_lot(tmp_path: Path) -> None:
    """Three heads with one vote each, two seats: each sits with 2/3, each pair with 1/3."""
    people = "name,body\na,council\nb,council\nc,council"
    holders = histories_of(board(tmp_path, people), 1000)[:, 1, :2]
    for person in (A, B, C):
        assert near((holders != person).all(axis=1).mean(), 1 / 3, 1000)


def test_a_lead_is_no_tie(tmp_path: Path) -> None:
    """d has three votes; a, b and c, two or one each, are tied only among equals: a and c share the rest.

    Weights: d's seat has 3 votes, b's 1; a heads b and has 1 + 1, c has 2.
    """
    people = "name,body,patron\na,council,\nb,council,a\nc,council,\nd,council,"
    holders = histories_of(board(tmp_path, people, voters="seats = 4, weights = [1, 1, 2, 3]"), 1000)[
        :, 1, :2
    ]
    assert (holders == 3).any(axis=1).all()
    assert near((holders == A).any(axis=1).mean(), 0.5, 1000)
    assert near((holders == C).any(axis=1).mean(), 0.5, 1000)


@pytest.mark.parametrize(("tolerance", "obscure"), [(0.5, 0.05), (1.0, 0.3), (0.2, 0.0)])
def test_esteem_makes_votes_of_strangers(tmp_path: Path, tolerance: float, obscure: float) -> None:
    """x, outside, has prestige 0.4: a votes for him with tolerance * (obscure + (1 - obscure) 0.4)."""
    people = "name,body,patron,prestige\na,council,,0\nx,,,0.4"
    model = board(tmp_path, people, 3, "reserve", "seats = 1", tolerance=tolerance, obscure=obscure)
    holders = histories_of(model, 1000)[:, 1, 0]
    assert near((holders == 1).mean(), tolerance * (obscure + (1 - obscure) * 0.4), 1000)


def test_those_who_sit_stand_again(tmp_path: Path) -> None:
    """o sits and is outside the pool: his man in the council re-elects him, into the same seat."""
    people = "name,body,patron\no,board,\nm,council,o\na,council,"
    holders = histories_of(board(tmp_path, people), 20)[:, 1, :2]
    assert (holders == [0, 2]).all()
    state = last_state(board(tmp_path, people))
    assert state.seats.terms[:2].tolist() == [2, 1]
    assert state.seats.chosen_by[:2].tolist() == [VACANT, VACANT]


def test_the_beaten_leave(tmp_path: Path) -> None:
    """o has nobody in the council any more: his seat goes to a or c."""
    people = "name,body,patron\no,board,\na,council,\nc,council,"
    assert (histories_of(board(tmp_path, people), 20)[:, 1, :2] == [1, 2]).all()


def test_nobody_votes_from_an_empty_seat(tmp_path: Path) -> None:
    people = "name,body\na,\nb,\nc,"
    model = board(tmp_path, people, pool="members", tolerance=1.0, obscure=1.0)
    assert (histories_of(model, 20)[:, 1] == VACANT).all()


def test_only_in_its_months(tmp_path: Path) -> None:
    holders = histories_of(board(tmp_path, months=4, rule='every = "3 months"'), 5)[:, :, 0]
    assert (holders == [VACANT, VACANT, VACANT, A, A]).all()


def test_more_tolerance_is_more_votes(tmp_path: Path) -> None:
    """One draw a name and voter: at a greater tolerance the same votes and more, in each history."""
    people = "name,body,patron,prestige\na,council,,0\nx,,,0.6"
    held = [
        histories_of(board(tmp_path, people, 3, "reserve", "seats = 1", tolerance=t), 300)[:, 1, 0] == 1
        for t in (0.2, 0.5, 0.9)
    ]
    assert (held[1] | ~held[0]).all()
    assert (held[2] | ~held[1]).all()
    assert held[0].sum() < held[1].sum() < held[2].sum()
