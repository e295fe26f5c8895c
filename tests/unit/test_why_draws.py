"""Which draws decided: the search over draws that fall otherwise, against votes counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from whowhom.trace.otherwise import Key, answer, keyed
from whowhom.trace.plain import BINOMIAL, CHANCE, CHOOSE, Ending, Fell, Name, Question

NAME, OTHER, SEATS = 7, 8, 40
"""The person asked about, somebody else, and the seats of the organisation."""


def question(**given: object) -> Question:
    """Ask about person 7 in seat 3 of a body of seats 2 to 4, elected by seats 10 to 29."""
    nothing, no_bytes = np.zeros(0), np.zeros(0, np.uint8)
    fixed: dict[str, object] = {
        "mechanism": "m",
        "path": "",
        "which": "step",
        "numbers": nothing,
        "memory": np.zeros(0, np.float32),
        "before": no_bytes,
        "after": no_bytes,
        "month": 1,
        "person": NAME,
        "seats": (2, 5),
        "seat": 3,
        "seats_about": (3,),
        "body": (2, 5),
        "elector_seats": ((10, 30),),
        "people": 100,
        "all_seats": SEATS,
    }
    return Question(**(fixed | given))  # type: ignore[arg-type]


def vote(index: int, result: int, margin: float = 0.0, kind: str = CHANCE, of: int = 2) -> Fell:
    """A draw of stream 1."""
    return Fell((1, index, 0), "m.vote", kind, 0.5, result, of, margin)


@pytest.mark.parametrize(
    ("indices", "key"),
    [
        ([2, 3, 4], Key(1, True)),  # the seats themselves
        ([7 * SEATS + 10, 60 * SEATS + 29], Key(SEATS, False)),  # persons, each with an elector's seat
        ([3 * SEATS + 10, 4 * SEATS + 29], Key(SEATS, True)),  # seats, each with an elector's seat
        ([(3 * 64 + 2) * SEATS + 12], Key(64 * SEATS, True)),  # seats with ballots, with an elector's seat
        ([2 * 64 + 1, 4 * 64 + 3], Key(64, True)),  # seats with ballots
    ],
)
def test_what_indices_name_shows_in_where_they_lie(indices: list[int], key: Key) -> None:
    assert keyed(question(), [vote(index, 1) for index in indices]) == key


def test_counts_come_in_pairs() -> None:
    """Seats 2 and 4 of a body 2 to 11, two counts each: index 2 (64 seat) + side; over 64 it is 4 and 8."""
    draws = [vote(2 * 64 * seat + side, 1, kind=BINOMIAL, of=9) for seat in (2, 4) for side in (0, 1)]
    assert keyed(question(body=(2, 12), elector_seats=()), draws) == Key(128, True)


@pytest.mark.parametrize(("yes", "turned"), [(11, 1), (14, 4), (20, 10)])
def test_as_many_votes_as_the_majority_lacks_must_turn(yes: int, turned: int) -> None:
    """Of 20 electors 11 are a majority: with `yes` of them for him, yes - 10 must fall otherwise."""
    log = [vote(NAME * SEATS + 10 + i, int(i < yes), margin=i / 100) for i in range(20)]
    log += [vote(OTHER * SEATS + 10 + i, 1) for i in range(20)]

    def again(otherwise: dict[Name, int]) -> Ending:
        count = sum(fell.result ^ (fell.name in otherwise) for fell in log[:20])
        return Ending(count >= 11, NAME if count >= 11 else OTHER, log)

    decided = answer(question(), again)
    (turn,) = decided.turns
    assert len(turn.draws) == turned and turn.of == yes and turn.holder == OTHER
    # Those whose number lay nearest to the chance: the first ones here.
    assert [fell.name[1] for fell in turn.draws] == [NAME * SEATS + 10 + i for i in range(turned)]
    assert decided.tried == 20


def test_votes_for_others_are_not_about_him() -> None:
    """He sits whatever his draws: nothing is claimed, and only his ten are counted."""
    log = [vote(NAME * SEATS + 10 + i, 1) for i in range(10)]
    log += [vote(OTHER * SEATS + 10 + i, 1) for i in range(20)]
    decided = answer(question(), lambda otherwise: Ending(True, NAME, log))
    assert decided.turns == () and decided.tried == 10


@pytest.mark.parametrize(("fell", "threshold"), [(70, 49), (50, 49), (100, 49)])
def test_the_nearest_count_that_changes_the_end(fell: int, threshold: int) -> None:
    """At least 50 of 100 carry him: 49 is the nearest count that does not, whatever was drawn above."""
    log = [vote(2 * 64 * 3, fell, kind=BINOMIAL, of=100)]

    def again(otherwise: dict[Name, int]) -> Ending:
        carried = otherwise.get(log[0].name, fell) >= 50
        return Ending(carried, NAME if carried else -1, log)

    (turn,) = answer(question(elector_seats=()), again).turns
    assert turn.threshold == threshold


def test_of_two_draws_both_needed_each_decides_alone() -> None:
    """He was put there by a yes and then a lot: turning either one puts him out."""
    log = [vote(3, 1), Fell((2, 3, 0), "m.who", CHOOSE, 0.25, NAME, 4)]
    decided = answer(question(), lambda otherwise: Ending(not otherwise, -1, log))
    assert [turn.draws[0].stream for turn in decided.turns] == ["m.vote", "m.who"]
    assert decided.draws == decided.tried == 2
