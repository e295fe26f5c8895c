"""The counter-based generator squares32 (Widynski 2020, arXiv:2004.06278): a word for a counter and a key.

The key is that of a history; the counter packs month (12 bits), stream (20 bits) and index (32 bits), as
`core.draw` says, through which mechanisms reach it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import kernel

MONTH_BITS, STREAM_BITS, INDEX_BITS = 12, 20, 32
LAST_MONTH = (1 << MONTH_BITS) - 1
MASK_32 = np.uint64(0xFFFFFFFF)
HALF_WORD = np.uint64(32)
MONTH_SHIFT = np.uint64(STREAM_BITS + INDEX_BITS)
STREAM_SHIFT = np.uint64(INDEX_BITS)
TWO_TO_MINUS_32 = 2.0**-32


@kernel
def splitmix64(x: np.uint64) -> np.uint64:
    """Return the finaliser of SplitMix64 (Steele, Lea and Flood 2014) applied to x + its golden constant."""
    z = x + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@kernel
def squares_key(source: np.uint64) -> np.uint64:
    """Return a key as squares32 asks for it: 8 different non-zero hex digits, twice, the last one odd."""
    key = np.uint64(0)
    state = source
    for _half in range(2):
        used = np.uint64(0)
        count = 0
        while count < 8:
            state = splitmix64(state)
            digit = state & np.uint64(15)
            bit = np.uint64(1) << digit
            if digit == np.uint64(0) or (used & bit) != np.uint64(0):
                continue
            if count == 7 and (digit & np.uint64(1)) == np.uint64(0):
                continue
            used |= bit
            key = (key << np.uint64(4)) | digit
            count += 1
    return key


@kernel
def history_key(seed: np.uint64, history: np.uint64) -> np.uint64:
    """Return the key of one history: the only place where (seed, history) becomes randomness."""
    return squares_key(splitmix64(splitmix64(np.uint64(seed)) ^ np.uint64(history)))


@kernel
def squares32(counter: np.uint64, key: np.uint64) -> np.uint64:
    """Return 32 random bits: squares32 of Widynski 2020, four rounds of squaring."""
    x = counter * key
    y = x
    z = y + key
    x = x * x + y
    x = (x >> HALF_WORD) | (x << HALF_WORD)
    x = x * x + z
    x = (x >> HALF_WORD) | (x << HALF_WORD)
    x = x * x + y
    x = (x >> HALF_WORD) | (x << HALF_WORD)
    return (x * x + z) >> HALF_WORD


@kernel
def uniforms(
    seed: np.uint64, histories: NDArray[np.int64], streams_of: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return one uniform number (H, N) for each history and stream, in month 0, index 0."""
    table = np.empty((histories.size, streams_of.size), np.float64)
    for row in range(histories.size):
        key = np.uint64(history_key(np.uint64(seed), np.uint64(histories[row])))
        for column in range(streams_of.size):
            counter = np.uint64(streams_of[column]) << STREAM_SHIFT
            table[row, column] = (float(squares32(counter, key)) + 0.5) * TWO_TO_MINUS_32
    return table
