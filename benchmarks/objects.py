"""What the objects of the declared model do, whichever framework keeps them (`mesa_model`, `agentpy_model`).

An object for each actor, seat and place, in idiomatic Python: floats throughout, since NumPy scalars would
slow the objects down. A framework makes the objects, holds them in its own lists and calls their methods in
turn; `self.random` is its generator, `self.model` its model.
"""

from __future__ import annotations

from math import exp, log, sqrt
from operator import attrgetter
from random import Random
from typing import Any

from benchmarks import parameters as p


class Person:
    """One elite actor: a slot that a newcomer takes over when the occupant dies."""

    random: Random
    model: Any

    def enter(self, slot: int) -> None:
        """Take a slot at the start."""
        self.slot = slot
        self.loyalty, self.prestige, self.clients, self.dead = p.LOYALTY_START, 0.0, 0, False
        self.arrive()

    def arrive(self) -> None:
        """Draw opinion, competence and health of a new occupant."""
        random = self.random
        self.health = 0.5 + 0.5 * random.random()
        self.competence = random.random()
        self.x, self.y = random.uniform(-1, 1), random.uniform(-1, 1)
        if self.slot < p.CURRENTS:
            self.x, self.y = p.POSITION_0[self.slot], p.POSITION_1[self.slot]

    def decline(self) -> None:
        """Lose health, and perhaps die."""
        random = self.random
        self.health = max(0.0, self.health - p.DECLINE_LEAST - p.DECLINE_SPREAD * random.random())
        hazard = p.HAZARD_LEAST + p.HAZARD_SCALE * exp(-p.HAZARD_STEEPNESS * self.health)
        self.dead = random.random() < hazard

    def replace(self) -> None:
        """Give the slot of a dead person to a newcomer."""
        self.arrive()
        self.prestige, self.loyalty = 0.0, p.LOYALTY_START
        self.patron = self.model.people[self.random.randrange(p.CURRENTS)]

    def distance(self, other: Person) -> float:
        """Return the squared distance of opinions."""
        dx, dy = self.x - other.x, self.y - other.y
        return dx * dx + dy * dy

    def listen(self) -> None:
        """Hear four others and the patron; the new opinion is taken on when everybody has listened."""
        random, people = self.random, self.model.people
        x, y = self.x, self.y
        total = 1.0
        pull_x = pull_y = 0.0
        for other in random.choices(people, k=p.PARTNERS):
            dx, dy = other.x - x, other.y - y
            if dx * dx + dy * dy < p.CONFIDENCE:
                weight = p.PRESTIGE_FLOOR + other.prestige
                total += weight
                pull_x += weight * dx
                pull_y += weight * dy
        tie = p.PATRON_PULL * self.loyalty
        pull, patron = p.PERSUASION / total, self.patron
        x += pull * pull_x + tie * (patron.x - x) + p.OPINION_NOISE * random.gauss()
        y += pull * pull_y + tie * (patron.y - y) + p.OPINION_NOISE * random.gauss()
        self.next_x = min(1.0, max(-1.0, x))
        self.next_y = min(1.0, max(-1.0, y))

    def adopt(self) -> None:
        """Take on the new opinion."""
        self.x, self.y = self.next_x, self.next_y
        self.clients = 0

    def relate(self) -> None:
        """Adjust loyalty to the patron and be counted as a client."""
        closeness = exp(-p.LOYALTY_STEEPNESS * self.distance(self.patron))
        self.loyalty += p.LOYALTY_RATE * (closeness - self.loyalty)
        self.patron.clients += 1

    def rank(self) -> None:
        """Adjust prestige."""
        followed = self.clients / (self.clients + p.CLIENT_HALF)
        aim = p.COMPETENCE_SHARE * self.competence + p.CLIENT_SHARE * followed
        self.prestige += p.PRESTIGE_RATE * (aim - self.prestige)

    def appeal(self, chief: Person) -> float:
        """Return how much `chief` would like this person in a vacant seat."""
        return (
            (self.loyalty if self.patron is chief else 0.0)
            + p.COMPETENCE_WEIGHT * self.competence
            - p.DISTANCE_WEIGHT * sqrt(self.distance(chief))
            + p.PRESTIGE_WEIGHT * self.prestige
            - p.GUMBEL_WEIGHT * log(-log(self.random.random() or 1e-300))
        )

    def prefers(self, challenger: Person, leader: Person) -> bool:
        """Return whether this member of the slate votes for the challenger."""
        against = self.distance(challenger) - p.VOTE_LOYALTY * self.loyalty * (self.patron is challenger)
        return against < self.distance(leader) - p.VOTE_LOYALTY * self.loyalty * (self.patron is leader)


class Seat:
    """One of the P + 7 seats."""

    random: Random
    model: Any

    def enter(self, holder: Person, provincial: bool) -> None:
        """Seat the first holder."""
        self.holder, self.provincial = holder, provincial

    def choose(self) -> None:
        """If vacant, let the appointer choose; the winner sits down when all are chosen."""
        self.winner = None
        if self.holder.dead or self.random.random() < p.ROTATION:
            self.chief = self.model.secretary if self.provincial else self.model.leader
            candidates = self.random.choices(self.model.people, k=p.CANDIDATES)
            self.winner = max(candidates, key=lambda person: person.appeal(self.chief))

    def fill(self) -> None:
        """Seat the winner."""
        if self.winner is not None:
            self.holder = self.winner
            self.winner.patron = self.chief
            self.winner.loyalty = max(self.winner.loyalty, p.LOYALTY_SEATED)


class Place:
    """One province: its leanings and its delegates."""

    random: Random
    model: Any

    def enter(self, seat: Seat, group: int) -> None:
        """Stand below a seat, in the mood of a group."""
        self.seat, self.group = seat, group
        self.leaning = [0.0] * p.CURRENTS

    def distances(self) -> list[float]:
        """Return the squared distance of the secretary from each current."""
        holder = self.seat.holder
        return [
            (holder.x - x) ** 2 + (holder.y - y) ** 2 for x, y in zip(p.POSITION_0, p.POSITION_1, strict=True)
        ]

    def lean(self) -> None:
        """Move the leanings."""
        mood = self.model.support[self.group] - 0.5
        leading = self.model.leader.slot
        for current, distance in enumerate(self.distances()):
            aim = p.SECRETARY_LEVEL - p.SECRETARY_SLOPE * distance
            aim += mood if current == leading else -p.OPPOSITION_SHARE * mood
            self.leaning[current] += p.LEANING_RATE * (aim - self.leaning[current])
            self.leaning[current] += p.LEANING_NOISE * self.random.gauss()

    def elect(self) -> None:
        """Send delegates up three tiers."""
        distances = self.distances()
        favourite = distances.index(min(distances))
        votes = [exp(leaning) for leaning in self.leaning]
        for size in p.TIER_SIZES:
            votes[favourite] *= 1.0 + p.SECRETARY_BIAS
            rest, left = sum(votes), size
            for current in range(p.CURRENTS - 1):
                share = min(votes[current] / max(rest, 1e-20), 1.0)
                rest -= votes[current]
                mean = left * share
                count = int(mean + sqrt(mean * (1.0 - share)) * self.random.gauss() + 0.5)
                votes[current] = min(max(count, 0), left)
                left -= votes[current]
            votes[-1] = left
        self.delegates = votes


class Polity:
    """The whole; `people`, `seat_list` and `place_list` are plain lists of what the framework keeps."""

    random: Random
    people: list[Person]
    seat_list: list[Seat]
    place_list: list[Place]

    def begin(self) -> None:
        """Start the masses and the ties."""
        self.economy = [0.0] * p.INDICATORS
        self.discontent, self.support = [0.5] * p.GROUPS, [0.5] * p.GROUPS
        self.congress = [0] * p.CURRENTS
        for person in self.people:
            person.patron = self.people[self.random.randrange(p.CURRENTS)]
        self.leader = self.people[0]

    @property
    def secretary(self) -> Person:
        """The holder of the first office."""
        return self.seat_list[len(self.seat_list) - p.OFFICES].holder

    def move_masses(self) -> None:
        """Steps 1 and 2."""
        gauss = self.random.gauss
        self.economy = [p.PERSISTENCE * e + p.SHOCK * gauss() for e in self.economy]
        for g in range(p.GROUPS):
            d, s = self.discontent[g], self.support[g]
            aim = p.DISCONTENT_LEVEL - p.ECONOMY_EFFECT * self.economy[g % p.INDICATORS]
            aim += p.SUPPORT_EFFECT * (0.5 - s)
            d = min(1.0, max(0.0, d + p.MOOD_RATE * (aim - d) + p.MOOD_NOISE * gauss()))
            self.discontent[g] = d
            self.support[g] = min(1.0, max(0.0, s + p.MOOD_RATE * (1 - d - s) + p.MOOD_NOISE * gauss()))

    def bury(self) -> None:
        """Step 4."""
        dead = [person for person in self.people if person.dead]
        if dead:
            for person in self.people:
                if person.patron.dead:
                    person.patron = self.leader
                    person.loyalty *= 0.5
            for person in dead:
                person.replace()

    def count_votes(self) -> None:
        """Step 11, when the places have elected."""
        self.congress = [sum(column) for column in zip(*(q.delegates for q in self.place_list), strict=True)]
        challenger = self.people[self.congress.index(max(self.congress))]
        if challenger is self.leader:
            return
        size = p.SLATE_LEAST + self.random.randrange(p.SLATE_SIZES)
        secretary, gauss = self.secretary, self.random.gauss
        score = [
            person.prestige + p.SLATE_NOISE * gauss() + p.MACHINE_BONUS * (person.patron is secretary)
            for person in self.people
        ]
        slate = sorted(self.people, key=lambda person: score[person.slot], reverse=True)[:size]
        if 2 * sum(person.prefers(challenger, self.leader) for person in slate) > size:
            self.leader = challenger

    def outputs(self) -> list[float]:
        """Return the 21 outputs of this month."""
        people, seats, leader = self.people, self.seat_list, self.leader
        n, holders = len(people), [seat.holder for seat in seats]
        prestige = [person.prestige for person in people]
        places = self.place_list
        return [
            sum(self.economy) / p.INDICATORS,
            sum(self.discontent) / p.GROUPS,
            sum(self.support) / p.GROUPS,
            sum(person.dead for person in people) / n,
            *(sum(map(attrgetter(name), people)) / n for name in ("health", "x", "y")),
            sum(person.x * person.x + person.y * person.y for person in people) / n,
            sum(person.loyalty for person in people) / n,
            sum(prestige) / n,
            max(prestige),
            self.secretary.clients / n,
            leader.clients / n,
            max(person.clients for person in people) / n,
            sum(seat.winner is not None for seat in seats) / len(seats),
            sum(holder.competence for holder in holders) / len(seats),
            sum(holder.loyalty for holder in holders) / len(seats),
            sum(holder.patron is leader for holder in holders) / len(seats),
            sum(place.leaning[leader.slot] for place in places) / len(places),
            self.congress[leader.slot] / (p.TIER_SIZES[-1] * len(places)),
            leader.slot,
        ]
