"""Members in cells: dense passes over a block of whole cells, in loops that become vector code.

A block is a run of members that begins with the first member of a cell; numbers of cell-mates are counted from
the first member of the block. Every pass reads and writes small arrays that the caller owns: nothing is
allocated here and nothing depends on another block, so that blocks may be worked at in any order, on any
thread. As in `core.dense`, what gathers does not calculate, and all numbers are float32.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.dense import ONE, ZERO, clip
from whowhom.core.kernel import inner

BLOCK = 1280
"""Members worked at together: what a mechanism holds of them, eight arrays or fewer, stays in the fastest cache."""
ONE_SEAT, HALF_A_WORD, LOW_HALF_WORD = np.uint32(1), np.uint32(16), np.uint32(0xFFFF)
FINE = np.float32(1 << 20)
"""Sums are kept in units of one in so many; a block of shares stays below 2^31 of them."""


@inner
def block_members(cell: int, district: int) -> int:
    """Return how many members to work at together: whole cells, at most a district, about `BLOCK`."""
    cells = max(BLOCK // cell, 1)
    return min(cells * cell, district)


@inner
def number_seats(cell: int, seat: NDArray[np.uint32]) -> None:
    """Write the place of each member of a block in his cell, 0 to cell - 1."""
    for i in range(seat.size):
        seat[i] = np.uint32(i % cell)


@inner
def _mate(member: int, bits: np.uint32, seat: np.uint32, cell: np.uint32) -> np.uint32:
    """Return the number of the cell-mate whom 16 random bits mean."""
    number = np.uint32(np.uint32(bits * np.uint32(cell - ONE_SEAT)) >> HALF_A_WORD)
    place = np.uint32(np.uint32(seat + number) + ONE_SEAT)
    place = np.uint32(place - cell) if place >= cell else place
    return np.uint32(np.uint32(np.uint32(member) - seat) + place)


@inner
def find_mates(
    word: NDArray[np.uint32], seat: NDArray[np.uint32], cell: int, mate: NDArray[np.uint32]
) -> None:
    """Write the number of the cell-mate whom each member of a block meets, all others of his cell alike.

    word: 32 random bits for each of the first members, half of the block, rounded up: the high 16 bits are
    his, the low ones those of the member half a block on. 16 bits w mean the member in place
    (s + 1 + floor(w (cell - 1) / 2^16)) mod cell, s being one's own place, so that no chance differs from
    1 / (cell - 1) by more than 2^-16. In cells of one a member meets himself.
    """
    half, size = word.size, np.uint32(cell)
    for i in range(half):
        mate[i] = _mate(i, np.uint32(word[i] >> HALF_A_WORD), seat[i], size)
    for i in range(mate.size - half):
        mate[half + i] = _mate(half + i, np.uint32(word[i] & LOW_HALF_WORD), seat[half + i], size)


@inner
def meet(
    leaning: NDArray[np.float32],
    heard: NDArray[np.float32],
    stand: NDArray[np.float32],
    confidence: np.float32,
    weight: np.float32,
    pull: np.float32,
) -> int:
    """Move each leaning towards what was heard, if it is within the bound, and towards the patron's stand.

    Returns the sum of the leanings in units of 2^-20, each rounded down: whole numbers have one sum in any order.
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


@inner
def settle(
    loyalty: NDArray[np.float32],
    leaning: NDArray[np.float32],
    stand: NDArray[np.float32],
    settling: np.float32,
) -> int:
    """Move each loyalty towards one less the squared distance from the patron's stand; return the sum as `meet`."""
    total = np.int32(0)
    for i in range(loyalty.size):
        apart = leaning[i] - stand[i]
        moved = loyalty[i] + settling * (ONE - apart * apart - loyalty[i])
        loyalty[i] = moved
        total = np.int32(total + np.int32(moved * FINE))
    return int(total)


@inner
def cast(
    leaning: NDArray[np.float32],
    loyalty: NDArray[np.float32],
    stand: NDArray[np.float32],
    luck: NDArray[np.float32],
    obedience: np.float32,
    vote: NDArray[np.float32],
) -> None:
    """Write 1 for a vote for the challenger and 0 for one for the line.

    The chance is the leaning, moved by obedience times loyalty to the patron's stand.
    """
    for i in range(vote.size):
        chance = leaning[i] + obedience * loyalty[i] * (stand[i] - leaning[i])
        vote[i] = ONE if luck[i] < chance else ZERO
