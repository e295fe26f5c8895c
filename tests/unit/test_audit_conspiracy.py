"""`[audit.conspiracy]`: the chance of groups of a given size, against all lists and all committees."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import pytest

from whowhom.audit.lots.section import lots
from whowhom.spec.errors import DocumentError
from whowhom.spec.toml import parse

DOCUMENT = """
title = "A jury by lot"
from = 2030-01-01
until = 2040-01-01
[audit.conspiracy]
groups = {groups}
members = {members}
[bodies.pool]
seats = {honest}
[bodies.jury]
seats = {seats}
[bodies.office]
seats = 1
[[rules]]
name = "lot"
verb = "draws"
by = "pool"
over = "jury"
{limit}
[[rules]]
name = "choice"
verb = "elects"
by = "jury"
over = "office"
decision = "majority"
"""


def asked(
    honest: int, groups: int, members: int, seats: int, limit: str = "per_place = 1"
) -> list[dict[str, Any]]:
    """Return what the section says of a conspiracy; an empty list where nothing is asked."""
    text = DOCUMENT.format(honest=honest, groups=groups, members=members, seats=seats, limit=limit)
    found = lots(parse(text)).draws[0]["limit"]
    return [] if found is None else list(found["asked"])


def by_hand(
    honest: int, groups: int, members: int, seats: int, votes: int, limit: int
) -> tuple[float, float]:
    """Return the chance over every order of the list, and over every committee within the limit."""
    persons = [-1] * honest + [group for group in range(groups) for _ in range(members)]
    people = range(len(persons))

    def within(chosen: tuple[int, ...]) -> bool:
        held = [persons[one] for one in chosen if persons[one] >= 0]
        return all(held.count(group) <= limit for group in held)

    def captured(chosen: tuple[int, ...]) -> bool:
        return sum(persons[one] >= 0 for one in chosen) >= votes

    lists, hits = 0, 0
    for order in permutations(people):
        taken: tuple[int, ...] = ()
        for one in order:
            if len(taken) < seats and within((*taken, one)):
                taken = (*taken, one)
        lists, hits = lists + 1, hits + captured(taken)
    committees = [chosen for chosen in combinations(people, seats) if within(chosen)]
    return hits / lists, sum(map(captured, committees)) / len(committees)


@pytest.mark.parametrize(
    ("honest", "groups", "members", "seats", "limit"), [(3, 2, 2, 3, 1), (4, 3, 1, 3, 1), (3, 2, 2, 3, 2)]
)
def test_chances_by_enumeration(honest: int, groups: int, members: int, seats: int, limit: int) -> None:
    """Both readings, against enumeration."""
    found = {
        (row["quota"], row["reading"]): row
        for row in asked(honest, groups, members, seats, f"per_place = {limit}")
    }
    votes = seats // 2 + 1
    read, counted = by_hand(honest, groups, members, seats, votes, limit)
    assert 0 < read < 1
    assert found[votes, "list_order"]["chance"] == pytest.approx(read, abs=1e-12)
    assert found[votes, "uniform"]["chance"] == pytest.approx(counted, abs=1e-12)
    assert {row["members"] for row in found.values()} == {groups * members}


def test_too_many_states_are_not_counted() -> None:
    """A list read from the top with too many groups is left out; the uniform reading is told."""
    rows = {row["reading"]: row["chance"] for row in asked(60, 250, 4, 21, "per_place = 2")}
    assert rows["list_order"] is None
    assert 0 < rows["uniform"] < 1


def test_nothing_is_asked_of_a_lot_without_a_limit() -> None:
    """The price of one faction answers there."""
    assert asked(5, 1, 2, 3, "") == []


@pytest.mark.parametrize(("groups", "members"), [(0, 2), (2, 0), (-1, 2)])
def test_no_groups_are_no_conspiracy(groups: int, members: int) -> None:
    """Numbers below one are errors of the document."""
    with pytest.raises(DocumentError, match="conspiracy"):
        asked(5, groups, members, 3)
