"""Juries: whether a majority is right more often than one of its members, and what correlation leaves of it.

Each member is right with probability p. Independent members are nearly sure to be right together if there are
many and p > 1/2. Members who see the same evidence are not: here their chances vary together (a Polya urn, or
beta-binomial, in which any two members agree with correlation c), and even a large jury stays fallible.

Sources: N. de Condorcet, Essai sur l'application de l'analyse (1785); S. Berg, "Condorcet's jury theorem,
dependency among jurors", Social Choice and Welfare 10 (1993) 87-95; K. Ladha, "Information pooling through
majority-rule voting", Journal of Economic Behavior and Organization 26 (1995) 353-372.
"""

from __future__ import annotations

import math
from fractions import Fraction

from whowhom.core.kernel import kernel


@kernel
def majority_correct(n: int, p: float, correlation: float) -> float:
    """Return the probability that the majority of a jury is right; a tie counts half.

    The chance of k right is C(n,k) prod_(i<k) (p(1-c) + ic) prod_(j<n-k) ((1-p)(1-c) + jc), over
    prod_(m<n) (1-c + mc). c = 0 is Condorcet's binomial jury, c = 1 a jury that speaks with one voice. The
    terms are built from near the likeliest one outwards, so that large juries do not underflow.

    n: members, at least 1; p: chance of each to be right; correlation: c of any two verdicts; both 0 to 1. A
    number outside its range returns NaN. Source: Condorcet 1785; Berg 1993; Ladha 1995.
    Does not model: members who differ, a leader whom the others follow, or votes cast with an eye to winning.
    """
    if n < 1 or not 0.0 <= p <= 1.0 or not 0.0 <= correlation <= 1.0:
        return math.nan
    if p == 0.0 or p == 1.0 or correlation == 1.0:
        return p
    right = p * (1.0 - correlation)
    wrong = (1.0 - p) * (1.0 - correlation)
    start = min(int((n + 1) * p), n)
    won = tied = lost = 0.0
    term = 1.0
    for k in range(start, n + 1):
        if 2 * k > n:
            won += term
        elif 2 * k == n:
            tied += term
        else:
            lost += term
        if k < n:
            term *= (n - k) / (k + 1.0) * (right + k * correlation) / (wrong + (n - k - 1) * correlation)
    term = 1.0
    for k in range(start - 1, -1, -1):
        term *= (k + 1.0) / (n - k) * (wrong + (n - k - 1) * correlation) / (right + k * correlation)
        if 2 * k > n:
            won += term
        elif 2 * k == n:
            tied += term
        else:
            lost += term
    return (won + 0.5 * tied) / (won + tied + lost)


def exact_majority_correct(n: int, p: Fraction, correlation: Fraction | int = 0) -> Fraction:
    """Return `majority_correct` as an exact fraction.

    The same sum in rational numbers. n: at least 1; p, correlation: fractions from 0 to 1. Raises ValueError
    outside these ranges. Source and limits as in `majority_correct`.
    """
    if n < 1:
        raise ValueError(f"n: {n}; expected at least 1")
    for name, value in (("p", p), ("correlation", correlation)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name}: {value}; expected a fraction from 0 to 1")
    p, c = Fraction(p), Fraction(correlation)
    if c == 1:
        return p
    total = math.prod((1 - c + m * c for m in range(n)), start=Fraction(1))
    chances = [
        math.comb(n, k)
        * math.prod((p * (1 - c) + i * c for i in range(k)), start=Fraction(1))
        * math.prod(((1 - p) * (1 - c) + j * c for j in range(n - k)), start=Fraction(1))
        / total
        for k in range(n + 1)
    ]
    won = sum((chances[k] for k in range(n // 2 + 1, n + 1)), Fraction(0))
    return won if n % 2 else won + chances[n // 2] / 2
