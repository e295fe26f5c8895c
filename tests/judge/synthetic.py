"""Synthetic effects of which the share on each side is known, seen through luck as a judge sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.judge.shares import CONCENTRATION, on_side, sampled_effects, share
from whowhom.judge.verdicts import alone

Array = NDArray[np.float64]
MARGIN = 0.05
NUMBERS, HAPPENS, RARE = "numbers", "happens", "rare"
Draw = Callable[[np.random.Generator, int], Array]


def _parted(share_of_none: float, size: float) -> Draw:
    return lambda generator, draws: np.where(generator.random(draws) < share_of_none, 0.0, size)


def _normal(mean: float, spread: float) -> Draw:
    return lambda generator, draws: generator.normal(mean, spread, draws)


def _skewed(mean: float) -> Draw:
    return lambda generator, draws: generator.exponential(mean, draws)


SHAPES: dict[str, Draw] = {
    "nothing anywhere": _normal(0.0, 0.0),
    "all alike": _normal(0.3, 0.0),
    "all alike, near the margin": _normal(0.06, 0.0),
    "normal, clear": _normal(0.4, 0.08),
    "normal, two sides": _normal(0.1, 0.15),
    "normal, against": _normal(-0.3, 0.1),
    "one in five without": _parted(0.2, 0.3),
    "one in ten without": _parted(0.1, 0.3),
    "one in twenty without": _parted(0.05, 0.3),
    "half without": _parted(0.5, 0.5),
    "nine in ten without": _parted(0.9, 0.5),
    "skewed": _skewed(0.3),
}
"""The effect of a claim over the posterior: shapes, spikes, none at all."""


@dataclass(frozen=True)
class Trial:
    """One world, judged once."""

    shape: str
    noise: float
    true_share: float
    """Of the posterior in which the claim holds; the claim is true with that probability."""
    verdict: str


def trials(
    seed: int,
    repeats: int,
    *,
    draws: int,
    each: int,
    noises: tuple[float, ...] = (0.1, 0.3, 0.6),
    kind: str = NUMBERS,
    concentration: float = CONCENTRATION,
) -> Iterator[Trial]:
    """Give trials of the claim "more, by 0.05" on every shape and noise.

    noise: the standard deviation of a history's difference about its expectation. kind: NUMBERS, normal;
    HAPPENS, -1, 0 or 1, as of an outcome that happens or not; RARE, nothing in most and much in some.
    """
    generator = np.random.default_rng(seed)
    for shape, draw in SHAPES.items():
        true_share = float(on_side(draw(np.random.default_rng(0), 200_000), "more", MARGIN).mean())
        for noise in noises:
            for repeat in range(repeats):
                effects = draw(generator, draws)
                seen = KINDS[kind](generator, effects, each, noise)
                sampled = sampled_effects(seen, repeat, concentration)
                holds = on_side(sampled, "more", MARGIN)
                found = share(holds, np.ones(draws, np.bool_), repeat)
                yield Trial(shape, noise, true_share, alone(found.probability))


def _seen(generator: np.random.Generator, effects: Array, each: int, noise: float) -> Array:
    return effects[:, None] + noise * generator.standard_normal((effects.size, each))


def _binary(generator: np.random.Generator, effects: Array, each: int, noise: float) -> Array:
    """Two outcomes with the same luck: one changes where the luck falls between their chances."""
    luck = generator.random((effects.size, each))
    base = 0.5 - np.clip(effects, -0.5, 0.5)[:, None] / 2
    changed = 0.5 + np.clip(effects, -0.5, 0.5)[:, None] / 2
    return (luck < changed).astype(float) - (luck < base).astype(float)


def _rare(generator: np.random.Generator, effects: Array, each: int, noise: float) -> Array:
    """As many jumps as Poisson's law has it, each of about the size of the noise."""
    jumps = generator.poisson(np.abs(effects[:, None]) / noise, (effects.size, each))
    return np.sign(effects[:, None]) * noise * generator.gamma(np.maximum(jumps, 1e-12))


KINDS: dict[str, Callable[[np.random.Generator, Array, int, float], Array]] = {
    NUMBERS: _seen,
    HAPPENS: _binary,
    RARE: _rare,
}


def wrong(found: list[Trial], verdict: str) -> tuple[float, float, int]:
    """Return how often a verdict is wrong: of all trials, and of those in which it was given; and how many.

    The claim of a world is true with the share of the posterior in which it holds, because its truth is one
    more draw of the posterior.
    """
    given = [one for one in found if one.verdict == verdict]
    false = [1.0 - one.true_share if verdict == "supported" else one.true_share for one in given]
    return sum(false) / len(found), (sum(false) / len(given) if given else 0.0), len(given)
