"""One chapter for each system: a sentence, a picture with the record on it, on against off and half.

A chapter is a declaration: which recorded quantities are drawn with which observed series, which measures are
compared between the arms, and what its sentence says. The drawing is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, comparison, recorded
from whowhom.report.observed import Datum, datum, rows
from whowhom.report.section import Chapter, LeftOut, Row, Section, number_row, plain
from whowhom.report.statistics import Numbers

EACH = 210.0
"""Pixels of height of one panel."""
RISES = 74.0
"""Pixels above a panel, for its legend."""


@dataclass(frozen=True)
class Series:
    """An observed series of a shipped table: its rows, and how its numbers become those that are drawn."""

    file: str
    series: str
    label: str
    scale: float = 1.0
    columns: tuple[tuple[str, str], ...] = ()
    """Further columns and the words that they must begin with."""
    tested: bool = True
    """Whether its points are lines of model against data."""

    def data(self) -> list[tuple[str, str, Datum]]:
        """Return (first day, last day, number) of every row with a value."""
        found = []
        for row in rows(f"soviet/{self.file}"):
            fits = all(row[key].startswith(word) for key, word in self.columns)
            if row["series"] != self.series or not fits or not row["value"]:
                continue
            start, end = row["date_start"], row["date_end"] or row["date_start"]
            number = datum(row, float(row["value"]) * self.scale, _middle(start, end))
            found.append((start, end, number))
        return found


@dataclass(frozen=True)
class Drawn:
    """One panel: a recorded quantity, and the observed series that lie on it."""

    recorded: str
    label: str
    scale: float = 1.0
    yearly: str = ""
    """"sum", "mean" or "last" of each calendar year; empty for months."""
    series: tuple[Series, ...] = ()
    period: tuple[str, str] | None = None
    percent: bool = False
    write: Callable[[float], str] = plain
    least: float | None = None
    """The foot of an axis of equal factors; absent means an axis of equal steps."""


@dataclass(frozen=True)
class System:
    """One of the systems: what its chapter shows."""

    title: str
    off: str
    """The arm in which it is switched off."""
    half: str
    """The arm in which it works at half strength."""
    panels: tuple[Drawn, ...]
    measures: tuple[Measure, ...]
    sentence: Callable[[Evidence], str]
    conditioned: str
    free: str
    sources: tuple[str, ...]
    others: tuple[str, ...] = ()
    """Further arms compared."""
    notes: tuple[str, ...] = ()
    draw: Callable[[Evidence], tuple[bytes, tuple[Row, ...]]] | None = None
    """Its own picture and lines of model against data, instead of panels."""

    def chapter(self) -> Chapter:
        """Return the chapter that writes it."""
        return Chapter(self.title, partial(section, self))


def section(system: System, evidence: Evidence) -> Section:
    """Write the section of a system. Raises LeftOut where the folder lacks what it needs."""
    base = evidence.arm("base")
    arms = (system.off, system.half, *system.others)
    table, said = comparison(evidence, system.measures, arms)
    compared = [row for item in system.measures if (row := item.row(base)) is not None]
    svg, more = _panels(system, evidence) if system.draw is None else system.draw(evidence)
    compared += more
    told = system.sentence(evidence)
    labels = "; ".join(panel.label.replace("\n", " ") for panel in system.panels) or system.title
    return Section(
        told,
        svg,
        f"{labels}, by time: bands of the histories and what was observed. {told}",
        system.conditioned,
        system.free,
        system.sources,
        tuple(compared),
        table,
        (*said, *system.notes),
    )


def _panels(system: System, evidence: Evidence) -> tuple[bytes, tuple[Row, ...]]:
    """Draw the panels of a system and return its picture and its lines of model against data."""
    compared: list[Row] = []
    drawn = picture.Picture(len(system.panels) * (EACH + RISES) + 44)
    for number, panel in enumerate(system.panels):
        shown = [name for name in (system.off, system.half) if evidence.has(name)]
        compared += _panel(drawn, panel, number, evidence, shown)
    return drawn.svg(), tuple(compared)


def values_of(arm: Arm, item: Drawn) -> tuple[Numbers, Numbers]:
    """Return places on the axis of years and (history, place) what a panel draws of an arm."""
    first, last = (arm.month(label) for label in item.period) if item.period else (0, len(arm.months) - 1)
    values = item.scale * recorded(arm, item.recorded)[:, first : last + 1]
    years = arm.years[first : last + 1]
    if not item.yearly:
        return years, values
    calendar = np.array([int(label[:4]) for label in arm.months[first : last + 1]])
    whole = [year for year in np.unique(calendar) if (calendar == year).sum() == 12]
    columns = [_of_year(values[:, calendar == year], item.yearly) for year in whole]
    return np.array(whole) + 0.5, np.stack(columns, axis=1)


def _of_year(months: Numbers, which: str) -> Numbers:
    """Return the sum, the mean or the last of the months of a year: (history,)."""
    if which == "last":
        return months[:, -1]
    return np.asarray(months.sum(axis=1) if which == "sum" else months.mean(axis=1), np.float64)


def _panel(
    drawn: picture.Picture, item: Drawn, number: int, evidence: Evidence, others: list[str]
) -> list[Row]:
    """Draw one panel and return its lines of model against data."""
    base = evidence.arm("base")
    years, values = values_of(base, item)
    levels = statistics.bands(values)
    points = [(series, _inside(series, years)) for series in item.series]
    heights = [one.value for _, data in points for _, _, one in data]
    top = max([float(np.nanmax(levels)), *heights, 1e-9])
    low = min([0.0, float(np.nanmin(levels)), *heights]) if item.least is None else item.least
    top = max(top, 10 * low)
    panel = drawn.panel(
        RISES + number * (EACH + RISES),
        EACH - 40,
        picture.years_range(years),
        (low, 1.0 if item.percent else 1.06 * top),
        74 if item.least is None else 90,
        log=item.least is not None,
    )
    picture.percent_axis(panel, item.label) if item.percent else picture.number_axis(panel, item.label)
    picture.band(panel, years, levels, picture.COLOURS[0], "base")
    for place, name in enumerate(others, start=1):
        arm = evidence.arm(name)
        if arm.has(item.recorded):
            middle = statistics.bands(values_of(arm, item)[1])[2]
            panel.line(years, middle, picture.COLOURS[place], 1.5, f"{name}: median", dash="5 3")
    compared: list[Row] = []
    for series, data in points:
        picture.points(panel, [one for _, _, one in data], series.label)
        if series.tested:
            compared += [_row(item, series, years, values, one) for one in data]
    picture.years_axis(panel)
    return compared


def _inside(series: Series, years: Numbers) -> list[tuple[str, str, Datum]]:
    """Return the observed numbers that lie in the period drawn."""
    return [found for found in series.data() if years[0] - 0.6 <= found[2].year <= years[-1] + 0.6]


def _row(item: Drawn, series: Series, years: Numbers, values: Numbers, found: tuple[str, str, Datum]) -> Row:
    """Compare an observed number with the histories at the nearest place of the axis."""
    start, _, number = found
    place = int(np.argmin(np.abs(years - number.year)))
    when = start[:4] if item.yearly else number.month
    label = f"{series.label}, {when}"
    return number_row(label, values[:, place], replace(number, note=number.note[:120]), item.write)


def _middle(start: str, end: str) -> str:
    """Return the day in the middle of a period, in ISO form."""
    from datetime import date

    first, last = (
        date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else day) for day in (start, end)
    )
    return (first + (last - first) / 2).isoformat()


def told(evidence: Evidence, item: Measure, arm: str = "base") -> str:
    """Write a measure of an arm: its median and 90 per cent interval. LeftOut where there is none."""
    middle, interval = item.told(item.of(evidence.arm(arm)))
    return f"{middle} (90 %: {interval})"


def against(evidence: Evidence, item: Measure, arm: str, words: str) -> str:
    """Write ", against … without it" for another arm; nothing where the folder does not have the arm."""
    if not evidence.has(arm):
        return ""
    try:
        return f", against {told(evidence, item, arm)} {words}"
    except LeftOut:
        return ""
