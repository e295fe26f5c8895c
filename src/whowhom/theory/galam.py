"""Indirect election through tiers: Galam's local majority rule, its worst case, and the referendum paradox.

Groups of r people drawn at random elect one representative by majority; the representatives form groups of r
in their turn, and so on upwards. A small lead, or a tie rule, is amplified at every tier.

Sources: S. Galam, "Majority rule, hierarchical structures, and democratic totalitarianism", Journal of
Mathematical Psychology 30 (1986) 426-434; S. Galam, arXiv:physics/0703081 (2007); M. Feix, D. Lepelley,
V. Merlin and J.-L. Rouet, "The probability of conflicts in a U.S. presidential type election", Economic
Theory 23 (2004) 227-257.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from whowhom.core.kernel import kernel


@kernel
def local_majority(p: float, group: int, share_of_ties: float) -> float:
    """Return the probability that a random group elects the challenger.

    P_r(p) = sum over k > r/2 of C(r,k) p^k (1-p)^(r-k), plus `share_of_ties` of the term k = r/2 if r is
    even. The terms are built from the most likely one outwards, so that large groups do not underflow.

    p: the challenger's share of the electors; group: r, at least 1; share_of_ties: 0 gives ties to the
    incumbent (Galam's rule), 1 to the challenger. A number outside its range returns NaN.
    Source: Galam 1986. Does not model: correlation within a group, or a group drawn without replacement.
    """
    if group < 1 or not 0.0 <= p <= 1.0 or not 0.0 <= share_of_ties <= 1.0:
        return math.nan
    if p == 0.0 or p == 1.0:
        return p
    likeliest = min(int((group + 1) * p), group)
    odds = p / (1.0 - p)
    won = 0.0
    tied = 0.0
    lost = 0.0
    term = 1.0
    for k in range(likeliest, group + 1):
        if 2 * k > group:
            won += term
        elif 2 * k == group:
            tied += term
        else:
            lost += term
        term *= (group - k) / (k + 1.0) * odds
    term = 1.0
    for k in range(likeliest - 1, -1, -1):
        term *= (k + 1.0) / (group - k) / odds
        if 2 * k > group:
            won += term
        elif 2 * k == group:
            tied += term
        else:
            lost += term
    return (won + share_of_ties * tied) / (won + tied + lost)


@kernel
def biased_local_majority(p: float, group: int, share_of_ties: float, bias: float) -> float:
    """Return the probability that the challenger is elected where a secretary takes some seats.

    p' = (1 - b) P_r(p): with probability b the elected delegate is the incumbent's nominee, whatever the
    vote.

    p, group, share_of_ties: as in `local_majority`; bias: b, 0 to 1. A number outside its range returns NaN.
    Source: own variant of Galam 1986. Does not model: how the secretary chooses which elections to take.
    """
    if not 0.0 <= bias <= 1.0:
        return math.nan
    return (1.0 - bias) * local_majority(p, group, share_of_ties)


@kernel
def slope(p: float, group: int, share_of_ties: float) -> float:
    """Return dP_r/dp, by which the map stretches a small difference in shares.

    r = 2m+1: r C(2m,m) (p(1-p))^m. r = 2m: r C(2m-1,m) (p(1-p))^(m-1) ((1-s)p + s(1-p)), s the share of ties.

    p, group, share_of_ties: as in `local_majority`; a number outside its range returns NaN.
    Source: the derivative of Galam's map; at the threshold it is his lambda.
    Does not model: the secretary's bias, which multiplies the slope by 1 - b.
    """
    if group < 1 or not 0.0 <= p <= 1.0 or not 0.0 <= share_of_ties <= 1.0:
        return math.nan
    half = group // 2
    spread = p * (1.0 - p)
    pairs = half if group % 2 == 1 else half - 1
    product = 1.0
    for j in range(1, pairs + 1):
        product *= (4.0 - 2.0 / j) * spread
    if group % 2 == 1:
        return group * product
    towards = (1.0 - share_of_ties) * p + share_of_ties * (1.0 - p)
    return 2.0 * (group - 1.0) * product * towards


def exact_local_majority(p: Fraction, group: int, share_of_ties: Fraction | int = 0) -> Fraction:
    """Return `local_majority` as an exact fraction.

    The same sum over the binomial distribution, in rational numbers.
    p, share_of_ties: fractions from 0 to 1; group: at least 1. Raises ValueError outside these ranges.
    Source: Galam 1986. Does not model: what `local_majority` does not.
    """
    _check(p, group, share_of_ties)
    chances = [math.comb(group, k) * p**k * (1 - p) ** (group - k) for k in range(group + 1)]
    won = sum((chances[k] for k in range(group // 2 + 1, group + 1)), Fraction(0))
    return won if group % 2 else won + share_of_ties * chances[group // 2]


def level_path(
    p: float, group: int, levels: int, share_of_ties: float = 0.0, bias: float = 0.0
) -> tuple[float, ...]:
    """Return the challenger's share at the bottom and at each of `levels` tiers above it.

    p_0 = p and p_(n+1) = (1 - b) P_r(p_n); a tuple of levels + 1 shares.
    Raises ValueError if a share is outside 0 to 1 or group is below 1.
    Source: Galam 1986. Does not model: a tree with a fixed bottom; `tree_winner` does.
    """
    _check(p, group, share_of_ties, bias)
    path = [p]
    for _ in range(levels):
        path.append(biased_local_majority(path[-1], group, share_of_ties, bias))
    return tuple(path)


def threshold(group: int, share_of_ties: float = 0.0, bias: float = 0.0) -> float:
    """Return the share above which the challenger grows from tier to tier and below which he shrinks.

    p_c is the unstable fixed point of p = (1 - b) P_r(p). It is 1 if not even near-unanimity grows, 0 if any
    share does, and infinity if the bias leaves no share that grows.
    Raises ValueError if every share is a fixed point (r = 1; r = 2 with ties halved), or outside the ranges.
    Source: Galam 1986. Does not model: a finite number of electors, for whom there is no sharp threshold.
    """
    _check(0.0, group, share_of_ties, bias)
    if group == 1 or (group == 2 and share_of_ties == 0.5):
        raise ValueError(
            f"group: {group}; with this tie rule every share is a fixed point, expected a larger group"
        )

    def growth(p: float) -> float:
        return biased_local_majority(p, group, share_of_ties, bias) - p

    def steepness(p: float) -> float:
        return (1.0 - bias) * slope(p, group, share_of_ties) - 1.0

    # The slope has one peak (its logarithm is concave), so growth falls, rises and falls again around it.
    steepest = _peak(steepness)
    if steepness(steepest) <= 0.0:
        return math.inf if bias > 0.0 else 1.0
    low = 0.0 if steepness(0.0) > 0.0 else _crossing(steepness, 0.0, steepest)
    high = 1.0 if steepness(1.0) > 0.0 else 1.0 - _crossing(lambda q: steepness(1.0 - q), 0.0, 1.0 - steepest)
    if low == 0.0:
        return 0.0
    if high == 1.0 and bias == 0.0:
        return 1.0
    if growth(high) <= 0.0:
        return math.inf
    return _crossing(growth, low, high)


def number_of_levels(p: float, group: int, share_of_ties: float = 0.0) -> float:
    """Return Galam's estimate of the number of tiers that carry a share to one end.

    n = ln(d / |p - p_c|) / ln(slope at p_c), with d = p_c below the threshold and 1 - p_c above it; he adds
    one or two. Infinity at the threshold itself. Raises ValueError where there is no threshold inside (0, 1).
    Source: Galam 1986 and arXiv:physics/0703081. Does not model: the secretary's bias.
    """
    _check(p, group, share_of_ties)
    centre = threshold(group, share_of_ties)
    if not 0.0 < centre < 1.0:
        raise ValueError(f"threshold: {centre}; expected one strictly between 0 and 1")
    if p == centre:
        return math.inf
    room = centre if p < centre else 1.0 - centre
    return math.log(room / abs(p - centre)) / math.log(slope(centre, group, share_of_ties))


def nested_majority_share(group: int, tiers: int, ties_to_challenger: bool = False) -> Fraction:
    """Return the smallest share of the bottom that can carry the top of a tree of majorities.

    (w / m)^k in k tiers of groups of m, where w votes win a group: more than half, or half if ties go to the
    challenger; ((m+1)/2m)^k for odd m. Raises ValueError if group or tiers is below 1.
    Source: elementary. Does not model: chance; the winner arranges the groups as he likes.
    """
    if group < 1 or tiers < 1:
        raise ValueError(f"group, tiers: {group}, {tiers}; expected at least 1")
    return Fraction(_votes_to_win(group, ties_to_challenger), group) ** tiers


def tree_winner(votes: Sequence[bool], group: int, ties_to_challenger: bool = False) -> bool:
    """Return whether the challenger carries the top of a tree whose bottom votes as given.

    Neighbours form groups of m; each group sends one vote up, by majority, until one vote is left.
    votes: m^k of them, True for the challenger. Raises ValueError if the count is not a power of `group`.
    Source: elementary. Does not model: Galam's random groups; `level_path` does.
    """
    if group < 2 or not votes:
        raise ValueError(f"group: {group}, votes: {len(votes)}; expected groups of at least 2 and some votes")
    tier = list(votes)
    needed = _votes_to_win(group, ties_to_challenger)
    while len(tier) > 1:
        if len(tier) % group:
            raise ValueError(f"votes: {len(votes)}; expected a power of {group}")
        tier = [sum(tier[i : i + group]) >= needed for i in range(0, len(tier), group)]
    return bool(tier[0])


def referendum_paradox_of_three() -> float:
    """Return the probability that the loser of the vote wins most of three districts.

    3/4 - (3/pi) asin(1/sqrt 3). Source: Feix, Lepelley, Merlin and Rouet 2004.
    Does not model: more districts; `referendum_paradox` does.
    """
    return 0.75 - 3.0 / math.pi * math.asin(1.0 / math.sqrt(3.0))


def referendum_paradox(districts: int) -> float:
    """Return the probability that the side with more than half of the districts has fewer votes.

    Margins X_i are independent standard normals in equal districts: 2 Pr(#(X_i > 0) > n/2, sum X_i < 0).
    Given k districts won, the sum is k half-normals less n - k others; its characteristic function is w^k
    conj(w)^(n-k), w the Faddeeva function at t/sqrt 2, and Gil-Pelaez' formula inverts it. Accurate to about
    1e-10.
    Raises ValueError if districts is below 1. Source: Feix, Lepelley, Merlin and Rouet 2004 (three
    districts).
    Does not model: unequal districts, turnout, or a national swing common to all.
    """
    # Imported here, because mechanisms read this file at every start and scipy takes a second.
    from scipy.integrate import quad
    from scipy.special import wofz

    if districts < 1:
        raise ValueError(f"districts: {districts}; expected at least 1")
    if districts == 1:
        return 0.0
    won = np.arange(districts // 2 + 1, districts + 1)
    chance = np.array([Fraction(math.comb(districts, int(k)), 2**districts) for k in won], dtype=np.float64)

    def integrand(t: float) -> float:
        value = complex(wofz(t / math.sqrt(2.0)))
        size, angle = abs(value), math.atan2(value.imag, value.real)
        return float(chance @ np.sin((2 * won - districts) * angle)) * size**districts / t

    total, _ = quad(integrand, 0.0, math.inf, epsabs=1e-12, epsrel=1e-11, limit=400)
    return float(chance.sum()) - 2.0 / math.pi * total


def _votes_to_win(group: int, ties_to_challenger: bool) -> int:
    return (group + 1) // 2 if ties_to_challenger else group // 2 + 1


def _check(p: float | Fraction, group: int, ties: float | Fraction, bias: float = 0.0) -> None:
    for name, value in (("p", p), ("share_of_ties", ties), ("bias", bias)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name}: {value}; expected a share from 0 to 1")
    if group < 1:
        raise ValueError(f"group: {group}; expected at least 1")


def _peak(curve: Callable[[float], float]) -> float:
    """Return where a curve with a single peak on [0, 1] is highest, to about 1e-8."""
    low, high = 0.0, 1.0
    for _ in range(60):
        left, right = low + (high - low) / 3.0, high - (high - low) / 3.0
        if curve(left) < curve(right):
            low = left
        else:
            high = right
    return (low + high) / 2.0


def _crossing(curve: Callable[[float], float], low: float, high: float) -> float:
    """Return where a curve that is negative at `low` and positive at `high` crosses zero."""
    while low < (middle := (low + high) / 2.0) < high:
        low, high = (middle, high) if curve(middle) < 0.0 else (low, middle)
    return high
