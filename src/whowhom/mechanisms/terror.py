"""Terror in two parts: an answer to threats against the state, and what serves one man alone.

In a place the state's enemies are those in open revolt or the active members of its publics, whichever are
more (the first are among the second). With all of them T, the people P of the same places, the share p of
personal rule and the share F of the held seats of the body that follow the holder of the office,

    wanted by the state  = strength answer T,
    wanted by one man    = strength suspicion p (1 - trust F) P.

The police sentences at most what its capacity allows in the month: the state's enemies first, by any police;
then the other part, by the police that the man or his men command. Of the first part the share
death + alarm max(war, threat) is put to death, of the second death + fury p. The rest is held in camps while
there is one with room; whoever finds none is not held. Of the prisoners the share `release` goes free each
month, and all of them when no camp is open or the rulers have fallen.
At strength = 0, or without police, nobody is sentenced; at personal rule 0 only the state's enemies are.
At trust = 0 he suspects all alike, however many are his men; at 1 he stops when everyone is.
Does not model: whether the sentenced were guilty, exile, deaths in camps, prisoners' work; what fear does to
publics is theirs to say.
Source: exposure to hazards of two causes, Kalbfleisch and Prentice 2002; the causes are our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.command import ALL, commands, free_capacity, free_in, is_open, whole_capacity
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.office import following_in, head_of, held_in
from whowhom.core.polity import Kind

POLICE, CAMP = int(Kind.POLICE), int(Kind.CAMP)


class Terror(Mechanism):
    """Sentences, executions and camps."""

    office = named("body", says="the office whose holder may rule alone")
    body = named("body", says="the body whose following he trusts")
    places = named(
        "places", says="where the police works; absent: wherever no dependent rules", required=False
    )
    strength = number(
        1.0,
        unit="1",
        low=0.0,
        high=10.0,
        source="identity",
        says="factor on both parts; 0 switches terror off",
    )
    answer = number(
        0.03,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.005, 0.1)",
        says="share of the state's enemies whom it wants sentenced in a month",
    )
    suspicion = number(
        0.0001,
        unit="probability per month",
        low=0.0,
        high=0.01,
        prior="lognormal(0.0001, 1.0)",
        says="share of the people whom one man in full command wants sentenced in a month",
    )
    trust = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="share of that suspicion which ends when only his men are left",
    )
    death = number(
        0.05,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.2)",
        says="share of the sentences that are to death, in peace",
    )
    alarm = number(
        0.2,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.5)",
        says="added to it at full war or threat, against the state's enemies",
    )
    fury = number(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.6)",
        says="added to it at full personal rule, against one man's",
    )
    release = number(
        0.03,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.06)",
        says="share of the prisoners who go free in a month",
    )

    writes = ("regime.sentenced", "regime.executed", "regime.prisoners", "instruments.used")


@inner
def _watched(places: int, place: int, state: Any, polity: Any) -> bool:
    """Return whether the police works in the place this month."""
    if state.clock.month[0] < polity.place_from[place]:
        return False
    if places >= 0:
        return bool(polity.place_set[place] == places)
    return bool(polity.place_dependent[place] == 0)


@inner
def _people_and_enemies(places: int, state: Any, polity: Any) -> tuple[float, float]:
    """Return the people and the state's enemies of all watched places, in persons."""
    people = enemies = 0.0
    publics, count = state.publics.members.shape
    for place in range(count):
        if not _watched(places, place, state, polity):
            continue
        active = 0.0
        for public in range(publics):
            people += float(state.publics.members[public, place])
            active += float(state.publics.members[public, place] * state.publics.active[public, place])
        enemies += max(active, float(state.places.rising[place]))
    return people, enemies


@inner
def _sentence(wanted: float, leader: int, state: Any, polity: Any) -> float:
    """Return how many are sentenced by the leader's police, which take them in proportion to their room."""
    free = free_capacity(state, polity, POLICE, leader)
    sentenced = min(wanted, free)
    if sentenced <= 0.0:
        return 0.0
    for instrument in range(state.instruments.open.size):
        room = free_in(state, polity, instrument, POLICE, leader)
        if room > 0.0:
            state.instruments.used[instrument] = float(state.instruments.used[instrument]) + (
                sentenced * room / free
            )
    return sentenced


@inner
def _hold(newly: float, release: float, state: Any, polity: Any) -> None:
    """Let some prisoners go, take in new ones while there is room, and write the load of the camps."""
    capacity = whole_capacity(state, polity, CAMP, ALL)
    held = float(state.regime.prisoners[0]) * (1.0 - release)
    held += min(max(capacity - held, 0.0), newly)
    state.regime.prisoners[0] = held
    for instrument in range(state.instruments.open.size):
        if polity.instrument_kind[instrument] == CAMP and commands(state, polity, instrument, ALL):
            load = min(held / capacity, 1.0) if capacity > 0.0 else 0.0
            state.instruments.used[instrument] = load * float(state.instruments.capacity[instrument])


def step(
    office: float,
    body: float,
    places: float,
    strength: float,
    answer: float,
    suspicion: float,
    trust: float,
    death: float,
    alarm: float,
    fury: float,
    release: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Sentence, execute, hold and release."""
    regime = state.regime
    rules = float(regime.in_power[0]) > 0.0
    if not rules or not is_open(state, polity, CAMP):
        regime.prisoners[0] = 0.0
    regime.sentenced[0] = 0.0
    regime.executed[0] = 0.0
    if not rules:
        return
    leader = head_of(state, polity, int(office))
    held = held_in(state, polity, int(body))
    followed = following_in(state, polity, int(body), leader) / held if held > 0 else 0.0
    personal = float(regime.personal[0])
    people, enemies = _people_and_enemies(int(places), state, polity)
    against_state = _sentence(strength * answer * enemies, ALL, state, polity)
    suspected = strength * suspicion * personal * (1.0 - trust * followed) * people
    against_one = _sentence(suspected, leader, state, polity)
    danger = max(float(regime.war[0]), float(regime.threat[0]))
    executed = against_state * min(death + alarm * danger, 1.0)
    executed += against_one * min(death + fury * personal, 1.0)
    regime.sentenced[0] = against_state + against_one
    regime.executed[0] = executed
    _hold(against_state + against_one - executed, release, state, polity)
