"""Exponential, logarithm and normal quantile in plain arithmetic, so that every machine gives the same bits.

The C library chooses its code by processor; these polynomials do not. Errors against the true functions are
below 2e-15 relative for `exponential` and `logarithm`, and 2e-9 for `normal_quantile` (tests/unit).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import kernel

LOG2_E = 1.4426950408889634
LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10
SQRT_HALF = 0.7071067811865476


@kernel
def exponential(x: float) -> float:
    """Return e^x; 0 below -700 and e^700 above 700."""
    x = min(max(x, -700.0), 700.0)
    n = math.floor(x * LOG2_E + 0.5)
    r = (x - n * LN2_HIGH) - n * LN2_LOW
    total = 1.6059043836821613e-10
    total = total * r + 2.08767569878681e-09
    total = total * r + 2.505210838544172e-08
    total = total * r + 2.755731922398589e-07
    total = total * r + 2.7557319223985893e-06
    total = total * r + 2.48015873015873e-05
    total = total * r + 0.0001984126984126984
    total = total * r + 0.001388888888888889
    total = total * r + 0.008333333333333333
    total = total * r + 0.041666666666666664
    total = total * r + 0.16666666666666666
    total = total * r + 0.5
    total = total * r + 1.0
    total = total * r + 1.0
    return math.ldexp(total, int(n))


@kernel
def logarithm(x: float) -> float:
    """Return the natural logarithm of a positive x."""
    mantissa, exponent = math.frexp(x)
    if mantissa < SQRT_HALF:
        mantissa *= 2.0
        exponent -= 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    total = 0.043478260869565216
    total = total * square + 0.047619047619047616
    total = total * square + 0.05263157894736842
    total = total * square + 0.058823529411764705
    total = total * square + 0.06666666666666667
    total = total * square + 0.07692307692307693
    total = total * square + 0.09090909090909091
    total = total * square + 0.1111111111111111
    total = total * square + 0.14285714285714285
    total = total * square + 0.2
    total = total * square + 0.3333333333333333
    total = total * square + 1.0
    return exponent * LN2_HIGH + (2.0 * s * total + exponent * LN2_LOW)


@kernel
def logistic(x: float) -> float:
    """Return 1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exponential(-x))


@kernel
def normal_quantile(p: float) -> float:
    """Return z with standard normal probability p below it (Acklam's rational approximation).

    Source: P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function"
    (2003); relative error below 1.15e-9.
    """
    if p < 0.02425:
        q = math.sqrt(-2.0 * logarithm(p))
        return _tail(q)
    if p > 1.0 - 0.02425:
        q = math.sqrt(-2.0 * logarithm(1.0 - p))
        return -_tail(q)
    q = p - 0.5
    r = q * q
    top = -3.969683028665376e01
    top = top * r + 2.209460984245205e02
    top = top * r - 2.759285104469687e02
    top = top * r + 1.383577518672690e02
    top = top * r - 3.066479806614716e01
    top = top * r + 2.506628277459239e00
    bottom = -5.447609879822406e01
    bottom = bottom * r + 1.615858368580409e02
    bottom = bottom * r - 1.556989798598866e02
    bottom = bottom * r + 6.680131188771972e01
    bottom = bottom * r - 1.328068155288572e01
    bottom = bottom * r + 1.0
    return top * q / bottom


@kernel
def normal_quantiles(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `normal_quantile` of every element."""
    quantiles = np.empty(p.size, np.float64)
    for i in range(p.size):
        quantiles[i] = normal_quantile(p[i])
    return quantiles


@kernel
def _tail(q: float) -> float:
    """Return the lower-tail branch of the quantile for q = sqrt(-2 ln p)."""
    top = -7.784894002430293e-03
    top = top * q - 3.223964580411365e-01
    top = top * q - 2.400758277161838e00
    top = top * q - 2.549732539343734e00
    top = top * q + 4.374664141464968e00
    top = top * q + 2.938163982698783e00
    bottom = 7.784695709041462e-03
    bottom = bottom * q + 3.224671290700398e-01
    bottom = bottom * q + 2.445134137142996e00
    bottom = bottom * q + 3.754408661907416e00
    bottom = bottom * q + 1.0
    return top / bottom
