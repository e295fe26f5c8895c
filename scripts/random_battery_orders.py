"""The words of the library's random function, in the orders in which the product draws them.

Every word comes from the compiled `squares32` and `history_key` that mechanisms use; only the order of the
arguments is made here. A part (a whole number) chooses words that no other part has, so that each test of a
battery reads its own.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from pkgutil import iter_modules

import numba
import numpy as np
from numpy.typing import NDArray

import whowhom.mechanisms
from whowhom.core import draw
from whowhom.core.dense import uniform_of
from whowhom.core.generator import LAST_MONTH, MONTH_SHIFT, STREAM_SHIFT, history_key, squares32

Words = NDArray[np.uint64]

CHUNK = 1 << 20
"""Words made at once; also how many histories, or seeds, are drawn for before the next index."""
INDICES = np.arange(CHUNK, dtype=np.uint64)
MECHANISM, NAME = "appointment", "choice"
"""The stream of the orders that hold the stream fixed."""


@numba.njit(nogil=True, error_model="numpy")
def words_of(counters: Words, keys: Words, out: NDArray[np.uint32]) -> None:
    """Write the word of each counter under each key; out: (counters, keys), keys fastest."""
    if keys.size == 1:
        key = keys[0]
        for c in range(counters.size):
            out[c, 0] = np.uint32(squares32(counters[c], key))
        return
    for c in range(counters.size):
        counter = counters[c]
        for k in range(keys.size):
            out[c, k] = np.uint32(squares32(counter, keys[k]))


@numba.njit(nogil=True, error_model="numpy")
def keys_of_histories(seed: int, first: int, out: Words) -> None:
    """Write the keys of consecutive histories of one seed."""
    for k in range(out.size):
        out[k] = history_key(np.uint64(seed), np.uint64(first + k))


@numba.njit(nogil=True, error_model="numpy")
def keys_of_seeds(first: int, history: int, out: Words) -> None:
    """Write the keys of one history of consecutive seeds."""
    for k in range(out.size):
        out[k] = history_key(np.uint64(first + k), np.uint64(history))


def every_stream() -> list[int]:
    """Return the numbers of every stream of every mechanism, in the order of the mechanisms' names."""
    for module in iter_modules(whowhom.mechanisms.__path__):
        importlib.import_module(f"whowhom.mechanisms.{module.name}")
    return sorted(draw._stream_names, key=draw.stream_name)


def packed(month: object, stream: object, index: object) -> Words:
    """Return the counters of months, streams and indices, flattened; the last axis is fastest."""
    month, stream, index = (np.asarray(part, np.uint64) for part in (month, stream, index))
    return np.ascontiguousarray((month << MONTH_SHIFT) | (stream << STREAM_SHIFT) | index).ravel()


def one_key(seed: int, history: int) -> Words:
    """Return the key of one history, as a table of one."""
    key = np.empty(1, np.uint64)
    keys_of_histories(seed, history, key)
    return key


Parts = Iterator[tuple[Words, Words]]


def index(seed: int, part: int, recorded: Words | None) -> Parts:
    """One history, one stream: the index is fastest, then the month."""
    key, stream = one_key(seed, part), draw.stream(MECHANISM, NAME)
    for month in range(LAST_MONTH + 1):
        for first in range(0, 1 << 32, CHUNK):
            yield packed(month, stream, 0) + (INDICES + np.uint64(first)), key


def histories(seed: int, part: int, recorded: Words | None) -> Parts:
    """A million neighbouring histories for one month, stream and index; then the next index."""
    keys, stream = np.empty(CHUNK, np.uint64), draw.stream(MECHANISM, NAME)
    keys_of_histories(seed, part * CHUNK, keys)
    for number in range(1 << 32):
        yield packed(0, stream, number), keys


def histories_once(seed: int, part: int, recorded: Words | None) -> Parts:
    """Neighbouring histories, each asked once, for one month, stream and index: nothing but keys."""
    stream = draw.stream(MECHANISM, NAME)
    for first in itertools.count(part << 32, CHUNK):
        keys = np.empty(CHUNK, np.uint64)
        keys_of_histories(seed, first, keys)
        yield packed(0, stream, 0), keys


def month(seed: int, part: int, recorded: Words | None) -> Parts:
    """One history, one stream: the month is fastest, 0 to 4095, then the index."""
    key, stream, months = one_key(seed, part), draw.stream(MECHANISM, NAME), np.arange(LAST_MONTH + 1)
    step = CHUNK // months.size
    for first in range(0, 1 << 32, step):
        yield packed(months, stream, np.arange(first, first + step)[:, None]), key


def stream(seed: int, part: int, recorded: Words | None) -> Parts:
    """One history, one month: the streams of all mechanisms are fastest, then the index."""
    key, numbers = one_key(seed, part), np.array(every_stream())
    step = CHUNK // numbers.size
    for month_ in range(LAST_MONTH + 1):
        for first in range(0, (1 << 32) - step, step):
            yield packed(month_, numbers, np.arange(first, first + step)[:, None]), key


def seeds(seed: int, part: int, recorded: Words | None) -> Parts:
    """History 0 of a million neighbouring seeds for one month, stream and index; then the next index."""
    keys, number = np.empty(CHUNK, np.uint64), draw.stream(MECHANISM, NAME)
    keys_of_seeds(seed + part * CHUNK, 0, keys)
    for i in range(1 << 32):
        yield packed(0, number, i), keys


def run(seed: int, part: int, recorded: Words | None) -> Parts:
    """Every draw of a run, in its order, as `record` wrote it down; then the same of the next history."""
    if recorded is None:
        raise SystemExit("the order run: found no record; expected --recorded FILE, as `record` writes it")
    for history in itertools.count(part * CHUNK):
        yield recorded, one_key(seed, history)


ORDERS: dict[str, Callable[[int, int, Words | None], Parts]] = {
    order.__name__: order for order in (index, histories, histories_once, month, stream, seeds, run)
}


def uniforms(seed: int, part: int, recorded: Words | None) -> Parts:
    """The order of `index`, of which `chunks` makes 23-bit uniforms, and of those their first 32 bits."""
    return index(seed, part, recorded)


ORDERS["uniforms"] = uniforms


@numba.njit(nogil=True)
def to_uniforms(words: NDArray[np.uint32]) -> None:
    """Replace each word by the first 32 bits of the dense uniform number that is made of it."""
    for i in range(words.size):
        words[i] = np.uint32(np.float64(uniform_of(np.uint64(words[i]))) * 2.0**32)


@numba.njit(nogil=True)
def turn_round(words: NDArray[np.uint32]) -> None:
    """Turn the bits of each word round, lowest bit first."""
    for i in range(words.size):
        word, turned = words[i], np.uint32(0)
        for _bit in range(32):
            turned = np.uint32((turned << np.uint32(1)) | (word & np.uint32(1)))
            word = word >> np.uint32(1)
        words[i] = turned


def chunks(
    order: str, *, seed: int, part: int, turned: bool = False, recorded: Path | None = None
) -> Iterator[NDArray[np.uint32]]:
    """Yield the words of an order without end (at least 2^32 of them); `turned` turns their bits round."""
    table = None if recorded is None else np.load(recorded)
    for counters, keys in ORDERS[order](seed, part, table):
        out = np.empty((counters.size, keys.size), np.uint32)
        words_of(counters, keys, out)
        if order == "uniforms":
            to_uniforms(out.ravel())
        if turned:
            turn_round(out.ravel())
        yield out
