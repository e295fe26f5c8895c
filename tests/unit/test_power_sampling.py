"""Sampled voting power: intervals against exact values with a stated chance of a false alarm."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import binom

from whowhom.theory import power_sampling
from whowhom.theory.voting_power import banzhaf, penrose_banzhaf, shapley_shubik
from whowhom.theory.weighted_game import intersection, weighted_game

SAMPLERS: list[tuple[Callable[..., power_sampling.Estimate], Callable[..., tuple[Fraction, ...]], int]] = [
    (power_sampling.sample_penrose_banzhaf, penrose_banzhaf, 0),
    (power_sampling.sample_shapley_shubik, shapley_shubik, 0),
    (power_sampling.sample_banzhaf, banzhaf, 1),
]


@pytest.mark.parametrize(("sample", "exact", "slack"), SAMPLERS)
def test_intervals_cover_the_exact_values(
    sample: Callable[..., power_sampling.Estimate],
    exact: Callable[..., tuple[Fraction, ...]],
    slack: int,
) -> None:
    """400 seeds: the interval of one player misses at most as often as chance 1 % allows but with 10^-6.

    The normal interval of the ratio is allowed 1.5 %. The standard error is tried too: of 400 errors in its
    units the mean square is 1 but for 5 standard deviations.
    """
    game = weighted_game(12, [4, 4, 4, 2, 2, 1])
    seeds, draws = 400, 2000
    allowed = int(binom.ppf(1 - 1e-6, seeds, 0.01 + 0.005 * slack))
    truth = np.array([float(value) for value in exact(game)])
    missed = np.zeros(6, int)
    squares = np.zeros(6)
    for seed in range(seeds):
        estimate = sample(game, draws, seed)
        assert estimate.draws == draws
        missed += (truth < estimate.low) | (truth > estimate.high)
        squares += ((estimate.values - truth) / np.maximum(estimate.standard_errors, 1e-9)) ** 2
    assert (missed <= allowed).all()
    assert missed[5] == 0
    assert np.abs(squares[:5] / seeds - 1).max() < 5 * np.sqrt(2 / seeds)


def test_equal_seeds_give_equal_estimates_and_blocks_do_not_stop_early() -> None:
    game = intersection(weighted_game(256, [29] * 10 + [10] * 17), weighted_game(14, [1] * 27))
    first = power_sampling.sample_shapley_shubik(game, 200_000, 3)
    assert first.values.tolist() == power_sampling.sample_shapley_shubik(game, 200_000, 3).values.tolist()
    assert first.values.sum() == pytest.approx(1.0)
    exact = np.array([float(value) for value in shapley_shubik(game)])
    assert (np.abs(first.values - exact) <= 5 * first.standard_errors).all()


def test_sampling_refuses_what_it_cannot_do() -> None:
    game = weighted_game(2, [1, 1])
    with pytest.raises(ValueError, match="draws"):
        power_sampling.sample_shapley_shubik(game, 0, 1)
    with pytest.raises(TypeError, match="seed"):
        power_sampling.sample_shapley_shubik(game, 1, None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="2\\^62"):
        power_sampling.sample_shapley_shubik(weighted_game(2**62, [2**62, 1]), 1, 1)
