"""Named chance: a draw is a function of (seed, history, month, stream, index), never of an earlier draw.

A `Draw` is handed to every mechanism. In *sampled* mode it reads the counter-based generator squares32
(Widynski 2020, arXiv:2004.06278): one key a history, and the counter packs month (12 bits), stream (20 bits)
and index (32 bits). Adding, dropping or reordering mechanisms therefore leaves every other draw as it was,
and history k is the same whatever else runs. In *scripted* mode the draw replays the outcomes it is given and
multiplies their probabilities, so that the very same mechanism code yields an exact transition row.

Does not model: continuous variates in scripted mode. A mechanism that draws one is refused by name.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whowhom.core.binomial import binomial_mass, invert_binomial
from whowhom.core.elementary import logarithm, normal_quantile
from whowhom.core.generator import (
    HALF_WORD,
    INDEX_BITS,
    LAST_MONTH,
    MASK_32,
    MONTH_BITS,
    MONTH_SHIFT,
    STREAM_BITS,
    STREAM_SHIFT,
    TWO_TO_MINUS_32,
    history_key,
    splitmix64,
    squares32,
    squares_key,
    uniforms,
)
from whowhom.core.kernel import kernel

__all__ = ["HALF_WORD", "INDEX_BITS", "LAST_MONTH", "MASK_32", "MONTH_BITS", "MONTH_SHIFT", "STREAM_BITS"]
__all__ += ["STREAM_SHIFT", "TWO_TO_MINUS_32", "history_key", "splitmix64", "squares32", "squares_key"]
__all__ += ["Draw", "binomial", "binomial_mass", "chance", "choose", "choose_among", "normal", "raw_uniform"]
__all__ += ["stream", "stream_name", "streams", "uniform", "uniforms", "whole", "word"]

_stream_names: dict[int, str] = {}


Whole = int | np.int64
"""An integer as Python or as kernels write it."""


class Draw(NamedTuple):
    """The source of chance of one month of one history."""

    key: np.uint64
    """Key of the history, from `history_key`."""
    month: int
    """Months since the start of the scenario, 0 to 4095."""
    scripted: int
    """1 replays `script`, 0 samples."""
    script: NDArray[np.int32]
    """Outcomes to replay, in order of the draws; past its end the first possible outcome is taken."""
    radix: NDArray[np.int32]
    """Written in scripted mode: the number of possible outcomes at each draw."""
    weight: NDArray[np.float64]
    """Written in scripted mode, shape (1,): probability of the outcomes replayed so far."""
    cursor: NDArray[np.int64]
    """Written in scripted mode, shape (2,): draws so far; stream of a continuous draw met, or -1."""


def stream(mechanism: str, name: str) -> int:
    """Return the number of a named stream: a fixed 20-bit hash of "mechanism.name".

    Raises ValueError when two different names share a number, so that no two draws can be the same luck.
    """
    full = f"{mechanism}.{name}"
    digest = hashlib.blake2b(full.encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big") % (1 << STREAM_BITS)
    known = _stream_names.setdefault(number, full)
    if known != full:
        raise ValueError(f"the streams {known!r} and {full!r} share the number {number}: rename one")
    return number


def streams(mechanism: str, *names: str) -> tuple[int, ...]:
    """Return the numbers of several streams of one mechanism."""
    return tuple(stream(mechanism, name) for name in names)


def stream_name(number: int) -> str:
    """Return the name under which a stream was registered."""
    return _stream_names.get(number, f"stream {number}")


@kernel
def word(draw: Draw, stream_number: Whole, index: Whole) -> np.uint64:
    """Return the 32 random bits that belong to this month, stream and index."""
    counter = (
        (np.uint64(draw.month) << MONTH_SHIFT)
        | (np.uint64(stream_number) << STREAM_SHIFT)
        | (np.uint64(index) & MASK_32)
    )
    return squares32(counter, np.uint64(draw.key))


@kernel
def raw_uniform(draw: Draw, stream_number: Whole, index: Whole) -> float:
    """Return a uniform number strictly between 0 and 1 without looking at the mode."""
    # Callers pass 64-bit integers, so that this is compiled once and not for each kind of index.
    return (float(word(draw, stream_number, index)) + 0.5) * TWO_TO_MINUS_32


@kernel
def _refuse(draw: Draw, stream_number: Whole) -> None:
    """Record that a continuous variate was asked for where only finite chance can be replayed."""
    if draw.cursor[1] < 0:
        draw.cursor[1] = stream_number


@kernel
def _site(draw: Draw, outcomes: int) -> int:
    """Open a scripted draw with this many outcomes and return the outcome to replay."""
    at = draw.cursor[0]
    draw.cursor[0] = at + 1
    if at >= draw.radix.size:
        return 0
    draw.radix[at] = outcomes
    return int(draw.script[at])


@kernel
def chance(draw: Draw, stream_number: int, index: int, probability: float) -> bool:
    """Return True with this probability. At 0 never, at 1 always, and neither is a draw."""
    if probability <= 0.0:
        return False
    if probability >= 1.0:
        return True
    if draw.scripted == 0:
        return raw_uniform(draw, np.int64(stream_number), np.int64(index)) < probability
    happens = _site(draw, 2) == 0
    draw.weight[0] *= probability if happens else 1.0 - probability
    return happens


@kernel
def uniform(draw: Draw, stream_number: int, index: int) -> float:
    """Return a continuous number strictly between 0 and 1 (refused in scripted mode)."""
    if draw.scripted != 0:
        _refuse(draw, np.int64(stream_number))
        return 0.5
    return raw_uniform(draw, np.int64(stream_number), np.int64(index))


@kernel
def normal(draw: Draw, stream_number: int, index: int) -> float:
    """Return a standard normal variate by inversion (refused in scripted mode)."""
    if draw.scripted != 0:
        _refuse(draw, np.int64(stream_number))
        return 0.0
    return normal_quantile(raw_uniform(draw, np.int64(stream_number), np.int64(index)))


@kernel
def whole(draw: Draw, stream_number: int, index: int, n: int) -> int:
    """Return one of 0 .. n-1, all equally likely (n up to 2^31)."""
    if n <= 1:
        return 0
    if draw.scripted == 0:
        # Signed, because Numba unifies unsigned and signed whole numbers to a float.
        return int(
            np.int64((word(draw, np.int64(stream_number), np.int64(index)) * np.uint64(n)) >> HALF_WORD)
        )
    draw.weight[0] /= n
    return _site(draw, n)


@kernel
def _race(draw: Draw, stream_number: Whole, first: Whole, weights: NDArray[np.float64]) -> int:
    """Return whose exponential clock rings first."""
    best = -1
    earliest = np.inf
    for i in range(weights.size):
        if weights[i] > 0.0:
            u = raw_uniform(draw, np.int64(stream_number), np.int64(first + i))
            # -log u > 1 - u by more than rounding for every u that is drawn, so most need no logarithm.
            if 1.0 - u < earliest * weights[i]:
                clock = -logarithm(u) / weights[i]
                if clock < earliest:
                    earliest = clock
                    best = i
    return best


@kernel
def _fill_uniforms(
    draw: Draw, stream_number: Whole, first: Whole, names: NDArray[np.int64], out: NDArray[np.float64]
) -> None:
    """Write `raw_uniform` of each index first + names[i], in a loop that becomes vector code."""
    base = (np.uint64(draw.month) << MONTH_SHIFT) | (np.uint64(stream_number) << STREAM_SHIFT)
    for i in range(out.size):
        bits = squares32(base | (np.uint64(first + names[i]) & MASK_32), np.uint64(draw.key))
        out[i] = (float(np.int64(bits)) + 0.5) * TWO_TO_MINUS_32


@kernel
def choose_among(
    draw: Draw,
    stream_number: int,
    index: int,
    n: int,
    names: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> int:
    """Return the place i with probability weights[i] / sum, or -1 when no weight is positive.

    The name at that place is the one that `choose` returns among n candidates of whom names[i], in ascending
    order, have these weights and all others none; it takes less time when few of the n have a weight.
    """
    if draw.scripted != 0:
        return _chosen(draw, np.int64(stream_number), np.int64(index), weights)
    best = -1
    earliest = np.inf
    drawn = np.empty(names.size, np.float64)
    _fill_uniforms(draw, np.int64(stream_number), np.int64(index) * n, names, drawn)
    for i in range(names.size):
        if weights[i] > 0.0:
            u = drawn[i]
            if 1.0 - u < earliest * weights[i]:  # as in `_race`
                clock = -logarithm(u) / weights[i]
                if clock < earliest:
                    earliest = clock
                    best = i
    return best


@kernel
def choose(draw: Draw, stream_number: int, index: int, weights: NDArray[np.float64]) -> int:
    """Return i with probability weights[i] / sum, or -1 when no weight is positive.

    Sampled as a race of exponential clocks, one for each candidate and keyed by the candidate: when the set
    of candidates differs by one between two scenarios, the choice mostly stays the same.
    `index` times the number of candidates must stay below 2^32.
    """
    return _chosen(draw, np.int64(stream_number), np.int64(index), weights)


@kernel
def _chosen(draw: Draw, stream_number: Whole, index: Whole, weights: NDArray[np.float64]) -> int:
    """Choose by a race of clocks, or by the script."""
    n = weights.size
    if draw.scripted == 0:
        return _race(draw, stream_number, index * n, weights)
    total = 0.0
    positive = 0
    for i in range(n):
        if weights[i] > 0.0:
            total += weights[i]
            positive += 1
    if positive == 0:
        return -1
    wanted = _site(draw, positive) if positive > 1 else 0
    for i in range(n):
        if weights[i] > 0.0:
            if wanted == 0:
                draw.weight[0] *= weights[i] / total
                return i
            wanted -= 1
    return -1


@kernel
def binomial(draw: Draw, stream_number: int, index: int, n: int, probability: float) -> int:
    """Return the number of successes in n independent trials, by inversion of the exact distribution.

    Exact to 64-bit rounding while (1-p)^n is above 10^-300; beyond, the walk starts 25 standard deviations
    below the mean, which leaves out less than 10^-100.
    """
    if n <= 0 or probability <= 0.0:
        return 0
    if probability >= 1.0:
        return n
    if draw.scripted != 0:
        wanted = _site(draw, n + 1)
        draw.weight[0] *= binomial_mass(n, wanted, probability)
        return wanted
    if probability > 0.5:
        return n - invert_binomial(
            raw_uniform(draw, np.int64(stream_number), np.int64(index)), n, 1.0 - probability
        )
    return invert_binomial(raw_uniform(draw, np.int64(stream_number), np.int64(index)), n, probability)
