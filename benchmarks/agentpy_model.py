"""The declared model in idiomatic AgentPy: an object for each actor, agent lists that are called in turn.

Implements steps 1 to 12, with the same objects as Mesa (`objects`), AgentPy's lists and its generator.
Outputs go straight into a list, since `record` would cost more.
"""

from __future__ import annotations

import agentpy
import numpy as np
from numpy.typing import NDArray

from benchmarks import objects
from benchmarks import parameters as p


class Person(objects.Person, agentpy.Agent):
    """An actor kept by AgentPy."""

    def setup(self, slot: int) -> None:
        """Take a slot."""
        self.random = self.model.random
        self.enter(slot)


class Seat(objects.Seat, agentpy.Agent):
    """A seat kept by AgentPy."""

    def setup(self, holder: Person, provincial: bool) -> None:
        """Seat the first holder."""
        self.random = self.model.random
        self.enter(holder, provincial)


class Place(objects.Place, agentpy.Agent):
    """A place kept by AgentPy."""

    def setup(self, seat: Seat, group: int) -> None:
        """Stand below a seat."""
        self.random = self.model.random
        self.enter(seat, group)


class Polity(objects.Polity, agentpy.Model):
    """The whole model."""

    def setup(self) -> None:
        """Make everybody."""
        people, places = self.p.people, self.p.places
        self.persons = agentpy.AgentList(self, people, Person, slot=agentpy.AttrIter(range(people)))
        self.people = list(self.persons)
        self.begin()
        seats = range(places + p.OFFICES)
        holders = agentpy.AttrIter([self.people[p.CURRENTS + s] for s in seats])
        provincial = agentpy.AttrIter([s < places for s in seats])
        self.seats = agentpy.AgentList(self, len(seats), Seat, holder=holders, provincial=provincial)
        self.seat_list = list(self.seats)
        below = agentpy.AttrIter(self.seat_list[:places])
        groups = agentpy.AttrIter([number % p.GROUPS for number in range(places)])
        self.places = agentpy.AgentList(self, places, Place, seat=below, group=groups)
        self.place_list = list(self.places)

    def step(self) -> None:
        """Run one month."""
        self.move_masses()
        self.persons.decline()
        self.bury()
        self.persons.listen()
        self.persons.adopt()
        self.persons.relate()
        self.persons.rank()
        self.seats.choose()
        self.seats.fill()
        self.places.lean()
        if self.t % p.ELECTION_PERIOD == 0:
            self.places.elect()
            self.count_votes()


def run(
    seed: int, months: int = p.MONTHS, people: int = p.PEOPLE, places: int = p.PLACES
) -> NDArray[np.float32]:
    """Return the outputs of one history, shape (months, 21)."""
    model = Polity({"seed": seed, "people": people, "places": places})
    model.sim_setup()
    rows = []
    for _ in range(months):
        model.sim_step()
        rows.append(model.outputs())
    return np.array(rows, np.float32)
