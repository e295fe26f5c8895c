"""Opinions that are not on record: drawn once for the people of the table, at the start.

For every person of the table and every dimension on which the table gives no opinion (or one of exactly 0),
position and anchor are normal around 0 with standard deviation `spread`. What is on record stays.
At spread = 0 everybody without a record stands at 0.
Does not model: groups that think alike, opinions that change before the start.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import normal, streams
from whowhom.core.mechanism import Mechanism, number

(OPINION,) = streams("conviction", "opinion")


class Conviction(Mechanism):
    """Unrecorded opinions."""

    spread = number(
        0.0,
        unit="1",
        low=0.0,
        high=10.0,
        says="standard deviation of an opinion that is not on record",
    )

    writes = ("people.position", "people.anchor")


def begin(spread: float, state: Any, polity: Any, draw: Any) -> None:
    """Draw what the table leaves open."""
    if spread <= 0.0:
        return
    people = state.people
    dimensions = people.position.shape[0]
    for person in range(polity.known[0]):
        for dimension in range(dimensions):
            if float(people.anchor[dimension, person]) == 0.0:
                opinion = spread * normal(draw, OPINION, person * dimensions + dimension)
                people.position[dimension, person] = opinion
                people.anchor[dimension, person] = opinion


def step(spread: float, state: Any, polity: Any, draw: Any) -> None:
    """Opinions are drawn once only."""
