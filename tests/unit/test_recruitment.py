"""The waiting pool: filled at the start, refilled for those who left it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, last_state, number, organise

from whowhom.build.model import Model
from whowhom.core.fault import OUT_OF_SLOTS
from whowhom.core.state import MEMBER, VACANT, State


def office(
    folder: Path, pool: int, events: str = "", most: float = 50, room: int = 40, months: int = 3
) -> Model:
    """An office that a holds, and b who holds none."""
    text = f"""
    [bodies]
    office = {{ seats = 3 }}
    [people]
    file = "people.csv"
    capacity = 40
    [people.entrants]
    pool = {pool}
    age = {number(30, "year")}
    age_spread = {number(5, "year")}
    {events}
    [[schedule]]
    mechanism = "events"
    [[schedule]]
    mechanism = "recruitment"
    """
    (folder / "people.csv").write_text("name,body\na,office\nb,\n", encoding="utf-8")
    return organise(folder, text, months=3)


def event(month: int, act: str, who: str, more: str = "") -> str:
    """Write an event of a month counted from the start."""
    date = f"2000-{month + 1:02d}-01"
    return f'[[events]]\ndate = {date}\nact = "{act}"\nwho = "{who}"\nsource = "identity"\n{more}\n'


def waiting(state: State) -> int:
    """Return how many living members hold no seat."""
    free = (state.people.alive == 1) & (state.people.standing == MEMBER)
    free[state.seats.holder[state.seats.holder != VACANT]] = False
    return int(free.sum())


def test_the_pool_is_filled_at_the_start(tmp_path: Path) -> None:
    """b waits beside the 5 of the pool; he is not replaced when he dies, for 5 are enough."""
    state = last_state(office(tmp_path, 5, event(1, "dies", "b")))
    assert waiting(state) == 5
    assert int(state.people.alive.sum()) == 6


def test_one_enters_for_each_who_left_the_pool(tmp_path: Path) -> None:
    """b takes a seat: 5 still wait. a loses his own: 6 wait, and nobody enters or is sent away."""
    state = last_state(office(tmp_path, 5, event(1, "takes", "b", 'body = "office"')))
    assert waiting(state) == 5
    state = last_state(office(tmp_path, 5, event(1, "leaves", "a")))
    assert waiting(state) == 7


def test_what_a_newcomer_is(tmp_path: Path) -> None:
    """Living members without patron, prestige or place, of full voice, about 30 years old."""
    people = last_state(office(tmp_path, 30)).people
    new = slice(2, 32)
    assert (people.alive[new] == 1).all()
    assert (people.standing[new] == MEMBER).all()
    assert (people.patron[new] == VACANT).all()
    assert (people.voice[new] == 1.0).all()
    # The mean of 30 ages of spread 5 is within 5 standard deviations (4.6 years) but for 6 in 10^7.
    assert abs(-people.born[new].mean() / 12.0 - 30.0) < 4.6
    assert len(set(people.born[new].tolist())) > 10


def test_a_pool_of_nobody(tmp_path: Path) -> None:
    state = last_state(office(tmp_path, 0, event(1, "dies", "b")))
    assert int(state.people.alive.sum()) == 1


def lottery(folder: Path, capacity: int, most: float = 50) -> Model:
    """An office of two seats, drawn by lot in month 1 from a pool of four who waited from the start."""
    text = f"""
    [bodies]
    office = {{ seats = 2 }}
    [[rules]]
    name = "lot"
    verb = "draws"
    by = "members"
    over = "office"
    pool = "members"
    [people]
    capacity = {capacity}
    [people.entrants]
    pool = 4
    age = {number(30, "year")}
    age_spread = {number(0, "year")}
    [[schedule]]
    mechanism = "recruitment"
    most = {number(most, "person")}
    [[schedule]]
    mechanism = "lot"
    """
    return organise(folder, text, months=2)


@pytest.mark.parametrize(("most", "expected"), [(0, 2), (1, 3), (2, 4), (50, 4)])
def test_at_most_so_many_a_month(tmp_path: Path, most: int, expected: int) -> None:
    """Two of four are drawn in month 1; in month 2 both are replaced, or as many as may be."""
    assert waiting(last_state(lottery(tmp_path, 8, most))) == expected


def test_no_room_is_a_fault(tmp_path: Path) -> None:
    """Those drawn can be replaced with room for six, and not with room for four."""
    histories_of(lottery(tmp_path, 6), 3)
    histories_of(lottery(tmp_path, 4), 3, faults=OUT_OF_SLOTS)


def test_histories_have_newcomers_of_their_own(tmp_path: Path) -> None:
    model = office(tmp_path, 10)
    first, second = last_state(model, 0).people.born.copy(), last_state(model, 1).people.born.copy()
    assert not np.array_equal(first, second)
    assert np.array_equal(first, last_state(model, 0).people.born)
