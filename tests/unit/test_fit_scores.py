"""Scores against hand calculations, published intervals and second methods."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from whowhom.fit.scores import (
    CLIP,
    auc,
    brier,
    brier_parts,
    crps,
    intervals,
    log_score,
    reliability,
    resamples,
    roc,
    share_said,
    wilson,
)


def test_log_score_by_hand() -> None:
    # -(ln 0.8 + ln 0.7) / 2 = (0.22314 + 0.35667) / 2
    assert log_score(np.array([0.8, 0.3]), np.array([1.0, 0.0])) == pytest.approx(0.289909, abs=1e-6)


def test_a_certain_error_costs_as_much_as_the_clip_allows() -> None:
    assert log_score(np.array([1.0]), np.array([0.0])) == pytest.approx(-np.log(CLIP))


def test_brier_score_by_hand() -> None:
    # (0.2^2 + 0.3^2) / 2
    assert brier(np.array([0.8, 0.3]), np.array([1.0, 0.0])) == pytest.approx(0.065)


def test_parts_of_the_brier_score_by_hand() -> None:
    """Five at 0.2 of whom one stayed, five at 0.8 of whom four did: said is what happened in each bin."""
    p, y = np.repeat([0.2, 0.8], 5), np.array([1, 0, 0, 0, 0, 1, 1, 1, 1, 0], float)
    parts = brier_parts(p, y)
    assert parts.reliability == pytest.approx(0.0)
    # (0.2 - 0.5)^2 in both halves, and 0.5 * 0.5
    assert [parts.resolution, parts.uncertainty] == pytest.approx([0.09, 0.25])
    assert parts.within == pytest.approx(0.0, abs=1e-12)
    assert brier(p, y) == pytest.approx(0.16)


def test_one_who_is_too_sure_loses_reliability_and_nothing_else() -> None:
    p, y = np.repeat([0.0, 1.0], 5), np.array([1, 0, 0, 0, 0, 1, 1, 1, 1, 0], float)
    # 0.2^2 in both halves
    assert brier_parts(p, y).reliability == pytest.approx(0.04)
    assert brier_parts(p, y).resolution == pytest.approx(0.09)


def test_parts_add_up_in_wide_bins_too() -> None:
    generator = np.random.default_rng(3)
    p = generator.random(200)
    y = (generator.random(200) < p).astype(float)
    parts = brier_parts(p, y, bins=4)
    total = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert total == pytest.approx(brier(p, y))
    assert parts.within != pytest.approx(0.0, abs=1e-6)


def test_auc_by_hand_with_a_tie() -> None:
    # Stayed 0.9 and 0.4, left 0.4 and 0.1: of four pairs three are right and one is a tie.
    p, y = np.array([0.9, 0.4, 0.4, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])
    assert auc(p, y) == pytest.approx(3.5 / 4)


def test_auc_is_the_rank_statistic() -> None:
    generator = np.random.default_rng(4)
    p, y = generator.integers(0, 9, 80) / 8, (generator.random(80) < 0.3).astype(float)
    statistic = stats.mannwhitneyu(p[y == 1], p[y == 0]).statistic
    assert auc(p, y) == pytest.approx(statistic / ((y == 1).sum() * (y == 0).sum()))


def test_auc_is_unknown_where_all_stayed() -> None:
    assert np.isnan(auc(np.array([0.3, 0.4]), np.array([1.0, 1.0])))


def test_area_below_the_roc_curve_is_auc() -> None:
    generator = np.random.default_rng(5)
    p, y = generator.integers(0, 9, 60) / 8, (generator.random(60) < 0.5).astype(float)
    wrong, right = roc(p, y)
    assert np.trapezoid(right, wrong) == pytest.approx(auc(p, y))


@pytest.mark.parametrize(
    ("happened", "total", "low", "high"),
    # Newcombe 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_as_published(happened: int, total: int, low: float, high: float) -> None:
    assert list(wilson(happened, total)) == pytest.approx([low, high], abs=6e-5)


def test_wilson_interval_needs_a_case() -> None:
    with pytest.raises(ValueError, match="0 cases"):
        wilson(0, 0)


def test_reliability_curve_by_hand() -> None:
    p, y = np.array([0.1, 0.3, 0.9, 1.0]), np.array([0.0, 1.0, 1.0, 1.0])
    low, high = reliability(p, y, bins=2)
    assert [low.said, low.happened, low.n] == pytest.approx([0.2, 0.5, 2])
    assert [high.said, high.happened, high.n] == pytest.approx([0.95, 1.0, 2])
    assert low.low < 0.5 < low.high


def test_crps_by_hand() -> None:
    # One number is its distance; of {0, 1} at 0: mean distance 1/2, less half of the mean of pairs 1/2.
    assert crps(np.array([3.0]), 5.0) == pytest.approx(2.0)
    assert crps(np.array([0.0, 1.0]), 0.0) == pytest.approx(0.25)


def test_crps_of_a_normal_ensemble_is_the_closed_form() -> None:
    """Gneiting and Raftery 2007: s (z (2 F(z) - 1) + 2 f(z) - 1 / sqrt(pi)), here by 20,000 quantiles."""
    quantiles = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000, 2.0, 3.0)
    z = (4.0 - 2.0) / 3.0
    closed = 3.0 * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert crps(quantiles, 4.0) == pytest.approx(closed, rel=1e-3)


def test_a_share_of_histories_is_never_certain() -> None:
    assert share_said(np.array([0.0, 5.0, 10.0]), 10) == pytest.approx([0.5 / 11, 0.5, 10.5 / 11])


def test_bootstrap_interval_has_the_width_of_the_standard_error() -> None:
    generator = np.random.default_rng(6)
    p = generator.random(400)
    y = (generator.random(400) < p).astype(float)
    found = intervals({"one": p}, y, brier, resamples(np.arange(400), 2000, 7))["one"]
    error = np.std((p - y) ** 2) / np.sqrt(400)
    assert found.low < found.value < found.high
    assert found.high - found.low == pytest.approx(2 * 1.96 * error, rel=0.1)


def test_rows_of_one_person_are_no_evidence_of_their_own() -> None:
    """The same rows twice: by person the interval stays, row by row it would shrink by the root of two."""
    generator = np.random.default_rng(8)
    p = generator.random(200)
    y = (generator.random(200) < p).astype(float)
    twice = {"one": np.repeat(p, 2)}, np.repeat(y, 2)
    once = intervals({"one": p}, y, brier, resamples(np.arange(200), 2000, 9))["one"]
    by_person = intervals(*twice, brier, resamples(np.repeat(np.arange(200), 2), 2000, 9))["one"]
    by_row = intervals(*twice, brier, resamples(np.arange(400), 2000, 9))["one"]
    assert [by_person.low, by_person.high] == pytest.approx([once.low, once.high])
    assert by_row.high - by_row.low == pytest.approx((once.high - once.low) / np.sqrt(2), rel=0.1)


def test_a_difference_to_oneself_is_none_and_what_is_shared_falls_out() -> None:
    generator = np.random.default_rng(10)
    y = (generator.random(100) < 0.5).astype(float)
    said = {"half": np.full(100, 0.5), "nearly": np.full(100, 0.52)}
    samples = resamples(np.arange(100), 500, 1)
    apart = intervals(said, y, brier, samples, "half")
    alone = intervals(said, y, brier, samples)
    assert apart["half"].low == apart["half"].high == 0.0
    # Brier of 0.52 less that of 0.5 is 0.0204 less 0.04 times the share that happened, minus 0.
    assert apart["nearly"].value == pytest.approx(0.52**2 - 0.25 - 0.04 * float(y.mean()))
    assert alone["half"].value == 0.25


@pytest.mark.parametrize(
    ("p", "y"), [([0.5], [0.5]), ([1.5], [1.0]), ([0.5, 0.5], [1.0]), ([], []), ([np.nan], [1.0])]
)
def test_what_is_no_probability_or_outcome_is_refused(p: list[float], y: list[float]) -> None:
    for score in (log_score, brier, auc):
        with pytest.raises(ValueError, match="expected"):
            score(np.array(p), np.array(y))
