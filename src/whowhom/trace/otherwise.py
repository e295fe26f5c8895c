"""Which draws of a call decided: each is made to fall otherwise, and the call is made again.

A few draws of a stream are turned one at a time. Many, as in a vote, are turned together: all about the
person that fell one way, and if that changes the end, the fewest are sought, the closest-run first. Calls are
bounded in number, not in time, so that the answer is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from whowhom.trace.plain import BINOMIAL, CHANCE, CHOOSE, Ending, Fell, Name, Question

FEW = 8
"""So few draws of a stream are turned one at a time; more of them together."""
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
    seat: int = -1
    """The seat that the draw is about, where its index is that of a seat."""


@dataclass(frozen=True)
class Decided:
    """What the draws of a call had to do with its end."""

    turns: tuple[Turn, ...]
    draws: int
    """Yes-or-no draws, choices and counts in the call."""
    continuous: int
    """Draws of ages and opinions, which are not turned."""
    tried: int
    """Draws that were turned, alone or together."""
    same: bool
    """Whether the call, made again as it was, ended bit for bit as in the simulation."""


@dataclass(frozen=True)
class Key:
    """What the indices of a stream are: seats or persons, times a divisor, plus something less."""

    divisor: int
    by_seat: bool


def answer(asked: Question, again: Again) -> Decided:
    """Make the call again as it was, then with draws falling otherwise."""
    base = again({})
    streams: dict[int, list[Fell]] = {}
    for fell in base.log:
        streams.setdefault(fell.name[0], []).append(fell)
    tried = 0
    turns: list[Turn] = []
    for draws in streams.values():
        key = keyed(asked, draws)
        near = [fell for fell in draws if is_about(asked, fell, key)]
        if len(draws) <= FEW:
            near = draws
        tried += len(near)
        if len(near) > FEW:
            turns += _together(asked, near, base, again)
            continue
        for fell in near:
            turns += _count(fell, base, again) if fell.kind == BINOMIAL else _alone(fell, key, base, again)
        if len(near) > 1 and not turns:
            turns += _together(asked, near, base, again)
    return Decided(tuple(turns), len(base.log), base.continuous, tried, base.same)


def keyed(asked: Question, draws: list[Fell]) -> Key:
    """Tell what the indices of a stream name: the seats of the body, or persons, and multiplied by what.

    Mechanisms number draws by seat, by person, by seat times ballots, or by one of these times all seats plus
    the seat of an elector; which of them it is shows in where the indices lie.
    """
    indices = [fell.name[1] for fell in draws]
    seats, electors = asked.all_seats, asked.elector_seats

    def within(divisor: int, low: int, high: int) -> bool:
        return all(low <= index // divisor < high for index in indices)

    if within(1, *asked.body):
        return Key(1, True)
    votes = draws[0].kind != BINOMIAL and bool(electors)
    if votes and all(any(low <= index % seats < high for low, high in electors) for index in indices):
        if within(seats, *asked.body):
            return Key(seats, True)
        if within(seats, 0, asked.people):
            return Key(seats, False)
        return Key(seats * MOST_BALLOTS, True)
    # Counts come in pairs, one for each side of the delegates, so that their indices are twice as far apart.
    divisor = MOST_BALLOTS * (2 if draws[0].kind == BINOMIAL else 1)
    if within(divisor, *asked.body):
        return Key(divisor, True)
    return Key(1, within(1, 0, seats) and not within(1, 0, asked.people))


def is_about(asked: Question, fell: Fell, key: Key) -> bool:
    """Return whether a draw fell on the person, or is numbered by him or by his seat."""
    if fell.kind == CHOOSE and fell.result == asked.person:
        return True
    subject = fell.name[1] // key.divisor
    return subject in asked.seats_about if key.by_seat else subject == asked.person


def _alone(fell: Fell, key: Key, base: Ending, again: Again) -> list[Turn]:
    """Turn one draw."""
    end = again({fell.name: 1})
    if end.yes == base.yes:
        return []
    return [Turn((fell,), end.holder, seat=fell.name[1] // key.divisor if key.by_seat else -1)]


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
        low, high = 0, len(group)
        while high - low > 1:
            middle = (low + high) // 2
            tried = again({fell.name: 1 for fell in group[:middle]})
            if tried.yes == base.yes:
                low = middle
            else:
                high, end = middle, tried
        turns.append(Turn(tuple(group[:high]), end.holder, of=len(group)))
    return turns
