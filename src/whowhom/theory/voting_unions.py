"""Voting power where players belong to unions formed beforehand: the Owen and the Banzhaf-Owen index.

Unions B_1 .. B_m part the players. Player i of B_k joins a set R of whole other unions and a part S of B_k;
i is pivotal where the votes of R, S and i win and those of R and S do not. The Owen index weighs this by
|R|! (m - |R| - 1)! / m! times |S|! (b - |S| - 1)! / b! with b players in B_k: orders in which each union
comes together as one. Banzhaf-Owen: the share of all R and S in which i is pivotal.

Sources: G. Owen, "Values of games with a priori unions" (1977); G. Owen, "Modification of the Banzhaf-Coleman
index for games with a priori unions" (1981). Does not model: how unions come about, or hold together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from whowhom.theory.weighted_game import WeightedGame

Votes = tuple[int, ...]
MOST_CELLS = 2_000_000
"""The most pairs of a vector of votes and a number of players that one union, or all unions, may give."""


@dataclass(frozen=True)
class UnionPower:
    """The exact indices of all players in a game with unions."""

    owen: tuple[Fraction, ...]
    """They add up to 1."""
    banzhaf_owen: tuple[Fraction, ...]
    """The share of pivotal situations; not made to add up to 1."""


def union_power(game: WeightedGame, unions: Sequence[Sequence[int]]) -> UnionPower:
    """Return the Owen and Banzhaf-Owen indices of all players.

    unions: positions of the players, each in exactly one union, none empty. Exact. Equal players of one union
    are computed once. Raises ValueError where the unions do not part the players, or where a sum over unions
    or players would take more than two million cells.
    """
    if sorted(i for union in unions for i in union) != list(range(game.players)) or not all(unions):
        raise ValueError(f"unions: expected each of the {game.players} players in exactly one union")
    votes: list[Votes] = list(zip(*game.weights, strict=True))
    whole = [_total(votes, union) for union in unions]
    owen = [Fraction(0)] * game.players
    even = [Fraction(0)] * game.players
    for k, union in enumerate(unions):
        outside = _coalitions([*whole[:k], *whole[k + 1 :]])
        known: dict[Votes, tuple[Fraction, Fraction]] = {}
        for i in union:
            if votes[i] not in known:
                inside = _coalitions([votes[j] for j in union if j != i])
                known[votes[i]] = _indices(game, outside, inside, votes[i], len(unions), len(union))
            owen[i], even[i] = known[votes[i]]
    return UnionPower(tuple(owen), tuple(even))


def _total(votes: Sequence[Votes], union: Iterable[int]) -> Votes:
    return tuple(map(sum, zip(*(votes[i] for i in union), strict=True)))


def _coalitions(votes: Sequence[Votes]) -> dict[tuple[Votes, int], int]:
    """Count the coalitions of players by their votes and their number."""
    # Without any player there is one coalition; its votes () are those of a game with no rule to add to.
    found: Counter[tuple[Votes, int]] = Counter({((), 0): 1})
    for own in sorted(votes):
        further = Counter(
            {
                (tuple(a + b for a, b in zip(sums, own, strict=True)) if sums else own, size + 1): ways
                for (sums, size), ways in found.items()
            }
        )
        found.update(further)
        if len(found) > MOST_CELLS:
            raise ValueError(
                f"unions: more than {MOST_CELLS} cells of votes and numbers; expected fewer votes"
            )
    return dict(found)


def _indices(
    game: WeightedGame,
    outside: dict[tuple[Votes, int], int],
    inside: dict[tuple[Votes, int], int],
    own: Votes,
    unions: int,
    members: int,
) -> tuple[Fraction, Fraction]:
    """Add up where a player with the votes `own` is pivotal; first by orders, then each situation alike."""
    by_orders = _by_votes(outside, unions - 1), _by_votes(inside, members - 1)
    alike = _by_votes(outside, None), _by_votes(inside, None)
    return (
        Fraction(_pivotal(game, *by_orders, own), factorial(unions) * factorial(members)),
        Fraction(_pivotal(game, *alike, own), 2 ** (unions + members - 2)),
    )


def _by_votes(counted: dict[tuple[Votes, int], int], others: int | None) -> dict[Votes, int]:
    """Add up over numbers of players, each times the orders of those inside and of those outside."""
    found: Counter[Votes] = Counter()
    for (sums, size), ways in counted.items():
        found[sums] += ways if others is None else ways * factorial(size) * factorial(others - size)
    return dict(found)


def _pivotal(game: WeightedGame, outside: dict[Votes, int], inside: dict[Votes, int], own: Votes) -> int:
    """Add up the products of weights outside and inside over the pairs that `own` turns to winning."""
    if len(game.quotas) == 1:
        return _pivotal_by_prefix(game.quotas[0], outside, inside, own[0])
    if len(outside) * len(inside) > 10 * MOST_CELLS:
        raise ValueError(f"unions: {len(outside) * len(inside)} pairs of votes; expected fewer votes")
    total = 0
    nothing = (0,) * len(own)
    for first, ways in outside.items():
        for second, others in inside.items():
            without = [a + b for a, b in zip(first or nothing, second or nothing, strict=True)]
            short = [quota - sum_ for quota, sum_ in zip(game.quotas, without, strict=True)]
            if any(gap > 0 for gap in short) and all(
                gap <= more for gap, more in zip(short, own, strict=True)
            ):
                total += ways * others
    return total


def _pivotal_by_prefix(quota: int, outside: dict[Votes, int], inside: dict[Votes, int], own: int) -> int:
    """Do the same for one rule, with running sums over the votes outside."""
    from bisect import bisect_left
    from itertools import accumulate

    ordered = sorted((sums[0] if sums else 0, ways) for sums, ways in outside.items())
    votes = [sums for sums, _ in ordered]
    below = [0, *accumulate(ways for _, ways in ordered)]
    total = 0
    for sums, ways in inside.items():
        needed = quota - (sums[0] if sums else 0)
        total += ways * (below[bisect_left(votes, needed)] - below[bisect_left(votes, needed - own)])
    return total
