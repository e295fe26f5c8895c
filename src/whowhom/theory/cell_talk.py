"""Talk in cells where everybody is heard: means, variances and the likeness of cell-mates, without a draw.

Every member i of a cell of n hears another member J of it, drawn uniformly and anew, and his patron:

    x_i' = s x_i + m x_J + p a_i,    s = 1 - m - p,

with m the weight, p the pull and a_i the patron's stand. The party is many cells, and patrons are given
independently of everything. Five numbers then determine their own next values, exactly in expectation: the
mean M of x, P = E x_i^2, Q = E x_i x_j of two cell-mates, R = E x_i a_i and T = E x_i a_j. With A = E a,
B = E a^2 and d = n - 1,

    M'  = (s + m) M + p A
    P'  = (s^2 + m^2) P + p^2 B + 2 s m Q + 2 s p R + 2 m p T
    Q'  = s^2 Q + 2 s m (P + (d-1) Q)/d + m^2 ((d-1) P + (d^2-d+1) Q)/d^2 + 2 s p T
          + 2 m p (R + (d-1) T)/d + p^2 A^2
    R'  = s R + m T + p B
    T'  = s T + m (R + (d-1) T)/d + p A^2

(two mates hear the same third man with probability (d-1)/d^2). Loyalty, which settles to 1 - (x - a)^2 at
rate r, has the mean L' = L + r (1 - (P' - 2 R' + B) - L). The mean of those who follow a patron is linear in
his stand.
Does not model: a bound of confidence that cuts, for which no finite set of moments is closed.
Source: own derivation; the meeting is Deffuant, Neau, Amblard and Weisbuch 2000 with nobody out of bounds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class Moments(NamedTuple):
    """The party as five numbers, and its mean loyalty."""

    mean: float
    """M = E x_i"""
    square: float
    """P = E x_i^2"""
    mates: float
    """Q = E x_i x_j of two members of one cell"""
    own_patron: float
    """R = E x_i a_i"""
    mates_patron: float
    """T = E x_i a_j"""
    loyalty: float
    """L, the mean loyalty"""

    @property
    def variance(self) -> float:
        """Variance of leanings between members."""
        return self.square - self.mean**2

    @property
    def covariance(self) -> float:
        """Covariance of the leanings of two members of one cell."""
        return self.mates - self.mean**2

    def following(self, stand: float, stands: ArrayLike) -> float:
        """Return the mean leaning of those whose patron stands there; stands: of all patrons, (K,)."""
        all_stands = np.asarray(stands, np.float64)
        spread = float(all_stands.var())
        slope = (self.own_patron - self.mean * float(all_stands.mean())) / spread if spread > 0.0 else 0.0
        return self.mean + slope * (stand - float(all_stands.mean()))


def start(mean: float, variance: float, loyalty: float, stands: ArrayLike) -> Moments:
    """Return the moments of members who lean independently of one another and of their patrons.

    stands: (K,) where the patrons stand, each followed with the same chance.
    """
    average = float(np.asarray(stands, np.float64).mean())
    return Moments(mean, variance + mean**2, mean**2, mean * average, mean * average, loyalty)


def step(now: Moments, stands: ArrayLike, cell: int, weight: float, pull: float, settling: float) -> Moments:
    """Return the moments after one month's talk.

    stands: (K,), each patron followed with the same chance; cell: members of a cell, at least 2, ValueError
    below; weight, pull, settling: m, p and r, 0 to 1. The rule is that of the file.
    """
    if cell < 2:
        raise ValueError(f"cell: {cell}; expected at least 2 members, who can meet")
    all_stands = np.asarray(stands, np.float64)
    a, b = float(all_stands.mean()), float((all_stands**2).mean())
    m, p, d = weight, pull, cell - 1.0
    s = 1.0 - m - p
    _, square, mates, own, other, loyalty = now
    meets = (square + (d - 1.0) * mates) / d
    heard = (own + (d - 1.0) * other) / d
    same = (d - 1.0) / d**2
    both = same * square + (1.0 - same) * mates
    after = Moments(
        mean=(s + m) * now.mean + p * a,
        square=(s**2 + m**2) * square + p**2 * b + 2.0 * (s * m * mates + s * p * own + m * p * other),
        mates=s**2 * mates
        + 2.0 * s * m * meets
        + m**2 * both
        + 2.0 * p * (s * other + m * heard)
        + (p * a) ** 2,
        own_patron=s * own + m * other + p * b,
        mates_patron=s * other + m * heard + p * a**2,
        loyalty=loyalty,
    )
    distance = after.square - 2.0 * after.own_patron + b
    return after._replace(loyalty=loyalty + settling * (1.0 - distance - loyalty))
