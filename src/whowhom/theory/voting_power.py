"""Voting power in weighted games and their intersections: exact whole numbers and fractions.

Player i is pivotal to coalition S without i where S with i wins and S does not. swings_i is the number of
such coalitions. Penrose-Banzhaf: swings_i / 2^(n-1); Banzhaf: swings_i / sum of swings; Shapley-Shubik: the
sum over pivotal S of |S|! (n - |S| - 1)! / n!. Coleman: the power of the body to act is the share of winning
coalitions; a member's power to prevent is swings_i / winning, to initiate swings_i / losing coalitions.

Sources: L. S. Penrose, Journal of the Royal Statistical Society 109 (1946) 53-57; J. F. Banzhaf, Rutgers Law
Review 19 (1965) 317-343; L. S. Shapley and M. Shubik, American Political Science Review 48 (1954) 787-792;
J. S. Coleman, "Control of collectivities and the power of a collectivity to act" (1971). Does not model: who
agrees with whom; all coalitions, or all orders, count alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import factorial, prod

from whowhom.theory.voting_classes import Pivots, count_by_class
from whowhom.theory.voting_table import count_by_size, count_swings, table_bytes
from whowhom.theory.weighted_game import Classes, WeightedGame

FEW_COMBINATIONS = 2_000
"""Up to so many combinations of classes are counted one by one, which needs no table of votes."""
MANY_COMBINATIONS = 200_000
"""Up to so many they may be counted where a table would be large: a second or two."""


@dataclass(frozen=True)
class VotingPower:
    """The exact powers of all players of one game."""

    swings: tuple[int, ...]
    """Coalitions of the others to which each player is pivotal."""
    winning: int
    """Coalitions that win, out of 2^n."""
    shapley_shubik: tuple[Fraction, ...]

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.swings)

    @property
    def penrose_banzhaf(self) -> tuple[Fraction, ...]:
        """swings_i / 2^(n-1): how often a player decides when all others vote by a fair coin."""
        return _over(self.swings, 2 ** (self.players - 1))

    @property
    def banzhaf(self) -> tuple[Fraction, ...]:
        """swings_i / sum of swings."""
        return _over(self.swings, sum(self.swings))

    @property
    def to_act(self) -> Fraction:
        """Coleman's power of the body to act: winning coalitions / 2^n."""
        return Fraction(self.winning, 2**self.players)

    @property
    def to_prevent(self) -> tuple[Fraction, ...]:
        """Coleman's power of each player to prevent action: swings_i / winning coalitions."""
        return _over(self.swings, self.winning)

    @property
    def to_initiate(self) -> tuple[Fraction, ...]:
        """Coleman's power of each player to initiate action: swings_i / losing coalitions."""
        return _over(self.swings, 2**self.players - self.winning)

    @property
    def dummies(self) -> tuple[int, ...]:
        """The players who are pivotal to no coalition."""
        return tuple(i for i, number in enumerate(self.swings) if number == 0)


def voting_power(game: WeightedGame) -> VotingPower:
    """Return swings, winning coalitions and Shapley-Shubik indices of all players, from one table.

    Exact; equal players are computed once. Raises ValueError where the table would be larger than
    `voting_table.LARGEST_TABLE` bytes; use `power_sampling` then.
    """
    classes = game.classes()
    counted = _by_size(classes)
    return VotingPower(
        swings=_spread_swings(classes, tuple(map(sum, counted.pivots)), game.players),
        winning=_winning(classes, counted.within),
        shapley_shubik=_spread_shapley(classes, counted, game.players),
    )


def swings(game: WeightedGame) -> tuple[int, ...]:
    """Return how many coalitions of the others each player turns from losing to winning.

    Exact, and faster than `voting_power`, since sizes of coalitions are not told apart. Raises ValueError
    where the table would be larger than `voting_table.LARGEST_TABLE` bytes.
    """
    classes = game.classes()
    if _few(classes, by_size=False):
        each = tuple(map(sum, count_by_class(classes).pivots))
    else:
        each = count_swings(classes).swings
    return _spread_swings(classes, each, game.players)


def penrose_banzhaf(game: WeightedGame) -> tuple[Fraction, ...]:
    """Return swings_i / 2^(n-1) of each player (the absolute Banzhaf index); errors as in `swings`."""
    return _over(swings(game), 2 ** (game.players - 1))


def banzhaf(game: WeightedGame) -> tuple[Fraction, ...]:
    """Return swings_i / sum of swings of each player (the normalised index); errors as in `swings`."""
    found = swings(game)
    return _over(found, sum(found))


def shapley_shubik(game: WeightedGame) -> tuple[Fraction, ...]:
    """Return the share of all orders in which each player is the one who turns losing into winning.

    Exact; the shares add up to 1. Errors as in `voting_power`.
    """
    classes = game.classes()
    return _spread_shapley(classes, _by_size(classes), game.players)


def combinations(classes: Classes) -> int:
    """Return how many combinations of numbers of players of each class there are: prod of (n_c + 1)."""
    return prod(many + 1 for many in classes.counts)


def _few(classes: Classes, *, by_size: bool) -> bool:
    """Return whether counting combinations of classes one by one is cheaper than a table of votes."""
    number = combinations(classes)
    if number <= FEW_COMBINATIONS:
        return True
    # A combination costs about as much as 200 bytes of a table.
    return number <= MANY_COMBINATIONS and 200 * number < table_bytes(classes, by_size=by_size)


def _by_size(classes: Classes) -> Pivots:
    """Count the pivotal coalitions by size in the way that is cheaper."""
    return count_by_class(classes) if _few(classes, by_size=True) else count_by_size(classes)


def _winning(classes: Classes, within: int) -> int:
    """Return the winning coalitions among all players: players without a vote double them."""
    return ((1 << classes.players) - within if classes.dual else within) << len(classes.idle)


def _over(numbers: tuple[int, ...], total: int) -> tuple[Fraction, ...]:
    """Divide; equal numbers only once."""
    known = {number: Fraction(number, total) for number in set(numbers)}
    return tuple(known[number] for number in numbers)


def _spread_swings(classes: Classes, each: tuple[int, ...], players: int) -> tuple[int, ...]:
    """Give every player the swings of the class; a player without a vote has none and doubles the others'."""
    found = [0] * players
    for members, number in zip(classes.members, each, strict=True):
        for i in members:
            found[i] = number << len(classes.idle)
    return tuple(found)


def _spread_shapley(classes: Classes, counted: Pivots, players: int) -> tuple[Fraction, ...]:
    """Give every player the index of the class; a player without a vote changes no index."""
    last = classes.players - 1
    factorials = [factorial(k) for k in range(last + 1)]
    orders = [factorials[size] * factorials[last - size] for size in range(last + 1)]
    every = factorial(last + 1)
    found = [Fraction(0)] * players
    for members, pivots in zip(classes.members, counted.pivots, strict=True):
        index = Fraction(sum(map(int.__mul__, pivots, orders)), every)
        for i in members:
            found[i] = index
    return tuple(found)
