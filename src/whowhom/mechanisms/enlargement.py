"""Packing: a body is made larger until its head's friends have a secure share of it.

For every rule `enlarges` that is due, whoever heads the acting body adds seats to the other when his
following holds less than the share `secure` of its held seats: as many as would bring it to `secure` if
he could fill all of them, and all seats already vacant, with his men; at most the rule's `most` at one
time, and never above the capacity of the body. The new seats are vacant; another rule fills them. With
probability `always` the rule's `most` is added whatever the need.
At secure = 0 and always = 0 nothing is added; at secure = 1 one outsider is enough for the most that is
allowed.
Does not model: the price of seats, resistance of those who sit there already.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import following_in, head_of, held_in
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

(ALWAYS,) = streams("enlargement", "always")
ENLARGE = int(Act.ENLARGE)


class Enlargement(Mechanism):
    """Seats added where friends are too few."""

    secure = number(
        0.667,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.5, 0.8)",
        says="share of the held seats that the head wants for his following",
    )
    always = number(
        0.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that the most is added whatever the need",
    )

    writes = ("bodies.size",)


def step(secure: float, always: float, state: Any, polity: Any, draw: Any) -> None:
    """Add seats where the rules allow it and the head needs them."""
    month = state.clock.month[0]
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != ENLARGE or polity.rule_due[rule, month] == 0:
            continue
        boss = head_of(state, polity, polity.rule_by[rule])
        if boss == VACANT:
            continue
        body = polity.rule_over[rule]
        size = state.bodies.size[body]
        most = min(polity.rule_most[rule], polity.body_capacity[body] - size)
        added = 0
        if chance(draw, ALWAYS, rule, always):
            added = max(most, 0)
        else:
            held = held_in(state, polity, body)
            own = following_in(state, polity, body, boss)
            vacant = size - held
            if own < secure * held:
                while added < most and own + vacant + added < secure * (size + added):
                    added += 1
        state.bodies.size[body] = size + added
