"""The elementary functions against the C library and SciPy, with the errors that their file states."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtri

from whowhom.core.elementary import exponential, logarithm, logistic, normal_quantile


def test_exponential_is_within_2e_15() -> None:
    for x in np.concatenate([np.linspace(-700.0, 700.0, 4001), np.linspace(-1e-3, 1e-3, 101)]):
        assert exponential(x) == pytest.approx(math.exp(x), rel=2e-15)


def test_exponential_stays_finite_beyond_its_range() -> None:
    assert exponential(1e6) == exponential(700.0) < math.inf
    assert 0.0 <= exponential(-1e6) < 1e-300
    assert exponential(0.0) == 1.0


def test_logarithm_is_within_2e_15() -> None:
    points = np.concatenate([np.geomspace(1e-300, 1e300, 4001), np.linspace(0.5, 2.0, 1001)])
    for x in points[points != 1.0]:
        assert logarithm(x) == pytest.approx(math.log(x), rel=2e-15)
    assert logarithm(1.0) == 0.0


def test_logarithm_near_one_keeps_its_relative_error() -> None:
    for step in np.geomspace(1e-15, 1e-2, 200):
        for x in (1.0 + step, 1.0 - step):
            assert logarithm(x) == pytest.approx(math.log(x), rel=2e-15)


def test_normal_quantile_is_within_2e_9() -> None:
    tails = np.geomspace(2.0**-33, 0.02425, 500)
    for p in np.concatenate([tails, 1.0 - tails, np.linspace(0.02, 0.98, 1001)]):
        assert normal_quantile(p) == pytest.approx(ndtri(p), rel=2e-9, abs=2e-9)


def test_logistic_is_symmetric_and_saturates() -> None:
    for x in np.linspace(-30.0, 30.0, 61):
        assert logistic(x) + logistic(-x) == pytest.approx(1.0, abs=1e-15)
    assert logistic(800.0) == 1.0
    assert logistic(0.0) == 0.5
