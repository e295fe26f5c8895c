"""The estimator without the extra: regression-adjusted rows against closed forms, and the simulated cloud.

The second method is the posterior of a linear normal model: with z ~ N(0, I) and s = z A + e, e ~ N(0, v I),
the precision is I + A A' / v and the mean s A' / v times its inverse.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from whowhom.fit import gates
from whowhom.fit.estimator import load, train
from whowhom.fit.estimator_cloud import cloud_of
from whowhom.spec.errors import ModelError

Array = NDArray[np.float64]
SLOPES = np.array([[1.0, 0.8, 0.0, 0.3], [0.0, 0.6, 0.5, -0.4], [0.0, 0.0, 0.0, 0.0]])
"""Three numbers, four summaries; nothing says anything of the third number."""
NOISE = 0.7
NAMES = ("a", "b", "c")


def table(seed: int, rows: int) -> tuple[Array, Array]:
    """Return numbers (N, 3) and summaries (N, 4)."""
    generator = np.random.default_rng(seed)
    z = generator.standard_normal((rows, 3))
    return z, z @ SLOPES + NOISE * generator.standard_normal((rows, 4))


def exact(s: Array) -> tuple[Array, Array]:
    """Return the mean (M, 3) and the covariance (3, 3) of the posterior."""
    covariance = np.linalg.inv(np.eye(3) + SLOPES @ SLOPES.T / NOISE**2)
    return s @ SLOPES.T @ covariance / NOISE**2, covariance


def test_mean_and_covariance_are_those_of_the_closed_form() -> None:
    """Over 40 records: the mean within a tenth of its sd on average, the covariance within a tenth.

    A mean of 4000 draws from 2000 weighted rows is off by about 0.03 sd, and the regressions' own error adds
    sqrt(P / N) = 0.04.
    """
    z, s = table(1, 8000)
    records = table(2, 40)[1]
    draws = train(z, s, seed=1).sample(records, 4000, 1)
    mean, covariance = exact(records)
    away = (draws.mean(axis=1) - mean) / np.sqrt(np.diag(covariance))
    assert np.sqrt((away**2).mean(axis=0)).max() < 0.1
    found = np.mean([np.cov(one.T) for one in draws], axis=0)
    scale = np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
    assert (np.abs(found - covariance) / scale).max() < 0.1


def test_gates_pass_on_rows_it_has_not_seen_and_fail_on_another_simulator() -> None:
    """Ten seeds, level 0.01: of 30 verdicts two or more false alarms have a chance of 0.04, three 0.003."""
    passed, caught = 0, 0
    for seed in range(10):
        z, s = table(10 + seed, 4000)
        estimator = train(z, s, seed=seed)
        truth, records = table(100 + seed, 300)
        draws = estimator.sample(records, 99, seed)
        found = gates.ranks(draws, truth)
        passed += gates.calibration(found, 99, NAMES).passed + gates.coverage(found, 99, NAMES).passed
        passed += gates.recovery(draws, truth, NAMES).passed
        # The record comes from a world in which all summaries are 0.7 higher than in the simulator.
        shifted = gates.ranks(estimator.sample(records + 0.7, 99, seed), truth)
        caught += not gates.calibration(shifted, 99, NAMES).passed
    assert passed >= 28
    assert caught == 10


def test_density_is_that_of_the_closed_form() -> None:
    """At the mean of the posterior: -1/2 log det(2 pi C), within 0.15."""
    z, s = table(1, 8000)
    record = table(2, 1)[1][0]
    mean, covariance = exact(record[None])
    expected = -0.5 * np.linalg.slogdet(2 * np.pi * covariance)[1]
    assert train(z, s, seed=1).log_density(record, mean)[0] == pytest.approx(expected, abs=0.15)


def test_the_same_seed_gives_the_same_draws_also_from_a_folder(tmp_path: Path) -> None:
    """To the last digit; another seed gives others; a record's draws do not depend on those after it."""
    z, s = table(1, 1000)
    records = table(2, 3)[1]
    first = train(z, s, seed=1)
    draws = first.sample(records, 50, 9)
    np.testing.assert_array_equal(train(z, s, seed=1).sample(records, 50, 9), draws)
    np.testing.assert_array_equal(first.sample(records[:1], 50, 9)[0], draws[0])
    np.testing.assert_array_equal(first.sample(records[0], 50, 9), draws[0])
    first.save(tmp_path / "kept")
    np.testing.assert_array_equal(load(tmp_path / "kept").sample(records, 50, 9), draws)
    assert not np.array_equal(first.sample(records, 50, 10), draws)


def test_a_record_off_the_cloud_is_called_so() -> None:
    """Inside at a row like the others; outside where one target is where no row is, or where two that go
    together in all rows go apart though each alone is common."""
    generator = np.random.default_rng(3)
    common = generator.standard_normal((5000, 1))
    cloud = cloud_of(common + 0.1 * generator.standard_normal((5000, 2)))
    inside, far, apart = (cloud.outlying(np.array(one)) for one in ([0.5, 0.5], [9.0, 9.0], [1.0, -1.0]))
    assert not inside.outside
    assert inside.below == pytest.approx([0.69, 0.69], abs=0.03)  # P(0.5 / sqrt(1.01))
    assert far.outside
    assert far.beyond().tolist() == [0, 1]
    assert "a, b" in far.said(["a", "b"])
    assert apart.outside
    assert apart.beyond().size == 0
    # The residual of the first given the second has variance 1.01 - 1 / 1.01 = 0.0199; 1 + 0.99 is 14 sd off.
    assert apart.given[0] == pytest.approx(1.990 / np.sqrt(0.0199), rel=0.05)


def test_the_p_value_of_a_simulated_row_is_uniform() -> None:
    """Of 1000 rows about 1 in 10 has p <= 0.1, whatever the shape of the cloud (four standard errors)."""
    generator = np.random.default_rng(4)
    cloud = cloud_of(np.exp(generator.standard_normal((5000, 3))))
    fresh = np.exp(generator.standard_normal((1000, 3)))
    p = np.array([cloud.outlying(row).p_value for row in fresh])
    assert (p <= 0.1).mean() == pytest.approx(0.1, abs=0.04)


def test_a_summary_that_never_moves_teaches_nothing_and_does_no_harm() -> None:
    """With a constant column the draws stay finite, and a record off it is told."""
    z, s = table(1, 1000)
    constant = np.concatenate([s, np.full((1000, 1), 2.0)], axis=1)
    estimator = train(z, constant, seed=1)
    assert np.isfinite(estimator.sample(constant[0], 10, 1)).all()
    assert 4 in estimator.outlying(np.append(s[0], 3.0)).beyond()


def test_what_cannot_be_meant_is_refused() -> None:
    """Shapes, NaN, methods."""
    z, s = table(1, 1000)
    with pytest.raises(ModelError, match="neural"):
        train(z, s, seed=1, method="neuronal")
    with pytest.raises(ValueError, match="200 rows"):
        train(z[:50], s[:50], seed=1)
    with pytest.raises(ValueError, match="finite"):
        train(z, np.where(s > 2, np.nan, s), seed=1)
    estimator = train(z, s, seed=1)
    with pytest.raises(ValueError, match="4 finite"):
        estimator.sample(s[0, :3], 10, 1)
    with pytest.raises(ValueError, match="at least 1 draw"):
        estimator.sample(s[0], 0, 1)
