"""Transfer: who is moved, where to, and who is spared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

# Seat 0 is the office of h; h's man a, and b, c, d hold the four posts.
PEOPLE = "name,body,patron\nh,office,\na,post,h\nb,post,\nc,post,\nd,post,"


def posts(folder: Path, people: str = PEOPLE, by: str = "office", months: int = 1, **given: float) -> Model:
    """Four posts below an office."""
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    post = {{ seats = 4 }}
    [[rules]]
    name = "moves"
    verb = "transfers"
    by = "{by}"
    over = "post"
    [[schedule]]
    mechanism = "transfer"
    """
    units = {"moved": "1/month", "lateral": "probability", "spared": "probability"}
    text += "".join(f"{name} = {number(value, units[name])}\n" for name, value in given.items())
    return organise(folder, text, people, months)


def test_nobody_is_moved_at_nothing(tmp_path: Path) -> None:
    assert (histories_of(posts(tmp_path, moved=0.0, months=12), 20)[:, :, 1:] == [1, 2, 3, 4]).all()


def test_everyone_is_recalled_at_one(tmp_path: Path) -> None:
    holders = histories_of(posts(tmp_path, moved=1.0, lateral=0.0), 20)[:, 1]
    assert (holders == [0, VACANT, VACANT, VACANT, VACANT]).all()


def test_a_fifth_is_recalled(tmp_path: Path) -> None:
    """At moved = 0.2 without swaps; swaps leave posts held, and spare the partner his own draw."""
    holders = histories_of(posts(tmp_path, moved=0.2, lateral=0.0), 1000)[:, 1, 1:]
    assert near((holders == VACANT).mean(), 0.2, 4000)
    fewer = histories_of(posts(tmp_path, moved=0.2, lateral=0.5), 1000)[:, 1, 1:]
    assert 0.0 < (fewer == VACANT).mean() < (holders == VACANT).mean()


def test_swaps_keep_everyone_in_office(tmp_path: Path) -> None:
    """At moved = lateral = 1: a draws b, c or d alike, and the other two then change places."""
    model = posts(tmp_path, moved=1.0, lateral=1.0)
    holders = histories_of(model, 1000)[:, 1, 1:]
    assert (np.sort(holders, axis=1) == [1, 2, 3, 4]).all()
    assert (holders != [1, 2, 3, 4]).all()
    for other in (2, 3, 4):
        assert near((holders[:, 0] == other).mean(), 1 / 3, 1000)
    state = last_state(model)
    assert state.seats.chosen_by[1:].tolist() == [0, 0, 0, 0]
    assert state.seats.since[1:].tolist() == [1, 1, 1, 1]
    assert state.people.patron[1:5].tolist() == [0, VACANT, VACANT, VACANT]


def test_one_alone_has_nobody_to_swap_with(tmp_path: Path) -> None:
    people = "name,body,patron\nh,office,\na,post,"
    holders = histories_of(posts(tmp_path, people, moved=1.0, lateral=1.0), 10)[:, 1, 1:]
    assert (holders == [1, VACANT, VACANT, VACANT]).all()


@pytest.mark.parametrize(("spared", "kept"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_the_heads_men_are_spared(tmp_path: Path, spared: float, kept: float) -> None:
    """Where everyone is recalled, h's man a stays with the probability spared; the others go."""
    holders = histories_of(posts(tmp_path, moved=1.0, lateral=0.0, spared=spared), 1000)[:, 1, 1:]
    assert near((holders[:, 0] == 1).mean(), kept, 1000)
    assert (holders[:, 1:] == VACANT).all()


def test_the_head_does_not_move_himself(tmp_path: Path) -> None:
    """h holds a post too: he keeps it, and nobody swaps with him; a and b change places."""
    people = "name,body,patron\nh,office|post,\na,post,h\nb,post,"
    assert (histories_of(posts(tmp_path, people, moved=1.0, lateral=0.0), 10)[:, 1, 1] == 0).all()
    swapped = histories_of(posts(tmp_path, people, moved=1.0, lateral=1.0), 50)[:, 1, 1:4]
    assert (swapped == [0, 2, 1]).all()


def test_without_a_head_nobody_is_moved_but_members_need_none(tmp_path: Path) -> None:
    people = "name,body,patron\nh,,\na,post,h\nb,post,"
    assert (histories_of(posts(tmp_path, people, moved=1.0, lateral=0.0), 5)[:, 1, 1:3] == [1, 2]).all()
    free = posts(tmp_path, people, "members", moved=1.0, lateral=0.0)
    assert (histories_of(free, 5)[:, 1] == VACANT).all()


def test_the_default_turns_over_what_the_source_says(tmp_path: Path) -> None:
    """66 of 108 moved in 13.2 months: 0.611 of them; 1 - (1 - 0.0715)^13.2 = 0.625 of single posts."""
    assert abs(1.0 - (1.0 - 0.0715) ** 13.2 - 66 / 108) < 0.02
    assert posts(tmp_path).values[0].value == 0.0715
