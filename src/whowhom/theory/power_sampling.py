"""Voting power estimated by random coalitions and random orders, where exact counting would need too much.

Penrose-Banzhaf: each draw is a coalition by fair coins, in which every player is or is not pivotal.
Shapley-Shubik: each draw is an order of all players, in which one is pivotal. The 99 % intervals of both
are those of Clopper and Pearson, which cover the true value with at least 99 % whatever it is; the interval
of the normalised Banzhaf index, a ratio of means, is the normal one.

Sources: Y. Bachrach et al., "Approximating power indices" (2010); C. Clopper and E. Pearson, Biometrika 26
(1934) 404-413. Does not model: what `weighted_game` does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.theory.weighted_game import WeightedGame

CONFIDENCE = 0.99
NORMAL_QUANTILE = 2.5758293035489004
"""Of 0.995: half the interval of 99 % in standard errors."""
_CELLS_AT_A_TIME = 4_000_000
_LARGEST_TOTAL = 2**62


@dataclass(frozen=True)
class Estimate:
    """Estimates for all players, each array of shape (players,)."""

    values: NDArray[np.float64]
    standard_errors: NDArray[np.float64]
    low: NDArray[np.float64]
    """Lower ends of the 99 % intervals."""
    high: NDArray[np.float64]
    """Upper ends of the 99 % intervals."""
    draws: int


def sample_penrose_banzhaf(game: WeightedGame, draws: int, seed: int) -> Estimate:
    """Estimate swings_i / 2^(n-1) from so many random coalitions; errors as in `sample_shapley_shubik`."""
    hits, _, _ = _coalitions(game, draws, seed)
    return _proportions(hits, draws)


def sample_banzhaf(game: WeightedGame, draws: int, seed: int) -> Estimate:
    """Estimate swings_i / sum of swings from random coalitions, as a ratio of means.

    The standard error is that of the linearised ratio and the interval is normal: for many draws. Errors as
    in `sample_shapley_shubik`; ValueError too where no draw met a pivotal player.
    """
    hits, together, squared = _coalitions(game, draws, seed)
    total = int(hits.sum())
    if total == 0:
        raise ValueError(f"draws: none of {draws} met a pivotal player; expected more draws")
    shares = hits / total
    # Sum over draws of (hit_i - share_i * swings of the draw)^2; a hit is its own square.
    spread = np.maximum(hits - 2.0 * shares * together + shares**2 * squared, 0.0)
    errors = np.sqrt(spread) / total
    low, high = shares - NORMAL_QUANTILE * errors, shares + NORMAL_QUANTILE * errors
    return Estimate(shares, errors, np.maximum(low, 0.0), np.minimum(high, 1.0), draws)


def sample_shapley_shubik(game: WeightedGame, draws: int, seed: int) -> Estimate:
    """Estimate the Shapley-Shubik indices from so many random orders.

    draws: at least 1; seed: of NumPy's default generator, equal seeds give equal estimates. Raises ValueError
    for fewer draws and for 2^62 votes or more, TypeError for a seed that is no whole number.
    """
    generator, weights, quotas = _prepare(game, draws, seed)
    hits = np.zeros(game.players, np.int64)
    for block in _blocks(draws, game.players):
        orders = generator.permuted(np.tile(np.arange(game.players), (block, 1)), axis=1)
        winning = np.ones(orders.shape, np.bool_)
        for row, quota in zip(weights, quotas, strict=True):
            winning &= np.cumsum(row[orders], axis=1) >= quota
        pivotal = np.take_along_axis(orders, winning.argmax(axis=1)[:, None], axis=1)
        hits += np.bincount(pivotal[:, 0], minlength=game.players)
    return _proportions(hits, draws)


def _coalitions(
    game: WeightedGame, draws: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Draw coalitions; return each player's swings, those times all swings of the draw, and their squares."""
    generator, weights, quotas = _prepare(game, draws, seed)
    hits, together, squared = np.zeros(game.players, np.int64), np.zeros(game.players, np.int64), 0
    for block in _blocks(draws, game.players):
        inside = generator.integers(0, 2, (block, game.players), np.int8).astype(np.bool_)
        with_player = np.ones(inside.shape, np.bool_)
        without = np.ones(inside.shape, np.bool_)
        for row, quota in zip(weights, quotas, strict=True):
            votes = (inside @ row)[:, None] - inside * row
            without &= votes >= quota
            with_player &= votes + row >= quota
        swings = with_player & ~without
        each = swings.sum(axis=1)
        hits += swings.sum(axis=0)
        together += each @ swings
        squared += int((each**2).sum())
    return hits, together, squared


def _prepare(
    game: WeightedGame, draws: int, seed: int
) -> tuple[np.random.Generator, NDArray[np.int64], NDArray[np.int64]]:
    if draws < 1:
        raise ValueError(f"draws: {draws}; expected at least 1")
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise TypeError(f"seed: {seed!r}; expected a whole number")
    if max(game.totals) >= _LARGEST_TOTAL:
        raise ValueError(f"weights: {max(game.totals)} votes; expected fewer than 2^62")
    weights = np.array(game.weights, np.int64)
    return np.random.default_rng(seed), weights, np.array(game.quotas, np.int64)


def _blocks(draws: int, players: int) -> list[int]:
    size = max(1, _CELLS_AT_A_TIME // players)
    return [min(size, draws - done) for done in range(0, draws, size)]


def _proportions(hits: NDArray[np.int64], draws: int) -> Estimate:
    """Turn counts out of so many draws into proportions with their errors and intervals."""
    from scipy.stats import beta

    shares = hits / draws
    tail = (1.0 - CONFIDENCE) / 2.0
    inner = np.clip(hits, 1, draws - 1 if draws > 1 else 1)
    low = np.where(hits == 0, 0.0, beta.ppf(tail, np.maximum(hits, 1), draws - hits + 1))
    high = np.where(hits == draws, 1.0, beta.ppf(1.0 - tail, hits + 1, np.maximum(draws - hits, 1)))
    # A count of 0 or of all would give the error 0; one draw more or less stands in for it.
    floor = inner / draws
    return Estimate(shares, np.sqrt(floor * (1.0 - floor) / draws), low, high, draws)
