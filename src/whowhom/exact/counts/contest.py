"""The contest: the chain of counts with the motions left open to both sides, solved backward.

Each month, where a rule lets a side remove the other from a body or add seats to it, that side chooses
between moving and waiting, knowing all counts. The principal's side wants to control the target at the end,
the rest wants it not to. With V_T = 1 where the target is controlled, and every act of chance undone by its
matrix,

    V(before a motion) = max, or min, of { c V(carried) + (1 - c) V(lost), V(before) },

c the chance that the motion is carried. Perfect information and a zero sum, so the value is that of best play
of both. At reprisal = 0 a motion costs nothing.
Does not model: what a side does not know, more than two sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whowhom.core.polity import Act
from whowhom.exact.counts.chain import CountChain
from whowhom.exact.counts.control import DECIDING, controls
from whowhom.exact.counts.kinds import Kind
from whowhom.exact.counts.moves import OURS, REST, States
from whowhom.exact.counts.product import Product, applied, product
from whowhom.exact.counts.spread import Branch, Spread
from whowhom.exact.counts.votes import Table
from whowhom.spec.errors import ModelError

MOST_STATES = 100_000
"""Combinations of counts in a contest at most: a table of choices is kept for every month."""

Numbers = NDArray[np.float64]


class Mixture(NamedTuple):
    """One act of several outcomes: the chance of each, and its matrix for each kind that it changes."""

    chances: tuple[Table, ...]
    matrices: tuple[dict[int, tuple[Product, Product]], ...]

    def forward(self, mass: Numbers) -> Numbers:
        """Return where the mass goes."""
        parts = []
        for chance, made in zip(self.chances, self.matrices, strict=True):
            part = mass * chance
            for kind, (onward, _) in made.items():
                part = applied(part, onward, kind)
            parts.append(part)
        return np.asarray(sum(parts[1:], parts[0]))

    def backward(self, value: Numbers) -> Numbers:
        """Return what the value after is worth before."""
        total: Numbers = np.zeros(1)
        for chance, made in zip(self.chances, self.matrices, strict=True):
            part = value
            for kind, (_, back) in made.items():
                part = applied(part, back, kind)
            total = total + chance * part
        return total


class Choice(NamedTuple):
    """A motion that a side may make or not."""

    side: int
    carried: Table
    """The chance that it is carried if made."""
    moved: Mixture
    """What happens when it is made."""


class Score(Spread):
    """A spread over all counts that there can be, which writes down acts instead of moving probability."""

    def __init__(self, axes: Sequence[States], names: Sequence[str], chain: CountChain) -> None:
        """Begin with every combination of counts."""
        mass = np.ones([len(states) for states in axes])
        super().__init__(axes, mass, names, chain.acts.memory)
        self.written: list[Mixture | Choice] = []

    def settle(self, kinds: Sequence[int] | None = None) -> None:
        """Write down what waits, and keep the list of counts whole."""
        for kind in range(len(self.axes)) if kinds is None else kinds:
            if self._waiting[kind]:
                move = self._move(kind, self._waiting[kind])
                matrix = self._whole(kind, move.matrix, move.after)
                self.written.append(Mixture((np.ones([1] * len(self.axes)),), ({kind: matrix},)))
                self._waiting[kind] = ()

    def act(self, branches: Sequence[Branch]) -> None:
        """Write down an act of several outcomes."""
        self.settle(sorted({kind for branch in branches for kind in branch.moves}))
        self.written.append(self._mixture(branches))

    def motion(self, side: int, carried: Branch, lost: Branch) -> None:
        """Write down a choice of a side."""
        self.settle(sorted({*carried.moves, *lost.moves}))
        self.written.append(Choice(side, carried.chance, self._mixture([carried, lost])))

    def _mixture(self, branches: Sequence[Branch]) -> Mixture:
        """Return an act with the outcome in which nothing moves."""
        left = np.clip(1.0 - sum(branch.chance for branch in branches), 0.0, 1.0)
        made: list[dict[int, tuple[Product, Product]]] = []
        for branch in branches:
            every = {}
            for kind, (name, maker) in branch.moves.items():
                move = self._move(kind, self._then(kind, name, maker))
                every[kind] = self._whole(kind, move.matrix, move.after)
            made.append(every)
        return Mixture((*(branch.chance for branch in branches), left), (*made, {}))

    def _whole(self, kind: int, matrix: Numbers, after: States) -> tuple[Product, Product]:
        """Return a matrix over the whole list of counts of a kind, and its transpose."""
        places = {tuple(counts): place for place, counts in enumerate(self.axes[kind].tolist())}
        whole = np.zeros((matrix.shape[0], len(self.axes[kind])))
        whole[:, [places[tuple(counts)] for counts in after.tolist()]] = matrix
        return product(whole), product(whole.T)


@dataclass(frozen=True)
class Contest:
    """The solution of a contest."""

    value: float
    """The chance that the principal's side controls the target at the end, with best play of both."""
    moved: dict[int, Numbers]
    """By side, (T,) the motions that it is expected to make in a month under best play from the start."""
    control: Numbers
    """(T,) the chance of control by month under best play."""
    residual: float
    """The distance between the value found backward and the chance found forward under the same play."""
    states: int


def contest(
    chain: CountChain,
    target: str,
    months: int,
    first_to_move: tuple[int, int] = (OURS, REST),
    reprisal: float = 0.0,
    waits: tuple[int, ...] = (),
    seconds: float = 60.0,
) -> Contest:
    """Solve the contest for one target.

    first_to_move: the order of the sides' removals in a month; reprisal: the chance that each of those who
    moved in vain loses his seat; waits: sides that never move. Raises ModelError where there are too many
    combinations of counts, or the seconds are over.
    """
    chain.acts.first_to_move = first_to_move
    chain.acts.reprisal = reprisal
    body = chain.names.index(target)
    began = monotonic()
    scores = [_month(chain, month) for month in range(1, months + 1)]
    blank = _blank(chain)
    value = np.broadcast_to(controls(chain.acts, blank, body), blank.mass.shape).astype(np.float64)
    mask = value
    plays: list[list[NDArray[np.bool_] | None]] = []
    for written in reversed(scores):
        if monotonic() - began > seconds:
            raise ModelError(f"contest: {seconds:.3g} s were over {len(plays)} months before the end")
        value, play = _back(written, value, waits)
        plays.append(play)
    start = _start(chain, blank)
    forward = _forward(scores, plays[::-1], start, mask)
    found = float((start * value).sum())
    return Contest(found, forward[0], forward[1], abs(found - float(forward[1][-1])), blank.mass.size)


def _month(chain: CountChain, month: int) -> tuple[Mixture | Choice, ...]:
    """Return the acts and choices of a month, written down once for months that are alike."""
    polity = chain.model.polity
    ends = tuple(
        kind.end >= 0 and month >= max(kind.end, 1) and (month - kind.end) % polity.body_term[kind.body] == 0
        for kind in chain.kinds
    )
    lone = tuple(
        kind.end < 0 and polity.body_term[kind.body] > 0 and month % polity.body_term[kind.body] == 0
        for kind in chain.kinds
    )
    acts = chain.acts
    key = ("score", polity.rule_due[:, month].tobytes(), ends, lone, acts.first_to_move, acts.reprisal)
    if key not in acts.memory.tables:
        score = _blank(chain)
        acts.month(score, month)
        acts.memory.tables[key] = tuple(score.written)
    found: tuple[Mixture | Choice, ...] = acts.memory.tables[key]
    return found


def _blank(chain: CountChain) -> Score:
    """Return a score over every combination of counts. Raises ModelError where they are too many."""
    axes = []
    for kind in chain.kinds:
        if _never_changes(chain, kind):
            axes.append(np.array([kind.start], np.int64))
            continue
        sizes = range(kind.start[2], len(kind.seats) + 1)
        rows = [(o, r, size) for size in sizes for o in range(size + 1) for r in range(size + 1 - o)]
        axes.append(np.array(rows, np.int64))
    states = int(np.prod([len(states) for states in axes], dtype=np.float64))
    if states > MOST_STATES:
        largest = max(range(len(axes)), key=lambda number: len(axes[number]))
        raise ModelError(
            f"contest: {states:,} combinations of seats; expected at most {MOST_STATES:,}: "
            f"make {chain.names[chain.kinds[largest].body]} smaller, or let its terms end on fewer days"
        )
    return Score(axes, [chain.names[kind.body] for kind in chain.kinds], chain)


def _never_changes(chain: CountChain, kind: Kind) -> bool:
    """Return whether no rule fills, empties or enlarges the body of a kind, and nobody leaves it."""
    polity = chain.model.polity
    given = float(polity.body_early_exit[kind.body])
    leaves = given if given >= 0.0 else chain.acts.number("departure.early_exit", 0)
    acted_upon = (polity.rule_over == kind.body) & np.isin(polity.rule_act, [int(act) for act in DECIDING])
    drawn = (polity.rule_over == kind.body) & (polity.rule_act == Act.DRAW)
    return leaves == 0.0 and not polity.body_term[kind.body] and not bool((acted_upon | drawn).any())


def _start(chain: CountChain, blank: Score) -> Numbers:
    """Return the table with all probability at the counts of the start."""
    mass = np.zeros(blank.mass.shape)
    place = tuple(
        int(np.flatnonzero((states == np.array(kind.start)).all(axis=1))[0])
        for states, kind in zip(blank.axes, chain.kinds, strict=True)
    )
    mass[place] = 1.0
    return mass


def _back(
    written: Sequence[Mixture | Choice], value: Numbers, waits: tuple[int, ...]
) -> tuple[Numbers, list[NDArray[np.bool_] | None]]:
    """Undo the acts of a month, the last first; return the value before, and where each choice is to move."""
    play: list[NDArray[np.bool_] | None] = []
    for item in reversed(written):
        if isinstance(item, Mixture):
            value = item.backward(value)
            play.append(None)
            continue
        moved = item.moved.backward(value)
        better = moved > value + 1e-12 if item.side == OURS else moved < value - 1e-12
        if item.side in waits:
            better = np.zeros_like(better)
        value = np.where(better, moved, value)
        play.append(better)
    return value, play[::-1]


def _forward(
    scores: Sequence[Sequence[Mixture | Choice]],
    plays: Sequence[Sequence[NDArray[np.bool_] | None]],
    start: Numbers,
    mask: Numbers,
) -> tuple[dict[int, Numbers], Numbers]:
    """Follow best play from the start: how often each side moves in a month, and the chance of control."""
    mass = start
    moves = {OURS: np.zeros(len(scores) + 1), REST: np.zeros(len(scores) + 1)}
    control = [float((mass * mask).sum())]
    for month, (written, play) in enumerate(zip(scores, plays, strict=True), start=1):
        for item, where in zip(written, play, strict=True):
            if isinstance(item, Mixture):
                mass = item.forward(mass)
            elif where is not None:
                chosen = mass * where
                moves[item.side][month] += float(chosen.sum())
                mass = mass - chosen + item.moved.forward(chosen)
        control.append(float((mass * mask).sum()))
    return moves, np.array(control)
