"""Step 11 of the declared model, second half: a slate of those who count votes on who leads."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import ZERO, fill_normal, rows, whole_of
from whowhom.core.draw import streams, word
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number

SLATE_SIZE, SLATE_NOISE = streams("declared", "slate_size", "slate_noise")
CURRENTS, SLATE_LEAST, SLATE_SIZES = 4, 25, 26
OFFICES = 1


class Contest(Mechanism):
    """The vote of the slate between the leader (`regime.personal`, his number) and the challenger."""

    noise = number(
        0.2, unit="1", low=0.0, high=1.0, prior="uniform(0.1, 0.4)", says="noise of a place on the slate"
    )
    machine = number(
        0.2, unit="1", low=0.0, high=1.0, prior="uniform(0, 0.5)", says="bonus of the secretary's clients"
    )
    loyalty = number(
        0.3, unit="1", low=0.0, high=1.0, prior="uniform(0.1, 0.5)", says="weight of loyalty in the vote"
    )

    writes = ("regime.personal",)


@inner
def greatest(values: Any, k: int) -> float:
    """Return the k-th greatest value, reordering them (quickselect)."""
    low, high, wanted = 0, values.size - 1, k - 1
    while low < high:
        pivot = values[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while values[i] > pivot:
                i += 1
            while values[j] < pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if wanted <= j:
            high = j
        elif wanted >= i:
            low = i
        else:
            break
    return values[wanted]


@inner
def prefers(people: Any, i: int, challenger: int, leader: int, weight: Any) -> bool:
    """Return whether member i votes for the challenger."""
    x = people.position
    a_0, a_1 = x[0, i] - x[0, challenger], x[1, i] - x[1, challenger]
    b_0, b_1 = x[0, i] - x[0, leader], x[1, i] - x[1, leader]
    against, keep = a_0 * a_0 + a_1 * a_1, b_0 * b_0 + b_1 * b_1
    if people.patron[i] == challenger:
        against -= weight * people.loyalty[i]
    elif people.patron[i] == leader:
        keep -= weight * people.loyalty[i]
    return against < keep


@inner
def vote(people: Any, challenger: int, leader: int, score: Any, least: Any, size: int, weight: Any) -> bool:
    """Return whether the slate (the `size` best scores, equals by lower index) prefers the challenger."""
    ties = size
    for i in range(score.size):
        if score[i] > least:
            ties -= 1
    yes = 0
    for i in range(score.size):
        if score[i] < least:
            continue
        if score[i] == least:
            if ties == 0:
                continue
            ties -= 1
        if prefers(people, i, challenger, leader, weight):
            yes += 1
    return 2 * yes > size


def step(noise: float, machine: float, loyalty: float, state: Any, polity: Any, draw: Any) -> None:
    """Find the challenger and let the slate vote."""
    people, congress = state.people, state.places.delegates
    leader, challenger = int(state.regime.personal[0]), 0
    for c in range(1, CURRENTS):
        if congress[c, 0] > congress[challenger, 0]:
            challenger = c
    if challenger == leader:
        return
    n = people.alive.size
    buffer = rows(2, n)
    score, spare = buffer[0, :n], buffer[1, :n]
    secretary = state.seats.holder[polity.body_first[OFFICES]]
    size = SLATE_LEAST + int(whole_of(word(draw, SLATE_SIZE, 0), SLATE_SIZES))
    scale, extra = np.float32(noise), np.float32(machine)
    fill_normal(draw, SLATE_NOISE, 0, score)
    for i in range(n):
        bonus = extra if people.patron[i] == secretary else ZERO
        score[i] = people.prestige[i] + scale * score[i] + bonus
    for i in range(n):
        spare[i] = score[i]
    if vote(people, challenger, leader, score, greatest(spare, size), size, np.float32(loyalty)):
        state.regime.personal[0] = np.float32(challenger)
