"""Sortition: who is drawn, how often, for how long."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, last_state, near, organise

from whowhom.build.model import Model
from whowhom.core.fault import OUT_OF_SLOTS
from whowhom.core.state import VACANT

FIVE = "name,body\na,\nb,\nc,\nd,\ne,"


def council(folder: Path, rule: str = "", body: str = "", people: str = FIVE, months: int = 1) -> Model:
    """A council of two, drawn from members, and a club of three."""
    text = f"""
    [bodies]
    council = {{ seats = 2{body} }}
    club = {{ seats = 3 }}
    [[rules]]
    name = "lot"
    verb = "draws"
    by = "members"
    over = "council"
    pool = "members"
    {rule}
    [[schedule]]
    mechanism = "lot"
    """
    return organise(folder, text, people, months)


def test_everyone_is_drawn_alike_and_nobody_twice(tmp_path: Path) -> None:
    """Two seats, five members: each sits with the chance 2/5; histories_of checks that nobody sits twice."""
    holders = histories_of(council(tmp_path), 1000)[:, 1, :2]
    assert (holders != VACANT).all()
    for person in range(5):
        assert near((holders == person).any(axis=1).mean(), 0.4, 1000)
    state = last_state(council(tmp_path))
    assert state.seats.chosen_by[:2].tolist() == [VACANT, VACANT]


def test_only_vacancies_are_filled_where_the_rule_has_no_dates(tmp_path: Path) -> None:
    holders = histories_of(council(tmp_path, months=6), 100)[:, 1:, :2]
    assert (holders == holders[:, :1]).all()


def test_at_its_dates_the_body_is_drawn_anew(tmp_path: Path) -> None:
    """Every three months; between them nothing moves. a stays from one draw to the next with 2/5."""
    holders = histories_of(council(tmp_path, 'every = "3 months"', months=6), 1000)[:, :, :2]
    assert (holders[:, :3] == VACANT).all()
    assert (holders[:, 3:6] == holders[:, 3:4]).all()
    sat = (holders[:, 3] == 0).any(axis=1)
    assert near((holders[sat, 6] == 0).any(axis=1).mean(), 0.4, int(sat.sum()))


def test_the_limit_of_terms_bars_the_next_draw(tmp_path: Path) -> None:
    """One term in a row: whoever sat after month 3 does not sit after month 6."""
    body = ', term = "3 months", term_limit = 1'
    holders = histories_of(council(tmp_path, 'every = "3 months"', body, months=6), 200)
    before, after = holders[:, 3, :2], holders[:, 6, :2]
    assert not (before[:, :, None] == after[:, None, :]).any()


def test_a_pool_as_small_as_the_body_all_sit(tmp_path: Path) -> None:
    """a and b alone make up the pool, the club; the third seat of the council cannot be filled from it."""
    people = "name,body\na,club\nb,club\nc,"
    document = """
    [bodies]
    council = { seats = 3 }
    club = { seats = 3 }
    [[rules]]
    name = "lot"
    verb = "draws"
    by = "club"
    over = "council"
    pool = "club"
    [[schedule]]
    mechanism = "lot"
    """
    holders = histories_of(organise(tmp_path, document, people), 50)[:, 1, :3]
    assert (np.sort(holders, axis=1) == [VACANT, 0, 1]).all()


@pytest.mark.parametrize(("pool", "filled"), [('pool = "members"', 1), ("", 2)])
def test_newcomers_enter_where_the_pool_lets_them_in(tmp_path: Path, pool: str, filled: int) -> None:
    """One member for two seats: a newcomer takes the other only when the pool is not of members alone."""
    document = f"""
    [bodies]
    council = {{ seats = 2 }}
    [[rules]]
    name = "lot"
    verb = "draws"
    by = "members"
    over = "council"
    {pool}
    [[schedule]]
    mechanism = "lot"
    """
    holders = histories_of(organise(tmp_path, document, "name,body\na,"), 20)[:, 1]
    assert ((holders != VACANT).sum(axis=1) == filled).all()


def test_no_room_for_newcomers_is_a_fault(tmp_path: Path) -> None:
    document = """
    [people]
    capacity = 1
    [bodies]
    council = { seats = 2 }
    [[rules]]
    name = "lot"
    verb = "draws"
    by = "members"
    over = "council"
    [[schedule]]
    mechanism = "lot"
    """
    holders = histories_of(organise(tmp_path, document), 3, faults=OUT_OF_SLOTS)
    assert ((holders[:, 1] != VACANT).sum(axis=1) == 1).all()
