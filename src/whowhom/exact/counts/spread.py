"""Where the counts may be: a probability for each combination of counts, and how one act moves it.

Acts on one kind of seats that nothing reads in between are multiplied together before they touch the table
(exits wait until the seats are filled, say), so that vacancies, which make many more combinations, are
written out only where a vote counts them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from whowhom.exact.counts.moves import Move, States, aligned, stay
from whowhom.exact.counts.product import Product, applied, product
from whowhom.exact.counts.votes import Table
from whowhom.spec.errors import ModelError

Maker = Callable[[States], Move]
"""Makes the move of an act from the counts before it."""

NOTHING = 1e-15
"""A chance that is left over by rounding alone."""

NEGLIGIBLE = 1e-18
"""Counts of a kind that are less probable than this, all together, are left out."""

KEPT = 0.7
"""Share of a list of counts that must be probable for the whole list to be kept."""

MOST_BYTES = 200_000_000
"""Memory of the matrices that are remembered between months."""

LARGEST = 12_000_000
"""Combinations of counts that are kept at most, 96 MB of them."""


class Branch(NamedTuple):
    """One outcome of an act: its chance for each combination of counts, and what it does to which kinds."""

    chance: Table
    moves: dict[int, tuple[str, Maker]]
    """By the number of the kind: a name under which the move is remembered, and its maker."""


class Outcomes(NamedTuple):
    """The matrices of a kind in every outcome of an act, over one list of counts after it."""

    key: tuple[Hashable, ...]
    """What they are remembered by."""
    matrices: list[NDArray[np.float64]]
    after: States


class Memory:
    """Moves that were made before: acts repeat every month, and the counts soon do not change any more."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._numbers: dict[bytes, int] = {}
        self.moves: dict[tuple[int, tuple[str, ...]], Move] = {}
        self.products: dict[tuple[int, tuple[str, ...]], Product] = {}
        self.aligned: dict[tuple[Hashable, ...], tuple[list[NDArray[np.float64]], States]] = {}
        self.cut: dict[tuple[Hashable, ...], Product] = {}
        self.tables: dict[tuple[Hashable, ...], Any] = {}

    def make_room(self) -> None:
        """Forget every matrix once they take too much memory; called where nothing waits."""
        held = sum(move.matrix.nbytes for move in self.moves.values())
        held += sum(matrix.nbytes for matrices, _ in self.aligned.values() for matrix in matrices)
        if held > MOST_BYTES:
            for remembered in (self.moves, self.products, self.aligned, self.cut):
                remembered.clear()

    def number_of(self, states: States) -> int:
        """Return one number for equal lists of counts."""
        return self._numbers.setdefault(states.tobytes(), len(self._numbers))


class Spread:
    """A distribution over counts that acts change in place."""

    def __init__(
        self, axes: Sequence[States], mass: NDArray[np.float64], names: Sequence[str], memory: Memory
    ) -> None:
        """Begin with the counts of each kind and the table of probabilities over them."""
        self.axes = list(axes)
        self.mass = mass
        self.names = tuple(names)
        self.memory = memory
        self.signature = [memory.number_of(states) for states in axes]
        """A number for the counts of each kind: equal numbers mean equal counts."""
        self._waiting: list[tuple[str, ...]] = [()] * len(self.axes)

    def later(self, kind: int, name: str, maker: Maker) -> None:
        """Let an act that depends on nothing else wait until its kind is read or changed."""
        self._waiting[kind] = self._then(kind, name, maker)

    def settle(self, kinds: Sequence[int] | None = None) -> None:
        """Carry out what waits, for some kinds or for all."""
        for kind in range(len(self.axes)) if kinds is None else kinds:
            if self._waiting[kind]:
                key = (self.signature[kind], self._waiting[kind])
                waiting = self.memory.moves[key]
                self._check_room(kind, len(waiting.after))
                if key not in self.memory.products:
                    self.memory.products[key] = product(waiting.matrix)
                self.mass = applied(self.mass, self.memory.products[key], kind)
                self._put(kind, waiting.after)

    def act(self, branches: Sequence[Branch]) -> None:
        """Carry out an act of several outcomes, whose chances were made for the present counts.

        What is left of the chances is the outcome in which nothing moves. Kinds that a chance depends on must
        have been settled before.
        """
        chances = [branch.chance for branch in branches]
        left = 1.0 - sum(chances)
        idle = bool((np.abs(left) > NOTHING).any())
        if idle:
            chances = [*chances, np.where(np.abs(left) > NOTHING, left, 0.0)]
        kinds = sorted({kind for branch in branches for kind in branch.moves})
        made = {kind: self._outcomes(kind, branches, idle) for kind in kinds}
        for kind in kinds:
            self._check_room(kind, len(made[kind].after))
        shape = [
            len(made[axis].after) if axis in made else length for axis, length in enumerate(self.mass.shape)
        ]
        total = np.zeros(shape)
        for place, chance in enumerate(chances):
            within = _where_possible(chance)
            if within is None:
                continue
            part, weight = self.mass[within], chance[within]
            if weight.size > 1 or weight.flat[0] != 1.0:
                part = part * weight
            for kind in kinds:
                part = applied(part, self._cut(kind, made[kind], place, within[kind]), kind)
            total[tuple(slice(None) if axis in made else span for axis, span in enumerate(within))] += part
        self.mass = total
        for kind in kinds:
            self._put(kind, made[kind].after)
            self.drop_impossible(kind)

    def motion(self, side: int, carried: Branch, lost: Branch) -> None:
        """Let a side move something; whether it does is not asked here, but where the contest is solved.

        carried: what happens when the motion is carried, and its chance; lost: what it costs when it is not.
        """
        self.act([carried, lost])

    def _outcomes(self, kind: int, branches: Sequence[Branch], idle: bool) -> Outcomes:
        """Return the matrices of a kind in every outcome, over one list of counts after the act."""
        waiting = self._waiting[kind]
        names = [
            self._then(kind, *branch.moves[kind]) if kind in branch.moves else waiting for branch in branches
        ]
        if idle:
            names.append(waiting)
        key = (self.signature[kind], *names)
        found = self.memory.aligned.get(key)
        if found is None:
            found = self.memory.aligned[key] = aligned([self._move(kind, name) for name in names])
        return Outcomes(key, *found)

    def _cut(self, kind: int, made: Outcomes, place: int, rows: slice) -> Product:
        """Return the matrix of one outcome from a range of the counts of its kind."""
        key = (made.key, place, rows.start, rows.stop)
        if key not in self.memory.cut:
            self.memory.cut[key] = product(made.matrices[place][rows])
        return self.memory.cut[key]

    def _then(self, kind: int, name: str, maker: Maker) -> tuple[str, ...]:
        """Remember what waits for a kind followed by one more act, and return its name."""
        first = self._waiting[kind]
        key = (self.signature[kind], (*first, name))
        if key not in self.memory.moves:
            before = self._move(kind, first)
            after = maker(before.after)
            self.memory.moves[key] = Move(before.matrix @ after.matrix, after.after)
        return key[1]

    def _move(self, kind: int, name: tuple[str, ...]) -> Move:
        """Return acts on a kind that were remembered as one move."""
        return self.memory.moves[self.signature[kind], name] if name else stay(self.axes[kind])

    def _put(self, kind: int, states: States) -> None:
        """Let a kind have other counts, with nothing waiting."""
        self._waiting[kind] = ()
        self.axes[kind] = states
        self.signature[kind] = self.memory.number_of(states)

    def drop_impossible(self, kind: int) -> None:
        """Leave out counts of a kind with no probability to speak of; the residual tells what is lost."""
        left = int(np.prod(self.mass.shape[:kind]))
        # A product with a row of ones adds up ten times faster than a sum over several axes.
        together = np.ones(left) @ self.mass.reshape(left, -1)
        possible = together.reshape(self.mass.shape[kind], -1).sum(axis=1) > NEGLIGIBLE
        # Other lists of counts would need other matrices every month, so that a few are carried along.
        if possible.any() and possible.sum() <= KEPT * possible.size:
            self.mass = np.compress(possible, self.mass, axis=kind)
            self._put(kind, self.axes[kind][possible])

    def _check_room(self, kind: int, length: int) -> None:
        """Raise ModelError before the table grows beyond what is kept."""
        size = self.mass.size // max(self.mass.shape[kind], 1) * length
        if size > LARGEST:
            lengths = [length if axis == kind else len(states) for axis, states in enumerate(self.axes)]
            grown = lengths.index(max(lengths))
            raise ModelError(
                f"counts: {size} combinations of seats; expected at most {LARGEST}: "
                f"make {self.names[grown]} smaller, or drop bodies that act upon nothing you ask about"
            )


def _where_possible(chance: Table) -> tuple[slice, ...] | None:
    """Return the least range of each axis outside which a chance is 0, or None where it is 0 throughout.

    Most chances are 1 on one side of a majority and 0 on the other: half of the table need not be touched.
    """
    spans = []
    for axis, length in enumerate(chance.shape):
        if length == 1:
            spans.append(slice(None))
            continue
        others = tuple(other for other in range(chance.ndim) if other != axis)
        found = np.flatnonzero((chance != 0.0).any(axis=others))
        if not found.size:
            return None
        spans.append(slice(int(found[0]), int(found[-1]) + 1))
    return tuple(spans) if chance.any() else None
