"""Step 9 of the declared model: vacant seats go to the best of eight in the appointer's eyes."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import ZERO, fill_uniform, gumbel_of, whole_of
from whowhom.core.draw import streams, word
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number

ROTATION, CANDIDATE, CANDIDATE_NOISE = streams("declared", "rotation", "candidate", "candidate_noise")
CURRENTS, CANDIDATES = 4, 8
LOWEST = np.float32(-1e30)
SECRETARIES, OFFICES = 0, 1


class Filling(Mechanism):
    """Appointment by the secretary to the secretariats of places, by the leader to offices.

    `regime.concessions` counts the seats filled.
    """

    rotation = number(
        0.01,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.03)",
        says="chance that a seat is vacated",
    )
    skill = number(0.7, unit="1", low=0.0, high=2.0, prior="uniform(0.3, 1)", says="weight of competence")
    distance = number(0.3, unit="1", low=0.0, high=2.0, prior="uniform(0.1, 0.5)", says="weight of distance")
    fame = number(0.2, unit="1", low=0.0, high=2.0, prior="uniform(0.1, 0.5)", says="weight of prestige")
    noise = number(
        0.3, unit="1", low=0.0, high=2.0, prior="uniform(0.1, 0.5)", says="scale of the Gumbel noise"
    )
    gratitude = number(
        0.8,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.6, 1)",
        says="least loyalty of whoever was seated",
    )

    writes = ("seats.holder", "people.patron", "people.loyalty", "people.alive", "regime.concessions")


@inner
def best_candidate(
    seat: int, chief: int, skill: Any, distance: Any, fame: Any, noise: Any, people: Any, draw: Any
) -> int:
    """Return the best of eight random candidates for one vacant seat in the eyes of `chief`."""
    best, winner = LOWEST, np.uint32(0)
    own_0, own_1 = people.position[0, chief], people.position[1, chief]
    n = people.alive.size
    for j in range(CANDIDATES):
        index = CANDIDATES * seat + j
        who = whole_of(word(draw, CANDIDATE, index), n)
        d_0, d_1 = people.position[0, who] - own_0, people.position[1, who] - own_1
        value = people.loyalty[who] if people.patron[who] == chief else ZERO
        value += skill * people.competence[who]
        value -= distance * np.sqrt(d_0 * d_0 + d_1 * d_1)
        value += fame * people.prestige[who]
        value += noise * gumbel_of(word(draw, CANDIDATE_NOISE, index))
        if value > best:
            best, winner = value, who
    return winner


def begin(
    rotation: float,
    skill: float,
    distance: float,
    fame: float,
    noise: float,
    gratitude: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Seat the first people after the spokesmen."""
    for seat in range(state.seats.holder.size):
        state.seats.holder[seat] = CURRENTS + seat


def step(
    rotation: float,
    skill: float,
    distance: float,
    fame: float,
    noise: float,
    gratitude: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Fill what is vacant; afterwards the newcomers of the month are the living."""
    people, holder = state.people, state.seats.holder
    seats = holder.size
    spare = np.empty(3 * seats, np.float32)
    luck = spare[:seats]
    won, seat_of = spare[seats : 2 * seats].view(np.int32), spare[2 * seats :].view(np.int32)
    secretary, leader = holder[polity.body_first[OFFICES]], np.int32(state.regime.personal[0])
    weight, space = np.float32(skill), np.float32(distance)
    renown, scale, turned = np.float32(fame), np.float32(noise), np.float32(rotation)
    fill_uniform(draw, ROTATION, 0, luck)
    filled = 0
    for s in range(seats):
        if people.alive[np.uint32(holder[s])] == 0 or luck[s] < turned:
            chief = secretary if polity.seat_body[s] == SECRETARIES else leader
            won[filled] = best_candidate(s, chief, weight, space, renown, scale, people, draw)
            seat_of[filled] = s
            filled += 1
    least = np.float32(gratitude)
    for v in range(filled):
        s, who = seat_of[v], won[v]
        holder[s] = who
        people.patron[who] = secretary if polity.seat_body[s] == SECRETARIES else leader
        people.loyalty[who] = people.loyalty[who] if people.loyalty[who] > least else least
    state.regime.concessions[0] = np.float32(filled)
    for i in range(people.alive.size):
        people.alive[i] = 1
