"""The centre sends troops into a dependent place in revolt, and brings them home when it is over.

Once those who act openly there have been more than `level` of the people for `delay` months, each month the
centre decides with chance `readiness` (1 - threat), threat its own fear of being overthrown at home. It then
sends `superiority` soldiers for one who acts, less what is there, but at most `most` of its free troops at
home, from all its places in proportion. The fight with those in arms is that of any other place, in the same
mechanism and by the same numbers. When those who act are below `level` again, `withdrawal` of those sent goes
home a month, less the dead.
At readiness = 0 nobody is ever sent; soldiers are moved, never made.
Does not model: partners who join, the answer of other powers, a rising that spreads to other places.
Source: no published model; numbers are assumptions.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.force import acting_in, exists, free_troops, free_troops_at_home, people_of
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number

(DECIDED,) = streams("intervention", "decided")


class Intervention(Mechanism):
    """Troops of the centre in dependent places."""

    armed = named("public", says="who bear arms", required=False)
    level = number(
        0.01,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.002, 0.05)",
        says="share of the people of a place who act above which the centre thinks of troops",
    )
    delay = number(
        1.0, unit="month", low=0.0, high=120.0, prior="uniform(0, 4)", says="months before it may decide"
    )
    readiness = number(
        0.5,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.9)",
        says="chance to decide when it fears nothing at home",
    )
    superiority = number(
        0.5, unit="1", low=0.0, high=100.0, prior="uniform(0.1, 2)", says="soldiers wanted for one who acts"
    )
    most = number(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.5)",
        says="most of its free troops that it sends at one time",
    )
    withdrawal = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.3)",
        says="share of those sent that goes home in a quiet month",
    )

    memory = ("places", 2)
    writes = ("places.garrison",)


@inner
def _send(place: int, wanted: float, armed: int, state: Any, polity: Any) -> float:
    """Move free troops from all places at home to the place, and return how many."""
    home = free_troops_at_home(state, polity, armed)
    if home <= 0.0:
        return 0.0
    for other in range(state.places.garrison.size):
        if polity.place_dependent[other] == 0:
            part = wanted * free_troops(state, armed, other) / home
            state.places.garrison[other] = max(float(state.places.garrison[other]) - part, 0.0)
    state.places.garrison[place] = float(state.places.garrison[place]) + wanted
    return wanted


@inner
def _bring_home(place: int, number_of: float, state: Any, polity: Any) -> float:
    """Move troops from the place to the garrisons at home in proportion to them, and return how many."""
    home = 0.0
    for other in range(state.places.garrison.size):
        if polity.place_dependent[other] == 0:
            home += float(state.places.garrison[other])
    leaving = min(number_of, float(state.places.garrison[place]))
    if home <= 0.0 or leaving <= 0.0:
        return 0.0
    for other in range(state.places.garrison.size):
        if polity.place_dependent[other] == 0:
            there = float(state.places.garrison[other])
            state.places.garrison[other] = there + leaving * there / home
    state.places.garrison[place] = max(float(state.places.garrison[place]) - leaving, 0.0)
    return leaving


def step(
    armed: float,
    level: float,
    delay: float,
    readiness: float,
    superiority: float,
    most: float,
    withdrawal: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Wait, decide, send; or withdraw."""
    if state.regime.in_power[0] <= 0.0:
        return
    guard = int(armed)
    fearless = 1.0 - float(state.regime.threat[0])
    for place in range(state.places.garrison.size):
        if polity.place_dependent[place] == 0 or not exists(state, polity, place):
            continue
        waited, sent = 2 * place, 2 * place + 1
        acting = acting_in(state, place)
        if acting <= level * people_of(state, place):
            memory[waited] = 0.0
            memory[sent] = min(float(memory[sent]), float(state.places.garrison[place]))
            home = _bring_home(place, withdrawal * float(memory[sent]), state, polity)
            memory[sent] = float(memory[sent]) - home
            continue
        memory[waited] = float(memory[waited]) + 1.0
        wanted = superiority * acting - free_troops(state, guard, place)
        wanted = min(wanted, most * free_troops_at_home(state, polity, guard))
        if memory[waited] <= delay or wanted <= 0.0:
            continue
        if chance(draw, DECIDED, place, readiness * fearless):
            memory[sent] = float(memory[sent]) + _send(place, wanted, guard, state, polity)
