"""One lot with or without a limit of seats for each place: what one group and what conspiring groups get.

A group is all persons of one place (employer, family, district); everyone honest is taken to be of a place of
his own. The limit is read in two ways: one random list from the top with skipping, or all committees within
the limit equally likely. Does not model: hidden ties between places; a group split in two counts as two.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

from whowhom.audit.lots.chances import CHANCES, SHARES, chance_key, members_of
from whowhom.audit.lots.procedures import Draw
from whowhom.spec.audit_table import Conspiracy
from whowhom.theory.lot import lot_law, smallest
from whowhom.theory.lot_with_limit import Reading, capture_chance, list_order_law, smallest_group

MORE_GROUPS = 2
"""Conspiracies are priced for the fewest groups that can reach a quota, and up to so many more."""
MOST_WORK = 20_000
"""States times seats of the chain of one conspiracy that are gone through; with more it is not priced."""


def fewest_groups(draw: Draw, votes: int) -> int | None:
    """Return how many groups at least hold so many seats: votes / limit, rounded up; None without a limit."""
    return None if draw.limit is None else -(-votes // draw.limit)


def one_group(draw: Draw) -> list[dict[str, Any]]:
    """Return the expected seats of one group at every share of the pool, and how often it would exceed k."""
    rows = []
    for share in SHARES:
        members = members_of(share, draw.persons)
        free = lot_law(draw.persons, members, draw.seats)
        row: dict[str, Any] = {
            "share": float(share),
            "members": members,
            "expected": float(free.expected()),
            "reaches": {str(quota.votes): float(free.at_least(quota.votes)) for quota in draw.quotas},
        }
        if draw.limit is not None:
            law = list_order_law(draw.persons - members, [members], draw.seats, draw.limit)
            row["expected_with_limit"] = float(sum(held * chance for held, chance in enumerate(law)))
            row["more_than_limit_without_it"] = float(free.at_least(draw.limit + 1))
            row["more_than_limit"] = float(sum(law[draw.limit + 1 :], Fraction(0)))
            row["chances"] = [float(chance) for chance in law[: draw.limit + 1]]
        rows.append(row)
    return rows


def limit_of(draw: Draw, asked: Conspiracy | None = None) -> dict[str, Any] | None:
    """Return all that follows from the limit of a draw; None where it has none.

    asked: a conspiracy whose chance is told too.
    """
    if draw.limit is None:
        return None
    owners = range(1, -(-draw.seats // draw.limit) + 1)
    priced = [answer for quota in draw.quotas for answer in _conspiracies(draw, quota.votes)]
    return {
        "most_seats_of_one_group": min(draw.limit, draw.seats),
        "most_seats_if_split_into": {str(n): min(n * draw.limit, draw.seats) for n in owners},
        "fewest_groups": {str(quota.votes): fewest_groups(draw, quota.votes) for quota in draw.quotas},
        "conspiracies": [answer for counted, answer in priced if counted],
        "not_counted": sorted({answer["groups"] for counted, answer in priced if not counted}),
        "asked": _asked(draw, asked) if asked else [],
    }


def _asked(draw: Draw, asked: Conspiracy) -> list[dict[str, Any]]:
    """Return the chance that groups of a given size reach each quota, beside the pool, in both readings.

    None where the list read from the top has too many states to count.
    """
    sizes, limit = [asked.members] * asked.groups, draw.limit or draw.seats
    rows = []
    for quota in draw.quotas:
        for reading in Reading:
            counted = reading is Reading.UNIFORM or _states(draw, asked.groups) * draw.seats <= MOST_WORK
            chance = (
                capture_chance(draw.persons, sizes, draw.seats, limit, quota.votes, reading)
                if counted
                else None
            )
            rows.append(
                {
                    "quota": quota.votes,
                    "groups": asked.groups,
                    "reading": reading.value,
                    "pool": "open",
                    "members_per_group": asked.members,
                    "members": asked.groups * asked.members,
                    "chance": None if chance is None else float(chance),
                }
            )
    return rows


def _conspiracies(draw: Draw, votes: int) -> list[tuple[bool, dict[str, Any]]]:
    """Return whether it was counted, and the price of a quota for the fewest groups and for some more."""
    fewest = fewest_groups(draw, votes)
    if fewest is None:
        return []
    answers = []
    for chance in CHANCES:
        free = _without_limit(draw, votes, chance)
        for groups in range(fewest, fewest + MORE_GROUPS + 1):
            for reading in Reading:
                counted = reading is Reading.UNIFORM or _states(draw, groups) * draw.seats <= MOST_WORK
                for kind, without in free.items():
                    each = _size(draw, votes, chance, groups, reading, kind == "closed") if counted else None
                    answer = {
                        "quota": votes,
                        "above": chance_key(chance),
                        "groups": groups,
                        "reading": reading.value,
                        "pool": kind,
                        **_price(draw, votes, groups, each, reading, kind == "closed"),
                        "members_without_limit": without,
                        "factor": groups * each / without if each is not None and without else None,
                    }
                    answers.append((counted, answer))
    return answers


def _states(draw: Draw, groups: int) -> int:
    """Return how many states the chain has at most: groups spread over 0 .. limit seats taken."""
    limit = draw.limit or draw.seats
    return comb(groups + limit, limit)


def _size(
    draw: Draw, votes: int, chance: Fraction, groups: int, reading: Reading, closed: bool
) -> int | None:
    """Return how large each of so many groups must be."""
    limit = draw.limit or draw.seats
    return smallest_group(draw.persons, groups, draw.seats, limit, votes, chance, reading, closed)


def _price(
    draw: Draw, votes: int, groups: int, each: int | None, reading: Reading, closed: bool
) -> dict[str, Any]:
    """Return the persons that groups of a size take, and the chance that they have."""
    if each is None:
        return {"members_per_group": None, "members": None, "chance": None}
    honest = draw.persons - groups * each if closed else draw.persons
    sizes, limit = [each] * groups, draw.limit or draw.seats
    reached = capture_chance(honest, sizes, draw.seats, limit, votes, reading)
    return {"members_per_group": each, "members": groups * each, "chance": float(reached)}


def _without_limit(draw: Draw, votes: int, chance: Fraction) -> dict[str, int | None]:
    """Return the smallest faction that the same lot without a limit asks for, beside the pool and in it."""
    n, seats = draw.persons, draw.seats
    return {
        "open": smallest(lambda size: lot_law(n + size, size, seats).at_least(votes) > chance),
        "closed": smallest(lambda size: lot_law(n, size, seats).at_least(votes) > chance, n),
    }
