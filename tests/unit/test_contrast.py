"""Contrasts, by hand and by the shares that their intervals promise."""

from __future__ import annotations

import math

import numpy as np
import pytest

from whowhom.experiments import contrast, first_apart
from whowhom.experiments.contrast import NEVER, mean_interval


def test_a_contrast_by_hand() -> None:
    """Differences 1, 2, 3: mean 2, deviation 1; t with 2 degrees of freedom at 95 % is 4.303."""
    found = contrast(np.array([0.0, 5.0, 10.0]), np.array([1.0, 7.0, 13.0]))
    assert found.difference == 2.0
    assert found.deviation == 1.0
    assert (found.low, found.high) == pytest.approx(
        (2 - 4.3027 / math.sqrt(3), 2 + 4.3027 / math.sqrt(3)), 1e-4
    )
    # Variances 25 and 36 apart, 1 paired.
    assert found.gain == pytest.approx(61.0)
    assert (found.pairs, found.lacking) == (3, 0)


def test_matched_shares_by_hand() -> None:
    """Agresti and Min (2005): 8 pairs up, 2 down of 50, half a pair added to each of four cells."""
    first = np.array([0.0] * 8 + [1.0] * 2 + [0.0] * 20 + [1.0] * 20)
    second = np.array([1.0] * 8 + [0.0] * 2 + [0.0] * 20 + [1.0] * 20)
    found = contrast(first, second)
    half = 1.959964 * math.sqrt(8.5 + 2.5 - (8.5 - 2.5) ** 2 / 52) / 52
    assert found.difference == pytest.approx(0.12)
    assert (found.low, found.high) == pytest.approx((6 / 52 - half, 6 / 52 + half), 1e-6)


def test_no_pair_that_changes_is_no_certainty() -> None:
    """Where the event never changes, the interval still has a width: a fresh history might change."""
    found = contrast(np.zeros(100), np.zeros(100))
    assert found.low < 0.0 < found.high
    assert math.isnan(found.gain)


def test_histories_without_a_number_are_left_out_of_both_arms() -> None:
    """A number lacking in one arm costs the pair, and is counted."""
    found = contrast(np.array([1.0, np.nan, 3.0, 4.0]), np.array([2.0, 2.0, np.nan, 6.0]))
    assert (found.pairs, found.lacking, found.first, found.second) == (2, 2, 2.5, 4.0)
    with pytest.raises(ValueError, match="two or more histories"):
        contrast(np.array([1.0, np.nan]), np.array([2.0, 2.0]))


@pytest.mark.parametrize("kind", ["share", "mean"])
def test_intervals_hold_the_truth_as_often_as_they_say(kind: str) -> None:
    """Of 2,000 samples of 60 pairs each, 95 % hold it, to five deviations."""
    generator = np.random.default_rng(7)
    held, samples, pairs = 0, 2000, 60
    for _ in range(samples):
        luck = generator.random(pairs)
        if kind == "share":
            first, second = (luck < 0.3).astype(float), (luck < 0.45).astype(float)
            truth = 0.15
        else:
            first = generator.normal(size=pairs)
            second, truth = first + 0.5 + generator.normal(size=pairs), 0.5
        found = contrast(first, second)
        held += found.low <= truth <= found.high
    deviation = math.sqrt(samples * 0.95 * 0.05)
    # That of shares adds pairs that were not seen and may hold it too often, never too seldom.
    assert held > 0.95 * samples - 5 * deviation
    assert kind == "share" or held < 0.95 * samples + 5 * deviation


@pytest.mark.parametrize("kind", ["share", "mean"])
def test_histories_of_one_draw_are_no_independent_sample_of_draws(kind: str) -> None:
    """Of 1,000 samples of 60 draws with 4 histories each, 95 % hold the mean effect over all draws."""
    generator = np.random.default_rng(11)
    held, alone, samples, shape = 0, 0, 1000, (60, 4)
    draws = np.repeat(np.arange(60), 4)
    for _ in range(samples):
        if kind == "share":
            chance = generator.choice([0.0, 0.6], size=(60, 1))
            first, second = np.zeros(shape), (generator.random(shape) < chance).astype(float)
            truth = 0.3
        else:
            first, truth = np.zeros(shape), 0.5
            second = truth + generator.normal(size=(60, 1)) + generator.normal(size=shape)
        found = contrast(first.ravel(), second.ravel(), draws=draws)
        held += found.low <= truth <= found.high
        taken_apart = contrast(first.ravel(), second.ravel())
        alone += taken_apart.low <= truth <= taken_apart.high
    deviation = math.sqrt(samples * 0.95 * 0.05)
    assert abs(held - 0.95 * samples) < 5 * deviation
    assert alone < 0.9 * samples


def test_the_error_of_clustered_histories_by_hand() -> None:
    """Two draws with 1, 3 and 5, 7: mean 4, sums of deviations -4 and 4, error^2 2 (16 + 16) / 16 = 4."""
    values, draws = np.array([1.0, 3.0, 5.0, 7.0, np.nan]), np.array([0, 0, 1, 1, 1])
    mean, low, high = mean_interval(values, draws=draws)
    # Student's t with one degree of freedom at 95 % is 12.706.
    assert (float(mean), float(low), float(high)) == pytest.approx((4.0, 4.0 - 25.412, 4.0 + 25.412), 1e-4)
    every = np.arange(5)
    np.testing.assert_allclose(mean_interval(values, draws=every), mean_interval(values))


def test_how_many_more_histories_decide() -> None:
    """An interval four times too wide needs sixteen times the pairs; one that is parted needs none."""
    generator = np.random.default_rng(3)
    noise = generator.normal(size=100)
    noise = (noise - noise.mean()) / noise.std(ddof=1)
    found = contrast(np.zeros(100), noise + 0.05)
    half = (found.high - found.low) / 2
    assert found.more_histories() == math.ceil(100 * (half / 0.05) ** 2) - 100
    assert contrast(np.zeros(100), noise + 5.0).more_histories(margin=1.0) == 0.0
    assert math.isinf(contrast(np.zeros(4), np.array([1.0, -1.0, 1.0, -1.0])).more_histories())


def test_the_first_month_apart() -> None:
    """Each history has its own; two that lack the same number do not differ."""
    first = np.zeros((3, 4, 2), np.float32)
    first[2, 1, 0] = np.nan
    second = first.copy()
    second[0, 2, 1] = 1.0
    second[1, 0, 0] = 1.0
    assert first_apart(first, second).tolist() == [2, 0, NEVER]
