"""Where the counts may be: a probability for each combination of counts, and how one act moves it.

Acts on one kind of seats that nothing reads in between are multiplied together before they touch the table
(exits wait until the seats are filled, say), so that vacancies, which make many more combinations, are
written out only where a vote counts them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whowhom.exact.counts.moves import Move, States, aligned, stay
from whowhom.exact.counts.votes import Table
from whowhom.spec.errors import ModelError

Maker = Callable[[States], Move]
"""Makes the move of an act from the counts before it."""

LARGEST = 30_000_000
"""Combinations of counts that are kept at most, 240 MB of them."""


class Branch(NamedTuple):
    """One outcome of an act: its chance for each combination of counts, and what it does to which kinds."""

    chance: Table
    moves: dict[int, tuple[str, Maker]]
    """By the number of the kind: a name under which the move is remembered, and its maker."""


class Spread:
    """A distribution over counts that acts change in place."""

    def __init__(self, axes: Sequence[States], mass: NDArray[np.float64], names: Sequence[str]) -> None:
        """Begin with the counts of each kind and the table of probabilities over them."""
        self.axes = list(axes)
        self.mass = mass
        self.names = tuple(names)
        self._waiting: list[Move | None] = [None] * len(self.axes)
        self._remembered: dict[tuple[str, bytes], Move] = {}

    def later(self, kind: int, name: str, maker: Maker) -> None:
        """Let an act that depends on nothing else wait until its kind is read or changed."""
        self._waiting[kind] = self._then(self._waiting[kind] or stay(self.axes[kind]), name, maker)

    def settle(self, kinds: Sequence[int] | None = None) -> None:
        """Carry out what waits, for some kinds or for all."""
        for kind in range(len(self.axes)) if kinds is None else kinds:
            waiting = self._waiting[kind]
            if waiting is not None:
                self._waiting[kind] = None
                self._check_room(kind, len(waiting.after))
                self.mass = applied(self.mass, waiting.matrix, kind)
                self.axes[kind] = waiting.after

    def act(self, branches: Sequence[Branch]) -> None:
        """Carry out an act of several outcomes, whose chances were made for the present counts.

        What is left of the chances is the outcome in which nothing moves. Kinds that a chance depends on must
        have been settled before.
        """
        kinds = sorted({kind for branch in branches for kind in branch.moves})
        chances = [branch.chance for branch in branches]
        left = 1.0 - sum(chances)
        idle = bool((np.abs(left) > 1e-15).any())
        if idle:
            chances = [*chances, np.where(np.abs(left) > 1e-15, left, 0.0)]
        matrices: list[dict[int, NDArray[np.float64]]] = [{} for _ in chances]
        after: dict[int, States] = {}
        for kind in kinds:
            waiting = self._waiting[kind] or stay(self.axes[kind])
            moves = [
                self._then(waiting, *branch.moves[kind]) if kind in branch.moves else waiting
                for branch in branches
            ]
            every, after[kind] = aligned([*moves, waiting] if idle else moves)
            for place, matrix in enumerate(every):
                matrices[place][kind] = matrix
        total = np.zeros(0)
        for chance, own in zip(chances, matrices, strict=True):
            part = self.mass * chance
            for kind in kinds:
                self._check_room(kind, len(after[kind]))
                part = applied(part, own[kind], kind)
            total = part if total.size == 0 else total + part
        self.mass = total
        for kind in kinds:
            self._waiting[kind] = None
            self.axes[kind] = after[kind]
            self._drop_impossible(kind)

    def _then(self, first: Move, name: str, maker: Maker) -> Move:
        """Return one move after another as one."""
        key = (name, first.after.tobytes())
        second = self._remembered.get(key)
        if second is None:
            second = self._remembered[key] = maker(first.after)
        return Move(first.matrix @ second.matrix, second.after)

    def _drop_impossible(self, kind: int) -> None:
        """Leave out counts of a kind that have no probability at all."""
        others = tuple(axis for axis in range(self.mass.ndim) if axis != kind)
        possible = self.mass.sum(axis=others) > 0.0
        if possible.any() and not possible.all():
            self.mass = np.compress(possible, self.mass, axis=kind)
            self.axes[kind] = self.axes[kind][possible]

    def _check_room(self, kind: int, length: int) -> None:
        """Raise ModelError before the table grows beyond what is kept."""
        size = self.mass.size // max(self.mass.shape[kind], 1) * length
        if size > LARGEST:
            largest = max(range(len(self.axes)), key=lambda number: len(self.axes[number]))
            raise ModelError(
                f"counts: {size} combinations of seats; expected at most {LARGEST}: "
                f"make {self.names[largest]} smaller, or drop bodies that act upon nothing you ask about"
            )


def applied(mass: NDArray[np.float64], matrix: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Multiply a table along one axis by a matrix (before, after)."""
    shape = mass.shape
    before = mass.reshape(int(np.prod(shape[:axis])), shape[axis], int(np.prod(shape[axis + 1 :])))
    after = before[:, :, 0] @ matrix if before.shape[2] == 1 else np.matmul(matrix.T, before)
    return np.ascontiguousarray(after).reshape(*shape[:axis], matrix.shape[1], *shape[axis + 1 :])
