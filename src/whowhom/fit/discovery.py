"""Scenario discovery: the region of the numbers in which an outcome holds, as a box that can be read.

Patient rule induction (PRIM): from the box of all rows the slice of one number, of a share `peel` of the rows
at its low or high end, whose removal raises the density of the outcome most is cut off, again and again,
until too few rows are left. Of the boxes on the way the one is kept that best trades the density of the
outcome inside (density) against the share of all its cases that lie inside (coverage): the largest harmonic
mean of the two. Restrictions are taken back, one by one, unless that mean gains by them and the outcome is
more frequent with them than luck explains (the quasi-p-value of Bryant and Lempert).

Half of the rows are kept back. Density and coverage are told of them alone, and a region counts as found only
if the outcome is more frequent inside than in all kept-back rows by more than luck allows (binomial test):
a search over thousands of boxes always finds one that looks good where it was found.

The libraries that have it are unmaintained or bring a framework along, and the rule is thirty lines.
Source: Friedman and Fisher 1999; Bryant and Lempert 2010 for density and coverage.
Does not model: several regions, edges that are not parallel to the axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEWEST_ROWS = 100
LEVEL = 0.01
"""Where the outcome depends on nothing a region is found this often at most."""


@dataclass(frozen=True)
class Limit:
    """What a region asks of one number."""

    name: str
    low: float
    high: float
    """In the unit of the table; infinite where there is no limit."""


@dataclass(frozen=True)
class Region:
    """A box, and what it is worth on rows that it was not made from."""

    found: bool
    limits: tuple[Limit, ...]
    """Only the numbers that are limited, in the order of the table."""
    density: float
    """Share of the kept-back rows inside that have the outcome; NaN where none lies inside."""
    coverage: float
    """Share of the kept-back rows with the outcome that lie inside."""
    base: float
    """Share of all kept-back rows with the outcome."""
    inside: int
    """Kept-back rows inside."""
    p_value: float

    def holds(self, table: Array, names: Sequence[str]) -> Mask:
        """Return (row,) which rows of a table (row, number) lie inside."""
        answer = np.ones(len(table), np.bool_)
        for limit in self.limits:
            column = table[:, list(names).index(limit.name)]
            answer &= (column >= limit.low) & (column <= limit.high)
        return answer


def discover(
    table: Array,
    outcome: Mask,
    names: Sequence[str],
    *,
    seed: int,
    peel: float = 0.05,
    least: float = 0.05,
    level: float = LEVEL,
) -> Region:
    """Return the region of the numbers in which an outcome holds, or one that says that none was found.

    table: (N, D) numbers in any unit; outcome: (N,) whether it held. peel: share of the rows that one step
    cuts off. least: share of the rows that a box must keep. Raises ValueError for tables that do not fit
    together, too few rows, or an outcome that always or never holds.
    """
    if table.shape != (outcome.size, len(names)) or len(table) < FEWEST_ROWS or not np.isfinite(table).all():
        raise ValueError(f"expected {FEWEST_ROWS} rows or more of {len(names)} numbers; found {table.shape}")
    if outcome.all() or not outcome.any():
        raise ValueError("expected an outcome that some rows have and some have not")
    order = np.random.default_rng(seed).permutation(len(table))
    learnt, kept = order[::2], order[1::2]
    box = _relaxed(_peeled(table[learnt], outcome[learnt], peel, least), table[learnt], outcome[learnt])
    return _judged(box, table[kept], outcome[kept], names, level)


def _inside(box: Array, table: Array) -> Mask:
    return np.asarray(((table >= box[0]) & (table <= box[1])).all(axis=1))


def _worth(inside: Mask, outcome: Mask) -> float:
    """Return the harmonic mean of density and coverage."""
    both = float((inside & outcome).sum())
    return 2.0 * both / float(inside.sum() + outcome.sum())


def _peeled(table: Array, outcome: Mask, peel: float, least: float) -> Array:
    """Return the best box (low or high, number) on the way of peeling."""
    box = np.array([[-np.inf] * table.shape[1], [np.inf] * table.shape[1]])
    best, most = box, _worth(_inside(box, table), outcome)
    while True:
        inside = _inside(box, table)
        cuts = [cut for cut in _cuts(box, table[inside], peel) if _inside(cut, table).sum() < inside.sum()]
        cuts = [cut for cut in cuts if _inside(cut, table).sum() >= max(least * len(table), 1)]
        if not cuts:
            return best
        box = max(cuts, key=lambda cut: float(outcome[_inside(cut, table)].mean()))
        worth = _worth(_inside(box, table), outcome)
        if worth > most:
            best, most = box, worth


def _cuts(box: Array, rows: Array, peel: float) -> list[Array]:
    """Return the boxes that lack a slice at the low or the high end of one number."""
    lows, highs = np.quantile(rows, [peel, 1.0 - peel], axis=0)
    answer = []
    for number in range(rows.shape[1]):
        for end, edge in ((0, lows[number]), (1, highs[number])):
            cut = box.copy()
            cut[end, number] = edge
            answer.append(cut)
    return answer


def _relaxed(box: Array, table: Array, outcome: Mask) -> Array:
    """Return a box without the restrictions that do not earn their place."""
    for number in range(table.shape[1]):
        for end, free in ((0, -np.inf), (1, np.inf)):
            wider = box.copy()
            wider[end, number] = free
            if np.isfinite(box[end, number]) and not _needed(box, wider, table, outcome):
                box = wider
    return box


def _needed(box: Array, wider: Array, table: Array, outcome: Mask) -> bool:
    """Return whether a restriction earns its place: the outcome is more frequent with it than by luck."""
    from scipy import stats

    inside, without = _inside(box, table), _inside(wider, table)
    if _worth(without, outcome) >= _worth(inside, outcome):
        return False
    hits, share = int((inside & outcome).sum()), float(outcome[without].mean())
    return float(stats.binomtest(hits, int(inside.sum()), share, alternative="greater").pvalue) < LEVEL


def _judged(box: Array, table: Array, outcome: Mask, names: Sequence[str], level: float) -> Region:
    """Return the region of a box, judged by rows that it was not made from."""
    from scipy import stats

    inside, base = _inside(box, table), float(outcome.mean())
    limits = tuple(
        Limit(name, float(box[0, k]), float(box[1, k]))
        for k, name in enumerate(names)
        if np.isfinite(box[:, k]).any()
    )
    count, both = int(inside.sum()), int((inside & outcome).sum())
    if not count or not outcome.any():
        return Region(False, limits, float("nan"), 0.0, base, count, 1.0)
    p_value = float(stats.binomtest(both, count, base, alternative="greater").pvalue)
    found = bool(limits) and p_value < level
    return Region(found, limits, both / count, both / int(outcome.sum()), base, count, p_value)
