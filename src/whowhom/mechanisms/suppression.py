"""The rulers' troops against risings: they gather, fight, win or lose; some die on both sides.

While the rulers rule, a month has three parts. (1) Call-up: the troops at home move `mobilisation` of the way
to `wanted`; recruits come from the armed public, those discharged go back to it. (2) March: places with more
than `superiority` free troops for one in revolt send up to `move` of the surplus to places with fewer.
(3) Fight, wherever there is a rising R, with free troops F, as a contest that the troops win with chance

    (quality F)^r / ((quality F)^r + R^r),  r = `decisiveness`.

Won: `crush` of the rising and of those who act goes home, of them `killed` die; what the rulers had lost of
the place is theirs again. Lost: they lose `slip` of their hold. Either way `lost` R / (R + F) of the free
troops die. What a rising took of the hold comes back when it ends by itself.
The people of all publics, the troops and the dead are conserved together. Without a rising nobody dies or
marches. A place under a government of its own fights by the same numbers, but gets no troops here.
At crush = killed = lost = slip = mobilisation = 0 nothing happens but marches.
Does not model: punishment after the fight, flight abroad, arms, distance.
Sources: Tullock 1980 for the contest; free troops as in the module `force`.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.force import exists, free_troops
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.theory.contest import win_probability

(WON,) = streams("suppression", "won")


class Suppression(Mechanism):
    """Contests between troops and risings."""

    armed = named("public", says="who bear arms, and from whom recruits come", required=False)
    superiority = number(
        3.0, unit="1", low=0.0, high=20.0, prior="uniform(1, 5)", says="troops wanted for one in revolt"
    )
    move = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.8)",
        says="share of the surplus troops that can march in a month",
    )
    quality = number(
        1.5,
        unit="1",
        low=0.0,
        high=20.0,
        prior="uniform(1, 3)",
        says="people in revolt that a soldier is worth",
    )
    decisiveness = number(
        2.0,
        unit="1",
        low=0.0,
        high=20.0,
        prior="uniform(1, 4)",
        says="how surely the stronger side wins",
    )
    crush = number(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.4, 0.95)",
        says="share of a rising that a won fight ends",
    )
    killed = number(
        0.08, unit="share", low=0.0, high=1.0, prior="uniform(0.02, 0.3)", says="share of them who die"
    )
    lost = number(
        0.05,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.1)",
        says="share of the troops who die against a far larger rising",
    )
    slip = number(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.6)",
        says="share of the hold on a place that a lost fight costs",
    )
    wanted = number(
        0.0,
        unit="person",
        low=0.0,
        high=1e8,
        says="troops at home that the rulers want to have; 0 as they are",
    )
    mobilisation = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.3)",
        says="share of the troops that are missing called up in a month",
    )

    memory = ("places", 1)
    writes = (
        "publics.members",
        "publics.active",
        "places.hold",
        "places.garrison",
        "places.rising",
        "places.dead",
        "places.killed",
    )


@inner
def _at_home(state: Any, polity: Any, place: int) -> bool:
    """Return whether the place is governed by the centre itself this month."""
    return bool(polity.place_dependent[place] == 0 and exists(state, polity, place))


@inner
def _call_up(wanted: float, mobilisation: float, armed: int, state: Any, polity: Any) -> None:
    """Move men between the armed public and the troops of each place towards the wanted number."""
    troops = men = 0.0
    for place in range(state.places.garrison.size):
        if _at_home(state, polity, place):
            troops += float(state.places.garrison[place])
            men += float(state.publics.members[armed, place])
    called = min(mobilisation * (wanted - troops), men)
    base = men if called > 0.0 else troops
    if base <= 0.0 or called == 0.0:
        return
    for place in range(state.places.garrison.size):
        if _at_home(state, polity, place):
            there = float(state.publics.members[armed, place])
            kept = float(state.places.garrison[place])
            part = called * (there if called > 0.0 else kept) / base
            state.publics.members[armed, place] = max(there - part, 0.0)
            state.places.garrison[place] = max(kept + part, 0.0)


@inner
def _march(superiority: float, move: float, armed: int, state: Any, polity: Any) -> None:
    """Send surplus troops to the places that have too few."""
    surplus = missing = 0.0
    for place in range(state.places.garrison.size):
        if _at_home(state, polity, place):
            over = free_troops(state, armed, place) - superiority * float(state.places.rising[place])
            surplus += max(over, 0.0)
            missing += max(-over, 0.0)
    sent = min(move * surplus, missing)
    if sent <= 0.0:
        return
    for place in range(state.places.garrison.size):
        if _at_home(state, polity, place):
            over = free_troops(state, armed, place) - superiority * float(state.places.rising[place])
            part = -sent * over / surplus if over > 0.0 else -sent * over / missing
            state.places.garrison[place] = max(float(state.places.garrison[place]) + part, 0.0)


@inner
def _bury(place: int, wanted: float, state: Any) -> None:
    """Let people of the place die, in proportion to those who act, or to all where nobody does."""
    publics = state.publics.members.shape[0]
    acting = everyone = 0.0
    for public in range(publics):
        everyone += float(state.publics.members[public, place])
        acting += float(state.publics.members[public, place] * state.publics.active[public, place])
    base = acting if acting > 0.0 else everyone
    if base <= 0.0:
        return
    deaths = min(wanted, base)
    for public in range(publics):
        members = float(state.publics.members[public, place])
        weight = float(state.publics.active[public, place]) if acting > 0.0 else 1.0
        state.publics.members[public, place] = max(members - deaths * members * weight / base, 0.0)
    state.places.dead[place] = float(state.places.dead[place]) + deaths
    state.places.killed[place] = float(state.places.killed[place]) + deaths


@inner
def _fall(place: int, lost: float, troops: float, state: Any) -> None:
    """Let soldiers die, the more of them the larger the rising is against them."""
    rising = float(state.places.rising[place])
    deaths = min(lost * troops * rising / (rising + troops), float(state.places.garrison[place]))
    state.places.garrison[place] = float(state.places.garrison[place]) - deaths
    state.places.dead[place] = float(state.places.dead[place]) + deaths
    state.places.killed[place] = float(state.places.killed[place]) + deaths


def step(
    armed: float,
    superiority: float,
    move: float,
    quality: float,
    decisiveness: float,
    crush: float,
    killed: float,
    lost: float,
    slip: float,
    wanted: float,
    mobilisation: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Call up, march, fight."""
    if state.regime.in_power[0] <= 0.0:
        return
    guard = int(armed)
    if wanted > 0.0 and guard >= 0:
        _call_up(wanted, mobilisation, guard, state, polity)
    _march(superiority, move, guard, state, polity)
    for place in range(state.places.rising.size):
        rising = float(state.places.rising[place])
        hold = float(state.places.hold[place])
        won = True
        if rising > 0.0:
            troops = free_troops(state, guard, place)
            won = chance(draw, WON, place, win_probability(quality * troops, rising, decisiveness))
            _fall(place, lost, troops, state)
            if won:
                _bury(place, killed * crush * rising, state)
                state.places.rising[place] = (1.0 - crush) * rising
                for public in range(state.publics.active.shape[0]):
                    share = float(state.publics.active[public, place])
                    state.publics.active[public, place] = (1.0 - crush) * share
            else:
                state.places.hold[place] = (1.0 - slip) * hold
                memory[place] = float(memory[place]) + slip * hold
        if won and float(memory[place]) > 0.0:
            state.places.hold[place] = min(float(state.places.hold[place] + memory[place]), 1.0)
            memory[place] = 0.0
