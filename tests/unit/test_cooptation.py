"""Co-optation: who proposes, who is proposed, who carries it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

# The board of four has one vacancy. b is a's man; c stands alone. d is a's man, e c's, outside.
PEOPLE = "name,body,patron\na,board,\nb,board,a\nc,board,\nd,,a\ne,,c"
A, B, C, D, E = range(5)
# Two camps of two.
EQUAL = "name,body,patron\na,board,\nb,board,a\nc,board,\nf,board,c\nd,,a\ne,,c"


def board(
    folder: Path,
    people: str = PEOPLE,
    seats: int = 4,
    more: str = "",
    rule: str = 'pool = "members"',
    months: int = 1,
    **given: float,
) -> Model:
    """A board that fills itself by majority of those present, where nothing else is said."""
    text = f"""
    [bodies]
    board = {{ seats = {seats} }}
    {more}
    [[rules]]
    name = "coopts"
    verb = "coopts"
    by = "board"
    over = "board"
    {rule}
    [[schedule]]
    mechanism = "cooptation"
    """
    numbers = {"own": 1.0, "tolerance": 0.0, "gratitude": 0.0} | given
    text += "".join(f"{name} = {number(value)}\n" for name, value in numbers.items())
    return organise(folder, text, people, months)


def test_the_greater_camp_takes_the_seat(tmp_path: Path) -> None:
    """a and b, two of three, carry their own; c proposes in a third of the cases, and loses.

    a proposes d. b, who has no client outside, proposes d or e alike. So d with 1/3 + 1/6, e with 1/6.
    """
    taken = histories_of(board(tmp_path), 1000)[:, 1, 3]
    for person, chance in ((D, 1 / 2), (E, 1 / 6), (VACANT, 1 / 3)):
        assert near((taken == person).mean(), chance, 1000)


def test_anyone_when_the_sponsor_does_not_look_to_his_own(tmp_path: Path) -> None:
    """own = 0: d and e alike, in the two thirds that are carried."""
    taken = histories_of(board(tmp_path, own=0.0), 1000)[:, 1, 3]
    for person in (D, E, VACANT):
        assert near((taken == person).mean(), 1 / 3, 1000)


def test_equal_camps_block_each_other(tmp_path: Path) -> None:
    """Two of four are no majority: the fifth seat stays vacant at tolerance 0, and is filled at 1."""
    assert (histories_of(board(tmp_path, EQUAL, 5, months=24), 20)[:, :, 4] == VACANT).all()
    assert (histories_of(board(tmp_path, EQUAL, 5, tolerance=1.0), 20)[:, 1, 4] != VACANT).all()


@pytest.mark.parametrize("tolerance", [0.2, 0.6])
def test_one_of_the_other_camp_is_enough(tmp_path: Path, tolerance: float) -> None:
    """Two sure votes, two others with the chance t: 1 - (1 - t)^2."""
    taken = histories_of(board(tmp_path, EQUAL, 5, tolerance=tolerance), 1000)[:, 1, 4]
    assert near((taken != VACANT).mean(), 1 - (1 - tolerance) ** 2, 1000)


def test_unanimity_needs_all(tmp_path: Path) -> None:
    """Two others must both agree: t^2 = 0.25."""
    rule = 'pool = "members"\ndecision = "unanimity"'
    taken = histories_of(board(tmp_path, EQUAL, 5, rule=rule, tolerance=0.5), 1000)[:, 1, 4]
    assert near((taken != VACANT).mean(), 0.25, 1000)


@pytest.mark.parametrize(("tolerance", "filled"), [(0.0, False), (1.0, True)])
def test_another_body_must_confirm(tmp_path: Path, tolerance: float, filled: bool) -> None:
    """The council of one, who is nobody's man, confirms at 1 and refuses at 0, whatever the board wants."""
    people = "name,body,patron\na,board,\nb,board,a\nd,,a\nx,council,"
    more = """
    council = { seats = 1 }
    [[rules]]
    name = "confirms"
    verb = "confirms"
    by = "council"
    over = "board"
    """
    taken = histories_of(board(tmp_path, people, 3, more, tolerance=tolerance), 50)[:, 1, 2]
    assert ((taken != VACANT) == filled).all()


@pytest.mark.parametrize("gratitude", [0.0, 0.5, 1.0])
def test_gratitude(tmp_path: Path, gratitude: float) -> None:
    """The seat is owed to the sponsor; with the probability `gratitude` the man is his too."""
    people = "name,body,patron\na,board,\nd,,"
    model = board(tmp_path, people, 2, gratitude=gratitude)
    grateful = 0
    for history in range(200):
        state = last_state(model, history)
        assert (state.seats.holder[1], state.seats.chosen_by[1]) == (1, 0)
        grateful += state.people.patron[1] == 0
    assert near(grateful / 200, gratitude, 200)


def test_a_patron_brought_in_by_his_man_does_not_become_his(tmp_path: Path) -> None:
    people = "name,body,patron\nb,board,p\np,,"
    state = last_state(board(tmp_path, people, 2, gratitude=1.0))
    assert state.seats.holder.tolist() == [0, 1]
    assert state.people.patron[:2].tolist() == [1, VACANT]


def test_newcomers_when_the_pool_is_empty(tmp_path: Path) -> None:
    """Members only: the seat stays vacant. Otherwise somebody unknown enters, a's man now."""
    people = "name,body,patron\na,board,"
    assert (histories_of(board(tmp_path, people, 2), 5)[:, 1, 1] == VACANT).all()
    state = last_state(board(tmp_path, people, 2, rule="", gratitude=1.0))
    assert (state.seats.holder[1], state.people.patron[1]) == (1, 0)


def test_an_empty_body_stays_empty(tmp_path: Path) -> None:
    people = "name,body,patron\nd,,\ne,,"
    assert (histories_of(board(tmp_path, people, rule="", tolerance=1.0, months=6), 5) == VACANT).all()


def test_in_the_end_one_camp_holds_every_new_seat(tmp_path: Path) -> None:
    """At own = gratitude = 1 with three vacancies a's camp, which carries its votes alone, fills all."""
    people = "name,body,patron\na,board,\nb,board,a\nc,board,\n" + "".join(f"n{i},,\n" for i in range(9))
    model = board(tmp_path, people, 6, gratitude=1.0, months=24)
    for history in range(20):
        state = last_state(model, history)
        patrons = state.people.patron[state.seats.holder[3:6]]
        assert set(patrons.tolist()) <= set(state.seats.holder.tolist()) - {C}
