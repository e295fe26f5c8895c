"""What one act does to the seats of one kind: a matrix from the counts before it to the counts after it.

Counts are rows (ours, rest, exist): seats of the principal's side, of the rest, and seats that exist; what is
left is vacant. Every function takes the counts before (n, 3) and returns a Move; rows of its matrix sum to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from whowhom.spec.errors import ModelError

OURS, REST, EXIST = 0, 1, 2
LARGEST = 10_000_000
"""Entries of a matrix at most, 80 MB of them."""
States = NDArray[np.int64]
"""(n, 3) counts."""


@dataclass(frozen=True)
class Move:
    """Probabilities (n, m) of going from the counts before to the counts after (m, 3)."""

    matrix: NDArray[np.float64]
    after: States


def stay(before: States) -> Move:
    """Change nothing."""
    return Move(np.eye(len(before)), before)


def leave(before: States, chance: float) -> Move:
    """Let each holder leave with the given chance, one apart from the other."""
    if chance == 0.0:
        return stay(before)
    if chance == 1.0:
        return vacate(before)
    grids = []
    for exist in np.unique(before[:, EXIST]):
        here = before[before[:, EXIST] == exist]
        reach = np.zeros((here[:, OURS].max() + 1, here[:, REST].max() + 1), np.bool_)
        for ours, rest, _ in here:
            reach[: ours + 1, : rest + 1] = True
        found = np.argwhere(reach)
        grids.append(np.column_stack([found, np.full(len(found), exist)]))
    after = np.concatenate(grids)
    _blank(len(before), len(after))
    stays = _binomials(int(before[:, :EXIST].max(initial=0)), 1.0 - chance)
    matrix = stays[before[:, None, OURS], after[None, :, OURS]]
    matrix = matrix * stays[before[:, None, REST], after[None, :, REST]]
    matrix *= before[:, None, EXIST] == after[None, :, EXIST]
    return Move(matrix, after)


def vacate(before: States) -> Move:
    """Empty every seat."""
    return each(before, lambda ours, rest, exist: [((0, 0, exist), 1.0)])


def fill(before: States, side: int, loyalty: float, ceiling: int) -> Move:
    """Fill what is vacant, up to `ceiling` held seats, with men of a side; ours are true with `loyalty`."""
    most = int((before[:, EXIST] - before[:, OURS] - before[:, REST]).max(initial=0))
    true = _binomials(most, loyalty)

    def outcomes(ours: int, rest: int, exist: int) -> list[tuple[tuple[int, int, int], float]]:
        vacant = max(min(exist, ceiling) - ours - rest, 0)
        if side == REST:
            return [((ours, rest + vacant, exist), 1.0)]
        return [
            ((ours + own, rest + vacant - own, exist), float(true[vacant, own]))
            for own in range(vacant + 1)
            if true[vacant, own] > 0.0
        ]

    return each(before, outcomes)


def fill_by_lot(before: States, own: int, others: int, ceiling: int) -> Move:
    """Fill what is vacant by lot from a pool of so many of each side, as far as it goes."""

    def outcomes(ours: int, rest: int, exist: int) -> list[tuple[tuple[int, int, int], float]]:
        drawn = min(max(min(exist, ceiling) - ours - rest, 0), own + others)
        ways = comb(own + others, drawn)
        return [
            ((ours + k, rest + drawn - k, exist), comb(own, k) * comb(others, drawn - k) / ways)
            for k in range(max(0, drawn - others), min(own, drawn) + 1)
        ]

    return each(before, outcomes)


def oust(before: States, side: int) -> Move:
    """Empty every seat that the other side holds."""
    if side == OURS:
        return each(before, lambda ours, rest, exist: [((ours, 0, exist), 1.0)])
    return each(before, lambda ours, rest, exist: [((0, rest, exist), 1.0)])


def lose(before: States, side: int, chance: float) -> Move:
    """Let each holder of one side leave with the given chance."""
    most = int(before[:, side].max(initial=0))
    leaves = _binomials(most, chance)

    def outcomes(ours: int, rest: int, exist: int) -> list[tuple[tuple[int, int, int], float]]:
        held = ours if side == OURS else rest
        return [
            (
                (ours - gone, rest, exist) if side == OURS else (ours, rest - gone, exist),
                float(leaves[held, gone]),
            )
            for gone in range(held + 1)
            if leaves[held, gone] > 0.0
        ]

    return each(before, outcomes)


def enlarge(before: States, added: int, capacity: int) -> Move:
    """Add vacant seats, up to the capacity."""
    return each(before, lambda ours, rest, exist: [((ours, rest, min(exist + added, capacity)), 1.0)])


def each(
    before: States, outcomes: Callable[[int, int, int], Sequence[tuple[tuple[int, int, int], float]]]
) -> Move:
    """Make the matrix of an act from the outcomes of each row of counts."""
    places: dict[tuple[int, int, int], int] = {}
    entries: list[tuple[int, int, float]] = []
    for row, counts in enumerate(before.tolist()):
        for after, chance in outcomes(*counts):
            entries.append((row, places.setdefault(after, len(places)), chance))
    matrix = _blank(len(before), len(places))
    for row, column, chance in entries:
        matrix[row, column] += chance
    return Move(matrix, np.array(list(places), np.int64).reshape(-1, 3))


def aligned(moves: Sequence[Move]) -> tuple[list[NDArray[np.float64]], States]:
    """Return the matrices of several moves over one list of counts that holds all of theirs."""
    every = np.unique(np.concatenate([move.after for move in moves]), axis=0)
    places = {tuple(counts): place for place, counts in enumerate(every.tolist())}
    matrices = []
    for move in moves:
        matrix = _blank(move.matrix.shape[0], len(every))
        matrix[:, [places[tuple(counts)] for counts in move.after.tolist()]] = move.matrix
        matrices.append(matrix)
    return matrices, every


def _blank(rows: int, columns: int) -> NDArray[np.float64]:
    """Return a matrix of zeros. Raises ModelError for one that would take the memory of the machine."""
    if rows * columns > LARGEST:
        raise ModelError(
            f"counts: a month of {rows} times {columns} combinations of seats of one kind; expected at most "
            f"{LARGEST}: give a large body fewer seats, or no early_exit"
        )
    return np.zeros((rows, columns))


def _binomials(most: int, chance: float) -> NDArray[np.float64]:
    """Return (most + 1, most + 1) the probability of k successes in n trials at [n, k]."""
    table = np.zeros((most + 1, most + 1))
    table[0, 0] = 1.0
    for trials in range(1, most + 1):
        table[trials, : trials + 1] = (1.0 - chance) * table[trials - 1, : trials + 1]
        table[trials, 1 : trials + 1] += chance * table[trials - 1, :trials]
    return table
