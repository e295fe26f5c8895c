"""Patronage over time: inheritance, attachment, loyalty."""

from __future__ import annotations

from math import isclose
from pathlib import Path

import pytest
from tests.organisations import last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

OFF = {"adopted": 0.0, "attach": 0.0, "pace": 0.0, "reward": 1.0, "faded": 0.0}
# g is the patron of p, and p of c; q has no patron. All sit on the board.
PEOPLE = "name,body,patron,loyalty\ng,board,,0.5\np,board,g,0.5\nc,board,p,0.5\nq,board,,0.5"
G, P, C, Q = 0, 1, 2, 3


def event(who: str, act: str = "dies", more: str = "") -> str:
    """Write an event of month 1."""
    return f'[[events]]\ndate = 2000-02-01\nact = "{act}"\nwho = "{who}"\nsource = "identity"\n{more}\n'


def board(folder: Path, events: str = "", people: str = PEOPLE, months: int = 2, **given: float) -> Model:
    """A board of four, an office that appoints one of it to a post, and events."""
    text = f"""
    [bodies]
    board = {{ seats = 4 }}
    office = {{ seats = 1 }}
    post = {{ seats = 1 }}
    [[rules]]
    name = "appoints"
    verb = "appoints"
    by = "office"
    over = "post"
    pool = "board"
    {events}
    [[schedule]]
    mechanism = "events"
    [[schedule]]
    mechanism = "appointment"
    gratitude = {number(0)}
    [[schedule]]
    mechanism = "patronage"
    """
    units = {"attach": "1/month", "pace": "1/month"}
    text += "".join(
        f"{name} = {number(value, units.get(name, 'probability'))}\n" for name, value in (OFF | given).items()
    )
    return organise(folder, text, people, months)


def test_nothing_changes_without_deaths_and_numbers(tmp_path: Path) -> None:
    people = last_state(board(tmp_path, months=24)).people
    assert people.patron[:4].tolist() == [VACANT, G, P, VACANT]
    assert (people.loyalty[:4] == 0.5).all()


@pytest.mark.parametrize(("adopted", "patron"), [(0.0, VACANT), (1.0, G)])
def test_a_dead_patrons_men_are_adopted_or_loose(tmp_path: Path, adopted: float, patron: int) -> None:
    people = last_state(board(tmp_path, event("p"), adopted=adopted)).people
    assert people.patron[C] == patron


def test_where_the_patrons_patron_is_dead_too_nobody_inherits(tmp_path: Path) -> None:
    people = last_state(board(tmp_path, event("p") + event("g"), adopted=1.0)).people
    assert people.patron[C] == VACANT


def test_a_share_is_adopted(tmp_path: Path) -> None:
    model = board(tmp_path, event("p"), adopted=0.3)
    shares = [last_state(model, history).people.patron[C] == G for history in range(400)]
    assert near(sum(shares) / 400, 0.3, 400)


# q holds the office and appoints one of the board (g, p or c) to the post, without gratitude.
CHOOSER = PEOPLE.replace("q,board,", "q,office,")


@pytest.mark.parametrize("attach", [0.0, 1.0])
def test_a_debt_becomes_a_tie_where_there_is_no_patron(tmp_path: Path, attach: float) -> None:
    """Only g has no patron: when he is the one appointed he becomes q's man; p and c keep their patrons."""
    model = board(tmp_path, people=CHOOSER, attach=attach)
    met = set()
    for history in range(30):
        state = last_state(model, history)
        appointed = int(state.seats.holder[5])
        met.add(appointed)
        tied = attach == 1.0 and appointed == G
        assert state.people.patron[:4].tolist() == [Q if tied else VACANT, G, P, VACANT]
    # One of the three is missing in 30 draws with the chance 3 (2/3)^30 < 2 in 10^5.
    assert met == {G, P, C}


def test_the_tie_comes_with_its_chance_in_each_month(tmp_path: Path) -> None:
    """g alone is there to be appointed, in month 1: tied by month 2 with 1 - 0.6^2."""
    people = "name,body,patron\ng,board,\nq,office,"
    model = board(tmp_path, people=people, attach=0.4)
    tied = [last_state(model, history).people.patron[0] == 1 for history in range(400)]
    assert near(sum(tied) / 400, 0.64, 400)


def test_nobody_attaches_to_a_man_of_his_own_line(tmp_path: Path) -> None:
    """c, third in g's line, appoints g: no circle arises."""
    people = "name,body,patron\ng,board,\np,,g\nc,office,p"
    state = last_state(board(tmp_path, people=people, attach=1.0, months=12))
    assert state.seats.chosen_by[5] == C
    assert state.people.patron[:3].tolist() == [VACANT, G, P]


def test_nobody_attaches_to_the_dead(tmp_path: Path) -> None:
    """q appoints in month 1 and dies in month 2: a tie of month 1 is lost, and none comes later."""
    people = "name,body,patron\ng,board,\nq,office,"
    dies = event("q").replace("2000-02", "2000-03")
    model = board(tmp_path, dies, people, months=20, attach=0.5)
    loose = 0
    for history in range(50):
        state = last_state(model, history)
        assert state.seats.chosen_by[5] == 1
        loose += state.people.patron[0] == VACANT
    # Tied in month 1 with 0.5, and then left again, for q is dead.
    assert loose == 50


def test_loyalty_goes_to_the_reward_and_fades(tmp_path: Path) -> None:
    """Two months at pace 0.5: p and c, of seated patrons, 0.5, 0.7, 0.8; g and q 0.5, 0.4, 0.35."""
    people = last_state(board(tmp_path, pace=0.5, reward=0.9, faded=0.3)).people
    for person, expected in ((G, 0.35), (P, 0.8), (C, 0.8), (Q, 0.35)):
        assert isclose(people.loyalty[person], expected, rel_tol=1e-6)


def test_loyalty_to_a_patron_without_a_seat_fades(tmp_path: Path) -> None:
    leaves = event("p", "leaves", 'body = "board"')
    people = last_state(board(tmp_path, leaves, pace=1.0, reward=0.9, faded=0.25)).people
    assert people.patron[C] == P
    assert people.loyalty[C] == 0.25
    assert isclose(people.loyalty[P], 0.9, rel_tol=1e-6)
