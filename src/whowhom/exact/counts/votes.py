"""The chance that a side carries a rule, for every combination of counts.

The inequalities of the rule (see `core.games`) are those that the simulation counts by. A side's own seats
vote yes, each other seat with probability `comply`; bodies vote apart, so chances of bodies multiply.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.polity import Polity
from whowhom.exact.counts.kinds import Kind
from whowhom.exact.counts.moves import EXIST, OURS, REST, States

Table = NDArray[np.float64]
"""One number for each combination of counts: one axis for each kind, of length 1 where it does not matter."""


def spread_over(values: NDArray[Any], axis: int, axes: int) -> NDArray[Any]:
    """Return (n,) numbers as a table that varies along one of the axes."""
    shape = [1] * axes
    shape[axis] = values.size
    return values.reshape(shape)


def votes_in(kinds: Sequence[Kind], body: int) -> dict[int, int]:
    """Return the votes that a seat of each kind casts in a body, by the number of the kind."""
    return {
        number: votes
        for number, kind in enumerate(kinds)
        for where, votes in kind.votes
        if where == body and votes > 0
    }


def tally(kinds: Sequence[Kind], axes: Sequence[States], body: int, column: int | None) -> NDArray[np.int64]:
    """Return the votes in a body of the seats in one column of the counts, or of all held seats for None."""
    total = np.zeros([1] * len(kinds), np.int64)
    for number, votes in votes_in(kinds, body).items():
        states = axes[number]
        held = states[:, OURS] + states[:, REST] if column is None else states[:, column]
        total = total + votes * spread_over(held, number, len(kinds))
    return np.asarray(total)


def bodies_asked(polity: Polity, rule: int) -> list[int]:
    """Return the bodies whose votes a rule counts."""
    return [int(body) for body in np.unique(polity.row_body[polity.row_rule == rule])]


def carries(
    polity: Polity,
    kinds: Sequence[Kind],
    axes: Sequence[States],
    rule: int,
    side: int,
    comply: float,
    only: int | None = None,
) -> Table:
    """Return the chance that a proposal of the side under the rule is carried; 1 where no body is asked.

    only: the one body whose votes are counted, instead of all that the rule asks.
    """
    chance: Table = np.ones([1] * len(kinds))
    for body in bodies_asked(polity, rule) if only is None else [only]:
        chance = chance * _carries_in(polity, kinds, axes, rule, body, side, comply)
    return chance


def _carries_in(
    polity: Polity,
    kinds: Sequence[Kind],
    axes: Sequence[States],
    rule: int,
    body: int,
    side: int,
    comply: float,
) -> Table:
    """Return the chance that the votes of one body satisfy the rows of the rule that count it."""
    own = tally(kinds, axes, body, side)
    present = tally(kinds, axes, body, None)
    size = tally(kinds, axes, body, EXIST)
    if comply == 0.0:
        return _rows_hold(polity, rule, body, own, present, size).astype(np.float64)
    chance: Table = np.zeros(np.broadcast_shapes(own.shape, size.shape))
    gained = _complying(kinds, axes, body, 1 - side, comply)
    for votes in range(gained.shape[-1]):
        held = _rows_hold(polity, rule, body, own + votes, present, size)
        chance = chance + gained[..., votes] * held
    return chance


def _rows_hold(
    polity: Polity,
    rule: int,
    body: int,
    yes: NDArray[np.int64],
    present: NDArray[np.int64],
    size: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return whether every row of the rule that counts the body holds."""
    held = np.ones(np.broadcast_shapes(yes.shape, size.shape), np.bool_)
    for row in np.flatnonzero((polity.row_rule == rule) & (polity.row_body == body)):
        total = polity.row_yes[row] * yes + polity.row_present[row] * present + polity.row_size[row] * size
        held &= total >= polity.row_least[row]
    return held


def _complying(
    kinds: Sequence[Kind], axes: Sequence[States], body: int, other: int, comply: float
) -> NDArray[np.float64]:
    """Return the chances of so many votes from the other side: the axes of the kinds, then votes 0 .. all."""
    weights = votes_in(kinds, body)
    most = sum(int(axes[number][:, other].max(initial=0)) * votes for number, votes in weights.items())
    law = np.zeros([1] * len(kinds) + [most + 1])
    law[..., 0] = 1.0
    for number, votes in weights.items():
        others = axes[number][:, other]
        left = spread_over(others, number, len(kinds))[..., None]
        for turn in range(int(others.max(initial=0))):
            moved = np.zeros(np.broadcast_shapes(law.shape, left.shape))
            moved[..., votes:] = np.broadcast_to(law, moved.shape)[..., : most + 1 - votes]
            law = np.where(left > turn, (1.0 - comply) * law + comply * moved, law)
    return law


def heads(polity: Polity, kinds: Sequence[Kind], axes: Sequence[States], body: int, side: int) -> Table:
    """Return the chance that the head of a body is of a side.

    The head is who holds its first seat; where that is vacant one of the others, all equally likely.
    """
    inside = [number for number, kind in enumerate(kinds) if _sits(kind, body)]
    first = next((number for number in inside if body in kinds[number].heads), None)
    count = len(kinds)
    of_side, held = np.zeros([1] * count), np.zeros([1] * count)
    for number in inside:
        states = axes[number]
        of_side = of_side + spread_over(states[:, side], number, count)
        held = held + spread_over(states[:, OURS] + states[:, REST], number, count)
    anyone = np.divide(of_side, held, out=np.zeros(held.shape), where=held > 0)
    if first is None:
        return np.asarray(anyone, np.float64)
    taken = spread_over(axes[first][:, OURS] + axes[first][:, REST], first, count)
    mine = spread_over(axes[first][:, side], first, count)
    return np.asarray(np.where(taken > 0, mine, anyone), np.float64)


def _sits(kind: Kind, body: int) -> bool:
    """Return whether the seats of a kind are seats of the body, of their own or by right."""
    return any(where == body for where, _ in kind.votes)
