"""The declared model in idiomatic Mesa 3: an object for each actor, Mesa's own generator, agent sets in turn.

Implements steps 1 to 12. What the objects do is in `objects`; outputs go straight into a list, since a
DataCollector would cost more.
"""

from __future__ import annotations

import mesa
import numpy as np
from numpy.typing import NDArray

from benchmarks import objects
from benchmarks import parameters as p


class Person(objects.Person, mesa.Agent):
    """An actor kept by Mesa."""

    def __init__(self, model: Polity, slot: int) -> None:
        super().__init__(model)
        self.enter(slot)


class Seat(objects.Seat, mesa.Agent):
    """A seat kept by Mesa."""

    def __init__(self, model: Polity, holder: Person, provincial: bool) -> None:
        super().__init__(model)
        self.enter(holder, provincial)


class Place(objects.Place, mesa.Agent):
    """A place kept by Mesa."""

    def __init__(self, model: Polity, seat: Seat, group: int) -> None:
        super().__init__(model)
        self.enter(seat, group)


class Polity(objects.Polity, mesa.Model):
    """The whole model."""

    def __init__(self, seed: int, people: int = p.PEOPLE, places: int = p.PLACES) -> None:
        super().__init__(seed=seed)
        self.people = list(Person.create_agents(self, people, list(range(people))))
        self.begin()
        for s in range(places + p.OFFICES):
            Seat(self, self.people[p.CURRENTS + s], s < places)
        self.seat_list = list(self.agents_by_type[Seat])
        for number in range(places):
            Place(self, self.seat_list[number], number % p.GROUPS)
        self.place_list = list(self.agents_by_type[Place])
        self.month = 0

    def step(self) -> None:
        """Run one month."""
        self.month += 1
        persons, seats, places = (self.agents_by_type[kind] for kind in (Person, Seat, Place))
        self.move_masses()
        persons.do("decline")
        self.bury()
        persons.do("listen").do("adopt").do("relate").do("rank")
        seats.do("choose").do("fill")
        places.do("lean")
        if self.month % p.ELECTION_PERIOD == 0:
            places.do("elect")
            self.count_votes()


def run(
    seed: int, months: int = p.MONTHS, people: int = p.PEOPLE, places: int = p.PLACES
) -> NDArray[np.float32]:
    """Return the outputs of one history, shape (months, 21)."""
    model = Polity(seed, people, places)
    rows = []
    for _ in range(months):
        model.step()
        rows.append(model.outputs())
    return np.array(rows, np.float32)
