"""Lots and chains of lots and votes against their definitions: every list, every committee, every person."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations

import pytest

from whowhom.theory.lot import Lot, Split, Vote, procedure_law, smallest
from whowhom.theory.lot_with_limit import (
    Reading,
    capture_chance,
    list_order_law,
    smallest_group,
    uniform_law,
)

HALF = Fraction(1, 2)


def group_of_each(honest: int, groups: list[int]) -> list[int]:
    """Return the group of every person: honest ones are each alone, conspirators share theirs."""
    people = list(range(honest))
    for number, size in enumerate(groups):
        people += [honest + number] * size
    return people


@pytest.mark.parametrize(
    ("honest", "groups", "seats", "limit"),
    [
        (3, [2, 2], 3, 1),
        (2, [3, 1], 3, 1),
        (3, [4], 4, 2),
        (1, [3, 3], 4, 2),
        (0, [4, 3], 5, 2),
        (4, [3], 3, 3),
    ],
)
def test_limits_against_every_list_and_every_committee(
    honest: int, groups: list[int], seats: int, limit: int
) -> None:
    people = group_of_each(honest, groups)
    read, count = Counter[int](), 0
    for order in permutations(range(len(people))):
        taken = Counter[int]()
        for person in order:
            if sum(taken.values()) < seats and taken[people[person]] < limit:
                taken[people[person]] += 1
        read[sum(number for group, number in taken.items() if group >= honest)] += 1
        count += 1
    law = list_order_law(honest, groups, seats, limit)
    assert law == [Fraction(read[held], count) for held in range(seats + 1)]
    valid = [
        sum(people[person] >= honest for person in chosen)
        for chosen in combinations(range(len(people)), seats)
        if max(Counter(people[person] for person in chosen).values()) <= limit
    ]
    if valid:
        uniform = uniform_law(honest, groups, seats, limit)
        assert uniform.chances() == [Fraction(valid.count(held), len(valid)) for held in range(seats + 1)]
    else:
        with pytest.raises(ValueError, match="no committee"):
            uniform_law(honest, groups, seats, limit)


def listed(pool: int, members: int, chain: tuple[Lot | Vote, ...], split: Split) -> dict[int, Fraction]:
    """Return the law of the last body by listing the persons of every body, as sets of who is in it."""
    law = {frozenset(range(pool)): Fraction(1)}
    for stage in chain:
        step: dict[frozenset[int], Fraction] = {}
        for body, chance in law.items():
            if isinstance(stage, Lot):
                drawn = [frozenset(chosen) for chosen in combinations(sorted(body), stage.seats)]
                for chosen in drawn:
                    step[chosen] = step.get(chosen, Fraction(0)) + chance / len(drawn)
                continue
            ours = sum(person < members for person in body)
            theirs = len(body) - ours
            share = Fraction(ours, len(body)) if split is Split.IN_PROPORTION else HALF
            if (ours >= stage.quota) != (theirs >= stage.quota):
                share = Fraction(int(ours >= stage.quota))
            low = stage.seats * share // 1
            for names, weight in (
                (low, 1 - (stage.seats * share - low)),
                (low + 1, stage.seats * share - low),
            ):
                if weight:
                    names = min(max(int(names), stage.seats - (pool - members)), members)
                    chosen = frozenset([*range(names), *range(members, members + stage.seats - names)])
                    step[chosen] = step.get(chosen, Fraction(0)) + chance * weight
        law = step
    counted: dict[int, Fraction] = {}
    for body, chance in law.items():
        ours = sum(person < members for person in body)
        counted[ours] = counted.get(ours, Fraction(0)) + chance
    return counted


@pytest.mark.parametrize("split", list(Split))
@pytest.mark.parametrize("members", range(8))
def test_a_chain_against_every_list_of_persons(members: int, split: Split) -> None:
    chain = (Lot(4), Vote(5, 3), Lot(3), Vote(6, 3), Lot(3))
    wanted = listed(7, members, chain, split)
    law = procedure_law(7, members, chain, split)
    assert law.chances() == [wanted.get(held, Fraction(0)) for held in range(4)]
    assert sum(law.ways) == law.total


def test_members_help_and_sides_are_alike() -> None:
    for split in Split:
        chances = [procedure_law(60, f, (Lot(9), Vote(12, 7), Lot(5)), split).at_least(3) for f in range(61)]
        assert chances == sorted(chances)
        assert all(a + b == 1 for a, b in zip(chances, reversed(chances), strict=True))


def test_both_carry_where_a_quota_is_low() -> None:
    # With "one vote is enough" both sides of a jury can name; then they share.
    law = procedure_law(4, 2, (Lot(2), Vote(2, 1)))
    assert law.chances() == [Fraction(1, 6), Fraction(4, 6), Fraction(1, 6)]


def test_smallest_is_the_first_that_carries() -> None:
    for answer in range(12):
        assert smallest(lambda n, a=answer: n >= a) == answer
        assert smallest(lambda n, a=answer: n >= a, 9) == (answer if answer <= 9 else None)
    assert smallest(lambda n: False, -1) is None


def test_groups_that_cannot_reach_the_quota_have_no_size() -> None:
    for reading in Reading:
        assert smallest_group(100, 2, 10, 2, 6, HALF, reading) is None
        assert smallest_group(3, 3, 10, 2, 6, HALF, reading) is None
        assert smallest_group(100, 3, 10, 2, 6, Fraction(1), reading) is None
        closed = smallest_group(100, 3, 10, 2, 6, HALF, reading, closed=True)
        assert closed is not None
        chances = [capture_chance(100 - 3 * n, [n] * 3, 10, 2, 6, reading) for n in range(32)]
        assert [chance > HALF for chance in chances].index(True) == closed
        assert chances == sorted(chances)


def test_a_doubtful_half_is_decided_exactly() -> None:
    # Two persons, one seat: each has exactly half, which is not more than half.
    assert capture_chance(1, [1], 1, 1, 1, Reading.LIST_ORDER) == HALF
    assert smallest_group(1, 1, 1, 1, 1, HALF, Reading.LIST_ORDER) == 2


@pytest.mark.parametrize(
    ("pool", "members", "chain", "words"),
    [
        (5, 6, (Lot(1),), "members"),
        (5, -1, (Lot(1),), "members"),
        (5, 2, (Lot(6),), "seats"),
        (5, 2, (Lot(3), Vote(2, 4)), "quota"),
        (5, 2, (Lot(3), Vote(6, 2)), "seats"),
    ],
)
def test_impossible_stages_are_refused(
    pool: int, members: int, chain: tuple[Lot | Vote, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        procedure_law(pool, members, chain)


def test_impossible_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        list_order_law(3, [2], 2, 0)
    with pytest.raises(ValueError, match="negative"):
        uniform_law(-1, [2], 2, 1)
    with pytest.raises(ValueError, match="states"):
        list_order_law(9, list(range(8, 40)), 12, 8)
