"""Personal rule: how far one man commands both the body that could stop him and the means to stop others.

The holder of the office has the share F of the held seats of the body in his following, himself included. Of
the instruments of coercion that exist, the share I is owned by bodies of which more than half follows him; of
an office, its holder. Each month

    personal' = personal + pace (F I - personal).

With a new holder, and while nobody holds the office, it starts again from 0: his men and the instruments
are still there, but they have to become his. At F = 0, or without any instrument, it fades to 0; at pace = 0
it never rises.
Does not model: cult, wealth, fear; whether he wants it.
Source: power sharing as in Svolik 2012, where a ruler is established once nobody could remove him; the
product of the two shares is our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.command import ALL, commands
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.office import following_in, head_of, held_in
from whowhom.core.state import VACANT


class PersonalRule(Mechanism):
    """One man's command over a body and over the instruments."""

    office = named("body", says="the office whose holder may come to rule alone")
    body = named("body", says="the body that could stop him")
    pace = number(
        0.05,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.2)",
        says="share of the distance to what he commands that is covered in a month",
    )

    memory = ("fixed", 1)
    writes = ("regime.personal",)


@inner
def _share_of_instruments(leader: int, state: Any, polity: Any) -> float:
    """Return the share of the existing instruments that the leader or his men command; 0 without any."""
    existing = mine = 0.0
    for instrument in range(state.instruments.open.size):
        if commands(state, polity, instrument, ALL):
            existing += 1.0
            if commands(state, polity, instrument, leader):
                mine += 1.0
    return mine / existing if existing > 0.0 else 0.0


def step(office: float, body: float, pace: float, memory: Any, state: Any, polity: Any, draw: Any) -> None:
    """Move towards what the holder commands, from 0 with a new one."""
    leader = head_of(state, polity, int(office))
    if leader == VACANT or float(state.regime.in_power[0]) <= 0.0:
        state.regime.personal[0] = 0.0
        memory[0] = 0.0
        return
    if int(memory[0]) != leader + 1:
        state.regime.personal[0] = 0.0
        memory[0] = leader + 1
    held = held_in(state, polity, int(body))
    followed = following_in(state, polity, int(body), leader) / held if held > 0 else 0.0
    personal = float(state.regime.personal[0])
    state.regime.personal[0] = personal + pace * (
        followed * _share_of_instruments(leader, state, polity) - personal
    )
