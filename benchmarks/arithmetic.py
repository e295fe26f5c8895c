"""Compiled float32 arithmetic of the declared model, shared by the hand-written and the library version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np

from benchmarks import parameters as p
from whowhom.core.draw import MONTH_SHIFT, STREAM_SHIFT, squares32
from whowhom.core.elementary import logarithm
from whowhom.core.kernel import cache_root, cached_in, shared_hash

Function = TypeVar("Function", bound=Callable[..., Any])

HALF, ONE, ZERO = np.float32(0.5), np.float32(1.0), np.float32(0.0)
TWO_TO_MINUS_23 = np.float32(2.0**-23)
NORMAL_CENTRE, NORMAL_SCALE = np.float32(p.NORMAL_CENTRE), np.float32(p.NORMAL_SCALE)
NINE, EIGHT, SIXTEEN, THIRTY_TWO = np.uint64(9), np.uint64(8), np.uint64(16), np.uint64(32)
EVEN_BYTES, LOW_HALF = np.uint64(0x00FF00FF), np.uint64(0xFFFF)
INVERSE_32 = np.float32(1.0 / 32.0)
C2, C3, C4, C5, C6 = (np.float32(1.0 / d) for d in (2.0, 6.0, 24.0, 120.0, 720.0))


def benchmark_hash() -> str:
    """Return the hash of every benchmark source on top of the library's shared sources."""
    digest = hashlib.blake2b(shared_hash().encode(), digest_size=8)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def compiled(function: Function) -> Function:
    """Compile a benchmark kernel under the library's rules: no lock, strict IEEE, cached by source."""
    with cached_in(cache_root() / "benchmarks" / benchmark_hash()):
        return numba.njit(nogil=True, error_model="numpy", cache=True)(function)  # type: ignore[no-any-return]


@compiled
def counter_base(month: int, stream: int) -> np.uint64:
    """Return the counter of index 0 of one stream in one month."""
    return (np.uint64(month) << MONTH_SHIFT) | (np.uint64(stream) << STREAM_SHIFT)


@compiled
def uniform_of(word: np.uint64) -> np.float32:
    """Return the uniform number of a random word, strictly between 0 and 1."""
    return (np.float32(np.int32(word >> NINE)) + HALF) * TWO_TO_MINUS_23


@compiled
def normal_of(word: np.uint64) -> np.float32:
    """Return the normal number of a random word: its four bytes summed, centred and scaled."""
    pairs = (word & EVEN_BYTES) + ((word >> EIGHT) & EVEN_BYTES)
    total = np.int32((pairs & LOW_HALF) + (pairs >> SIXTEEN))
    return (np.float32(total) - NORMAL_CENTRE) * NORMAL_SCALE


@compiled
def whole_of(word: np.uint64, n: int) -> np.uint32:
    """Return the whole number below n of a random word."""
    return np.uint32((word * np.uint64(n)) >> THIRTY_TWO)


@compiled
def gumbel_of(word: np.uint64) -> np.float32:
    """Return the Gumbel number of a random word."""
    return np.float32(-logarithm(-logarithm(np.float64(uniform_of(word)))))


@compiled
def fill_uniform(out: np.ndarray, key: np.uint64, base: np.uint64, n: int) -> None:
    """Write the first n uniform numbers of a stream."""
    for i in range(n):
        out[i] = uniform_of(squares32(base + np.uint64(i), key))


@compiled
def fill_normal(out: np.ndarray, key: np.uint64, base: np.uint64, n: int) -> None:
    """Write the first n normal numbers of a stream."""
    for i in range(n):
        out[i] = normal_of(squares32(base + np.uint64(i), key))


@compiled
def fill_whole(out: np.ndarray, key: np.uint64, base: np.uint64, n: int, below: int) -> None:
    """Write the first n whole numbers of a stream."""
    for i in range(n):
        out[i] = whole_of(squares32(base + np.uint64(i), key), below)


@compiled
def exponential32(x: np.float32) -> np.float32:
    """Return e^x for -8 <= x <= 8 to about 4e-6: a polynomial of x/32, squared five times."""
    t = x * INVERSE_32
    value = ONE + t * (ONE + t * (C2 + t * (C3 + t * (C4 + t * (C5 + t * C6)))))
    value *= value
    value *= value
    value *= value
    value *= value
    return value * value


@compiled
def clip(x: np.float32, low: np.float32, high: np.float32) -> np.float32:
    """Return x kept between low and high."""
    x = low if x < low else x
    return high if x > high else x


@compiled
def gather(out: np.ndarray, source: np.ndarray, index: np.ndarray, n: int) -> None:
    """Write source[index[i]] to out[i] for i < n."""
    for i in range(n):
        out[i] = source[index[i]]


@compiled
def lane_sum(values: np.ndarray, n: int) -> np.float32:
    """Return the sum of the first n values in eight lanes, added pairwise at the end."""
    a = b = c = d = e = f = g = h = ZERO
    for block in range(n // 8):
        i = 8 * block
        a += values[i]
        b += values[i + 1]
        c += values[i + 2]
        d += values[i + 3]
        e += values[i + 4]
        f += values[i + 5]
        g += values[i + 6]
        h += values[i + 7]
    for i in range(n - n % 8, n):
        a += values[i]
    return ((a + e) + (c + g)) + ((b + f) + (d + h))
