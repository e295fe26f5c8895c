"""Two sides purge: whoever carries a removal removes the others.

For every rule `expels` that is due, first the principal's side, with probability `attempt`, then the rest,
with probability `resistance`, moves to remove every seat of the body that the other side holds (sides as in
`party_line`). A side that has nobody in the acting body moves nothing. The motion needs the decision of the
rule; a side's members vote for it, others with probability `comply` on an open ballot and `comply_secret` on
a secret one. When it is carried the seats fall vacant at once.
At attempt = resistance = 0 nobody is removed.
Does not model: evidence, courts, removal of one among several, fear of the next purge.
Source: our own; see `party_line`.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import head_of, vacate
from whowhom.core.polity import Act
from whowhom.core.sides import OURS, REST, side_carries, side_of, votes_of_side
from whowhom.core.state import VACANT
from whowhom.spec.units import PER_MONTH

MOVED, VOTES = streams("party_purge", "moved", "votes")
EXPEL = int(Act.EXPEL)


class PartyPurge(Mechanism):
    """Removal by the side that carries it."""

    attempt = number(
        1.0,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that the principal's side moves to remove the others",
    )
    resistance = number(
        1.0,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that the rest moves to remove the principal's side",
    )
    comply = number(
        0.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance of a vote for the other side's motion on an open ballot",
    )
    comply_secret = number(
        0.0, unit="probability", low=0.0, high=1.0, source="identity", says="the same on a secret ballot"
    )

    needs_principal = True
    memory = ("fixed", 1)
    writes = (
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _sits_there(body: int, side: int, founder: int, state: Any, polity: Any) -> bool:
    """Return whether anyone of the side sits in the body, with a vote or without."""
    first = polity.body_first[body]
    for seat in range(first, first + state.bodies.size[body]):
        holder = state.seats.holder[seat]
        if holder != VACANT and side_of(state, founder, holder) == side:
            return True
    return False


@inner
def _move(rule: int, side: int, founder: int, comply: float, state: Any, polity: Any, draw: Any) -> None:
    """Let one side move to remove the other from the body."""
    if votes_of_side(state, polity, polity.rule_by[rule], founder, side) == 0:
        return
    body = polity.rule_over[rule]
    if not _sits_there(body, 1 - side, founder, state, polity):
        return
    if not side_carries(rule, side, founder, comply, VOTES, state, polity, draw):
        return
    first = polity.body_first[body]
    for seat in range(first, first + state.bodies.size[body]):
        holder = state.seats.holder[seat]
        if holder != VACANT and side_of(state, founder, holder) != side:
            vacate(state, seat)


def begin(
    attempt: float,
    resistance: float,
    comply: float,
    comply_secret: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Remember who heads the principal's office at the start."""
    memory[0] = float(head_of(state, polity, polity.principal[0]))


def step(
    attempt: float,
    resistance: float,
    comply: float,
    comply_secret: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Hold the motions that are due."""
    month = state.clock.month[0]
    founder = int(memory[0])
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != EXPEL or polity.rule_due[rule, month] == 0 or polity.rule_by[rule] < 0:
            continue
        willing = comply_secret if polity.rule_secret[rule] == 1 else comply
        if chance(draw, MOVED, 2 * rule + OURS, attempt):
            _move(rule, OURS, founder, willing, state, polity, draw)
        if chance(draw, MOVED, 2 * rule + REST, resistance):
            _move(rule, REST, founder, willing, state, polity, draw)
