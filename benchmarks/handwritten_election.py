"""Steps 10 and 11 of the declared model, hand-written: leanings, delegates, slate and vote."""

from __future__ import annotations

import numpy as np

from benchmarks import single as c
from benchmarks.arithmetic import compiled, counter_base, fill_normal, gather
from benchmarks.parameters import CURRENTS, GROUPS, SLATE_LEAST, SLATE_SIZES
from whowhom.core.dense import exponential32, whole_of
from whowhom.core.draw import squares32


@compiled
def leanings(key, t, leaning, support, holder, opinion_0, opinion_1, leader, at_0, at_1, mood, noise, places):
    """Step 10; leaves the secretaries' opinions in `at_0` and `at_1`."""
    gather(at_0, opinion_0, holder, places)
    gather(at_1, opinion_1, holder, places)
    for place in range(places):
        mood[place] = support[place % GROUPS]
    fill_normal(noise, key, counter_base(t, c.LEANING_STREAM), CURRENTS * places)
    for current in range(CURRENTS):
        row, shock = leaning[current], noise[current * places : (current + 1) * places]
        x_0, x_1 = c.POSITION_0[current], c.POSITION_1[current]
        factor = c.ONE if current == leader else -c.OPPOSITION_SHARE
        for place in range(places):
            d_0, d_1 = at_0[place] - x_0, at_1[place] - x_1
            aim = c.SECRETARY_LEVEL - c.SECRETARY_SLOPE * (d_0 * d_0 + d_1 * d_1)
            aim += factor * (mood[place] - c.HALF)
            value = row[place] + c.LEANING_RATE * (aim - row[place])
            row[place] = value + c.LEANING_NOISE * shock[place]


@compiled
def favourites(favourite, at_0, at_1, places):
    """Write the current nearest to each provincial secretary, the first of equals."""
    for place in range(places):
        best, nearest = np.float32(1e30), np.int32(0)
        for current in range(CURRENTS):
            d_0, d_1 = at_0[place] - c.POSITION_0[current], at_1[place] - c.POSITION_1[current]
            distance = d_0 * d_0 + d_1 * d_1
            if distance < best:
                best, nearest = distance, np.int32(current)
        favourite[place] = nearest


@compiled
def split_current(votes, left, rest, share, noise, places):
    """Replace one current's votes by its conditional binomial share of the delegates left in each place."""
    for place in range(places):
        part = votes[place] / (rest[place] if rest[place] > c.TINY else c.TINY)
        share[place] = part if part < c.ONE else c.ONE
    for place in range(places):
        rest[place] -= votes[place]
    for place in range(places):
        mean = left[place] * share[place]
        value = mean + np.sqrt(mean * (c.ONE - share[place])) * noise[place] + c.HALF
        value = value if value > c.ZERO else c.ZERO
        value = value if value < left[place] else left[place]
        votes[place] = np.float32(np.int32(value))
    for place in range(places):
        left[place] -= votes[place]


@compiled
def delegates(key, t, leaning, favourite, votes, left, rest, share, noise, congress, places):
    """Three tiers of delegates, with the thumb of the secretary on each."""
    for current in range(CURRENTS):
        for place in range(places):
            votes[current, place] = exponential32(leaning[current, place])
    for tier in range(3):
        for current in range(CURRENTS):
            row = votes[current]
            for place in range(places):
                row[place] *= c.TILT if favourite[place] == current else c.ONE
        for place in range(places):
            left[place] = c.TIER_SIZES[tier]
            rest[place] = (votes[0, place] + votes[1, place]) + (votes[2, place] + votes[3, place])
        for current in range(CURRENTS - 1):
            base = counter_base(t, c.DELEGATES_STREAM) + np.uint64((3 * tier + current) * places)
            fill_normal(noise, key, base, places)
            split_current(votes[current], left, rest, share, noise, places)
        for place in range(places):
            votes[CURRENTS - 1, place] = left[place]
    for current in range(CURRENTS):
        total = c.ZERO
        for place in range(places):
            total += votes[current, place]
        congress[current] = total


@compiled
def greatest(values, k, n):
    """Return the k-th greatest of the first n values, reordering them (quickselect)."""
    low, high, wanted = 0, n - 1, k - 1
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


@compiled
def vote(challenger, leader, score, least, size, opinion_0, opinion_1, loyalty, patron, n):
    """Return whether the slate (the `size` best scores, equals by lower index) prefers the challenger."""
    ties = size
    for i in range(n):
        if score[i] > least:
            ties -= 1
    yes = 0
    for i in range(n):
        if score[i] < least:
            continue
        if score[i] == least:
            if ties == 0:
                continue
            ties -= 1
        a_0, a_1 = opinion_0[i] - opinion_0[challenger], opinion_1[i] - opinion_1[challenger]
        b_0, b_1 = opinion_0[i] - opinion_0[leader], opinion_1[i] - opinion_1[leader]
        against, keep = a_0 * a_0 + a_1 * a_1, b_0 * b_0 + b_1 * b_1
        if patron[i] == challenger:
            against -= c.VOTE_LOYALTY * loyalty[i]
        elif patron[i] == leader:
            keep -= c.VOTE_LOYALTY * loyalty[i]
        if against < keep:
            yes += 1
    return 2 * yes > size


@compiled
def contest(
    key, t, congress, prestige, opinion_0, opinion_1, loyalty, patron, secretary, leader, score, spare, n
):
    """Slate and vote; returns who leads afterwards."""
    challenger = np.uint32(0)
    for current in range(1, CURRENTS):
        if congress[current] > congress[challenger]:
            challenger = np.uint32(current)
    if challenger == leader:
        return leader
    size = SLATE_LEAST + np.int64(whole_of(squares32(counter_base(t, c.SLATE_SIZE_STREAM), key), SLATE_SIZES))
    fill_normal(score, key, counter_base(t, c.SLATE_NOISE_STREAM), n)
    for i in range(n):
        bonus = c.MACHINE_BONUS if patron[i] == secretary else c.ZERO
        score[i] = prestige[i] + c.SLATE_NOISE * score[i] + bonus
    for i in range(n):
        spare[i] = score[i]
    least = greatest(spare, size, n)
    if vote(challenger, leader, score, least, size, opinion_0, opinion_1, loyalty, patron, n):
        return challenger
    return leader
