"""Two sources of chance for the batched NumPy version: the library's counter hash, and NumPy's own SFC64."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks import single as c
from whowhom.core.draw import INDEX_BITS, STREAM_BITS, history_key

Array = NDArray[np.float32]
Whole = NDArray[np.intp]
THIRTY_TWO = np.uint64(32)
EIGHT, SIXTEEN, LOW_HALF, EVEN_BYTES = (np.uint32(x) for x in (8, 16, 0xFFFF, 0x00FF00FF))


class Chance(Protocol):
    """What the model asks of a source of chance; results have shape (histories, n) or that of the pairs."""

    month: int

    def uniform(self, stream: int, n: int, first: int = 0) -> Array:
        """Return uniform numbers on (0, 1) for indices first .. first+n-1 of every history."""

    def normal(self, stream: int, n: int, first: int = 0) -> Array:
        """Return normal numbers for indices first .. first+n-1 of every history."""

    def whole(self, stream: int, n: int, below: int, first: int = 0) -> Whole:
        """Return whole numbers below `below` for indices first .. first+n-1 of every history."""

    def uniform_at(self, stream: int, history: NDArray[np.intp], index: NDArray[np.intp]) -> Array:
        """Return uniform numbers at given pairs of history and index."""

    def whole_at(self, stream: int, history: NDArray[np.intp], index: NDArray[np.intp], below: int) -> Whole:
        """Return whole numbers at given pairs of history and index."""


def squares32(counter: NDArray[np.uint64], key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the words of squares32 for broadcast counters and keys, with few temporaries."""
    x = counter * key
    y = x.copy()
    z = y + key
    other = np.empty_like(x)
    for added in (y, z, y):
        np.multiply(x, x, out=x)
        np.add(x, added, out=x)
        np.right_shift(x, THIRTY_TWO, out=other)
        np.left_shift(x, THIRTY_TWO, out=x)
        np.bitwise_or(x, other, out=x)
    np.multiply(x, x, out=x)
    np.add(x, z, out=x)
    np.right_shift(x, THIRTY_TWO, out=x)
    return x


class HashChance:
    """The library's counter hash: the same draws as the compiled versions."""

    def __init__(self, seed: int, first: int, count: int) -> None:
        keys = [history_key(np.uint64(seed), np.uint64(first + k)) for k in range(count)]
        self.keys = np.array(keys, np.uint64)
        self.month = 0

    def _base(self, stream: int) -> int:
        return (self.month << (STREAM_BITS + INDEX_BITS)) | (stream << INDEX_BITS)

    def _words(self, stream: int, n: int, first: int) -> NDArray[np.uint64]:
        start = self._base(stream) + first
        return squares32(np.arange(start, start + n, dtype=np.uint64)[None, :], self.keys[:, None])

    def _words_at(
        self, stream: int, history: NDArray[np.intp], index: NDArray[np.intp]
    ) -> NDArray[np.uint64]:
        return squares32(index.astype(np.uint64) + np.uint64(self._base(stream)), self.keys[history])

    def uniform(self, stream: int, n: int, first: int = 0) -> Array:
        """Return uniform numbers on (0, 1)."""
        return _uniform(self._words(stream, n, first))

    def normal(self, stream: int, n: int, first: int = 0) -> Array:
        """Return sums of four bytes, centred and scaled."""
        words = self._words(stream, n, first).astype(np.uint32)
        pairs = (words & EVEN_BYTES) + ((words >> EIGHT) & EVEN_BYTES)
        total = ((pairs & LOW_HALF) + (pairs >> SIXTEEN)).astype(np.float32)
        return (total - c.NORMAL_CENTRE) * c.NORMAL_SCALE

    def whole(self, stream: int, n: int, below: int, first: int = 0) -> Whole:
        """Return whole numbers by multiply-high."""
        return ((self._words(stream, n, first) * np.uint64(below)) >> THIRTY_TWO).astype(np.intp)

    def uniform_at(self, stream: int, history: NDArray[np.intp], index: NDArray[np.intp]) -> Array:
        """Return uniform numbers at given pairs of history and index."""
        return _uniform(self._words_at(stream, history, index))

    def whole_at(self, stream: int, history: NDArray[np.intp], index: NDArray[np.intp], below: int) -> Whole:
        """Return whole numbers at given pairs of history and index."""
        return ((self._words_at(stream, history, index) * np.uint64(below)) >> THIRTY_TWO).astype(np.intp)


def _uniform(words: NDArray[np.uint64]) -> Array:
    """Return the uniform numbers of random words."""
    return ((words >> np.uint64(9)).astype(np.float32) + c.HALF) * np.float32(2.0**-23)


class GeneratorChance:
    """NumPy's fastest own generator, SFC64: the choice of a user who needs no common random numbers."""

    def __init__(self, seed: int, first: int, count: int) -> None:
        self.generator = np.random.Generator(np.random.SFC64([seed, first]))
        self.count = count
        self.month = 0

    def uniform(self, stream: int, n: int, first: int = 0) -> Array:
        """Return uniform numbers on [0, 1)."""
        return self.generator.random((self.count, n), dtype=np.float32)

    def normal(self, stream: int, n: int, first: int = 0) -> Array:
        """Return normal numbers."""
        return self.generator.standard_normal((self.count, n), dtype=np.float32)

    def whole(self, stream: int, n: int, below: int, first: int = 0) -> Whole:
        """Return whole numbers."""
        return self.generator.integers(0, below, (self.count, n), dtype=np.intp)

    def uniform_at(self, stream: int, history: NDArray[np.intp], index: NDArray[np.intp]) -> Array:
        """Return as many uniform numbers as pairs, never 0."""
        return np.maximum(self.generator.random(index.shape, dtype=np.float32), np.float32(2.0**-24))

    def whole_at(self, stream: int, history: NDArray[np.intp], index: NDArray[np.intp], below: int) -> Whole:
        """Return as many whole numbers as pairs."""
        return self.generator.integers(0, below, index.shape, dtype=np.intp)
