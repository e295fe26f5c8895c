"""Collective choice: `carried` is the only function that knows what winning a vote means.

A decision rule is a list of integer inequalities over the votes of bodies,

    a * yes + b * present + c * size >= t,

all of which must hold. Majority of those present is 2 yes - present >= 1; two-thirds is 3 yes - 2 present >=
0; a quorum of q is present >= q; the consent of a second body is its own row; a veto is the row of its
opposite. Every simple game is an intersection of weighted majority games (Taylor and Zwicker, Simple Games,
1999).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import inner
from whowhom.core.polity import Polity
from whowhom.core.state import VACANT, State


@inner
def carried(
    polity: Polity,
    rule: int,
    yes: NDArray[np.int64],
    present: NDArray[np.int64],
    size: NDArray[np.int64],
) -> bool:
    """Return whether a proposal under `rule` is carried.

    yes, present, size: (B,) votes for, votes cast or present, votes of all seats, by body.
    """
    for row in range(polity.row_rule.size):
        if polity.row_rule[row] != rule:
            continue
        body = polity.row_body[row]
        total = (
            polity.row_yes[row] * yes[body]
            + polity.row_present[row] * present[body]
            + polity.row_size[row] * size[body]
        )
        if total < polity.row_least[row]:
            return False
    return True


@inner
def carried_alone(polity: Polity, rule: int, body: int, yes: int, present: int, size: int) -> bool:
    """Return whether the votes of one body carry the rows of `rule` that count that body."""
    for row in range(polity.row_rule.size):
        if polity.row_rule[row] != rule or polity.row_body[row] != body:
            continue
        total = polity.row_yes[row] * yes + polity.row_present[row] * present + polity.row_size[row] * size
        if total < polity.row_least[row]:
            return False
    return True


@inner
def votes_of_body(state: State, polity: Polity, body: int) -> int:
    """Return the votes of all seats that exist."""
    first = polity.body_first[body]
    total = 0
    for seat in range(first, first + state.bodies.size[body]):
        total += polity.seat_weight[seat]
    return total


@inner
def votes_present(state: State, polity: Polity, body: int) -> int:
    """Return the votes of the seats that are held."""
    first = polity.body_first[body]
    total = 0
    for seat in range(first, first + state.bodies.size[body]):
        if state.seats.holder[seat] != VACANT:
            total += polity.seat_weight[seat]
    return total
