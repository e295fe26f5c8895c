"""Persuasion among those who sit together: Friedkin and Johnsen's model, or bounded confidence, body by body.

Each month every member i of a body moves, all at once, to

    x_i = lambda_i * heard_i + (1 - lambda_i) * anchor_i,

where lambda_i is his susceptibility and anchor_i the opinion he came with. What he hears is by the `rule`

    friedkin_johnsen     sum_j w_j x_j: all members, by the weights w, which are prestige times voice, scaled
                         to sum to one (members without prestige count `floor`);
    bounded_confidence   the mean of the x_j of those within `confidence` of x_i on the dimension, the bound
                         and himself included, each alike.

At lambda = 1 the second is Hegselmann and Krause's model, which has no anchors; anchors act in both rules as
Friedkin and Johnsen have them, so that the rules differ in what is heard and in nothing else.
Who sits in several bodies listens in each in turn. At susceptibility 0 nobody moves. At 1 friedkin_johnsen is
DeGroot's model; bounded_confidence leaves everybody where he is at confidence 0, and is the plain mean of all
beyond the widest distance.
Does not model: whom one prefers to hear among the near, bounds that differ by person, arguments.
Source: Friedkin and Johnsen 1999; Hegselmann and Krause 2002.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number, word
from whowhom.core.state import VACANT

BOUNDED_CONFIDENCE = 1
ROUNDING = 1e-6
"""Opinions are kept as 32-bit numbers: so far beyond the bound is still within it."""


class Persuasion(Mechanism):
    """Opinions of people who sit in the same body."""

    rule = word(
        "friedkin_johnsen",
        choices=("friedkin_johnsen", "bounded_confidence"),
        says="who is heard: all by their weight, or those who are near alike",
    )
    floor = number(
        0.05,
        unit="share",
        low=0.0001,
        high=1.0,
        prior="uniform(0.01, 0.2)",
        says="weight of someone without prestige or voice",
    )
    confidence = number(
        1000.0,
        unit="1",
        low=0.0,
        high=1000.0,
        source="identity",
        says="bounded_confidence: distance beyond which one is not heard; 1000 is no bound",
    )

    writes = ("people.position",)


@inner
def _move(dimension: int, person: int, heard: float, people: Any) -> None:
    """Put a person between what he hears and the opinion he came with."""
    open_mind = float(people.susceptibility[person])
    own = float(people.anchor[dimension, person])
    people.position[dimension, person] = open_mind * heard + (1.0 - open_mind) * own


@inner
def _hear_all(first: int, last: int, dimension: int, floor: float, state: Any) -> None:
    """Let everybody in the seats hear everybody, by prestige times voice."""
    people = state.people
    weight_sum = 0.0
    opinion_sum = 0.0
    for seat in range(first, last):
        person = state.seats.holder[seat]
        if person == VACANT:
            continue
        weight = max(float(people.prestige[person] * people.voice[person]), floor)
        weight_sum += weight
        opinion_sum += weight * float(people.position[dimension, person])
    if weight_sum <= 0.0:
        return
    heard = opinion_sum / weight_sum
    for seat in range(first, last):
        person = state.seats.holder[seat]
        if person != VACANT:
            _move(dimension, person, heard, people)


@inner
def _hear_near(first: int, last: int, dimension: int, confidence: float, state: Any) -> None:
    """Let everybody in the seats hear those who are near, each alike."""
    people = state.people
    members = np.zeros(last - first, np.int64)
    opinions = np.zeros(last - first, np.float64)
    count = 0
    for seat in range(first, last):
        person = state.seats.holder[seat]
        if person != VACANT:
            members[count] = person
            opinions[count] = float(people.position[dimension, person])
            count += 1
    # In order of opinion the near are neighbours, and their sum is a difference of two sums from the left.
    order = np.argsort(opinions[:count], kind="mergesort")
    sums = np.zeros(count + 1, np.float64)
    for place in range(count):
        sums[place + 1] = sums[place] + opinions[order[place]]
    low = high = 0
    for place in range(count):
        own = opinions[order[place]]
        while own - opinions[order[low]] > confidence + ROUNDING:
            low += 1
        while high < count and opinions[order[high]] - own <= confidence + ROUNDING:
            high += 1
        heard = own if high - low == 1 else (sums[high] - sums[low]) / (high - low)
        _move(dimension, members[order[place]], heard, people)


def step(rule: int, floor: float, confidence: float, state: Any, polity: Any, draw: Any) -> None:
    """Let every body talk for a month."""
    for body in range(polity.body_first.size):
        first = polity.body_first[body]
        last = first + state.bodies.size[body]
        for dimension in range(state.people.position.shape[0]):
            if rule == BOUNDED_CONFIDENCE:
                _hear_near(first, last, dimension, confidence, state)
            else:
                _hear_all(first, last, dimension, floor, state)
