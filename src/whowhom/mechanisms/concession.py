"""Rulers give way when they believe that their power hangs by a thread, and not before.

Their own estimate of the chance of being overthrown is that of the regime-change game, with the rising that
they see and the troops that would obey,

    threat = Phi((ln(1 - cost) - ln theta) / doubt),  theta = quality troops / pressure,

0 where they see no rising. The pressure is the rising, and of those who act without arms `voices` each, as
truly or falsely reported as the rising is. When the threat passes `level` they move the ruling line
`step_back` towards +1 on the named dimension, drop the drive to collectives, take no grain by force this
month, and then wait `pause` months before they give way again. A retreat that would change nothing is none.
At level = 1 they never give way. What is given is taken back by whatever made the line before, or not: this
mechanism does not say.
Does not model: bargaining with those in revolt, a retreat out of conviction, or the season of the year.
Source: Angeletos, Hellwig and Pavan 2007 for the form; that rulers look at themselves only is the essay's.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.force import acting_in, free_troops_at_home, rising_at_home
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number, word
from whowhom.theory.regime_change import falling_chance

REPORTED = 1


class Concession(Mechanism):
    """Retreats made under threat."""

    dimension = named("dimension", says="on which a retreat moves the ruling line up", required=False)
    armed = named("public", says="who bear arms", required=False)
    picture = word(
        "true",
        choices=("true", "reported"),
        says="whether they see the rising as it is or as it is reported to them",
    )
    quality = number(
        1.5,
        unit="1",
        low=0.0,
        high=20.0,
        prior="uniform(1, 3)",
        says="people in revolt that a soldier is worth",
    )
    cost = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.8)",
        says="what a failed overthrow costs, of what is at stake",
    )
    doubt = number(
        1.0,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0.5, 1.5)",
        says="standard deviation of the logarithm of strength in their eyes",
    )
    voices = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.3)",
        says="what one who acts without arms counts in their eyes, against one in arms",
    )
    level = number(
        0.02,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0.005, 0.1)",
        says="chance of being overthrown above which they give way",
    )
    step_back = number(
        0.5, unit="1", low=0.0, high=2.0, prior="uniform(0.2, 0.8)", says="distance that the line moves"
    )
    pause = number(
        6.0, unit="month", low=0.0, high=600.0, prior="uniform(3, 12)", says="wait between two retreats"
    )

    memory = ("fixed", 1)
    writes = ("regime.threat", "regime.line", "regime.drive", "regime.forced", "regime.concessions")


@inner
def _acting_at_home(state: Any, polity: Any) -> float:
    """Return how many act openly in places that have no government of their own, in persons."""
    total = 0.0
    for place in range(state.places.rising.size):
        if polity.place_dependent[place] == 0:
            total += acting_in(state, place)
    return total


@inner
def _give_way(dimension: int, step_back: float, state: Any) -> bool:
    """Retreat, and return whether that changed anything."""
    changed = bool(state.regime.drive[0] > 0.0 or state.regime.forced[0] > 0.0)
    state.regime.drive[0] = 0.0
    state.regime.forced[0] = 0.0
    if dimension >= 0:
        line = float(state.regime.line[dimension])
        moved = max(min(line + step_back, 1.0), line)
        changed = changed or moved > line
        state.regime.line[dimension] = moved
    return changed


def step(
    dimension: float,
    armed: float,
    picture: float,
    quality: float,
    cost: float,
    doubt: float,
    voices: float,
    level: float,
    step_back: float,
    pause: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Estimate, and give way or not."""
    memory[0] = max(float(memory[0]) - 1.0, 0.0)
    state.regime.threat[0] = 0.0
    if state.regime.in_power[0] <= 0.0:
        return
    true = rising_at_home(state, polity)
    rising = max(float(state.regime.seen_unrest[0]), 0.0) if picture == REPORTED else true
    if rising <= 0.0:
        return
    if true > 0.0:
        rising *= 1.0 + voices * max(_acting_at_home(state, polity) - true, 0.0) / true
    troops = free_troops_at_home(state, polity, int(armed))
    state.regime.threat[0] = falling_chance(quality * troops / rising, cost, doubt)
    if (
        float(state.regime.threat[0]) > level
        and memory[0] == 0.0
        and _give_way(int(dimension), step_back, state)
    ):
        state.regime.concessions[0] += 1.0
        memory[0] = max(pause, 1.0)
