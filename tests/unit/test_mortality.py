"""Death by age: how often, at which age, and what the dead leave behind.

Bounds are of 5 standard deviations (6e-7 each).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

MONTHLY = 0.2
YEARLY = 1.0 - (1.0 - MONTHLY) ** 12
# a holds the office and the first of the four seats; b is his man.
PEOPLE = "name,born,body,patron\na,1950-01-01,office|board,\nb,1950-01-01,board,a\nc,1950-01-01,board,\n"


def board(
    folder: Path, people: str = PEOPLE, more: str = "", months: int = 1, ages: str = "", **given: float
) -> Model:
    """An office and a board of four, of whom everyone dies with 0.2 a month at every age."""
    (folder / "dying.csv").write_text("age,q\n" + (ages or f"0,{YEARLY}\n"), encoding="utf-8")
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    board = {{ seats = 4 }}
    {more}
    [[schedule]]
    mechanism = "mortality"
    life_table = "dying.csv"
    """
    text += "".join(f"{name} = {number(value, '1')}\n" for name, value in given.items())
    return organise(folder, text, people, months)


def test_nobody_dies_at_nothing(tmp_path: Path) -> None:
    holders = histories_of(board(tmp_path, multiplier=0.0, months=60), 20)
    assert (holders == [0, 0, 1, 2, VACANT]).all()


def test_everyone_dies_at_certainty(tmp_path: Path) -> None:
    """0.2 a month times 6 is more than 1."""
    assert (histories_of(board(tmp_path, multiplier=6.0), 20)[:, 1] == VACANT).all()


@pytest.mark.parametrize("multiplier", [0.5, 1.0, 2.0])
def test_the_chance_of_a_month(tmp_path: Path, multiplier: float) -> None:
    """1 - (1 - q)^(1/12) = 0.2 by the table's yearly q, times the multiplier; deaths are independent."""
    gone = histories_of(board(tmp_path, multiplier=multiplier), 1000)[:, 1, 1:4] == VACANT
    chance = MONTHLY * multiplier
    assert near(gone.mean(), chance, 3000)
    assert near((gone[:, 1] & gone[:, 2]).mean(), chance**2, 1000)


def test_survival_is_geometric(tmp_path: Path) -> None:
    """After t months 0.8^t are left."""
    living = histories_of(board(tmp_path, months=6), 1000)[:, :, 3] != VACANT
    for month in range(1, 7):
        assert near(living[:, month].mean(), 0.8**month, 1000)


def test_a_greater_hazard_takes_the_same_and_more(tmp_path: Path) -> None:
    """One draw a person and month: who dies at 0.5 dies at 1 too, in each history. No false alarm."""
    fewer = histories_of(board(tmp_path, multiplier=0.5), 300)[:, 1] == VACANT
    more = histories_of(board(tmp_path, multiplier=1.0), 300)[:, 1] == VACANT
    assert (more | ~fewer).all()
    assert more.sum() > fewer.sum()


def test_the_dead_leave_every_seat_and_are_remembered(tmp_path: Path) -> None:
    """a leaves office and board together; b still knows whose man he was."""
    model = board(tmp_path)
    holders = histories_of(model, 300)[:, 1]
    assert ((holders[:, 0] == VACANT) == (holders[:, 1] == VACANT)).all()
    for history in range(50):
        state = last_state(model, history)
        held = state.seats.holder[state.seats.holder != VACANT]
        assert (state.people.alive[held] == 1).all()
        assert (state.seats.holder[0] == VACANT) == (state.people.alive[0] == 0)
        assert state.people.patron[1] == 0


def test_the_age_is_that_of_the_last_birthday(tmp_path: Path) -> None:
    """Nobody below 40 dies, everyone of 40 does (0.2 times 6): born in April 1960, he dies in April 2000."""
    people = "name,born,body\nx,1960-04-28,office\n"
    holders = histories_of(board(tmp_path, people, ages=f"0,0\n40,{YEARLY}\n", months=5, multiplier=6.0), 20)
    assert (holders[:, :, 0] == [0, 0, 0, VACANT, VACANT, VACANT]).all()


def test_whose_death_is_given_does_not_die_before(tmp_path: Path) -> None:
    """a dies in March by the document, in no month before; in March the event needs its own mechanism."""
    event = '[[events]]\ndate = 2000-03-10\nact = "dies"\nwho = "a"\nsource = "test"\n'
    holders = histories_of(board(tmp_path, more=event, multiplier=6.0, months=3), 20)
    assert (holders[:, :3, 0] == 0).all()
    assert (holders[:, 3, 0] == VACANT).all()
    assert (holders[:, 1, 2:] == VACANT).all()


def test_the_oldest_age_of_the_table_holds_beyond_it(tmp_path: Path) -> None:
    """Someone of 130 dies by the last line of the table."""
    people = "name,born,body\nx,1870-01-01,office\n"
    gone = histories_of(board(tmp_path, people), 1000)[:, 1, 0] == VACANT
    assert near(float(np.mean(gone)), MONTHLY, 1000)
