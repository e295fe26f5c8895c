"""Both estimators on problems with a known posterior; gates pass where it is right and catch it broken.

Learnt from ROWS rows. The mean is compared in units of the exact standard deviation: Monte Carlo error of
DRAWS draws is 1 / sqrt(2000) = 0.022, that of ROWS rows near one record, a fifth of them, 1 / sqrt(1600) =
0.025; the estimator's own error comes on top. Bound: 0.2. The variance: Monte Carlo error sqrt(2 / 1600) =
0.035 of it. Bound: 0.2 of it for the regression, which ten of ten tables kept for each toy. The network's own
error has no such scale: of seven tables of the share of trials six kept 0.2 and one missed it with 0.22, so
that its bound is 0.3, a sixth in the standard deviation.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.fit.toys import DESIGN, TOYS

from whowhom.build.model import Value
from whowhom.fit import gates
from whowhom.fit.estimator import METHODS, NEURAL, REGRESSION, Estimator, load, train
from whowhom.fit.estimator_neural import Network
from whowhom.fit.posterior import posterior_of
from whowhom.spec.prior import parse_prior

pytest.importorskip("bayesflow")

ROWS, DRAWS, CASES, RANKED = 8000, 2000, 1000, 99


@cache
def learnt(toy: str, method: str, shift: float = 0.0, widen: float = 1.0) -> Estimator:
    """Return an estimator that learnt from a simulator, right or broken."""
    z, s = TOYS[toy].simulate(1, ROWS, shift, widen)
    return train(z, s, seed=1, method=method)


def verdicts(toy: str, estimator: Estimator) -> list[gates.Gate]:
    """Return the gates on rows of the right simulator that the estimator has not seen."""
    truth, records = TOYS[toy].simulate(2, CASES, 0.0, 1.0)
    draws = estimator.sample(records, RANKED, 3)
    names = [f"number {k}" for k in range(TOYS[toy].numbers)]
    found = gates.ranks(draws, truth)
    return [
        gates.calibration(found, RANKED, names),
        gates.coverage(found, RANKED, names),
        gates.recovery(draws, truth, names),
    ]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("toy", TOYS)
def test_mean_and_variance_are_those_of_the_closed_form(toy: str, method: str) -> None:
    """At three records each, within the bounds of the module."""
    mean, variance = TOYS[toy].exact(TOYS[toy].records)
    draws = learnt(toy, method).sample(TOYS[toy].records, DRAWS, 4)
    assert (np.abs(draws.mean(axis=1) - mean) / np.sqrt(variance)).max() < 0.2
    assert np.abs(draws.var(axis=1) / variance - 1.0).max() < (0.2 if method == REGRESSION else 0.3)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("toy", TOYS)
def test_gates_pass_where_the_simulator_is_right(toy: str, method: str) -> None:
    """Calibration, coverage and recovery on 1000 rows."""
    assert [gate.sentence for gate in verdicts(toy, learnt(toy, method)) if not gate.passed] == []


BROKEN = [("normal mean", 0.4, 1.0), ("normal mean", 0.0, 2.0), ("correlated line", 0.5, 1.0)]
BROKEN += [("correlated line", 0.0, 2.0), ("share of trials", 0.15, 1.0), ("share of trials", 0.0, 1.5)]


@pytest.mark.parametrize(("toy", "shift", "widen"), BROKEN)
def test_calibration_catches_a_broken_simulator(toy: str, shift: float, widen: float) -> None:
    """Learnt from a simulator with a shifted mean or a wrong variance, asked about rows of the right one."""
    assert not verdicts(toy, learnt(toy, REGRESSION, shift, widen))[0].passed


@pytest.mark.parametrize(("toy", "shift", "widen"), BROKEN[2:4])
def test_calibration_catches_it_with_the_network_too(toy: str, shift: float, widen: float) -> None:
    """The same, of the problem with several numbers."""
    assert not verdicts(toy, learnt(toy, NEURAL, shift, widen))[0].passed


def test_the_network_gives_the_same_draws_again() -> None:
    """Trained twice from the same table and seed: the same to the last digit; NumPy's chance is untouched."""
    z, s = TOYS["correlated line"].simulate(1, 1000, 0.0, 1.0)
    np.random.seed(5)
    before = np.random.random()
    np.random.seed(5)
    short = Network(epochs=3)
    estimators = [train(z, s, seed=1, method=NEURAL, network=short) for _ in range(2)]
    first, second = (estimator.sample(s[:3], 40, 2) for estimator in estimators)
    assert np.random.random() == before
    np.testing.assert_array_equal(first, second)


def test_a_network_from_a_folder_gives_the_same_draws(tmp_path: Path) -> None:
    """To the last digit, and its density is the closed form's at the mean, within 0.3."""
    toy, estimator = TOYS["correlated line"], learnt("correlated line", NEURAL)
    estimator.save(tmp_path / "kept")
    again = load(tmp_path / "kept")
    np.testing.assert_array_equal(again.sample(toy.records, 40, 2), estimator.sample(toy.records, 40, 2))
    mean = toy.exact(toy.records)[0]
    covariance = np.linalg.inv(np.eye(3) + DESIGN @ DESIGN.T / 0.64)
    expected = -0.5 * np.linalg.slogdet(2.0 * np.pi * covariance)[1]
    assert again.log_density(toy.records[0], mean[:1])[0] == pytest.approx(expected, abs=0.3)


def test_a_posterior_is_kept_as_arviz_keeps_it() -> None:
    """Groups and shapes: one chain, the draws of the document's unit, the record, the replicates."""
    value = Value("a.x", 0, 0.0, "1", "", "assumption", parse_prior("normal(3, 2)"), "1", -1e9, 1e9)
    z = np.random.default_rng(0).standard_normal((50, 1))
    found = posterior_of([value], z, targets=("t", "u"), observed=np.array([1.0, 2.0]))
    kept = found.to_arviz(np.zeros((30, 2)))
    np.testing.assert_array_equal(kept["posterior"]["a.x"].values, found.given[None, :, 0])
    assert float(kept["observed_data"]["u"]) == 2.0
    assert kept["posterior_predictive"]["t"].shape == (1, 30)
    assert float(kept["prior"]["a.x"].std()) == pytest.approx(2.0, rel=0.4)
