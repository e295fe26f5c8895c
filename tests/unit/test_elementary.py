"""The elementary functions against the C library and SciPy, with the errors that their file states."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from scipy.special import ndtri

from whowhom.core.elementary import (
    exponential,
    logarithm,
    logistic,
    normal_probability,
    normal_quantile,
    power,
)


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


def lower_tail(x: float) -> float:
    """Return the normal probability below x to 40 digits by the series x + x^3/3 + x^5/15 + ... or, far out,
    by Laplace's continued fraction 1/(x + 1/(x + 2/(x + ...)))."""
    with localcontext() as context:
        context.prec = 40
        pi = Decimal("3.14159265358979323846264338327950288419716939937510")
        exact = Decimal(x)
        density = (-exact * exact / 2).exp() / (2 * pi).sqrt()
        if x < -4.0:
            fraction = Decimal(0)
            for k in range(400, 0, -1):
                fraction = k / (-exact + fraction)
            return float(density / (-exact + fraction))
        term = total = exact
        for k in range(1, 400):
            term *= exact * exact / (2 * k + 1)
            total += term
        return float(Decimal("0.5") + density * total)


def test_normal_probability_is_within_1e_14() -> None:
    for x in np.concatenate([np.linspace(-37.0, 8.0, 901), [-5.656854249492381, -0.67448975, 0.0, 1e-9]]):
        assert normal_probability(float(x)) == pytest.approx(lower_tail(float(x)), rel=1e-14)


def test_normal_probability_is_symmetric_saturates_and_undoes_the_quantile() -> None:
    for x in np.linspace(0.0, 9.0, 91):
        assert normal_probability(x) + normal_probability(-x) == pytest.approx(1.0, abs=1e-15)
    assert normal_probability(0.0) == 0.5
    assert normal_probability(math.inf) == normal_probability(40.0) == 1.0
    assert normal_probability(-math.inf) == normal_probability(-40.0) == 0.0
    assert math.isnan(normal_probability(math.nan))
    for p in np.linspace(0.001, 0.999, 99):
        assert normal_probability(normal_quantile(p)) == pytest.approx(p, rel=1e-8)


def test_power_keeps_its_relative_error_and_its_ends() -> None:
    for base in np.geomspace(1e-6, 1e6, 61):
        for exponent in np.linspace(-3.0, 3.0, 25):
            error = 2e-15 * max(1.0, abs(exponent * math.log(base)))
            assert power(base, exponent) == pytest.approx(base**exponent, rel=error, abs=0.0)
    assert power(0.0, 0.0) == power(1.0, 1e300) == power(7.0, 0.0) == 1.0
    assert power(0.0, 0.3) == 0.0
    assert power(0.0, -0.3) == math.inf
    assert math.isnan(power(-1.0, 2.0))
    assert math.isnan(power(math.nan, 0.0))
