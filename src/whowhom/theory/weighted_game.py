"""Weighted voting games [q; w_1 .. w_n], and several of them that must all be won by the same players.

A coalition S wins when sum of w_i over S >= q, in every rule of the game. Weights are whole numbers >= 0, so
adding players never turns a win into a loss. One rule is the plain weighted game; several are an
intersection, for instance so many votes and so many members, or the consent of several bodies.

Sources: J. von Neumann and O. Morgenstern, "Theory of Games and Economic Behavior" (1944); A. Taylor and
W. Zwicker, "Simple Games" (1999). Does not model: abstention as a third choice, absence, bargaining.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

MOST_VOTES = 2**27
"""The most votes that `is_proper` looks through in a game of one rule."""
MOST_REACHABLE = 2_000_000
"""The most different vectors of votes that `is_proper` looks through in a game of several rules."""


@dataclass(frozen=True)
class Classes:
    """The players of a game, those of equal weights counted together; what the exact counts work on.

    A coalition is described by who is missing: S wins where the missing votes stay within the slacks.
    """

    vectors: tuple[tuple[int, ...], ...]
    """The votes of one player of each class, in each rule."""
    counts: tuple[int, ...]
    """How many players each class has."""
    slacks: tuple[int, ...]
    """The votes that may be missing in each rule: total - quota."""
    members: tuple[tuple[int, ...], ...]
    """The positions of the players of each class."""
    idle: tuple[int, ...]
    """The positions of the players without a vote in any rule; they are in no class."""
    dual: bool
    """Whether the slacks are those of the dual game (blocking instead of winning), which has equal swings."""

    @property
    def players(self) -> int:
        """How many players have a vote."""
        return sum(self.counts)


@dataclass(frozen=True)
class WeightedGame:
    """A weighted game, or an intersection of some; make it with `weighted_game` or `intersection`."""

    quotas: tuple[int, ...]
    """The votes needed in each rule."""
    weights: tuple[tuple[int, ...], ...]
    """(rules, players) the votes of each player in each rule."""

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.weights[0])

    @property
    def totals(self) -> tuple[int, ...]:
        """All votes of each rule."""
        return tuple(sum(row) for row in self.weights)

    def wins(self, coalition: Iterable[int]) -> bool:
        """Return whether the players at these positions win together; IndexError for no such position."""
        inside = set(coalition)
        return all(
            sum(row[i] for i in inside) >= quota for quota, row in zip(self.quotas, self.weights, strict=True)
        )

    @property
    def vetoers(self) -> tuple[int, ...]:
        """The players without whom nobody wins: w_i > total - quota in some rule."""
        slacks = self._slacks()
        return tuple(
            i
            for i in range(self.players)
            if any(row[i] > slack for row, slack in zip(self.weights, slacks, strict=True))
        )

    @property
    def dictator(self) -> int | None:
        """The one player who wins alone and without whom nobody wins, or None."""
        return next((i for i in self.vetoers if self.wins([i])), None)

    @property
    def is_proper(self) -> bool:
        """Whether no two coalitions without a common player both win; exact.

        It is proper where some quota exceeds half the votes. Otherwise two such coalitions exist when some
        coalition holds from quota to total - quota votes in every rule; the sums that can be reached are
        searched. ValueError where one rule has more than 2^27 votes beside the quota, or several rules more
        than two million reachable sums.
        """
        slacks = self._slacks()
        if any(slack < quota for slack, quota in zip(slacks, self.quotas, strict=True)):
            return True
        if len(self.quotas) == 1:
            if slacks[0] > MOST_VOTES:
                raise ValueError(f"weights: {slacks[0]} votes may be missing; expected at most {MOST_VOTES}")
            reachable, keep = 1, (1 << slacks[0] + 1) - 1
            for weight in self.weights[0]:
                reachable |= (reachable << min(weight, slacks[0] + 1)) & keep
            return not reachable >> self.quotas[0]
        sums = {(0,) * len(slacks)}
        for vector in zip(*self.weights, strict=True):
            further = (tuple(a + b for a, b in zip(done, vector, strict=True)) for done in sums)
            sums |= {new for new in further if all(a <= b for a, b in zip(new, slacks, strict=True))}
            if len(sums) > MOST_REACHABLE:
                raise ValueError(
                    f"weights: more than {MOST_REACHABLE} sums of votes; expected smaller weights"
                )
        return not any(all(a >= q for a, q in zip(done, self.quotas, strict=True)) for done in sums)

    def classes(self) -> Classes:
        """Group the players of equal weights; take out common divisors; take the dual game if it is smaller.

        A weight beyond the slack is cut to slack + 1: its holder's absence loses either way.
        """
        slacks = self._slacks()
        dual = len(slacks) == 1 and self.quotas[0] - 1 < slacks[0]
        if dual:
            slacks = (self.quotas[0] - 1,)
        divisors = [gcd(*row) for row in self.weights]
        slacks = tuple(slack // divisor for slack, divisor in zip(slacks, divisors, strict=True))
        cut = [
            [min(weight // divisor, slack + 1) for weight in row]
            for row, divisor, slack in zip(self.weights, divisors, slacks, strict=True)
        ]
        found: dict[tuple[int, ...], list[int]] = {}
        for i, vector in enumerate(zip(*cut, strict=True)):
            found.setdefault(vector, []).append(i)
        idle = found.pop((0,) * len(slacks), [])
        # Light players first keeps the tables short for as long as possible.
        ordered = sorted(found.items())
        return Classes(
            vectors=tuple(vector for vector, _ in ordered),
            counts=tuple(len(members) for _, members in ordered),
            slacks=slacks,
            members=tuple(tuple(members) for _, members in ordered),
            idle=tuple(idle),
            dual=dual,
        )

    def _slacks(self) -> tuple[int, ...]:
        return tuple(total - quota for total, quota in zip(self.totals, self.quotas, strict=True))


def weighted_game(quota: int, weights: Sequence[int]) -> WeightedGame:
    """Make the game [quota; weights]: a coalition wins with at least `quota` votes.

    quota: at least 1 and at most the sum of the weights; weights: whole numbers >= 0, one for each player.
    Raises TypeError for anything but integers (scale floats to whole votes first), ValueError for a negative
    weight, for no player, for a quota of 0 or less (where nobody at all would win) and for one above all
    votes (where nobody ever would).
    """
    quota = _whole("quota", quota)
    votes = tuple(weight if type(weight) is int else _whole("weights", weight) for weight in weights)
    if not votes or min(votes) < 0:
        raise ValueError(f"weights: {list(votes)[:20]}; expected at least one, each 0 or more")
    if quota <= 0:
        raise ValueError(f"quota: {quota}; expected at least 1, for otherwise the empty coalition wins")
    if quota > sum(votes):
        raise ValueError(
            f"quota: {quota}; expected at most the {sum(votes)} votes, for otherwise nobody wins"
        )
    return WeightedGame((quota,), (votes,))


def _whole(name: str, number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, (int, np.integer)):
        raise TypeError(f"{name}: {number!r}; expected whole numbers: scale shares to whole votes first")
    return int(number)


def intersection(*games: WeightedGame) -> WeightedGame:
    """Make the game that is won where all the given games of the same players are won.

    Raises ValueError for no game, or for games of different numbers of players.
    """
    if len({game.players for game in games}) != 1:
        raise ValueError(
            f"games: {[game.players for game in games]} players; expected games of the same players"
        )
    return WeightedGame(
        tuple(quota for game in games for quota in game.quotas),
        tuple(row for game in games for row in game.weights),
    )
