"""Packing by party line: the principal's side adds seats to a body where it carries the vote to do so.

For every rule `enlarges` that is due, with probability `attempt`, the principal's side (as in `party_line`)
moves to add seats: as many as the rule allows at one time, up to the capacity of the body. The motion needs
the decision of the rule in the acting body; the side's members vote for it, others with probability `comply`
on an open ballot and `comply_secret` on a secret one. The new seats are vacant; another rule fills them.
At attempt = 0 nothing is added.
Does not model: packing by the rest, the price of seats, seats taken away again.
Source: our own; see `party_line`.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import head_of
from whowhom.core.polity import Act
from whowhom.core.sides import OURS, side_carries, votes_of_side
from whowhom.spec.units import PER_MONTH

MOVED, VOTES = streams("party_packing", "moved", "votes")
ENLARGE = int(Act.ENLARGE)


class PartyPacking(Mechanism):
    """Seats added by the side that carries it."""

    attempt = number(
        1.0,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that the principal's side moves to add seats",
    )
    comply = number(
        0.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that one of the rest votes for the motion on an open ballot",
    )
    comply_secret = number(
        0.0, unit="probability", low=0.0, high=1.0, source="identity", says="the same on a secret ballot"
    )

    needs_principal = True
    memory = ("fixed", 1)
    writes = ("bodies.size",)


def begin(
    attempt: float, comply: float, comply_secret: float, memory: Any, state: Any, polity: Any, draw: Any
) -> None:
    """Remember who heads the principal's office at the start."""
    memory[0] = float(head_of(state, polity, polity.principal[0]))


def step(
    attempt: float, comply: float, comply_secret: float, memory: Any, state: Any, polity: Any, draw: Any
) -> None:
    """Hold the motions that are due."""
    month = state.clock.month[0]
    founder = int(memory[0])
    for rule in range(polity.rule_act.size):
        by = polity.rule_by[rule]
        if polity.rule_act[rule] != ENLARGE or polity.rule_due[rule, month] == 0 or by < 0:
            continue
        body = polity.rule_over[rule]
        room = polity.body_capacity[body] - state.bodies.size[body]
        added = min(polity.rule_most[rule], room)
        if added <= 0 or votes_of_side(state, polity, by, founder, OURS) == 0:
            continue
        willing = comply_secret if polity.rule_secret[rule] == 1 else comply
        if chance(draw, MOVED, rule, attempt) and side_carries(
            rule, OURS, founder, willing, VOTES, state, polity, draw
        ):
            state.bodies.size[body] += added
