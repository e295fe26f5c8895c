"""Primitives for dense work: everybody at once, every month, in loops that become vector code.

A loop that both gathers and writes stays scalar, because the compiler cannot rule out that the arrays
overlap. Dense mechanisms therefore work in three kinds of passes over small buffers: draws (`fill_uniform`,
`fill_normal`, `fill_whole`) and `exponential32` into a buffer, `gather` into a buffer, then plain arithmetic
(`relax`). Rare events keep natural loops with `whowhom.core.draw`. Buffers are taken at the top of
`step`: one allocation, warm in the cache; those of `rows` begin on a cache line, so that wide loads do not
straddle two.

All numbers are float32 and all constants too: one bare Python float would promote a whole loop to 64 bits.
Sums have a fixed order (`lane_sum`). The bits are the same on every machine, and with NUMBA_DISABLE_JIT=1.
The fills are refused in exact mode, by the name of their stream.
Does not model: a true normal; `fill_normal` adds four bytes of a word (kurtosis 2.7, nothing beyond 3.46).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.draw import MONTH_SHIFT, STREAM_SHIFT, Draw, _refuse, squares32
from whowhom.core.elementary import logarithm
from whowhom.core.kernel import kernel

ZERO, HALF, ONE = np.float32(0.0), np.float32(0.5), np.float32(1.0)
TWO_TO_MINUS_23 = np.float32(2.0**-23)
BYTES_CENTRE = np.float32(510.0)
BYTES_SCALE = np.float32(1.0 / np.sqrt(21845.0))
NINE, EIGHT, SIXTEEN, THIRTY_TWO = np.uint64(9), np.uint64(8), np.uint64(16), np.uint64(32)
EVEN_BYTES, LOW_HALF = np.uint64(0x00FF00FF), np.uint64(0xFFFF)
ONE_32ND = np.float32(1.0 / 32.0)
C2, C3, C4, C5, C6 = (np.float32(1.0 / d) for d in (2.0, 6.0, 24.0, 120.0, 720.0))
LANES = 8
LINE = 16
"""Numbers of 32 bits in a cache line."""


@kernel
def counter_of(month: int, stream_number: int, index: int) -> np.uint64:
    """Return the counter of one draw, before it is hashed; the next index has the next counter."""
    return (np.uint64(month) << MONTH_SHIFT) + (np.uint64(stream_number) << STREAM_SHIFT) + np.uint64(index)


@kernel
def uniform_of(word: np.uint64) -> np.float32:
    """Return the uniform number of 32 random bits: 23 of them, strictly between 0 and 1."""
    return (np.float32(np.int32(word >> NINE)) + HALF) * TWO_TO_MINUS_23


@kernel
def normal_of(word: np.uint64) -> np.float32:
    """Return the nearly normal number of 32 random bits: four bytes added; mean 0, variance 1."""
    pairs = (word & EVEN_BYTES) + ((word >> EIGHT) & EVEN_BYTES)
    total = np.int32((pairs & LOW_HALF) + (pairs >> SIXTEEN))
    return (np.float32(total) - BYTES_CENTRE) * BYTES_SCALE


@kernel
def whole_of(word: np.uint64, below: int) -> np.uint32:
    """Return the whole number 0 .. below-1 of 32 random bits."""
    return np.uint32((word * np.uint64(below)) >> THIRTY_TWO)


@kernel
def gumbel_of(word: np.uint64) -> np.float32:
    """Return the Gumbel number of 32 random bits, the noise of a logit choice."""
    return np.float32(-logarithm(-logarithm(np.float64(uniform_of(word)))))


@kernel
def uniforms_from(key: np.uint64, counter: np.uint64, out: NDArray[np.float32]) -> None:
    """Write the uniform numbers of consecutive counters of one history."""
    for i in range(out.size):
        out[i] = uniform_of(squares32(counter + np.uint64(i), key))


@kernel
def normals_from(key: np.uint64, counter: np.uint64, out: NDArray[np.float32]) -> None:
    """Write the nearly normal numbers of consecutive counters of one history."""
    for i in range(out.size):
        out[i] = normal_of(squares32(counter + np.uint64(i), key))


@kernel
def wholes_from(key: np.uint64, counter: np.uint64, below: int, out: NDArray[np.uint32]) -> None:
    """Write the whole numbers 0 .. below-1 of consecutive counters of one history."""
    for i in range(out.size):
        out[i] = whole_of(squares32(counter + np.uint64(i), key), below)


@kernel
def fill_uniform(draw: Draw, stream_number: int, first: int, out: NDArray[np.float32]) -> None:
    """Write uniform numbers: out[i] belongs to this month, stream and index first + i."""
    if draw.scripted != 0:
        _refuse(draw, stream_number)
    uniforms_from(draw.key, counter_of(draw.month, stream_number, first), out)


@kernel
def fill_normal(draw: Draw, stream_number: int, first: int, out: NDArray[np.float32]) -> None:
    """Write nearly normal numbers: out[i] belongs to this month, stream and index first + i."""
    if draw.scripted != 0:
        _refuse(draw, stream_number)
    normals_from(draw.key, counter_of(draw.month, stream_number, first), out)


@kernel
def fill_whole(draw: Draw, stream_number: int, first: int, below: int, out: NDArray[np.uint32]) -> None:
    """Write whole numbers 0 .. below-1: out[i] belongs to this month, stream and index first + i."""
    if draw.scripted != 0:
        _refuse(draw, stream_number)
    wholes_from(draw.key, counter_of(draw.month, stream_number, first), below, out)


@kernel
def exponential32(x: np.float32) -> np.float32:
    """Return e^x for -8 <= x <= 8 to about 4e-6: a polynomial of x/32, squared five times."""
    t = x * ONE_32ND
    value = ONE + t * (ONE + t * (C2 + t * (C3 + t * (C4 + t * (C5 + t * C6)))))
    value *= value
    value *= value
    value *= value
    value *= value
    return value * value


@kernel
def clip(x: np.float32, low: np.float32, high: np.float32) -> np.float32:
    """Return x kept between low and high."""
    x = low if x < low else x
    return high if x > high else x


@kernel
def gather(source: NDArray[np.float32], index: NDArray[np.uint32], out: NDArray[np.float32]) -> None:
    """Write source[index[i]] to out[i]. No index may be negative: nobody has the number of VACANT here."""
    for i in range(out.size):
        out[i] = source[np.uint32(index[i])]


@kernel
def rows(count: int, length: int) -> NDArray[np.float32]:
    """Return a buffer (count, at least `length`), not filled, of which every row begins on a cache line.

    Row k of n numbers is `rows(count, n)[k, :n]`.
    """
    width = -(-length // LINE) * LINE
    raw = np.empty(count * width + LINE, np.float32)
    first = (-raw.ctypes.data // raw.itemsize) % LINE
    return raw[first : first + count * width].reshape((count, width))


@kernel
def relax(values: NDArray[np.float32], aim: NDArray[np.float32], rate: np.float32) -> None:
    """Move each value by `rate` times its distance from its aim."""
    for i in range(values.size):
        values[i] += rate * (aim[i] - values[i])


@kernel
def lane_sum(values: NDArray[np.float32]) -> np.float32:
    """Return the sum in a fixed order: eight lanes, the rest in the first, lanes added pairwise."""
    a = b = c = d = e = f = g = h = ZERO
    blocks = values.size // LANES
    for block in range(blocks):
        i = LANES * block
        a += values[i]
        b += values[i + 1]
        c += values[i + 2]
        d += values[i + 3]
        e += values[i + 4]
        f += values[i + 5]
        g += values[i + 6]
        h += values[i + 7]
    for i in range(LANES * blocks, values.size):
        a += values[i]
    return ((a + e) + (c + g)) + ((b + f) + (d + h))
