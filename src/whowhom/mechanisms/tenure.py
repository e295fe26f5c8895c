"""The end of a tenure by rule: age limits and terms.

A seat falls vacant in the month in which its holder reaches the age limit of the body, and in the month in
which his term ends. With dates of ends each seat's terms end in those months and a term later each time; with
staggered terms seat i of n ends its first term after (i+1)/n of a full one, so that ends are spread evenly.
In both cases who comes late serves out the term. A body without limit or term is left alone.
Who has served the most terms in a row that the body allows, in one seat, is not eligible for the body in the
month in which he leaves; the mechanisms that fill seats see to it.
Does not model: extensions, caretakers; re-election is the business of the rule that fills the seat.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.mechanism import Mechanism
from whowhom.core.office import vacate
from whowhom.core.state import VACANT


class Tenure(Mechanism):
    """Age limits and terms, as the bodies of the document declare them."""

    writes = (
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


def step(state: Any, polity: Any, draw: Any) -> None:
    """Vacate what the rules say has ended."""
    month = state.clock.month[0]
    for seat in range(state.seats.holder.size):
        person = state.seats.holder[seat]
        if person == VACANT:
            continue
        body = polity.seat_body[seat]
        limit = polity.body_age_limit[body]
        if limit > 0 and month - state.people.born[person] >= limit:
            vacate(state, seat)
            continue
        term = polity.body_term[body]
        if term == 0:
            continue
        end = polity.seat_end[seat]
        if end >= 0:
            if month >= max(end, 1) and (month - end) % term == 0:
                vacate(state, seat)
        elif month - state.seats.since[seat] >= term:
            vacate(state, seat)
