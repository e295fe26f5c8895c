"""Drawing by lot where no group may have more than k of the seats: what conspiring groups get.

Honest persons each belong to a group of their own. Conspirators come in groups (employers, families) of given
sizes. Two readings of the limit give different laws.
· List order: one random list is read from the top, and whoever would be one too many of his group is passed
  over. A Markov chain over the seats taken: the next seat goes to each person who may still be taken with
  equal chance.
· Uniform: all committees that satisfy the limit are equally likely. Their number with c conspirators is the
  coefficient of x^c in prod_g sum_(j <= k) C(m_g, j) x^j, times C(honest, n - c).

Source: passing over on one list is the procedure of RFC 8713; counting the committees within the limit is the
argument of the Internet-Draft that became RFC 9389; the laws are elementary. Does not model: groups hidden or
split (count them as several), refusal to serve.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from math import comb
from typing import TypeVar

from whowhom.theory.lot import Law, smallest

Number = TypeVar("Number", float, Fraction)

SURE_DIFFERENCE = 1e-9
"""A 64-bit chance farther than this from the wanted one is on its side; a nearer one is made exact."""
MOST_STATES = 5_000


class Reading(StrEnum):
    """How a limit of seats for each group is kept."""

    LIST_ORDER = "list_order"
    UNIFORM = "uniform"


def list_order_law(honest: int, groups: Sequence[int], seats: int, limit: int) -> list[Fraction]:
    """Return the chance of each number of conspirators' seats when one random list is read from the top.

    honest: persons each alone in a group; groups: the sizes of the conspiring groups; seats: n; limit: k.
    If nobody may be taken any more the remaining seats stay empty. Returns seats + 1 fractions. Raises
    ValueError for a negative number, a limit below 1, or more than 5 000 states.
    Source: see the module. Does not model: what the module does not.
    """
    return _list_order(honest, groups, seats, limit, Fraction(1))


def uniform_law(honest: int, groups: Sequence[int], seats: int, limit: int) -> Law:
    """Return the law of the conspirators' seats when all committees within the limit are equally likely.

    Arguments as in `list_order_law`. Raises ValueError too if no committee satisfies the limit.
    Source: see the module. Does not model: what the module does not.
    """
    _check(honest, groups, seats, limit)
    ways = [1]
    for size in groups:
        factor = [comb(size, j) for j in range(min(limit, size, seats) + 1)]
        product = [0] * min(len(ways) + len(factor) - 1, seats + 1)
        for i, left in enumerate(ways):
            for j, right in enumerate(factor[: len(product) - i]):
                product[i + j] += left * right
        ways = product
    ways = [count * comb(honest, seats - held) for held, count in enumerate(ways)]
    total = sum(ways)
    if total == 0:
        raise ValueError(f"seats: {seats}; no committee satisfies the limit of {limit} for each group")
    return Law((*ways, *[0] * (seats + 1 - len(ways))), total)


def capture_chance(
    honest: int, groups: Sequence[int], seats: int, limit: int, quota: int, reading: Reading
) -> Fraction:
    """Return the chance that the conspirators get the quota of seats or more.

    Arguments and errors as in `list_order_law` and `uniform_law`. Source: see the module.
    """
    if reading is Reading.UNIFORM:
        return uniform_law(honest, groups, seats, limit).at_least(quota)
    return sum(list_order_law(honest, groups, seats, limit)[quota:], Fraction(0))


def smallest_group(
    persons: int,
    groups: int,
    seats: int,
    limit: int,
    quota: int,
    chance: Fraction,
    reading: Reading,
    closed: bool = False,
) -> int | None:
    """Return how many persons each of `groups` equal groups needs for more than a chance of the quota.

    persons: the honest ones, beside whom the conspirators volunteer (open pool); with `closed` all persons,
    of whom the conspirators are part. The chance is taken to grow with the size of the groups. Where 64 bit
    leave doubt it is computed exactly. Returns None if no size is enough.
    Arguments and errors otherwise as in `list_order_law`. Source: see the module.
    """
    if groups * min(limit, seats) < quota or chance >= 1:
        return None
    # Honest persons must fill the seats that the limit denies to the groups.
    needed = max(0, seats - groups * limit)
    if persons < needed:
        return None
    most = (persons - needed) // groups if closed else None

    def carries(size: int) -> bool:
        honest = persons - groups * size if closed else persons
        sizes = [size] * groups
        if reading is Reading.UNIFORM:
            return honest + groups * min(size, limit) >= seats and (
                uniform_law(honest, sizes, seats, limit).at_least(quota) > chance
            )
        rough = sum(_list_order(honest, sizes, seats, limit, 1.0)[quota:])
        if abs(rough - float(chance)) > SURE_DIFFERENCE:
            return rough > chance
        return sum(_list_order(honest, sizes, seats, limit, Fraction(1))[quota:]) > chance

    return smallest(carries, most)


def _list_order(honest: int, groups: Sequence[int], seats: int, limit: int, one: Number) -> list[Number]:
    """Return the law of the conspirators' seats, in the arithmetic of `one`."""
    _check(honest, groups, seats, limit)
    zero = one * 0
    sizes = sorted(set(groups))
    # Entry i (k + 1) + j of a state counts the groups of the i-th size with j seats taken.
    width = limit + 1
    begin = [0] * (len(sizes) * width)
    for size in groups:
        begin[sizes.index(size) * width] += 1
    left = [size - j if j < limit else 0 for size in sizes for j in range(width)]
    front: dict[tuple[int, ...], tuple[int, Number]] = {tuple(begin): (0, one)}
    law: list[Number] = [zero] * (seats + 1)
    for taken in range(seats):
        step: dict[tuple[int, ...], tuple[int, Number]] = {}
        for state, (held, chance) in front.items():
            alone = max(honest - (taken - held), 0)
            weights = [count * free for count, free in zip(state, left, strict=True)]
            persons = alone + sum(weights)
            if persons == 0:
                law[held] += chance
                continue
            share = chance / persons
            if alone:
                before = step.get(state, (held, zero))[1]
                step[state] = (held, before + share * alone)
            for place, weight in enumerate(weights):
                if weight > 0:
                    moved = list(state)
                    moved[place] -= 1
                    moved[place + 1] += 1
                    key = tuple(moved)
                    before = step.get(key, (held + 1, zero))[1]
                    step[key] = (held + 1, before + share * weight)
        front = step
        if len(front) > MOST_STATES:
            raise ValueError(
                f"groups: more than {MOST_STATES} states; expected fewer groups or a lower limit"
            )
    for held, chance in front.values():
        law[held] += chance
    return law


def _check(honest: int, groups: Sequence[int], seats: int, limit: int) -> None:
    if honest < 0 or seats < 0 or min(groups, default=0) < 0:
        raise ValueError("honest, groups, seats: found a negative number; expected none")
    if limit < 1:
        raise ValueError(f"limit: {limit}; expected at least 1")
