"""Contests: who wins when both sides spend, and how many are left of those who fight.

Sources: G. Tullock, "Efficient rent seeking" (1980); K. Nti, "Rent-seeking with asymmetric valuations",
Public Choice 98 (1999) 415-430; F. Lanchester, Aircraft in Warfare (1916).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from whowhom.core.elementary import logarithm, logistic
from whowhom.core.kernel import kernel


class SymmetricContest(NamedTuple):
    """What each of several equal contestants spends, and the share of the prize that all of them spend."""

    effort: float
    dissipation: float


class TwoPlayerContest(NamedTuple):
    """What two contestants spend, and the probability that the first one wins."""

    first_effort: float
    second_effort: float
    first_wins: float


class Battle(NamedTuple):
    """Who wins a fight to the finish ("first", "second" or "neither"), how many are left, and when."""

    winner: str
    survivors: float
    time: float


@kernel
def win_probability(first: float, second: float, decisiveness: float) -> float:
    """Return the probability that the first of two sides wins.

    x1^r / (x1^r + x2^r); 1/2 if neither spends anything.

    first, second: x1, x2, efforts in one unit, at least 0; decisiveness: r, at least 0: 0 is a coin, 1 a
    lottery in proportion to effort, and a large number gives the prize to the larger effort. A number outside
    its range returns NaN. Source: Tullock 1980. Does not model: a draw.
    """
    if not first >= 0.0 or not second >= 0.0 or not decisiveness >= 0.0:
        return math.nan
    if first == second or decisiveness == 0.0:
        return 0.5
    if first == 0.0 or second == 0.0:
        return 1.0 if second == 0.0 else 0.0
    if decisiveness == 1.0:
        return first / (first + second)
    return logistic(decisiveness * (logarithm(first) - logarithm(second)))


@kernel
def lanchester_survivors(first: float, second: float, first_rate: float, second_rate: float) -> float:
    """Return how many are left when one side is destroyed: above 0 of the first, below 0 of the second.

    a A^2 - b B^2 stays constant while dA/dt = -b B and dB/dt = -a A, so that the first side keeps
    sqrt(A^2 - (b/a) B^2) if that is real, the second sqrt(B^2 - (a/b) A^2). 0 if they destroy each other.

    first, second: A, B, at least 0; first_rate: a, enemies whom one of the first destroys in a unit of time;
    second_rate: b; not both 0. A number outside its range returns NaN. Source: Lanchester 1916.
    Does not model: chance, flight, or fire into an area, which makes losses grow with the number fired at.
    """
    if not first >= 0.0 or not second >= 0.0 or not first_rate >= 0.0 or not second_rate >= 0.0:
        return math.nan
    if first_rate == 0.0 and second_rate == 0.0:
        return math.nan
    if second == 0.0 or second_rate == 0.0:
        return first if first > 0.0 else -second
    if first == 0.0 or first_rate == 0.0:
        return -second
    # Differences of squares are taken as products, which keep their digits in a close fight.
    scaled = second * math.sqrt(second_rate / first_rate)
    if first >= scaled:
        return math.sqrt((first - scaled) * (first + scaled))
    scaled = first * math.sqrt(first_rate / second_rate)
    return -math.sqrt(max((second - scaled) * (second + scaled), 0.0))


def symmetric_equilibrium(contestants: int, decisiveness: float, prize: float) -> SymmetricContest:
    """Return what equal contestants spend on a prize when none of them can gain by spending otherwise.

    x = (n - 1) r V / n^2 each, and (n - 1) r / n of the prize together.

    contestants: n, at least 2; decisiveness: r, above 0 and at most n / (n - 1), beyond which they would
    rather stay out; prize: V, above 0. Raises ValueError outside these. Source: Tullock 1980.
    Does not model: contestants who differ, or mixed strategies.
    """
    if contestants < 2:
        raise ValueError(f"contestants: {contestants}; expected at least 2")
    if not 0.0 < decisiveness <= contestants / (contestants - 1):
        most = contestants / (contestants - 1)
        raise ValueError(f"decisiveness: {decisiveness}; expected above 0 and at most n/(n-1) = {most:.6g}")
    _check_prize("prize", prize)
    dissipation = (contestants - 1) * decisiveness / contestants
    return SymmetricContest(dissipation * prize / contestants, dissipation)


def two_player_equilibrium(first_prize: float, second_prize: float, decisiveness: float) -> TwoPlayerContest:
    """Return what two contestants spend on a prize that they value differently.

    p1 = V1^r / (V1^r + V2^r), and x_i = r V_i p1 p2: both spend the same share of their prize.

    first_prize, second_prize: V1, V2, above 0; decisiveness: r, above 0 and small enough that the one who
    values less does not lose by taking part: r max(p1, p2) <= 1. Raises ValueError outside these.
    Source: Nti 1999. Does not model: mixed strategies.
    """
    _check_prize("first_prize", first_prize)
    _check_prize("second_prize", second_prize)
    if not decisiveness > 0.0:
        raise ValueError(f"decisiveness: {decisiveness}; expected above 0")
    first_wins = win_probability(first_prize, second_prize, decisiveness)
    second_wins = win_probability(second_prize, first_prize, decisiveness)
    if decisiveness * max(first_wins, second_wins) > 1.0 + 1e-12:
        raise ValueError(
            f"decisiveness: {decisiveness}; the weaker side would stay out at these prizes; expected a"
            " smaller number"
        )
    share = decisiveness * first_wins * second_wins
    return TwoPlayerContest(share * first_prize, share * second_prize, first_wins)


def battle(first: float, second: float, first_rate: float, second_rate: float) -> Battle:
    """Return who wins a fight to the finish, with how many left, and how long it takes.

    Survivors as in `lanchester_survivors`; the time is artanh(q) / sqrt(a b), q the loser's sqrt(rate) times
    number over the winner's. Two sides that destroy each other take for ever: winner "neither", time
    infinite.

    Arguments as in `lanchester_survivors`, the time in the unit of the rates. Raises ValueError outside their
    ranges, and where nobody is there. Source: Lanchester 1916. Does not model: what that does not.
    """
    left = lanchester_survivors(first, second, first_rate, second_rate)
    if math.isnan(left) or first == second == 0.0:
        raise ValueError(
            f"first, second, rates: {first}, {second}, {first_rate}, {second_rate}; expected no negative"
            " number, somebody on the field and a rate above 0"
        )
    if left == 0.0:
        return Battle("neither", 0.0, math.inf)
    if left > 0.0:
        return Battle("first", left, _duration(first, second, first_rate, second_rate))
    return Battle("second", -left, _duration(second, first, second_rate, first_rate))


def _duration(winners: float, losers: float, winners_rate: float, losers_rate: float) -> float:
    if losers == 0.0:
        return 0.0
    if losers_rate == 0.0:
        return losers / (winners_rate * winners) if winners_rate > 0.0 else math.inf
    ratio = math.sqrt(losers_rate / winners_rate) * losers / winners
    return math.atanh(ratio) / math.sqrt(winners_rate * losers_rate)


def _check_prize(name: str, prize: float) -> None:
    if not 0.0 < prize < math.inf:
        raise ValueError(f"{name}: {prize}; expected above 0")
