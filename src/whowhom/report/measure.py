"""Measures: one number from each history of an arm, and what changes of it between arms.

Where the run recorded whether the rulers rule (`in_power`), a month in which they do not counts for nothing:
a measure is of the histories in which they did, unless what is measured is their rule itself (ALWAYS).

A measure is what a chapter says in its sentence, compares between the arms that switch a system off or halve
it, and holds against a number on record where there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from whowhom.report import statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.observed import Datum
from whowhom.report.section import LeftOut, Row, Table, counted, number_row, plain, signed, spread
from whowhom.report.statistics import Numbers

Write = Callable[[float], str]
RULE = "in_power"
ALWAYS = frozenset(
    {RULE, "seizure_hours", "authority", "held_regions", "held_moscow", "threat", "concessions"}
)
"""What is told of every history, whoever rules in it."""


@dataclass(frozen=True)
class Measure:
    """One number for each history."""

    label: str
    of: Callable[[Arm], Numbers]
    """(history,) the number, NaN where a history has none."""
    write: Write = plain
    """How the number is written."""
    observed: Datum | None = None
    """The number on record, where there is one."""
    note: str = ""
    happens: bool = False
    """Whether it is 1 or 0 in a history, so that what is told is the share of histories where it is 1."""

    def told(self, values: Numbers) -> tuple[str, str]:
        """Write its middle and its 90 per cent interval: of the histories, or of the share (Wilson)."""
        if not self.happens:
            return spread(values, self.write)
        there = values[~np.isnan(values)]
        if there.size == 0:
            return "none", "no history"
        share, interval = counted(int((there > 0.5).sum()), there.size).split(" (")
        return share, interval.rstrip(")")

    def row(self, arm: Arm) -> Row | None:
        """Return the line of model against data, or None where nothing is on record."""
        if self.observed is None:
            return None
        values = self.of(arm)
        if np.isnan(values).all():
            return None
        return number_row(self.label, values, self.observed, self.write, self.note)


def between(arm: Arm, name: str, first: str, last: str) -> NDArray[np.float64]:
    """Return what was recorded from one month to another, both included: (history, month[, axis]).

    Raises LeftOut where the arm did not record it or does not reach so far.
    """
    return recorded(arm, name)[:, arm.month(first) : arm.month(last) + 1]


def recorded(arm: Arm, name: str) -> NDArray[np.float64]:
    """Return something recorded, NaN in months in which the rulers do not rule: (history, month[, axis])."""
    values: NDArray[np.float64] = np.asarray(arm.array(name), np.float64)
    if name not in ALWAYS and arm.has(RULE):
        fallen = np.asarray(arm.array(RULE)) == 0
        fallen[:, 0] = fallen[:, 1]  # the month before anything can have happened
        values = np.where(fallen if values.ndim == 2 else fallen[:, :, None], np.nan, values)
    return values


def _reduced(
    reduce: Callable[..., Numbers], name: str, first: str, last: str, scale: float, arm: Arm
) -> Numbers:
    """Return one number a history from the months of a window."""
    return np.asarray(scale * reduce(between(arm, name, first, last), axis=1), np.float64)


def mean(name: str, first: str, last: str, scale: float = 1.0) -> Callable[[Arm], Numbers]:
    """Return the mean over months of something recorded, times a scale."""
    return partial(_reduced, np.mean, name, first, last, scale)


def total(name: str, first: str, last: str, scale: float = 1.0) -> Callable[[Arm], Numbers]:
    """Return the sum over months of something recorded, times a scale."""
    return partial(_reduced, np.sum, name, first, last, scale)


def highest(name: str, first: str, last: str, scale: float = 1.0) -> Callable[[Arm], Numbers]:
    """Return the highest month of something recorded, times a scale."""
    return partial(_reduced, np.max, name, first, last, scale)


def lowest(name: str, first: str, last: str, scale: float = 1.0) -> Callable[[Arm], Numbers]:
    """Return the lowest month of something recorded, times a scale."""
    return partial(_reduced, np.min, name, first, last, scale)


def at(name: str, month: str, scale: float = 1.0) -> Callable[[Arm], Numbers]:
    """Return what stands at the end of a month, times a scale."""
    return partial(_reduced, np.mean, name, month, month, scale)


def _change(name: str, before: str, after: str, scale: float, arm: Arm) -> Numbers:
    values = between(arm, name, before, after)
    return np.asarray(scale * (values[:, -1] - values[:, 0]), np.float64)


def change(name: str, before: str, after: str, scale: float = 1.0) -> Callable[[Arm], Numbers]:
    """Return how far something changed from the end of one month to the end of another."""
    return partial(_change, name, before, after, scale)


def _ratio(name: str, over: tuple[str, str], under: tuple[str, str], arm: Arm) -> Numbers:
    top = between(arm, name, *over).mean(axis=1)
    return statistics.share_of(top, between(arm, name, *under).mean(axis=1))


def ratio(name: str, over: tuple[str, str], under: tuple[str, str]) -> Callable[[Arm], Numbers]:
    """Return the mean of one window over that of another; NaN where the second is not above 0."""
    return partial(_ratio, name, over, under)


def _first_year(name: str, first: str, last: str, level: float, arm: Arm) -> Numbers:
    values = between(arm, name, first, last)
    found = statistics.first_month(values >= level)
    years = arm.years[arm.month(first) :][np.maximum(found, 0)]
    return np.where(found == statistics.NEVER, np.nan, years)


def first_year(name: str, first: str, last: str, level: float) -> Callable[[Arm], Numbers]:
    """Return when something first reaches a level, as years and their parts; NaN where it never does."""
    return partial(_first_year, name, first, last, level)


def year_and_month(year: float) -> str:
    """Write a place on the axis of years as a month: a month's state stands at its end."""
    if np.isnan(year):
        return "never"
    months = round(year * 12) - 1
    return f"{months // 12}-{months % 12 + 1:02d}"


def comparison(
    evidence: Evidence, measures: tuple[Measure, ...], arms: tuple[str, ...]
) -> tuple[Table, tuple[str, ...]]:
    """Return the table of measures in the base and in other arms, and a sentence for each missing arm.

    A cell of another arm has its median and, in brackets, the mean paired difference with its 90 % interval.
    """
    present, said = evidence.present(list(arms))
    base = evidence.arm("base")
    rows = []
    for item in measures:
        middle, interval = item.told(item.of(base))
        rows.append(
            (item.label, f"{middle} ({interval})", *(_cell(evidence, item, name) for name in present))
        )
    head = (
        "measure",
        "base: median or share (90 %)",
        *(f"{name}: median or share; mean difference (90 %)" for name in present),
    )
    return Table("On, off and half: the same history has the same luck in every arm", head, tuple(rows)), said


def _cell(evidence: Evidence, item: Measure, name: str) -> str:
    """Write the median of a measure in an arm and its paired difference from the base."""
    base, other = evidence.together(["base", name])
    try:
        values, found = item.of(other), statistics.paired_difference(item.of(other), item.of(base))
    except LeftOut:
        return "not recorded"
    except ValueError:
        return "no pair"
    middle, _ = item.told(values)
    if found.nothing:
        return f"{middle}; no difference"
    return f"{middle}; {signed(found.mean)} ({signed(found.low)} to {signed(found.high)})"
