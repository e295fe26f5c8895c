"""`carried` against the words of a decision rule, over every number of votes up to twelve."""

from __future__ import annotations

from itertools import product
from typing import Any

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from whowhom.build.rules import Row, decision_rows, opposite, quorum_rows
from whowhom.core.compile import empty_polity
from whowhom.core.games import carried, carried_alone
from whowhom.core.polity import Polity
from whowhom.spec.decision import parse_decision, parse_quorum

MOST = 12
RULE, BODY, SECOND = 3, 0, 1
VOTES = [
    (yes, present, size)
    for size in range(MOST + 1)
    for present in range(size + 1)
    for yes in range(present + 1)
]
DECISIONS = [
    "majority",
    "majority of seats",
    "1/2",
    "2/3",
    "3/4",
    "1/1",
    "2/3 of seats",
    "1/3 of seats",
    "2/3 plus one",
    "1/2 plus one",
    "1/1 plus one",
    "2/3 of seats plus one",
    "unanimity",
    "plurality",
    "any holder",
    "1 vote",
    "7 votes",
]


def polity_of(rows: list[Row]) -> Polity:
    """Return a polity with these inequalities and those of another rule, which must not count."""
    rows = [Row(RULE + 1, BODY, 0, 0, 0, 1), *rows, Row(0, BODY, -1, 0, 0, 100)]
    return empty_polity()._replace(
        row_rule=np.array([row.rule for row in rows], np.int32),
        row_body=np.array([row.body for row in rows], np.int32),
        row_yes=np.array([row.yes for row in rows], np.int64),
        row_present=np.array([row.present for row in rows], np.int64),
        row_size=np.array([row.size for row in rows], np.int64),
        row_least=np.array([row.least for row in rows], np.int64),
    )


@numba.njit
def _ask(polity: Any, rule: int, votes: NDArray[np.int64], answers: NDArray[np.int8]) -> None:
    """Write whether each row of votes (n, 3, bodies) carries; with one body, `carried_alone` as well."""
    for i in range(votes.shape[0]):
        answers[i, 0] = carried(polity, rule, votes[i, 0], votes[i, 1], votes[i, 2])
        answers[i, 1] = carried_alone(polity, rule, 0, votes[i, 0, 0], votes[i, 1, 0], votes[i, 2, 0])


def ask(rows: list[Row], votes: list[tuple[tuple[int, int, int], ...]]) -> NDArray[np.int8]:
    """Return (n, 2) the answers to votes given as (yes, present, size) of each body."""
    table = np.ascontiguousarray(np.array(votes, np.int64).transpose(0, 2, 1))
    answers = np.zeros((len(votes), 2), np.int8)
    _ask(polity_of(rows), RULE, table, answers)
    return answers


def wins(text: str, yes: int, present: int, size: int) -> bool:
    """The definition in words: enough votes of the base, and nothing is carried by no vote."""
    decision = parse_decision(text)
    return yes >= max(1, decision.quota(size if decision.of_seats else present))


@pytest.mark.parametrize("text", DECISIONS)
def test_a_decision_rule_carries_what_its_quota_says(text: str) -> None:
    answers = ask(decision_rows(RULE, BODY, text), [(votes,) for votes in VOTES])
    expected = [wins(text, *votes) for votes in VOTES]
    assert any(expected) or text == "1/1 plus one"
    assert not all(expected)
    assert answers[:, 0].tolist() == expected
    assert answers[:, 1].tolist() == expected


@pytest.mark.parametrize("text", ["1/2", "2/3", "5 seats"])
def test_a_quorum_is_the_seats_that_must_be_present(text: str) -> None:
    rows = [*decision_rows(RULE, BODY, "majority"), *quorum_rows(RULE, BODY, text)]
    needed = parse_quorum(text).needed
    expected = [2 * yes > present and present >= needed(size) for yes, present, size in VOTES]
    assert ask(rows, [(votes,) for votes in VOTES])[:, 0].tolist() == expected


@pytest.mark.parametrize(
    "text", ["majority", "majority of seats", "1 vote", "4 votes", "any holder", "1/3", "1/4 of seats"]
)
def test_a_veto_blocks_when_those_not_for_would_carry_it(text: str) -> None:
    """A body with somebody present: the votes not cast for, as a bloc, satisfy the rule of the veto."""
    votes = [(yes, present, size) for yes, present, size in VOTES if present > 0]
    blocked = [wins(text, present - yes, present, size) for yes, present, size in votes]
    answers = ask([opposite(decision_rows(RULE, BODY, text)[0])], [(each,) for each in votes])
    assert answers[:, 0].tolist() == [not each for each in blocked]


def test_joint_consent_asks_both_bodies() -> None:
    rows = [*decision_rows(RULE, BODY, "majority"), *decision_rows(RULE, SECOND, "2/3")]
    few = [votes for votes in VOTES if votes[2] <= 5]
    pairs = list(product(few, few))
    expected = [wins("majority", *first) and wins("2/3", *second) for first, second in pairs]
    answers = ask(rows, pairs)
    assert answers[:, 0].tolist() == expected
    # Alone, the first body decides its own rows only.
    assert answers[:, 1].tolist() == [wins("majority", *first) for first, _ in pairs]


def test_weighted_votes_are_counted_by_weight() -> None:
    """Weights 4, 3, 2, 1 and a quota of 6: of the 16 coalitions these 7 win, worked by hand."""
    weights = (4, 3, 2, 1)
    winning = {(0, 1), (0, 2), (0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3), (0, 1, 2, 3)}
    coalitions = [tuple(i for i in range(4) if mask >> i & 1) for mask in range(16)]
    votes = [((sum(weights[i] for i in coalition), 10, 10),) for coalition in coalitions]
    assert ask(decision_rows(RULE, BODY, "6 votes"), votes)[:, 0].tolist() == [
        coalition in winning for coalition in coalitions
    ]
    assert ask(decision_rows(RULE, BODY, "majority"), votes)[:, 0].tolist() == [
        coalition in winning for coalition in coalitions
    ]


def test_a_rule_without_rows_is_carried() -> None:
    assert ask([], [((0, 0, 0),)])[0].tolist() == [1, 1]
