"""Which targets a fit learns from: those that something moves, and that the model can reach together.

A record that lies outside the simulated cloud is a prior-data conflict: no number of the model brings it
about, and an estimator that is asked about it answers with a guess about all numbers. Targets are then left
out one by one, each time the one that lies farthest from what all others let expect of it, until the record
that is left lies inside the cloud. They are named, they stay among what is predicted, and they count among
the misses: a conflict is a finding about the model, not about the record.

Source: Evans and Moshonov 2006 (prior-data conflict is to be looked for before any posterior is); that the
conflicting summaries are left out rather than fitted by a wrong number: Kelly, Nott, Frazier, Warne and
Drovandi 2024.
Does not model: a conflict that several targets share evenly; it leaves out more of them than one would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.error_model import ErrorModel, noisy, observed
from whowhom.fit.estimator import FEWEST_ROWS
from whowhom.fit.estimator_cloud import cloud_of
from whowhom.fit.summaries import constant, gaps, whole
from whowhom.fit.targets import Target
from whowhom.spec.errors import ModelError

Array = NDArray[np.float64]


KEPT_BACK = 400
"""Rows at most by which the gates judge; a fifth of the rows where that is less."""


@dataclass(frozen=True)
class Selected:
    """The targets of a fit, and the names of those left out."""

    fitted: tuple[Target, ...]
    unmoved: tuple[str, ...]
    """They have the same number in every history."""
    conflicts: tuple[str, ...]
    """With them the record lies outside what the model ever does; the farthest first."""


def selected(
    targets: Sequence[Target],
    table: Array,
    histories: NDArray[np.int64],
    seed: int,
    rule: ErrorModel,
    leave_conflicts: bool,
) -> Selected:
    """Part the targets that a fit learns from from the others.

    table: (N, T) summaries of simulated histories without error. Raises ModelError where too few histories
    have all targets, where nothing moves any, or where every target is in conflict.
    """
    unmoved = constant(table, targets)
    places = [place for place, target in enumerate(targets) if target.name not in unmoved]
    if not places:
        raise ModelError(f"fit: nothing moves any of {len(unmoved)} targets: there is nothing to learn from")
    check_enough(table[:, places], [targets[place] for place in places])
    conflicts: list[str] = []
    if leave_conflicts:
        good = np.flatnonzero(whole(table[:, places]))
        good = good[: len(good) - kept_back(len(good))]
        heard = noisy(table[good], targets, seed, histories[good], rule)
        conflicts = [targets[place].name for place in _in_conflict(heard, observed(targets), places)]
    left = {*unmoved, *conflicts}
    return Selected(tuple(one for one in targets if one.name not in left), unmoved, tuple(conflicts))


def kept_back(rows: int) -> int:
    """Return how many rows, the last of those that have every target, judge a fit instead of teaching it."""
    return min(KEPT_BACK, rows // 5)


def check_enough(table: Array, targets: Sequence[Target]) -> None:
    """Raise ModelError where too few histories have every target, with the targets that most lack."""
    there = int(whole(table).sum())
    if there - kept_back(there) >= FEWEST_ROWS:
        return
    worst = sorted(gaps(table, targets).items(), key=lambda item: -item[1])[:3]
    lacking = ", ".join(f"{name} ({share:.0%} lack it)" for name, share in worst) or "none is lacking"
    raise ModelError(
        f"fit: {there} of {len(table)} histories have every target; expected {FEWEST_ROWS * 5 // 4} or more: "
        f"more --histories, or fewer targets; rarest: {lacking}"
    )


def _in_conflict(heard: Array, record: Array, places: Sequence[int]) -> list[int]:
    """Return the places to leave out, in that order, until the record lies inside the cloud."""
    kept, answer = list(places), list[int]()
    while kept:
        outlying = cloud_of(heard[:, kept]).outlying(record[kept])
        if not outlying.outside:
            return answer
        answer.append(kept.pop(int(np.argmax(np.abs(outlying.given)))))
    raise ModelError(f"fit: the model reaches none of {len(places)} targets: there is nothing to learn from")
