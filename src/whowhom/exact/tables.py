"""The tables of a replay: where a month runs, its script, the states met and the arrows between them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Work(NamedTuple):
    """Where a month runs. W words of eight bytes, M private numbers."""

    words: NDArray[np.uint64]
    """(W,) the buffer that the state views."""
    kept: NDArray[np.uint64]
    """(W,) the bits that an end keeps from its start."""
    memory: NDArray[np.float32]
    """(M,) private memory."""
    bits: NDArray[np.uint32]
    """(M,) the same memory as bits."""


class Chance(NamedTuple):
    """The arrays of a scripted draw, see `core.draw.Draw`."""

    script: NDArray[np.int32]
    radix: NDArray[np.int32]
    weight: NDArray[np.float64]
    cursor: NDArray[np.int64]


class Ends(NamedTuple):
    """The different states met, in the order in which they were met; E is the most there may be."""

    words: NDArray[np.uint64]
    """(E, W)"""
    bits: NDArray[np.uint32]
    """(E, M)"""
    slots: NDArray[np.int64]
    """(2^k,) hash table of their numbers, or -1."""
    row: NDArray[np.int64]
    """(E,) the last start that led there, or -1."""
    place: NDArray[np.int64]
    """(E,) the arrow from that start."""


class Arrows(NamedTuple):
    """The transitions, as the arrays of a sparse matrix in rows."""

    targets: NDArray[np.int64]
    """(A,) number of the end."""
    weights: NDArray[np.float64]
    """(A,) probability."""
    edges: NDArray[np.int64]
    """(rows + 1,) where the arrows of each start begin."""


def new_work(size: int, memory: int, buffer: NDArray[np.uint8] | None = None) -> Work:
    """Return where a month runs: over the given buffer of `size` bytes, keeping nothing."""
    words = (np.zeros(size, np.uint8) if buffer is None else buffer).view(np.uint64)
    numbers = np.zeros(memory, np.float32)
    return Work(words, np.zeros(words.size, np.uint64), numbers, numbers.view(np.uint32))


def new_chance(slots: int) -> Chance:
    """Return the first script, with room for so many draws."""
    return Chance(np.zeros(slots, np.int32), np.zeros(slots, np.int32), np.ones(1), np.full(2, -1, np.int64))


def new_ends(most: int, words: int, memory: int) -> Ends:
    """Return an empty table of at most so many states."""
    slots = np.full(1 << (2 * most).bit_length(), -1, np.int64)
    table = np.empty((most, words), np.uint64), np.empty((most, memory), np.uint32)
    return Ends(*table, slots, np.full(most, -1, np.int64), np.zeros(most, np.int64))


def new_arrows(room: int, rows: int) -> Arrows:
    """Return no arrows, with room for so many, from at most so many starts."""
    return Arrows(np.zeros(room, np.int64), np.zeros(room), np.zeros(rows + 1, np.int64))
