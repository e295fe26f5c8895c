"""Early exits: holders who leave before the rules make them.

Each month every holder of a seat leaves it with the chance that the document gives for the body
(`early_exit`), or with `early_exit` here where it gives none. Who leaves is a member still.
At 0 nobody leaves early.
Does not model: age, illness, waves of resignations, seats left for a better one.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import vacate
from whowhom.core.state import VACANT
from whowhom.spec.units import PER_MONTH

(LEAVES,) = streams("departure", "leaves")


class Departure(Mechanism):
    """Vacancies at a constant hazard."""

    early_exit = number(
        0.0, unit=PER_MONTH, low=0.0, high=1.0, source="identity", says="chance that a holder leaves early"
    )

    writes = (
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


def step(early_exit: float, state: Any, polity: Any, draw: Any) -> None:
    """Let holders leave."""
    for seat in range(state.seats.holder.size):
        if state.seats.holder[seat] == VACANT:
            continue
        given = polity.body_early_exit[polity.seat_body[seat]]
        if chance(draw, LEAVES, seat, given if given >= 0.0 else early_exit):
            vacate(state, seat)
