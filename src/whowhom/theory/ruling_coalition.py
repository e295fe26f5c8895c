"""Ruling coalitions: which group can throw out the rest and then holds together.

Coalition Y within X is winning if power(Y) > alpha power(X). phi(X) is the least powerful member of
{Y in X: Y winning, phi(Y) = Y} together with X itself; X is self-enforcing if phi(X) = X, that is if no
winning proper subset of it is self-enforcing. phi of the whole society is the ultimate ruling coalition. It
is unique when no two candidates are equally strong; a tie is an error here, never an arbitrary pick.

Source: D. Acemoglu, G. Egorov and K. Sonin, "Coalition formation in non-democracies", Review of Economic
Studies 75 (2008) 987-1009.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import takewhile
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import kernel

TIED = -1
"""What `ruling_coalition_mask` returns when several coalitions are equally strong answers."""
OUT_OF_DOMAIN = -2
"""What `ruling_coalition_mask` returns for powers or an alpha outside its domain."""
MOST_PLAYERS = 20
LARGEST_PRODUCT = 2**62

Coalition = frozenset[int]


class TiedCoalitionsError(ValueError):
    """Several coalitions are equally strong answers; `coalitions` holds them all."""

    def __init__(self, coalitions: tuple[Coalition, ...]) -> None:
        self.coalitions = coalitions
        names = ", ".join("{" + ", ".join(map(str, sorted(members))) + "}" for members in coalitions)
        super().__init__(f"powers: coalitions {names} are equally strong answers; expected generic powers")


def ruling_coalition(powers: Sequence[int | Fraction], alpha: Fraction) -> Coalition:
    """Return the ultimate ruling coalition as a set of positions in `powers`.

    phi of the whole society, in exact arithmetic; see the module.

    powers: positive integers or fractions, at most 20 of them (20 take a second or two); alpha:
    the majority a coalition must exceed, a fraction from 1/2 to below 1. Raises TiedCoalitionsError naming
    the coalitions that tie, TypeError for a float (write Fraction('0.575')), ValueError outside the ranges.
    Source: Acemoglu, Egorov and Sonin 2008. Does not model: what happens to those thrown out, changing
    powers.
    """
    answers = ruling_coalitions(powers, alpha)
    if len(answers) > 1:
        raise TiedCoalitionsError(answers)
    return answers[0]


def ruling_coalitions(powers: Sequence[int | Fraction], alpha: Fraction) -> tuple[Coalition, ...]:
    """Return every coalition that ties for the ultimate ruling coalition; generic powers give exactly one.

    All members of the set in the definition of phi that have its least power, in order of position.
    Arguments and errors as in `ruling_coalition`, but for the tie.
    Source: Acemoglu, Egorov and Sonin 2008. Does not model: which of the tied coalitions comes to rule.
    """
    whole = whole_numbers(powers)
    check_majority(alpha)
    strengths, masks = _self_enforcing(whole, alpha)
    candidates = bisect_right(strengths, alpha * sum(whole))
    # The list is never empty here: a society without a winning rival enforces itself and is its last entry.
    tied = masks[candidates : bisect_right(strengths, strengths[candidates])]
    return tuple(sorted((members(mask) for mask in tied), key=sorted))


def _self_enforcing(powers: Sequence[int], alpha: Fraction) -> tuple[list[int], list[int]]:
    """Return the powers and masks of all self-enforcing coalitions, weakest first."""
    # Bits rise with power, so that a search that takes players out one by one can stop at the first too many.
    players = sorted(range(len(powers)), key=powers.__getitem__)
    exact = np.int64 if sum(powers) * alpha.denominator <= LARGEST_PRODUCT else np.object_
    strength = np.zeros(1 << len(powers), dtype=exact)
    for bit, player in enumerate(players):
        strength[1 << bit : 2 << bit] = strength[: 1 << bit] + powers[player]
    order = np.argsort(strength, kind="stable")
    rising = strength[order]
    bars = np.searchsorted(rising, rising * alpha.numerator // alpha.denominator, side="right")
    found = _enforcing_in_order(order, bars.astype(np.int64))
    masks = np.zeros(len(found), dtype=np.int64)
    for bit, player in enumerate(players):
        masks |= (found >> bit & 1) << player
    return [int(power) for power in strength[found]], masks.tolist()


@kernel
def _enforcing_in_order(order: NDArray[np.int64], bars: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the masks of the self-enforcing coalitions, weakest first.

    order: all masks, weakest first; bars: for each of them the place in this order from which on its subsets
    win. A proper subset is always weaker, so its verdict is known when it is needed. Two searches for a rival
    do the same: take out players while the rest wins, or try all those found. The first is short where a
    large majority is needed; it is given up where it takes longer than the second.
    """
    place = np.zeros(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    enforcing = np.zeros(len(order), dtype=np.bool_)
    found = np.zeros(len(order), dtype=np.int64)
    rest, kept = np.zeros(64, dtype=np.int64), np.zeros(64, dtype=np.int64)
    count = first = 0
    for at in range(1, len(order)):
        mask, bar = order[at], bars[at]
        while first < count and place[found[first]] < bar:
            first += 1
        rest[0] = kept[0] = mask
        depth, tried, rival = 0, 0, False
        while depth >= 0 and tried <= count - first and not rival:
            bit = rest[depth] & -rest[depth]
            rest[depth] ^= bit
            smaller = kept[depth] ^ bit
            if bit == 0 or place[smaller] < bar:
                depth -= 1
            else:
                tried += 1
                rival = enforcing[smaller]
                rest[depth + 1], kept[depth + 1] = rest[depth], smaller
                depth += 1
        if depth >= 0 and not rival:
            for other in found[first:count]:
                if other & ~mask == 0:
                    rival = True
                    break
        if not rival:
            enforcing[mask] = True
            found[count] = mask
            count += 1
    return found[:count]


def near_equal_sizes(largest: int, alpha: Fraction) -> tuple[int, ...]:
    """Return the sizes, up to `largest`, at which near-equal people form a self-enforcing coalition.

    k_1 = 1 and k_m = floor(k_(m-1) / alpha) + 1; for alpha = 1/2 these are 1, 3, 7, 15, ...
    alpha: a fraction from 1/2 to below 1, ValueError outside; largest: at least 1.
    Source: Acemoglu, Egorov and Sonin 2008. Does not model: powers that differ by more than a perturbation.
    """
    check_majority(alpha)
    if largest < 1:
        raise ValueError(f"largest: {largest}; expected at least 1")
    return tuple(takewhile(lambda size: size <= largest, _sizes(alpha)))


def _sizes(alpha: Fraction) -> Iterator[int]:
    size = 1
    while True:
        yield size
        size = size * alpha.denominator // alpha.numerator + 1


def near_equal_size(population: int, alpha: Fraction) -> int:
    """Return how many rule among near-equal people.

    The largest self-enforcing size that the population allows. Arguments and errors as in `near_equal_sizes`.
    Source: Acemoglu, Egorov and Sonin 2008. Does not model: what `near_equal_sizes` does not.
    """
    return near_equal_sizes(population, alpha)[-1]


@kernel
def whole_powers(powers: NDArray[np.float64], units: int) -> NDArray[np.int64]:
    """Return powers as whole numbers, the largest of them `units`, for use in `ruling_coalition_mask`.

    floor(units power / largest + 1/2): comparisons are exact from here on, and powers nearer than one unit
    tie.
    powers: shape (n,), positive; units: at most 2^30, so that sums stay exact.
    Source: house rule. Does not model: a power below half a unit, which becomes 0 and leaves the mask's
    domain.
    """
    largest = 0.0
    for power in powers:
        largest = max(largest, float(power))
    whole = np.zeros(len(powers), dtype=np.int64)
    if largest > 0.0:
        for i in range(len(powers)):
            whole[i] = int(float(powers[i]) / largest * units + 0.5)
    return whole


@kernel
def ruling_coalition_mask(powers: NDArray[Any], alpha_numerator: int, alpha_denominator: int) -> int:
    """Return the ultimate ruling coalition as a bit mask: bit i is set if player i is in it.

    phi of the whole society by running through all pairs of a coalition and a subset, 3^n at most; meant for
    10 players or fewer inside a simulation (20 take seconds). Masks are visited in numeric order, in which
    every subset comes before the coalition.

    powers: shape (n,), positive whole numbers in an integer or float array; alpha: numerator over
    denominator, from 1/2 to below 1. Returns TIED (-1) if equally strong coalitions answer, OUT_OF_DOMAIN
    (-2) if there is no player or more than 20, a power is not a positive whole number, alpha is out of range,
    or the total power times the denominator exceeds 2^62. Source: Acemoglu, Egorov and Sonin 2008.
    Does not model: what `ruling_coalition` does not.
    """
    players = len(powers)
    if players < 1 or players > MOST_PLAYERS or not _is_majority(alpha_numerator, alpha_denominator):
        return OUT_OF_DOMAIN
    room = LARGEST_PRODUCT // alpha_denominator
    for power in powers:
        if not 1 <= power <= room or int(power) != power:
            return OUT_OF_DOMAIN
        room -= int(power)
    size = 1 << players
    strength = np.zeros(size, dtype=np.int64)
    enforcing = np.zeros(size, dtype=np.bool_)
    for player in range(players):
        bit = 1 << player
        for mask in range(bit):
            strength[bit + mask] = strength[mask] + int(powers[player])
    for mask in range(1, size):
        enforcing[mask] = not _has_winning_rival(
            mask, strength, enforcing, alpha_numerator, alpha_denominator
        )
    return _weakest_winner(strength, enforcing, alpha_numerator, alpha_denominator)


@kernel
def _is_majority(numerator: int, denominator: int) -> bool:
    return 0 < numerator < denominator <= 2**31 and 2 * numerator >= denominator


@kernel
def _has_winning_rival(
    mask: int, strength: NDArray[np.int64], enforcing: NDArray[np.bool_], numerator: int, denominator: int
) -> bool:
    bar = numerator * int(strength[mask])
    subset = (mask - 1) & mask
    while subset > 0:
        if enforcing[subset] and denominator * int(strength[subset]) > bar:
            return True
        subset = (subset - 1) & mask
    return False


@kernel
def _weakest_winner(
    strength: NDArray[np.int64], enforcing: NDArray[np.bool_], numerator: int, denominator: int
) -> int:
    everybody = len(strength) - 1
    bar = numerator * int(strength[everybody])
    best = everybody
    tied = False
    for mask in range(1, everybody):
        if enforcing[mask] and denominator * int(strength[mask]) > bar:
            if strength[mask] < strength[best]:
                best = mask
                tied = False
            elif strength[mask] == strength[best]:
                tied = True
    return TIED if tied else best


def members(mask: int) -> Coalition:
    """Return the positions of the players of a mask."""
    return frozenset(i for i in range(mask.bit_length()) if mask >> i & 1)


def whole_numbers(powers: Sequence[int | Fraction]) -> list[int]:
    """Return the powers times their common denominator.

    Raises TypeError for a float, ValueError for no player, more than 20, or a power that is not positive.
    """
    for power in powers:
        if not isinstance(power, (int, np.integer, Fraction)):
            raise TypeError(
                f"powers: {power!r}; expected an int or a Fraction, because ties are decided exactly"
            )
    if not 1 <= len(powers) <= MOST_PLAYERS or min(powers) <= 0:
        raise ValueError(f"powers: {list(powers)}; expected 1 to {MOST_PLAYERS} positive numbers")
    fractions = [power if isinstance(power, Fraction) else Fraction(int(power)) for power in powers]
    scale = lcm(*(fraction.denominator for fraction in fractions))
    return [int(fraction * scale) for fraction in fractions]


def check_majority(share: Fraction, name: str = "alpha") -> None:
    """Raise TypeError for a share of power that is no fraction, ValueError outside 1/2 to below 1."""
    if not isinstance(share, Fraction):
        raise TypeError(f"{name}: {share!r}; expected a Fraction, because ties are decided exactly")
    if not Fraction(1, 2) <= share < 1:
        raise ValueError(f"{name}: {share}; expected 1/2 <= {name} < 1")
