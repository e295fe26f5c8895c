"""Which draws of a call decided: each is made to fall otherwise, and the call is made again.

One at a time first. Where no single draw decides, as in a vote, all draws of one stream about the person
that fell one way are turned together, and if that changes the end, the fewest are sought, the closest-run
first. The number of calls is bounded, not the time, so that the answer is the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from whowhom.trace.plain import BINOMIAL, CHANCE, CHOOSE, Ending, Fell, Name, Question

MOST_SINGLE = 48
"""Draws of a call that are turned one at a time."""
FEW = 8
"""A stream of so few draws in a call is looked at in full."""
MOST_BALLOTS = 64
"""Mechanisms number the ballots about one seat below this."""

Again = Callable[[dict[Name, int]], Ending]


@dataclass(frozen=True)
class Turn:
    """Draws that, falling otherwise, change the end of the call."""

    draws: tuple[Fell, ...]
    holder: int
    """Who would then hold the seat, or -1."""
    of: int = 1
    """Of how many draws of this stream about the person these are the closest-run."""
    threshold: int = 0
    """For a count: the nearest one that changes the end."""


@dataclass(frozen=True)
class Decided:
    """What the draws of a call had to do with its end."""

    turns: tuple[Turn, ...]
    draws: int
    """Yes-or-no draws, choices and counts in the call."""
    continuous: int
    """Draws of ages and opinions, which are not turned."""
    tried: int
    """Draws that were turned one at a time."""
    same: bool
    """Whether the call, made again as it was, ended bit for bit as in the simulation."""
    also: tuple[Fell, ...] = ()
    """Draws about the person that alone did not decide."""


def answer(asked: Question, again: Again) -> Decided:
    """Make the call again as it was, then with draws falling otherwise."""
    base = again({})
    ranked = sorted(base.log, key=lambda fell: _distance(asked, fell, Counter(f.name[0] for f in base.log)))
    near = [fell for fell in ranked if _is_about(asked, fell, base.log)]
    single = near if len(base.log) > MOST_SINGLE else ranked
    tried = [fell for fell in single if fell.kind != BINOMIAL][:MOST_SINGLE]
    turns: list[Turn] = []
    for fell in tried:
        end = again({fell.name: 1})
        if end.yes != base.yes:
            turns.append(Turn((fell,), end.holder))
    turns += [turn for fell in near if fell.kind == BINOMIAL for turn in _count(fell, base, again)]
    if not turns:
        turns = _together(asked, near, base, again)
    about = tuple(fell for fell in tried if _is_named(asked, fell))[:FEW]
    return Decided(tuple(turns), len(base.log), base.continuous, len(tried), base.same, about)


def _parts(asked: Question, fell: Fell) -> tuple[int, ...]:
    """Return what the index of a draw may name: itself, or what it was multiplied from."""
    index, seats = fell.name[1], asked.all_seats
    return (
        index,
        index // seats,
        index // MOST_BALLOTS,
        index // (2 * MOST_BALLOTS),
        index // (MOST_BALLOTS * seats),
    )


def _is_named(asked: Question, fell: Fell) -> bool:
    """Return whether the draw fell on the person, or its index is his or that of the seat."""
    chosen = fell.kind == CHOOSE and fell.result == asked.person
    return chosen or fell.name[1] in (asked.seat, asked.person)


def _is_about(asked: Question, fell: Fell, log: list[Fell]) -> bool:
    """Return whether the draw may be about the person or the seat; more may be than are."""
    if _is_named(asked, fell) or {asked.seat, asked.person} & set(_parts(asked, fell)):
        return True
    return sum(other.name[0] == fell.name[0] for other in log) <= FEW


def _distance(asked: Question, fell: Fell, streams: Counter[int]) -> tuple[int, int]:
    """Return how far a draw is from the person, nearest first."""
    if _is_named(asked, fell):
        return 0, fell.name[1]
    if {asked.seat, asked.person} & set(_parts(asked, fell)):
        return 1, fell.name[1]
    return (2 if streams[fell.name[0]] <= FEW else 3), fell.name[1]


def _count(fell: Fell, base: Ending, again: Again) -> list[Turn]:
    """Find the nearest count, below or above, that changes the end."""
    for extreme in (0, fell.of):
        end = again({fell.name: extreme})
        if extreme == fell.result or end.yes == base.yes:
            continue
        same, other = fell.result, extreme
        while abs(other - same) > 1:
            middle = (same + other) // 2
            tried = again({fell.name: middle})
            if tried.yes == base.yes:
                same = middle
            else:
                other, end = middle, tried
        return [Turn((fell,), end.holder, threshold=other)]
    return []


def _together(asked: Question, near: list[Fell], base: Ending, again: Again) -> list[Turn]:
    """Turn draws of one stream together, those that fell one way, and seek the fewest that suffice."""
    groups: dict[tuple[int, int], list[Fell]] = {}
    for fell in near:
        if fell.kind == CHANCE:
            groups.setdefault((fell.name[0], fell.result), []).append(fell)
        elif fell.kind == CHOOSE and fell.result == asked.person:
            groups.setdefault((fell.name[0], 2), []).append(fell)
    turns = []
    for group in groups.values():
        if len(group) < 2:
            continue
        group.sort(key=lambda fell: (fell.margin, fell.probability, fell.name))
        end = again({fell.name: 1 for fell in group})
        if end.yes == base.yes:
            continue
        low, high = 1, len(group)
        while high - low > 1:
            middle = (low + high) // 2
            tried = again({fell.name: 1 for fell in group[:middle]})
            if tried.yes == base.yes:
                low = middle
            else:
                high, end = middle, tried
        turns.append(Turn(tuple(group[:high]), end.holder, of=len(group)))
    return turns
