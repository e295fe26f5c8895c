"""Summaries: one row of numbers for each history, one number for each target, as the record gives them.

A summary stands on the scale of its target's error (`error_model`): persons as log(1 + x), all else as it is.
It is NaN where a history has none: its rulers fell before the month, what divides it is not above 0, or the
simulator found a fault. On record every target has its number, so that a history without one is no match for
it, and the histories that are whole (`whole`) are a sample of the model given that it happened:
p(numbers | summaries, all there). To leave the others out is therefore exact and no approximation; what it
costs is histories, and `gaps` says how many each target costs.

Does not model: that a number which a history lacks is evidence in itself (a fit of rulers who fell).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.error_model import on_scale
from whowhom.fit.targets import Target
from whowhom.measures.months import of_months
from whowhom.measures.recording import Layout, Recording
from whowhom.measures.statistics import BODY, OF_BODIES, STATISTICS, Numbers, Term
from whowhom.spec.errors import DocumentError, ModelError, Problem, did_you_mean, one_of, shown


@dataclass(frozen=True)
class Usable:
    """Which targets a run can be asked for, and why not the others."""

    targets: tuple[Target, ...]
    left_out: tuple[Problem, ...]
    """A line for each of the others: the run does not reach its month, or does not record what it is of."""


def usable(targets: Sequence[Target], layout: Layout) -> Usable:
    """Part the targets that a run records in months that it reaches from the others.

    Several scenarios may share one file, so that a row of something that this one does not record is left out
    and told, with the nearest name. Raises DocumentError where a row names a person or a place of an axis
    that does not exist, ModelError where no row is left.
    """
    left_out: list[Problem] = []
    wrong: list[Problem] = []
    used = []
    for target in targets:
        missing = _not_recorded(target, layout) or _not_reached(target, layout)
        if missing is not None:
            left_out.append(missing)
            continue
        mistakes = [problem for term in target.terms if (problem := _mistaken(target, term, layout))]
        wrong += mistakes
        used.append(target)
    if wrong:
        raise DocumentError(wrong)
    if not used:
        said = f"; the first: {left_out[0]}" if left_out else ""
        raise ModelError(f"none of {len(targets)} targets can be asked of this scenario{said}")
    return Usable(tuple(used), tuple(left_out))


def summaries(recording: Recording, targets: Sequence[Target]) -> Numbers:
    """Return (history, target) the summaries of the histories of a recording; NaN where a history has none.

    targets: those that `usable` lets pass. Raises KeyError for others.
    """
    known: dict[str, Numbers] = {}
    answer = np.full((recording.sound.size, len(targets)), np.nan)
    for place, target in enumerate(targets):
        if STATISTICS[target.statistic].of == BODY:
            values = _of_body(recording, target)
        else:
            values = _of_months(recording, target, known)
        answer[:, place] = np.where(recording.sound, on_scale(target.scale * values, target), np.nan)
    return answer


def whole(table: Numbers) -> NDArray[np.bool_]:
    """Return (history,) where no summary is missing: the histories that a fit may learn from."""
    return np.asarray(~np.isnan(table).any(axis=1))


def gaps(table: Numbers, targets: Sequence[Target]) -> dict[str, float]:
    """Return by target the share of histories that lack it, of those targets that any history lacks."""
    share = np.isnan(table).mean(axis=0)
    return {target.name: float(one) for target, one in zip(targets, share, strict=True) if one > 0}


def constant(table: Numbers, targets: Sequence[Target]) -> tuple[str, ...]:
    """Return the targets that have one and the same number in every history that has any.

    No number of the model moves them, so that a fit learns nothing from them, and cannot miss them less.
    """
    low, high = np.nan_to_num(table, nan=np.inf).min(axis=0), np.nan_to_num(table, nan=-np.inf).max(axis=0)
    return tuple(target.name for target, one, other in zip(targets, low, high, strict=True) if one >= other)


def _of_months(recording: Recording, target: Target, known: dict[str, Numbers]) -> Numbers:
    """Return (history,) a statistic of what was recorded by month, before its scale."""

    def read(name: str) -> Numbers:
        if name not in known:
            known[name] = recording.recorded(name)
        return known[name]

    return of_months(
        read,
        recording.layout,
        target.terms,
        target.statistic,
        (target.start, target.end),
        base=target.base,
        level=target.level,
    )


def _of_body(recording: Recording, target: Target) -> Numbers:
    """Return (history,) a statistic of who sat in a body, NaN where the rulers no longer rule at its end."""
    sittings = recording.members(target.terms[0].name, target.start, target.end)
    values = OF_BODIES[target.statistic](sittings)
    fallen = recording.fallen()
    if fallen is None:
        return values
    return np.where(fallen[:, recording.layout.months.index(target.end)], np.nan, values)


def _not_recorded(target: Target, layout: Layout) -> Problem | None:
    """Say where a target is of something that the run does not record."""
    of_body = STATISTICS[target.statistic].of == BODY
    names = dict.fromkeys(layout.seats) if of_body else layout.observables
    for term in target.terms:
        if term.name not in names:
            what = "body" if of_body else "observe entry"
            near = did_you_mean(term.name, names)
            return target.problem("recorded", f"this scenario has no {what} {shown(term.name)}{near}")
    return None


def _not_reached(target: Target, layout: Layout) -> Problem | None:
    """Say where a target is of months, or of snapshots, that the run does not have."""
    if STATISTICS[target.statistic].of == BODY:
        for column, month in (("from", target.start), ("to", target.end)):
            if month not in layout.snapshots:
                return target.problem(column, f"this scenario keeps no snapshot in {month}")
        return None
    months = {"from": target.start, "to": target.end}
    if target.base is not None:
        months |= {"base_from": target.base[0], "base_to": target.base[1]}
    for column, month in months.items():
        if month not in layout.months:
            reach = f"this scenario runs from {layout.months[0]} to {layout.months[-1]}"
            return target.problem(column, f"{reach}, without {month}")
    return None


def _mistaken(target: Target, term: Term, layout: Layout) -> Problem | None:
    """Say where a term chooses a person or a place of an axis that does not exist."""
    if STATISTICS[target.statistic].of == BODY:
        return None
    width = layout.widths[term.name]
    if term.person and term.person not in layout.people:
        near = did_you_mean(term.person, layout.people)
        return target.problem("recorded", f"no person named {shown(term.person)}{near}")
    if term.person and width:
        return target.problem("recorded", f"{term.name} is no office: it has {width} places, not a holder")
    if term.entry is not None and term.entry >= width:
        choices = one_of(str(place) for place in range(width)) if width else f"{term.name} without a place"
        return target.problem("recorded", f"found place {term.entry} of {term.name}; expected {choices}")
    return None
