"""Minimum winning coalitions: those who form a coalition take in no more power than it needs to win.

A coalition wins if it has more than a majority of all power. Of the coalitions that win, the one of the least
total power forms; since it has no power to spare, it loses with any one member less. Nobody looks ahead:
whether it will hold together afterwards, which the ultimate ruling coalition asks first, is not asked. Who
makes the first offer decides nothing, except in a tie, which is told here and never broken.

Sources: W. Riker, The Theory of Political Coalitions (1962), the size principle; W. Gamson, "A theory of
coalition formation", American Sociological Review 26 (1961) 373-382, the cheapest winning coalition;
P. Fishburn and S. Brams, "Minimal winning coalitions in weighted-majority voting games", Social Choice and
Welfare 13 (1996) 397-417, who call it the least winning coalition.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import kernel
from whowhom.theory.admissible_coalition import LARGEST_TOTAL
from whowhom.theory.admissible_coalition import MOST_PLAYERS as MOST_IN_MASK
from whowhom.theory.ruling_coalition import (
    OUT_OF_DOMAIN,
    TIED,
    Coalition,
    TiedCoalitionsError,
    check_majority,
    members,
    whole_numbers,
)

HALF = Fraction(1, 2)


def minimum_winning_coalition(powers: Sequence[int | Fraction], majority: Fraction = HALF) -> Coalition:
    """Return the winning coalition of the least power as a set of positions in `powers`, in exact arithmetic.

    powers: positive integers or fractions, at most 20 of them; majority: what a coalition must exceed, a
    fraction from 1/2 to below 1. Raises TiedCoalitionsError naming the coalitions that tie, TypeError for a
    float, ValueError outside the ranges.
    Source: Riker 1962. Does not model: what happens to those left out, the division of the spoils.
    """
    answers = minimum_winning_coalitions(powers, majority)
    if len(answers) > 1:
        raise TiedCoalitionsError(answers)
    return answers[0]


def minimum_winning_coalitions(
    powers: Sequence[int | Fraction], majority: Fraction = HALF
) -> tuple[Coalition, ...]:
    """Return every winning coalition of the least power, in order of position; generic powers give one.

    Arguments and errors as in `minimum_winning_coalition`, but for the tie.
    Source: Riker 1962; Fishburn and Brams 1996. Does not model: which of the tied coalitions forms.
    """
    whole = whole_numbers(powers)
    check_majority(majority, "majority")
    strength = [0]
    for power in whole:
        strength += [power + before for before in strength]
    bar = int(majority * strength[-1])
    least = min(one for one in strength if one > bar)
    found = (mask for mask, one in enumerate(strength) if one == least)
    return tuple(sorted(map(members, found), key=sorted))


@kernel
def minimum_winning_mask(powers: NDArray[np.int64], ready: NDArray[np.int8]) -> int:
    """Return the winning coalition of the least power at simple majority, of people ready to ally, as a mask.

    Bit i is set if player i is in it. Every two of its members must be ready to ally. Where no such coalition
    wins, all stay.

    powers: shape (n,), whole numbers of at least 1 with a sum of at most 2^61; ready: shape (n, n), not 0
    where two are ready to ally, read below the diagonal. Returns TIED (-1) if equally strong coalitions
    answer, OUT_OF_DOMAIN (-2) for no player or more than 12, or powers outside their range.
    Source: Riker 1962; that partners must stand near: see `admissible_coalition`.
    Does not model: what `minimum_winning_coalition` does not.
    """
    players = len(powers)
    if players < 1 or players > MOST_IN_MASK:
        return OUT_OF_DOMAIN
    total = 0
    for power in powers:
        if power < 1 or power > LARGEST_TOTAL - total:
            return OUT_OF_DOMAIN
        total += int(power)
    everybody = (1 << players) - 1
    best = everybody
    least = total + 1
    tied = False
    for mask in range(1, everybody + 1):
        strength = 0
        fits = True
        for player in range(players):
            if (mask >> player) & 1 == 0:
                continue
            strength += int(powers[player])
            for other in range(player):
                if (mask >> other) & 1 == 1 and ready[player, other] == 0:
                    fits = False
        if not fits or 2 * strength <= total:
            continue
        if strength < least:
            best, least, tied = mask, strength, False
        elif strength == least:
            tied = True
    return TIED if tied else best
