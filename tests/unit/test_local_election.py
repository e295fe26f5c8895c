"""Direct election of local offices: who is kept, who comes. Bounds are of 5 standard deviations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

# a and b are the secretaries of two places, a by the choice of h; c, d, e hold no seat but e's in the club.
PEOPLE = "name,body,patron\na,local,h\nb,local,\nc,,\nd,,\ne,club,\nh,,"
A, B, C, D, E, H = range(6)


def places(
    folder: Path, pool: str = "reserve", kept: float = 0.0, people: str = PEOPLE, months: int = 1
) -> Model:
    """Two places whose members elect their secretary every month."""
    text = f"""
    [bodies]
    local = {{ seats = 2, place = "provinces" }}
    club = {{ seats = 1 }}
    [places.provinces]
    count = 2
    [publics.folk]
    places = "provinces"
    members = {number(10.0, "person")}
    leaning = {number(0.0, "share")}
    [[rules]]
    name = "local_choice"
    verb = "elects"
    by = "folk"
    over = "local"
    pool = "{pool}"
    every = "1 month"
    [[schedule]]
    mechanism = "local_election"
    kept = {number(kept)}
    """
    return organise(folder, text, people, months)


def test_everyone_in_the_pool_alike(tmp_path: Path) -> None:
    """Of the reserve c, d and h the first place takes each with 1/3; e, who holds a seat, never."""
    holders = histories_of(places(tmp_path), 1000)[:, 1, :2]
    for person in (C, D, H):
        assert near((holders[:, 0] == person).mean(), 1 / 3, 1000)
    assert not (holders == E).any()
    # The second place meets the two who are left of them and a, who has just lost his seat.
    for person in (A, C, D, H):
        assert near((holders[:, 1] == person).mean(), 1 / 3 if person == A else 2 / 9, 1000)


def test_members_may_hold_another_seat(tmp_path: Path) -> None:
    holders = histories_of(places(tmp_path, "members"), 1000)[:, 1]
    assert near((holders[:, 0] == E).mean(), 1 / 4, 1000)
    assert (holders[:, 2] == E).all()


def test_a_pool_that_is_a_body(tmp_path: Path) -> None:
    """Only e sits in the club: the first place takes him, the second finds nobody and keeps b."""
    assert (histories_of(places(tmp_path, "club"), 20)[:, 1, :2] == [E, B]).all()


@pytest.mark.parametrize("kept", [0.0, 0.3, 1.0])
def test_the_holder_is_kept(tmp_path: Path, kept: float) -> None:
    holders = histories_of(places(tmp_path, kept=kept), 1000)[:, 1, :2]
    assert near((holders[:, 0] == A).mean(), kept, 1000)
    assert near((holders[:, 1] == B).mean(), kept, 1000)


def test_nobody_owes_the_seat_to_anybody_above(tmp_path: Path) -> None:
    """The kept holder's seat is owed to nobody from then on; patrons stay."""
    state = last_state(places(tmp_path, kept=1.0, months=2))
    assert state.seats.chosen_by[:2].tolist() == [VACANT, VACANT]
    assert state.seats.terms[:2].tolist() == [3, 3]
    assert state.people.patron[A] == H


def test_nobody_sits_in_two_places(tmp_path: Path) -> None:
    """histories_of checks every month that nobody holds two seats of a body; all seats stay held."""
    holders = histories_of(places(tmp_path, kept=0.4, months=24), 200)[:, 1:, :2]
    assert (holders != VACANT).all()


def test_a_vacant_place_is_filled_and_the_dead_are_not_taken(tmp_path: Path) -> None:
    people = "name,body,alive\na,local,true\nb,,true\nc,,false"
    holders = histories_of(places(tmp_path, kept=1.0, people=people), 50)[:, 1, :2]
    assert (holders == [0, 1]).all()


def test_the_share_of_a_following_stays_at_chance(tmp_path: Path) -> None:
    """Six of ten are h's men; at kept = 1/2 for a year their mean share of the places stays near six tenths.

    The share starts at 1/2 of two seats. The months are dependent, so the last one alone counts: two seats in
    each of 2000 histories, negatively dependent; the bound of 4000 independent ones is 5 standard deviations.
    """
    lines = "".join(f"p{i},{'local' if i < 2 else ''},{'h' if i % 5 < 3 else ''}\n" for i in range(10))
    model = places(tmp_path, "members", 0.5, f"name,body,patron\n{lines}h,club,\n", 12)
    holders = histories_of(model, 2000)[:, -1, :2]
    own = np.isin(holders, [i for i in range(10) if i % 5 < 3] + [10])
    # h himself is a member too: seven of eleven.
    assert near(own.mean(), 7 / 11, 4000)
