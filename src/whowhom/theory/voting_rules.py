"""Voting power in any monotone rule on few players, by running through all coalitions.

The rule is a function of the coalition. This needs no weights, and serves as a second method for games that
have them.

Source: definitions as in `voting_power`. Does not model: rules under which an additional yes can lose.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial

from whowhom.theory.voting_power import VotingPower

MOST_PLAYERS = 20


def enumerate_power(players: int, wins: Callable[[frozenset[int]], bool]) -> VotingPower:
    """Return swings, winning coalitions and Shapley-Shubik indices from all 2^n coalitions.

    players: 1 to 20; wins: whether the coalition of these positions wins. Raises ValueError for more players,
    for a rule under which the empty coalition wins or all together lose, and for one that is not monotone.
    """
    if not 1 <= players <= MOST_PLAYERS:
        raise ValueError(f"players: {players}; expected 1 to {MOST_PLAYERS}")
    masks = range(1 << players)
    won = [wins(frozenset(i for i in range(players) if mask >> i & 1)) for mask in masks]
    if won[0] or not won[-1]:
        raise ValueError("wins: expected that all together win, and nobody does not")
    swings = [0] * players
    orders = [0] * players
    for mask in masks:
        size = mask.bit_count()
        for i in range(players):
            bigger = mask | 1 << i
            if bigger == mask or won[bigger] == won[mask]:
                continue
            if won[mask]:
                raise ValueError(
                    f"wins: the coalition {mask:b} loses when player {i} joins; expected a monotone rule"
                )
            swings[i] += 1
            orders[i] += factorial(size) * factorial(players - 1 - size)
    return VotingPower(
        tuple(swings), sum(won), tuple(Fraction(number, factorial(players)) for number in orders)
    )
