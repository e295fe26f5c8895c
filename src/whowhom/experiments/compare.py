"""`compare`: versions of one organisation under the same luck, each held against the document as it is.

Every version is a run of the same histories: what is asked of each is contrasted history by history, and so
is every month of it. What the versions share until an intervention acts they share to the bit; the first
month in which anything recorded differs is told of each version.
Does not model: interventions on one another; a version that joins two has both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from whowhom.experiments.contrast import NEVER, Contrast, contrast, first_apart, mean_interval
from whowhom.measures.asked import Asked, asked, check_asked, measured, series, unit_of
from whowhom.measures.recording import Recording, of_arm
from whowhom.measures.statistics import Numbers
from whowhom.results import Results
from whowhom.spec.errors import ResultError

BASE = "base"


@dataclass(frozen=True)
class Apart:
    """When two arms first differ in anything that the run recorded."""

    first: str | None
    """The earliest month in any history, None where no history ever differs."""
    middle: str | None
    """The median over the histories that differ at all."""
    share: float
    """Share of histories that ever differ."""


@dataclass(frozen=True)
class Effect:
    """What an intervention does to one number of a history."""

    version: str
    asked: Asked
    unit: str
    found: Contrast | None
    """None where fewer than two histories have the number in both arms."""


@dataclass(frozen=True)
class Course:
    """The mean difference in every month, with its interval: (month,) each, NaN where nobody has it."""

    version: str
    asked: Asked
    difference: Numbers
    low: Numbers
    high: Numbers


@dataclass(frozen=True)
class Compared:
    """Versions held against the base."""

    effects: tuple[Effect, ...]
    apart: dict[str, Apart]
    """By version."""


def default_asked(results: Results) -> tuple[Asked, ...]:
    """Return what is asked where nothing is: every single number that the run recorded, at its last month."""
    recording = of_arm(results[BASE])
    last = recording.layout.months[-1]
    return tuple(asked(f"{name} at {last}") for name, width in recording.layout.widths.items() if not width)


def compared(results: Results, questions: Sequence[Asked]) -> Compared:
    """Return the effects of every other arm of a results folder against its base, and when they part.

    Raises ModelError where the run does not have what is asked, ResultError where it has no base, or a
    version begins in another month. A version that ends in another month is compared as long as both last.
    """
    if BASE not in results.arms:
        raise ResultError(f"{results.folder}: found no arm {BASE}; expected a run of the document as it is")
    base = of_arm(results[BASE])
    for one in questions:
        check_asked(one, base.layout)
    numbers = [measured(one, base) for one in questions]
    units = {name: str(item["unit"]) for name, item in results[BASE].about["recorded"].items()}
    effects, apart = [], {}
    for name, arm in results.arms.items():
        if name == BASE:
            continue
        other = of_arm(arm)
        _check_period(results.folder, name, base, other)
        for one in questions:
            check_asked(one, other.layout)
        for one, first in zip(questions, numbers, strict=True):
            second = measured(one, other)
            paired = min(first.size, second.size)
            unit = unit_of(one, units)
            effects.append(Effect(name, one, unit, _contrast(first[:paired], second[:paired])))
        apart[name] = _apart(base, other)
    return Compared(tuple(effects), apart)


def course(results: Results, version: str, one: Asked, level: float = 0.95) -> Course:
    """Return the mean paired difference of what is asked about in every month, with its interval."""
    first, second = (of_arm(results[arm]) for arm in (BASE, version))
    paired = min(first.sound.size, second.sound.size)
    sound = first.sound[:paired] & second.sound[:paired]
    before, after = (series(one, arm)[:paired][sound] for arm in (first, second))
    months = min(before.shape[1], after.shape[1])
    difference = after[:, :months] - before[:, :months]
    return Course(version, one, *mean_interval(difference, level))


def _contrast(first: Numbers, second: Numbers) -> Contrast | None:
    both = ~(np.isnan(first) | np.isnan(second))
    return contrast(first, second) if both.sum() >= 2 else None


def _check_period(folder: Path | str, name: str, base: Recording, other: Recording) -> None:
    """Raise ResultError for a version whose months are others than those of the base."""
    first, second = base.layout.months[0], other.layout.months[0]
    if first != second:
        raise ResultError(
            f"{folder}: {name} begins in {second}, the base in {first}; expected the same first month, "
            "because histories are compared month by month"
        )


def _apart(base: Recording, other: Recording) -> Apart:
    """Return when anything recorded first differs, entry by entry so that one at a time is in memory."""
    paired = min(base.sound.size, other.sound.size)
    first = np.full(paired, len(base.layout.months))
    for name in base.layout.observables:
        if name in other.layout.observables:
            before, after = (one.read(name)[:paired] for one in (base, other))
            lasts = min(before.shape[1], after.shape[1])
            found = first_apart(before[:, :lasts], after[:, :lasts])
            first = np.where(found == NEVER, first, np.minimum(first, found))
    parted = first[first < len(base.layout.months)]
    if not parted.size:
        return Apart(None, None, 0.0)
    months = base.layout.months
    middle = int(np.quantile(parted, 0.5, method="lower"))
    return Apart(months[int(parted.min())], months[middle], parted.size / paired)
