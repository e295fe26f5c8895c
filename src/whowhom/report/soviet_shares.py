"""Pictures of what happens or does not: the share of histories by month, with dates on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import recorded
from whowhom.report.observed import Datum
from whowhom.report.statistics import Numbers

EACH = 150.0
RISES = 80.0
"""Pixels of a panel, and those above it for its legend."""


@dataclass(frozen=True)
class Happens:
    """One panel: the share of histories in which something is above a level, and a date on record."""

    recorded: str
    label: str
    level: float = 0.5
    date: Datum | None = None
    spoken: str = ""
    """What happened on that date."""


@dataclass(frozen=True)
class Bands:
    """One panel: several recorded quantities as bands, each with its name."""

    recorded: tuple[tuple[str, str], ...]
    label: str
    percent: bool = False


def shares(arm: Arm, name: str, level: float) -> tuple[Numbers, Numbers, Numbers]:
    """Return by month the share of histories above a level and Wilson's ends of it; NaN where none says."""
    values = recorded(arm, name)
    there = (~np.isnan(values)).sum(axis=0)
    count = (np.nan_to_num(values, nan=-np.inf) > level).sum(axis=0)
    share = statistics.share_of(count, there)
    ends = [
        statistics.wilson(int(k), int(n)) if n else (np.nan, np.nan)
        for k, n in zip(count, there, strict=True)
    ]
    low, high = np.array(ends).T
    return share, low, high


def draw(
    evidence: Evidence,
    panels: Sequence[Happens | Bands],
    period: tuple[str, str],
    others: Sequence[str] = (),
) -> bytes:
    """Draw the panels one under the other, for the base and the arms that the folder has.

    Raises LeftOut where the base lacks a quantity or does not reach the period.
    """
    drawn = picture.Picture(len(panels) * (EACH + RISES) + 44)
    arms = [evidence.arm(name) for name in ("base", *others) if evidence.has(name)]
    base = arms[0]
    window = slice(base.month(period[0]), base.month(period[1]) + 1)
    years = base.years[window]
    for number, item in enumerate(panels):
        top = 1.0
        if isinstance(item, Bands) and not item.percent:
            top = max(_top(base, name, window) for name, _ in item.recorded)
        panel = drawn.panel(
            RISES + number * (EACH + RISES), EACH, picture.years_range(years), (0, max(top, 1e-9))
        )
        if isinstance(item, Happens):
            picture.percent_axis(panel, item.label)
            _shares(panel, item, arms, window, years)
        else:
            picture.percent_axis(panel, item.label) if item.percent else picture.number_axis(
                panel, item.label
            )
            for colour, (name, words) in enumerate(item.recorded):
                levels = statistics.bands(recorded(base, name)[:, window])
                picture.band(panel, years, levels, picture.COLOURS[colour], words, inner=False)
        picture.years_axis(panel)
    return drawn.svg()


def _top(arm: Arm, name: str, window: slice) -> float:
    return 1.06 * float(np.nanmax(statistics.bands(recorded(arm, name)[:, window])))


def _shares(panel: picture.Panel, item: Happens, arms: Sequence[Arm], window: slice, years: Numbers) -> None:
    """Draw the share of histories in each arm, Wilson's interval around that of the base, and the date."""
    for colour, arm in enumerate(arms):
        if not arm.has(item.recorded):
            continue
        share, low, high = (part[window] for part in shares(arm, item.recorded, item.level))
        if arm.name == "base":
            panel.area(years, low, high, picture.COLOURS[0], 0.22, "90 % (Wilson)")
        dash = None if arm.name == "base" else "5 3"
        panel.line(years, share, picture.COLOURS[colour], 1.8, arm.name, dash=dash)
    if item.date is not None:
        picture.date_line(panel, item.date, item.spoken)
