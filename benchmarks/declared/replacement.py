"""Step 4 of the declared model: clients of the dead pass to the leader, newcomers enter."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import HALF, ONE, ZERO, fill_uniform, uniform_of, whole_of
from whowhom.core.draw import streams, word
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.state import MEMBER

FIRST_OPINION, FIRST_COMPETENCE, FIRST_HEALTH, FIRST_PATRON = streams(
    "declared", "first_opinion", "first_competence", "first_health", "first_patron"
)
NEW_OPINION, NEW_COMPETENCE, NEW_HEALTH, NEW_PATRON = streams(
    "declared", "new_opinion", "new_competence", "new_health", "new_patron"
)
CURRENTS = 4
POSITION = np.array([[-0.5, 0.5, -0.5, 0.5], [-0.5, -0.5, 0.5, 0.5]], np.float32)
TWO = np.float32(2.0)


class Replacement(Mechanism):
    """Entry of newcomers."""

    loyalty = number(
        0.5, unit="share", low=0.0, high=1.0, prior="uniform(0.3, 0.7)", says="loyalty of a newcomer"
    )

    writes = (
        "people.alive",
        "people.standing",
        "people.patron",
        "people.position",
        "people.competence",
        "people.voice",
        "people.loyalty",
        "people.prestige",
    )


@inner
def stand_with_current(state: Any, current: int) -> None:
    """Put the spokesman of a current where it stands."""
    for d in range(2):
        state.people.position[d, current] = POSITION[d, current]


def begin(loyalty: float, state: Any, polity: Any, draw: Any) -> None:
    """Fill the people of month 0."""
    people = state.people
    n = people.alive.size
    fill_uniform(draw, FIRST_OPINION, 0, people.position[0])
    fill_uniform(draw, FIRST_OPINION, n, people.position[1])
    fill_uniform(draw, FIRST_COMPETENCE, 0, people.competence)
    fill_uniform(draw, FIRST_HEALTH, 0, people.voice)
    for i in range(n):
        people.alive[i] = 1
        people.standing[i] = MEMBER
        people.position[0, i] = TWO * people.position[0, i] - ONE
        people.position[1, i] = TWO * people.position[1, i] - ONE
        people.voice[i] = HALF + HALF * people.voice[i]
        people.loyalty[i] = np.float32(loyalty)
        people.patron[i] = whole_of(word(draw, FIRST_PATRON, i), CURRENTS)
    for current in range(CURRENTS):
        stand_with_current(state, current)


def step(loyalty: float, state: Any, polity: Any, draw: Any) -> None:
    """Replace the dead of the month; `alive` still tells the seats who died."""
    people = state.people
    if state.regime.purged[0] == ZERO:
        return
    n = people.alive.size
    leader = np.int32(state.regime.personal[0])
    for j in range(n):
        if people.alive[np.uint32(people.patron[j])] == 0:
            people.patron[j] = leader
            people.loyalty[j] = HALF * people.loyalty[j]
    for i in range(n):
        if people.alive[i] == 0:
            people.voice[i] = HALF + HALF * uniform_of(word(draw, NEW_HEALTH, i))
            people.competence[i] = uniform_of(word(draw, NEW_COMPETENCE, i))
            people.position[0, i] = TWO * uniform_of(word(draw, NEW_OPINION, i)) - ONE
            people.position[1, i] = TWO * uniform_of(word(draw, NEW_OPINION, n + i)) - ONE
            people.prestige[i] = ZERO
            people.loyalty[i] = np.float32(loyalty)
            people.patron[i] = whole_of(word(draw, NEW_PATRON, i), CURRENTS)
            if i < CURRENTS:
                stand_with_current(state, i)
