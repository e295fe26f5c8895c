"""The declared model as one hand-written Numba kernel: direct calls, plain arrays, no composition.

This is the yardstick for the library's composition overhead. A history is one call of `history`; a thread
pool runs histories side by side. The result of history k depends on (seed, k) alone.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from benchmarks import single as c
from benchmarks.arithmetic import compiled, lane_sum
from benchmarks.handwritten_election import contest, delegates, favourites, leanings
from benchmarks.handwritten_people import (
    begin,
    deaths,
    economy_and_groups,
    newcomers,
    persuasion,
    standing,
    vacancies,
)
from benchmarks.parameters import (
    CURRENTS,
    ELECTION_PERIOD,
    GROUPS,
    INDICATORS,
    MONTHS,
    OFFICES,
    OUTPUTS,
    PEOPLE,
    PLACES,
    TIER_SIZES,
)
from whowhom.core.draw import history_key

HISTORIES_A_TASK = 8
ROWS, LINE = 19, 16
"""Rows of numbers of a history, and how many numbers of 32 bits fill a cache line.

A row begins on one, so that wide loads do not straddle two.
"""
LAST_TIER = np.float32(TIER_SIZES[-1])
INDICATORS_32, GROUPS_32 = np.float32(INDICATORS), np.float32(GROUPS)


@compiled
def about_people(
    out, died, health, opinion_0, opinion_1, loyalty, prestige, clients, secretary, leader, spare, n
):
    """Outputs 3 to 13."""
    people = np.float32(n)
    out[3] = np.float32(died) / people
    out[4] = lane_sum(health, n) / people
    out[5] = lane_sum(opinion_0, n) / people
    out[6] = lane_sum(opinion_1, n) / people
    for i in range(n):
        spare[i] = opinion_0[i] * opinion_0[i] + opinion_1[i] * opinion_1[i]
    out[7] = lane_sum(spare, n) / people
    out[8] = lane_sum(loyalty, n) / people
    out[9] = lane_sum(prestige, n) / people
    top, most = c.ZERO, c.ZERO
    for i in range(n):
        top = prestige[i] if prestige[i] > top else top
        most = clients[i] if clients[i] > most else most
    out[10] = top
    out[11] = clients[secretary] / people
    out[12] = clients[leader] / people
    out[13] = most / people


@compiled
def about_seats(out, filled, holder, competence, loyalty, patron, leader):
    """Outputs 14 to 17."""
    seats = np.float32(holder.size)
    skill, trust, own = c.ZERO, c.ZERO, c.ZERO
    for s in range(holder.size):
        who = holder[s]
        skill += competence[who]
        trust += loyalty[who]
        own += c.ONE if patron[who] == leader else c.ZERO
    out[14] = np.float32(filled) / seats
    out[15] = skill / seats
    out[16] = trust / seats
    out[17] = own / seats


@compiled
def about_groups(out, economy, discontent, support, leaning, congress, leader, places):
    """Outputs 0 to 2 and 18 to 20."""
    out[0] = lane_sum(economy, INDICATORS) / INDICATORS_32
    out[1] = lane_sum(discontent, GROUPS) / GROUPS_32
    out[2] = lane_sum(support, GROUPS) / GROUPS_32
    out[18] = lane_sum(leaning[leader], places) / np.float32(places)
    out[19] = congress[leader] / (LAST_TIER * np.float32(places))
    out[20] = np.float32(leader)


@compiled
def history(key, months, n, places, out):
    """Run one history and write its outputs, shape (months, 21)."""
    width = -(-max(n, CURRENTS * places) // LINE) * LINE
    raw = np.zeros(ROWS * width + LINE, np.float32)
    start = (-raw.ctypes.data // raw.itemsize) % LINE
    rows = raw[start : start + ROWS * width].reshape((ROWS, width))
    opinion_0, opinion_1, competence, health = rows[12], rows[13], rows[14], rows[15]
    loyalty, prestige, clients = rows[16], rows[17], rows[18]
    patron, partner, dead = np.zeros(n, np.uint32), np.zeros(n, np.uint32), np.zeros(n, np.int8)
    economy = np.zeros(INDICATORS, np.float32)
    discontent, support = np.full(GROUPS, c.HALF), np.full(GROUPS, c.HALF)
    seats = places + OFFICES
    holder, won, seat_of = np.empty(seats, np.uint32), np.empty(seats, np.uint32), np.empty(seats, np.int64)
    for s in range(seats):
        holder[s] = np.uint32(CURRENTS + s)
    leaning, votes = np.zeros((CURRENTS, places), np.float32), np.empty((CURRENTS, places), np.float32)
    favourite, congress = np.empty(places, np.int32), np.zeros(CURRENTS, np.float32)
    leader = np.uint32(0)
    a, b, d, e, f, share = rows[6], rows[7], rows[8], rows[9], rows[10], rows[11]
    begin(key, opinion_0, opinion_1, competence, health, loyalty, patron, n)
    for t in range(1, months + 1):
        economy_and_groups(key, t, economy, discontent, support)
        died = deaths(key, t, health, dead, a, b, n)
        if died > 0:
            newcomers(
                key, t, dead, opinion_0, opinion_1, competence, health, loyalty, prestige, patron, leader, n
            )
        persuasion(key, t, opinion_0, opinion_1, prestige, loyalty, patron, partner, a, b, d, rows[:6], n)
        standing(opinion_0, opinion_1, loyalty, prestige, competence, patron, clients, a, b, n)
        filled = vacancies(
            key,
            t,
            holder,
            dead,
            opinion_0,
            opinion_1,
            competence,
            prestige,
            loyalty,
            patron,
            leader,
            a,
            won,
            seat_of,
            n,
        )
        leanings(key, t, leaning, support, holder, opinion_0, opinion_1, leader, a, b, d, e, places)
        secretary = holder[places]
        if t % ELECTION_PERIOD == 0:
            favourites(favourite, a, b, places)
            delegates(key, t, leaning, favourite, votes, d, e, share, f, congress, places)
            leader = contest(
                key, t, congress, prestige, opinion_0, opinion_1, loyalty, patron, secretary, leader, d, e, n
            )
        row = out[t - 1]
        about_groups(row, economy, discontent, support, leaning, congress, leader, places)
        about_people(
            row, died, health, opinion_0, opinion_1, loyalty, prestige, clients, secretary, leader, a, n
        )
        about_seats(row, filled, holder, competence, loyalty, patron, leader)


@compiled
def histories(seed, first, months, n, places, out):
    """Run consecutive histories."""
    for k in range(out.shape[0]):
        history(history_key(np.uint64(seed), np.uint64(first + k)), months, n, places, out[k])


def run(
    seed: int,
    first: int,
    count: int,
    months: int = MONTHS,
    people: int = PEOPLE,
    places: int = PLACES,
    threads: int = 1,
) -> NDArray[np.float32]:
    """Return the outputs of histories first .. first+count-1, shape (count, months, 21)."""
    outputs = np.empty((count, months, len(OUTPUTS)), np.float32)
    if threads == 1:
        histories(seed, first, months, people, places, outputs)
        return outputs
    step = max(1, min(HISTORIES_A_TASK, -(-count // threads)))
    with ThreadPoolExecutor(threads) as pool:
        tasks = [
            pool.submit(histories, seed, first + k, months, people, places, outputs[k : k + step])
            for k in range(0, count, step)
        ]
        for task in tasks:
            task.result()
    return outputs
