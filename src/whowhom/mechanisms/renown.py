"""One person's prestige set against everybody else's, at the start: how much of a contest is a name.

At the start the prestige of the named person is multiplied by `factor`, p' = factor * p. Prestige is at most
1: where p' would be above, everybody's is divided by p', so that the ratios stay as asked.
At factor = 1 nothing changes.
Does not model: how a name is made or lost; those who enter later come without prestige, as ever.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.mechanism import Mechanism, named, number


class Renown(Mechanism):
    """The prestige of one person against all others."""

    person = named("person", says="whose prestige is multiplied")
    factor = number(1.0, unit="1", low=0.0, high=100.0, source="identity", says="by how much")

    writes = ("people.prestige",)


def begin(person: float, factor: float, state: Any, polity: Any, draw: Any) -> None:
    """Multiply, and keep everybody within 0 to 1."""
    prestige = state.people.prestige
    who = int(person)
    if who < 0 or factor == 1.0:
        return
    wanted = factor * float(prestige[who])
    scale = 1.0 / wanted if wanted > 1.0 else 1.0
    for other in range(prestige.size):
        prestige[other] = float(prestige[other]) * scale
    prestige[who] = wanted * scale


def step(person: float, factor: float, state: Any, polity: Any, draw: Any) -> None:
    """Prestige is set once only."""
