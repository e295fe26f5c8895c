"""Members in cells: dense passes over a block of whole cells, in loops that become vector code.

A block is a run of members that begins with the first member of a cell; numbers of cell-mates are counted
from the first member of the block. Every pass reads and writes small arrays that the caller owns: nothing is
allocated here and nothing depends on another block, so that blocks may be worked at in any order, on any
thread. As in `core.dense`, what gathers does not calculate, and all numbers are float32.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.dense import ONE, ZERO, clip
from whowhom.core.kernel import kernel

BLOCK = 1280
"""Members worked at together: eight arrays of so many 32-bit numbers stay in the fastest cache."""
ONE_SEAT, HALF_A_WORD, LOW_HALF_WORD = np.uint32(1), np.uint32(16), np.uint32(0xFFFF)
FINE = np.float32(1 << 20)
"""Sums are kept in units of one in so many; a block of shares stays below 2^31 of them."""


@kernel
def block_members(cell: int, district: int) -> int:
    """Return how many members to work at together: whole cells, at most a district, about `BLOCK`."""
    cells = max(BLOCK // cell, 1)
    return min(cells * cell, district)


@kernel
def number_seats(cell: int, seat: NDArray[np.uint32]) -> None:
    """Write the place of each member of a block in his cell, 0 to cell - 1."""
    for i in range(seat.size):
        seat[i] = np.uint32(i % cell)


@kernel
def split_words(word: NDArray[np.uint32], half: NDArray[np.uint32]) -> None:
    """Write 16 random bits for each member of a block, from one word of 32 for two of them.

    word: half as many as members, rounded up; the high bits of word i are member i's, the low ones those of
    the member as many words on. Shifts are by constants, which the compiler needs for vector code.
    """
    for i in range(word.size):
        half[i] = np.uint32(word[i] >> HALF_A_WORD)
    low = half[word.size :]
    for i in range(low.size):
        low[i] = np.uint32(word[i] & LOW_HALF_WORD)


@kernel
def find_mates(seat: NDArray[np.uint32], cell: int, mate: NDArray[np.uint32]) -> None:
    """Turn 16 random bits of each member of a block to the number of the cell-mate whom he meets.

    Bits w mean the member in place (s + 1 + floor(w (cell - 1) / 2^16)) mod cell, s being one's own place, so
    that no chance differs from 1 / (cell - 1) by more than 2^-16. In cells of one a member meets himself.
    """
    size, others = np.uint32(cell), np.uint32(cell - 1)
    for i in range(mate.size):
        number = np.uint32(np.uint32(mate[i] * others) >> HALF_A_WORD)
        place = np.uint32(np.uint32(seat[i] + number) + ONE_SEAT)
        place = np.uint32(place - size) if place >= size else place
        mate[i] = np.uint32(np.uint32(np.uint32(i) - seat[i]) + place)


@kernel
def meet(
    leaning: NDArray[np.float32],
    heard: NDArray[np.float32],
    stand: NDArray[np.float32],
    confidence: np.float32,
    weight: np.float32,
    pull: np.float32,
) -> int:
    """Move each leaning towards what was heard, if it is within the bound, and towards the patron's stand.

    Returns the sum of the leanings in units of 2^-20, each rounded down: whole numbers have one sum in any
    order.
    """
    total = np.int32(0)
    for i in range(leaning.size):
        own = leaning[i]
        apart = heard[i] - own
        near = apart if abs(apart) < confidence else ZERO
        moved = clip(own + weight * near + pull * (stand[i] - own), ZERO, ONE)
        leaning[i] = moved
        total = np.int32(total + np.int32(moved * FINE))
    return int(total)


@kernel
def settle(
    loyalty: NDArray[np.float32],
    leaning: NDArray[np.float32],
    stand: NDArray[np.float32],
    settling: np.float32,
) -> int:
    """Move each loyalty towards 1 less the squared distance from the patron; return their sum as `meet`."""
    total = np.int32(0)
    for i in range(loyalty.size):
        apart = leaning[i] - stand[i]
        moved = loyalty[i] + settling * (ONE - apart * apart - loyalty[i])
        loyalty[i] = moved
        total = np.int32(total + np.int32(moved * FINE))
    return int(total)


@kernel
def cast(
    leaning: NDArray[np.float32],
    loyalty: NDArray[np.float32],
    stand: NDArray[np.float32],
    luck: NDArray[np.float32],
    obedience: np.float32,
    vote: NDArray[np.int32],
) -> None:
    """Write 1 for a vote for the challenger and 0 for one for the line.

    The chance is the leaning, moved by obedience times loyalty to the patron's stand.
    """
    for i in range(vote.size):
        chance = leaning[i] + obedience * loyalty[i] * (stand[i] - leaning[i])
        vote[i] = np.int32(1) if luck[i] < chance else np.int32(0)


@kernel
def count_cells(vote: NDArray[np.int32], cell: int, ayes: NDArray[np.int32]) -> int:
    """Write the votes for the challenger in each cell of a block; return their sum."""
    total, at = np.int32(0), 0
    for number in range(ayes.size):
        here = np.int32(0)
        for _ in range(cell):
            here = np.int32(here + vote[np.uint32(at)])
            at += 1
        ayes[number] = here
        total = np.int32(total + here)
    return int(total)


@kernel
def count_won(ayes: NDArray[np.int32], cell: int, luck: NDArray[np.float32], thumb: np.float32) -> int:
    """Return how many cells the challenger wins: more than half of the votes, and no nominee instead."""
    won = np.int32(0)
    half = np.int32(cell // 2)
    for number in range(ayes.size):
        wins = ayes[number] > half and luck[number] >= thumb
        won = np.int32(won + (np.int32(1) if wins else np.int32(0)))
    return int(won)
