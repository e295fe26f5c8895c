"""Coups as coordination: a regime falls if enough units move, and each moves if it thinks enough others will.

The regime of strength theta falls if the attacking share A is at least theta. A unit that attacks gets 1 - c
if it falls and -c if not; one that stays out gets 0. Each unit sees theta with its own error (precision
beta); all see a public signal z with precision alpha. In a monotone equilibrium a unit attacks if its own
signal is at most x*, and the regime falls if its strength is at most theta*:

theta* = Phi(k) and alpha (Phi(k) - z) - sqrt(beta) k = sqrt(alpha + beta) Phi^-1(c), with
k = sqrt(beta) (x* - theta*).

For every z there is one such theta* if and only if beta >= alpha^2 / (2 pi).

Sources: S. Morris and H. S. Shin, "Unique equilibrium in a model of self-fulfilling currency attacks",
American Economic Review 88 (1998) 587-597; G.-M. Angeletos, C. Hellwig and A. Pavan, "Dynamic global games of
regime change", Econometrica 75 (2007) 711-756; N. Singh, Seizing Power (2014), on coups as coordination.
"""

from __future__ import annotations

import math

from whowhom.core.elementary import exponential, logarithm, normal_probability, normal_quantile
from whowhom.core.kernel import kernel

ROOT_TWO_PI = 2.5066282746310002
BISECTIONS = 60


@kernel
def falls(strength: float, cost: float) -> bool:
    """Return whether a regime falls when units have only their own, nearly exact or inexact, signals.

    theta <= 1 - c, whatever the precision. False where an argument is NaN.

    strength: theta, the share of units that must move; below 0 it falls by itself, above 1 it cannot fall;
    cost: c of a failed attack over the stake, 0 to 1. Source: Angeletos, Hellwig and Pavan 2007.
    Does not model: a public signal, attacks that are repeated, or units of different weight.
    """
    return strength <= 1.0 - cost


@kernel
def falling_chance(strength: float, cost: float, error: float) -> float:
    """Return the chance that a regime falls whose strength is known with an error.

    The true strength is theta e^(s z), z standard normal, and it falls as in `falls`:
    P = Phi((ln(1 - c) - ln theta) / s); 1 at theta = 0; without error 1 or 0.

    strength: theta, at least 0; cost: c, 0 to 1; error: s, at least 0, of the logarithm. A number outside its
    range returns NaN. Source: the condition is that of Angeletos, Hellwig and Pavan 2007, the error our own.
    Does not model: what `falls` does not.
    """
    if not strength >= 0.0 or not 0.0 <= cost <= 1.0 or not error >= 0.0:
        return math.nan
    if strength == 0.0:
        return 1.0
    if cost == 1.0 or error == 0.0:
        return 1.0 if falls(strength, cost) else 0.0
    return normal_probability((logarithm(1.0 - cost) - logarithm(strength)) / error)


@kernel
def is_unique(private_precision: float, public_precision: float) -> bool:
    """Return whether there is one equilibrium whatever the public signal says.

    beta >= alpha^2 / (2 pi): what all know must not weigh too much against what each knows.

    private_precision: beta, above 0; public_precision: alpha, at least 0 (1 over the variance of the error).
    Source: Angeletos, Hellwig and Pavan 2007. Does not model: a signal at which there is one all the same.
    """
    return private_precision * ROOT_TWO_PI * ROOT_TWO_PI >= public_precision * public_precision


@kernel
def public_threshold(
    cost: float, private_precision: float, public_precision: float, public_signal: float
) -> float:
    """Return theta*, the strength up to which a regime falls, where there is one equilibrium.

    Phi(k) for the k that solves the condition of the module, found by halving an interval a fixed number of
    times. NaN where there are several equilibria; `public_thresholds` gives them all.

    cost: c, above 0 and below 1; private_precision: beta, above 0; public_precision: alpha, at least 0;
    public_signal: z, in the unit of the strength. NaN outside these. Source: Angeletos, Hellwig and Pavan
    2007. Does not model: which of several equilibria is played.
    """
    return normal_probability(_only_signal(cost, private_precision, public_precision, public_signal))


@kernel
def attacking_share(
    strength: float,
    cost: float,
    private_precision: float,
    public_precision: float,
    public_signal: float,
) -> float:
    """Return the share of units that attack a regime of a given strength, where there is one equilibrium.

    A = Phi(sqrt(beta) (x* - theta)) = Phi(sqrt(beta) (theta* - theta) + k).

    strength: theta; the rest, and NaN, as in `public_threshold`; with public_precision 0 the public signal
    does not matter. Source: Angeletos, Hellwig and Pavan 2007. Does not model: which of several is played.
    """
    signal = _only_signal(cost, private_precision, public_precision, public_signal)
    if math.isnan(signal):
        return math.nan
    margin = normal_probability(signal) - strength
    return normal_probability(math.sqrt(private_precision) * margin + signal)


@kernel
def _only_signal(
    cost: float, private_precision: float, public_precision: float, public_signal: float
) -> float:
    """Return k of the equilibrium; NaN if there are several, or none because an argument is out of range."""
    lowest = _critical_signal(cost, private_precision, public_precision, public_signal, -1)
    if is_unique(private_precision, public_precision):
        return lowest
    highest = _critical_signal(cost, private_precision, public_precision, public_signal, 1)
    return math.nan if lowest < highest else lowest


@kernel
def _critical_signal(
    cost: float, private_precision: float, public_precision: float, public_signal: float, which: int
) -> float:
    """Return k of the lowest (which = -1), middle (0) or highest (1) equilibrium; NaN if there is none such.

    g(k) = alpha (Phi(k) - z) - sqrt(beta) k - sqrt(alpha + beta) Phi^-1(c) falls, rises between -turn and
    turn if alpha is large, and falls again; there is at most one root on each stretch.
    """
    alpha, root_beta = public_precision, math.sqrt(private_precision)
    if not 0.0 < cost < 1.0 or not private_precision > 0.0 or not alpha >= 0.0:
        return math.nan
    if math.isinf(private_precision) or math.isinf(alpha) or not abs(public_signal) < math.inf:
        return math.nan
    target = math.sqrt(alpha + private_precision) * _quantile(cost)
    # Phi lies between 0 and 1, so every root lies between these two.
    low = (-alpha * public_signal - target) / root_beta
    high = (alpha * (1.0 - public_signal) - target) / root_beta
    offset = alpha * public_signal + target
    steepness = alpha / (root_beta * ROOT_TWO_PI)
    if steepness <= 1.0:
        return _root(low, high, alpha, root_beta, offset)
    turn = math.sqrt(2.0 * logarithm(steepness))
    dips = alpha * normal_probability(-turn) + root_beta * turn - offset <= 0.0
    peaks = alpha * normal_probability(turn) - root_beta * turn - offset >= 0.0
    if which == 0:
        return _root(turn, -turn, alpha, root_beta, offset) if dips and peaks else math.nan
    if dips and (which == -1 or not peaks):
        return _root(min(low, -turn), -turn, alpha, root_beta, offset)
    return _root(turn, max(high, turn), alpha, root_beta, offset)


@kernel
def _root(positive: float, negative: float, alpha: float, root_beta: float, offset: float) -> float:
    """Return the root of alpha Phi(k) - sqrt(beta) k - offset from a k where it is positive and one not."""
    for _ in range(BISECTIONS):
        middle = 0.5 * (positive + negative)
        if alpha * normal_probability(middle) - root_beta * middle > offset:
            positive = middle
        else:
            negative = middle
    return 0.5 * (positive + negative)


@kernel
def _quantile(p: float) -> float:
    """Return the normal quantile to full precision: one Newton step from the approximate one."""
    x = normal_quantile(p)
    if p == 0.5:
        return 0.0
    density = exponential(-0.5 * x * x) / ROOT_TWO_PI
    return x - (normal_probability(x) - p) / density


def public_thresholds(
    cost: float, private_precision: float, public_precision: float, public_signal: float
) -> tuple[float, ...]:
    """Return every theta* that is an equilibrium, lowest first: one, or three (two where two of them meet).

    Arguments as in `public_threshold`; raises ValueError outside their ranges.
    Source: Angeletos, Hellwig and Pavan 2007. Does not model: which of several equilibria is played.
    """
    if not 0.0 < cost < 1.0:
        raise ValueError(f"cost: {cost}; expected above 0 and below 1")
    if not 0.0 < private_precision < math.inf:
        raise ValueError(f"private_precision: {private_precision}; expected above 0")
    if not 0.0 <= public_precision < math.inf:
        raise ValueError(f"public_precision: {public_precision}; expected at least 0")
    if not abs(public_signal) < math.inf:
        raise ValueError(f"public_signal: {public_signal}; expected a number")
    arguments = (cost, private_precision, public_precision, public_signal)
    lowest, highest = (_critical_signal(*arguments, which) for which in (-1, 1))
    if not lowest < highest:
        return (normal_probability(lowest),)
    middle = _critical_signal(*arguments, 0)
    return tuple(normal_probability(signal) for signal in sorted({lowest, middle, highest}))
