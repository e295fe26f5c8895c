"""Steps 1 to 9 of the declared model, hand-written: split loops that vectorise, plain for rare events."""

from __future__ import annotations

import numpy as np

from benchmarks import single as c
from benchmarks.arithmetic import compiled, counter_base, fill_normal, fill_uniform, fill_whole, gather
from benchmarks.parameters import CANDIDATES, GROUPS, INDICATORS, OFFICES
from whowhom.core.dense import clip, exponential32, gumbel_of, normal_of, uniform_of, whole_of
from whowhom.core.draw import squares32

SLOTS = 4


@compiled
def word_at(key: np.uint64, month: int, stream: int, index: int) -> np.uint64:
    """Return one random word."""
    return squares32(counter_base(month, stream) + np.uint64(index), key)


@compiled
def begin(key, opinion_0, opinion_1, competence, health, loyalty, patron, n):
    """Fill the people of month 0."""
    fill_uniform(opinion_0, key, counter_base(0, c.FIRST_OPINION_STREAM), n)
    fill_uniform(opinion_1, key, counter_base(0, c.FIRST_OPINION_STREAM) + np.uint64(n), n)
    fill_uniform(competence, key, counter_base(0, c.FIRST_COMPETENCE_STREAM), n)
    fill_uniform(health, key, counter_base(0, c.FIRST_HEALTH_STREAM), n)
    fill_whole(patron, key, counter_base(0, c.FIRST_PATRON_STREAM), n, SLOTS)
    for i in range(n):
        opinion_0[i] = c.TWO * opinion_0[i] - c.ONE
        opinion_1[i] = c.TWO * opinion_1[i] - c.ONE
        health[i] = c.HALF + c.HALF * health[i]
        loyalty[i] = c.LOYALTY_START
    for i in range(SLOTS):
        opinion_0[i] = c.POSITION_0[i]
        opinion_1[i] = c.POSITION_1[i]


@compiled
def economy_and_groups(key, t, economy, discontent, support):
    """Steps 1 and 2."""
    for k in range(INDICATORS):
        shock = normal_of(word_at(key, t, c.ECONOMY_STREAM, k))
        economy[k] = c.PERSISTENCE * economy[k] + c.SHOCK * shock
    for g in range(GROUPS):
        d, s = discontent[g], support[g]
        aim = (
            c.DISCONTENT_LEVEL - c.ECONOMY_EFFECT * economy[g % INDICATORS] + c.SUPPORT_EFFECT * (c.HALF - s)
        )
        noise = c.MOOD_NOISE * normal_of(word_at(key, t, c.DISCONTENT_STREAM, g))
        discontent[g] = clip(d + c.MOOD_RATE * (aim - d) + noise, c.ZERO, c.ONE)
        noise = c.MOOD_NOISE * normal_of(word_at(key, t, c.SUPPORT_STREAM, g))
        support[g] = clip(s + c.MOOD_RATE * (c.ONE - discontent[g] - s) + noise, c.ZERO, c.ONE)


@compiled
def deaths(key, t, health, dead, first, second, n):
    """Step 3; returns how many died."""
    fill_uniform(first, key, counter_base(t, c.DECLINE_STREAM), n)
    fill_uniform(second, key, counter_base(t, c.DEATH_STREAM), n)
    for i in range(n):
        left = health[i] - (c.DECLINE_LEAST + c.DECLINE_SPREAD * first[i])
        health[i] = left if left > c.ZERO else c.ZERO
    count = np.int32(0)
    for i in range(n):
        hazard = c.HAZARD_LEAST + c.HAZARD_SCALE * exponential32(-c.HAZARD_STEEPNESS * health[i])
        dies = np.int32(1) if second[i] < hazard else np.int32(0)
        dead[i] = dies
        count += dies
    return count


@compiled
def newcomers(key, t, dead, opinion_0, opinion_1, competence, health, loyalty, prestige, patron, leader, n):
    """Step 4: clients of the dead pass to the leader, then the dead are replaced."""
    for j in range(n):
        if dead[patron[j]] != 0:
            patron[j] = leader
            loyalty[j] = c.HALF * loyalty[j]
    for i in range(n):
        if dead[i] != 0:
            health[i] = c.HALF + c.HALF * uniform_of(word_at(key, t, c.NEW_HEALTH_STREAM, i))
            competence[i] = uniform_of(word_at(key, t, c.NEW_COMPETENCE_STREAM, i))
            opinion_0[i] = c.TWO * uniform_of(word_at(key, t, c.NEW_OPINION_STREAM, i)) - c.ONE
            opinion_1[i] = c.TWO * uniform_of(word_at(key, t, c.NEW_OPINION_STREAM, n + i)) - c.ONE
            if i < SLOTS:
                opinion_0[i] = c.POSITION_0[i]
                opinion_1[i] = c.POSITION_1[i]
            prestige[i] = c.ZERO
            loyalty[i] = c.LOYALTY_START
            patron[i] = whole_of(word_at(key, t, c.NEW_PATRON_STREAM, i), SLOTS)


@compiled
def voices(heard, own_0, own_1, at_0, at_1, n):
    """Turn gathered prestige into the weight of each voice, for one set of partners."""
    for i in range(n):
        d_0, d_1 = at_0[i] - own_0[i], at_1[i] - own_1[i]
        weight = heard[i] + c.PRESTIGE_FLOOR
        heard[i] = weight if d_0 * d_0 + d_1 * d_1 < c.CONFIDENCE else c.ZERO


@compiled
def pull(total, heard, at, own, n):
    """Add the weighted pull of one set of partners along one dimension of opinion."""
    for i in range(n):
        total[i] += heard[i] * (at[i] - own[i])


@compiled
def move(own, total, weights, at_patron, loyalty, noise, n):
    """Move everybody along one dimension of opinion."""
    for i in range(n):
        total[i] = c.PERSUASION * total[i] / (c.ONE + weights[i])
    for i in range(n):
        total[i] += c.PATRON_PULL * loyalty[i] * (at_patron[i] - own[i])
    for i in range(n):
        own[i] = clip(own[i] + total[i] + c.OPINION_NOISE * noise[i], -c.ONE, c.ONE)


@compiled
def persuasion(key, t, opinion_0, opinion_1, prestige, loyalty, patron, partner, at_0, at_1, heard, work, n):
    """Step 5: everybody hears four others and the patron, all at once."""
    total_0, total_1, weights, noise = work[0], work[1], work[2], work[3]
    patron_0, patron_1 = work[4], work[5]
    for i in range(n):
        total_0[i] = c.ZERO
        total_1[i] = c.ZERO
        weights[i] = c.ZERO
    gather(patron_0, opinion_0, patron, n)
    gather(patron_1, opinion_1, patron, n)
    for m in range(SLOTS):
        fill_whole(partner, key, counter_base(t, c.PARTNER_STREAM) + np.uint64(m * n), n, n)
        gather(at_0, opinion_0, partner, n)
        gather(at_1, opinion_1, partner, n)
        gather(heard, prestige, partner, n)
        voices(heard, opinion_0, opinion_1, at_0, at_1, n)
        pull(total_0, heard, at_0, opinion_0, n)
        pull(total_1, heard, at_1, opinion_1, n)
        for i in range(n):
            weights[i] += heard[i]
    fill_normal(noise, key, counter_base(t, c.OPINION_NOISE_STREAM), n)
    move(opinion_0, total_0, weights, patron_0, loyalty, noise, n)
    fill_normal(noise, key, counter_base(t, c.OPINION_NOISE_STREAM) + np.uint64(n), n)
    move(opinion_1, total_1, weights, patron_1, loyalty, noise, n)


@compiled
def standing(opinion_0, opinion_1, loyalty, prestige, competence, patron, clients, near_0, near_1, n):
    """Steps 6 to 8: loyalty, clients and prestige."""
    gather(near_0, opinion_0, patron, n)
    gather(near_1, opinion_1, patron, n)
    for i in range(n):
        d_0, d_1 = near_0[i] - opinion_0[i], near_1[i] - opinion_1[i]
        near_0[i] = exponential32(-c.LOYALTY_STEEPNESS * (d_0 * d_0 + d_1 * d_1))
    for i in range(n):
        loyalty[i] += c.LOYALTY_RATE * (near_0[i] - loyalty[i])
        clients[i] = c.ZERO
    for i in range(n):
        clients[patron[i]] += c.ONE
    for i in range(n):
        followed = clients[i] / (clients[i] + c.CLIENT_HALF)
        aim = c.COMPETENCE_SHARE * competence[i] + c.CLIENT_SHARE * followed
        prestige[i] += c.PRESTIGE_RATE * (aim - prestige[i])


@compiled
def best_candidate(key, t, seat, chief, opinion_0, opinion_1, competence, prestige, loyalty, patron, n):
    """Return the best of eight random candidates for one vacant seat in the eyes of `chief`."""
    best, winner = c.LOWEST, np.uint32(0)
    for j in range(CANDIDATES):
        index = CANDIDATES * seat + j
        who = whole_of(word_at(key, t, c.CANDIDATE_STREAM, index), n)
        d_0, d_1 = opinion_0[who] - opinion_0[chief], opinion_1[who] - opinion_1[chief]
        value = loyalty[who] if patron[who] == chief else c.ZERO
        value += c.COMPETENCE_WEIGHT * competence[who]
        value -= c.DISTANCE_WEIGHT * np.sqrt(d_0 * d_0 + d_1 * d_1)
        value += c.PRESTIGE_WEIGHT * prestige[who]
        value += c.GUMBEL_WEIGHT * gumbel_of(word_at(key, t, c.CANDIDATE_NOISE_STREAM, index))
        if value > best:
            best, winner = value, who
    return winner


@compiled
def vacancies(
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
    chance,
    won,
    seat_of,
    n,
):
    """Step 9; returns how many seats were filled. `chance`, `won` and `seat_of` are buffers."""
    seats = holder.size
    places = seats - OFFICES
    secretary = holder[places]
    fill_uniform(chance, key, counter_base(t, c.ROTATION_STREAM), seats)
    filled = 0
    for s in range(seats):
        if dead[holder[s]] != 0 or chance[s] < c.ROTATION:
            chief = secretary if s < places else leader
            won[filled] = best_candidate(
                key, t, s, chief, opinion_0, opinion_1, competence, prestige, loyalty, patron, n
            )
            seat_of[filled] = s
            filled += 1
    for v in range(filled):
        s, who = seat_of[v], won[v]
        holder[s] = who
        patron[who] = secretary if s < places else leader
        loyalty[who] = loyalty[who] if loyalty[who] > c.LOYALTY_SEATED else c.LOYALTY_SEATED
    return filled
