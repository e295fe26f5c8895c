"""Drawing by lot without replacement, alone and in turn with votes: how many seats a faction gets.

A pool has members of a faction and others. A lot of n seats gives the faction h of them with the
hypergeometric chance C(F, h) C(N - F, n - h) / C(N, n). A procedure is a chain of lots and votes, each body
made from the one before; only the number of the faction's seats has to be carried along. All counts are whole
numbers, so every chance is an exact fraction.

Sources: the hypergeometric law is elementary; chains of lots and votes after M. Mowbray and D. Gollmann,
"Electing the Doge of Venice: analysis of a 13th century protocol", IEEE Computer Security Foundations
Symposium (2007).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb


@dataclass(frozen=True)
class Law:
    """How many of `total` equally likely outcomes give the faction 0, 1, 2, ... seats."""

    ways: tuple[int, ...]
    total: int

    def at_least(self, seats: int) -> Fraction:
        """Return the chance of so many seats or more."""
        return Fraction(sum(self.ways[max(seats, 0) :]), self.total)

    def at_most(self, seats: int) -> Fraction:
        """Return the chance of so many seats or fewer."""
        return Fraction(sum(self.ways[: max(seats + 1, 0)]), self.total)

    def expected(self) -> Fraction:
        """Return the expected number of seats."""
        return Fraction(sum(seats * ways for seats, ways in enumerate(self.ways)), self.total)

    def chances(self) -> list[Fraction]:
        """Return the chance of each number of seats, from none to all."""
        return [Fraction(ways, self.total) for ways in self.ways]


@dataclass(frozen=True)
class Lot:
    """A stage: `seats` persons are drawn by lot from the body before."""

    seats: int


@dataclass(frozen=True)
class Vote:
    """A stage: the body before names `seats` persons; a side with `quota` of its votes names only its own."""

    seats: int
    quota: int


Stage = Lot | Vote


class Split(StrEnum):
    """How a jury shares its names when neither side, or either side, can carry them alone."""

    IN_PROPORTION = "in_proportion"
    HALF_AND_HALF = "half_and_half"


def lot_law(pool: int, members: int, seats: int) -> Law:
    """Return the law of a faction's seats in a body drawn by lot from a pool.

    C(F, h) C(N - F, n - h) outcomes of C(N, n) give h seats.
    pool: N; members: F of them in the faction; seats: n drawn. Raises ValueError unless 0 <= F, n <= N.
    Source: elementary. Does not model: refusal to serve, limits on groups (`lot_with_limit`).
    """
    _check_pool(pool, members)
    return procedure_law(pool, members, (Lot(seats),))


def procedure_law(
    pool: int,
    members: int,
    stages: Sequence[Stage],
    split: Split = Split.IN_PROPORTION,
    limited: bool = True,
) -> Law:
    """Return the law of a faction's seats in the last body of a chain of lots and votes.

    A lot draws from the body before. In a vote the side with the quota (and only it) names its own; otherwise
    the names are shared in proportion to the seats of the two sides in the jury, or half and half. The name
    that is left over by rounding down goes to a side with the chance of its fraction (a half: by a coin), so
    that the expected number of names is the share itself.

    pool: persons in the first body; members: those of the faction; stages: first to last; limited: a side
    names no more persons than it has in the pool (false: as if it had friends without number). Raises
    ValueError for a stage larger than what it draws from or names from, and for a quota that no jury reaches.
    Source: Mowbray and Gollmann 2007 for the chain; the two ways to share are assumptions. Does not model:
    limits on families, jurors who may not sit again, changes of side, secrecy.
    """
    _check_pool(pool, members)
    size, ways, total = pool, {members: 1}, 1
    for stage in stages:
        step: dict[int, int] = {}
        if isinstance(stage, Lot):
            _check_seats(stage.seats, size)
            for faction, count in ways.items():
                for drawn, outcomes in enumerate(_draws(size, faction, stage.seats)):
                    if outcomes:
                        step[drawn] = step.get(drawn, 0) + count * outcomes
            total *= comb(size, stage.seats)
        else:
            _check_seats(stage.seats, pool)
            if not 1 <= stage.quota <= size:
                raise ValueError(f"quota: {stage.quota}; expected 1 to {size}, the votes of the jury")
            most = min(stage.seats, members) if limited else stage.seats
            least = max(stage.seats - (pool - members), 0) if limited else 0
            parts = size if split is Split.IN_PROPORTION else 2
            for faction, count in ways.items():
                share = faction if split is Split.IN_PROPORTION else 1
                for named, weight in _names(stage, size, faction, share, parts):
                    held = min(max(named, least), most)
                    step[held] = step.get(held, 0) + count * weight
            total *= parts
        size, ways = stage.seats, step
    return Law(tuple(ways.get(seats, 0) for seats in range(size + 1)), total)


def smallest(carries: Callable[[int], bool], most: int | None = None) -> int | None:
    """Return the smallest number from 0 to `most` for which `carries` is true, by doubling and halving.

    carries: false up to some number and true from there on, which is the caller's promise; most: absent means
    without end, and then some number must carry. Returns None if none up to `most` does.
    Source: elementary. Does not model: answers that change back.
    """
    if most is not None and (most < 0 or not carries(most)):
        return None
    low, high = -1, 1
    while (most is None or high < most) and not carries(high):
        low, high = high, 2 * high
    if most is not None:
        high = min(high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if carries(middle) else (middle, high)
    return high


def _draws(size: int, faction: int, seats: int) -> list[int]:
    """Return for each number of faction seats in how many ways a lot of so many seats gives it."""
    others = size - faction
    ways = [0] * (seats + 1)
    first, last = max(seats - others, 0), min(seats, faction)
    if first > last:
        return ways
    ours, theirs = comb(faction, first), comb(others, seats - first)
    for held in range(first, last + 1):
        ways[held] = ours * theirs
        # The next binomials follow from these by one multiplication each, which matters for large pools.
        ours = ours * (faction - held) // (held + 1)
        if held < last:
            theirs = theirs * (seats - held) // (others - seats + held + 1)
    return ways


def _names(stage: Vote, jury: int, faction: int, share: int, parts: int) -> list[tuple[int, int]]:
    """Return the faction's names in a vote with the weight of each case; the weights add up to `parts`.

    A jury without a side that alone has the quota gives the faction share / parts of the names.
    """
    ours, theirs = faction >= stage.quota, jury - faction >= stage.quota
    if ours != theirs:
        return [(stage.seats if ours else 0, parts)]
    whole, left = divmod(stage.seats * share, parts)
    return [(whole, parts - left), (whole + 1, left)] if left else [(whole, parts)]


def _check_pool(pool: int, members: int) -> None:
    if not 0 <= members <= pool:
        raise ValueError(f"members: {members}; expected 0 to {pool}, the size of the pool")


def _check_seats(seats: int, size: int) -> None:
    if not 0 <= seats <= size:
        raise ValueError(f"seats: {seats}; expected 0 to {size}, the number of persons there are")
