"""Death by age: each month everyone dies with the hazard of a life table at his age.

The probability in a month is that of the table at the completed year of age, times `multiplier`. A dead
person leaves every seat at once; his clients keep no patron among the living but remember whose men they
were. Someone whose death is given by a historical event does not die before it.
At multiplier = 0 nobody dies.
Does not model: sex, illness, office as a risk or a shelter, violence.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.mechanism import Mechanism, number, table
from whowhom.core.office import vacate_all

(DIES,) = streams("mortality", "dies")


class Mortality(Mechanism):
    """Actuarial death by a cited life table."""

    life_table = table(
        "whowhom:mortality/cardinals.csv",
        column="q",
        into="life_table",
        says="probability of dying within a year, by completed year of age",
    )
    multiplier = number(
        1.0,
        unit="1",
        low=0.0,
        high=100.0,
        source="identity",
        says="factor on the yearly probabilities of the life table",
    )

    writes = (
        "people.alive",
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


def step(multiplier: float, state: Any, polity: Any, draw: Any) -> None:
    """Let people die."""
    month = state.clock.month[0]
    oldest = polity.life_table.size - 1
    for person in range(state.people.alive.size):
        if state.people.alive[person] == 0 or month <= polity.spared_until[person]:
            continue
        age = (month - state.people.born[person]) // 12
        hazard = multiplier * polity.life_table[min(max(age, 0), oldest)]
        if chance(draw, DIES, person, hazard):
            state.people.alive[person] = 0
            vacate_all(state, person)
