"""A rising in a capital: which units of a garrison move, and how many hours its vital points take.

A garrison unit sees the government's strength theta with its own error and nothing else. If all units weigh
the same belief against the same cost c, the government falls below theta* = 1 - c (Angeletos, Hellwig and
Pavan 2007). A unit joins where it believes in the fall with probability c or more, defends where it believes
in the survival with its own cost of a lost defence or more, and stays in its barracks between the two.

Sources: G.-M. Angeletos, C. Hellwig and A. Pavan, "Dynamic global games of regime change", Econometrica 75
(2007) 711-756, for who joins; G. Tullock, "Efficient rent seeking" (1980), for an attempt. The unit that may
defend and the list of points are our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance
from whowhom.core.elementary import exponential, normal_probability, normal_quantile
from whowhom.core.kernel import inner, kernel
from whowhom.theory.contest import win_probability
from whowhom.theory.regime_change import attacking_share

LN_2 = 0.6931471805599453
MOST_COLUMNS = 256
"""Points that may be attacked at one time, so that each hour and column has its own luck."""


@kernel
def chance_to_join(strength: float, cost: float, error: float) -> float:
    """Return the probability that a unit believes enough in the fall to take part in it.

    Phi((theta* - theta) / error + Phi^-1(theta*)), theta* = 1 - c.

    strength: theta; cost: c of a failed attack over the stake, above 0 and below 1; error: standard deviation
    of its picture of the strength, above 0. NaN outside these. Source: Angeletos, Hellwig and Pavan 2007.
    Does not model: what all units see alike, or units of different weight.
    """
    return attacking_share(strength, cost, 1.0 / (error * error), 0.0, 0.0)


@kernel
def chance_to_defend(
    strength: float, cost: float, defence_cost: float, error: float, neutrality: float
) -> float:
    """Return the probability that a unit which does not join defends.

    w = min(Phi((theta - theta*) / error - Phi^-1(d)), 1 - j) / (1 - j), j its chance to join; then
    w + (1 - neutrality) (1 - w).

    defence_cost: d, the belief in the survival from which it defends, above 0 and below 1; neutrality: chance
    that a unit between the two stays out, 0 to 1; the rest as in `chance_to_join`. Where c + d <= 1 nobody is
    between the two. Source: the same belief as in Angeletos, Hellwig and Pavan 2007; the choice is our own.
    Does not model: that units which defend make the government stronger.
    """
    joins = chance_to_join(strength, cost, error)
    if joins >= 1.0:
        return 0.0
    willing = normal_probability((strength - (1.0 - cost)) / error - normal_quantile(defence_cost))
    willing = min(willing / (1.0 - joins), 1.0)
    return willing + (1.0 - neutrality) * (1.0 - willing)


@inner
def hours_to_take(
    attackers: float,
    defenders: float,
    points: int,
    columns: int,
    concentration: float,
    attempt: float,
    decisiveness: float,
    loss: float,
    melting: float,
    relief: float,
    taken_stream: int,
    beaten_stream: int,
    draw: Any,
) -> int:
    """Return the hours until the last of a list of points is taken, or 0 if it is not in time.

    All points but the last, the seat, are attacked by `columns` at once, each with an even part of the
    attackers; (1 - concentration) of the defenders stand there evenly, the others at the seat, which all
    attack afterwards. In an hour an attempt ends with probability 1 / attempt, well with Tullock's
    probability of column against defenders; a beaten column loses `loss` of its people. Half of the
    defenders of the seat alone leave in `melting` hours (0: none).

    attackers, defenders: persons; points, columns: at least 1, columns at most 256; attempt: hours, at least
    1; relief: hours that there are. Source: Tullock 1980 for an attempt; the rest is our own.
    Does not model: losses of the defenders, points that are taken back.
    """
    outer = points - 1
    seat = defenders * concentration if outer > 0 else defenders
    kept = exponential(-LN_2 / melting) if melting > 0.0 else 1.0
    taken = 0
    for hour in range(1, int(relief) + 1):
        if attackers <= 0.0:
            return 0
        alone = taken == outer
        at_once = 1 if alone else min(columns, outer - taken)
        here = seat if alone else defenders * (1.0 - concentration) / outer
        column = attackers / at_once
        wins = win_probability(column, here, decisiveness)
        for each in range(at_once):
            index = hour * MOST_COLUMNS + each
            if chance(draw, taken_stream, index, wins / attempt):
                taken += 1
            # Of the attempts not won in this hour, so many have failed: in all 1 / attempt of them end.
            elif chance(draw, beaten_stream, index, (1.0 - wins) / max(attempt - wins, 1e-9)):
                attackers -= loss * column
        if taken == points:
            return hour
        if alone:
            seat *= kept
    return 0
