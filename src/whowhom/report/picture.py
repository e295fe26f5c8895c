"""What the pictures of a report are made of: bands of histories, and observed points with their status.

Bands show the median, the middle 50 and the middle 90 per cent of histories. Observed points are filled where
the figure was seen in its source, hollow where it is recalled, diamonds where it is computed from other rows,
triangles where one side claimed it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from whowhom.report.observed import Datum
from whowhom.report.statistics import Months, Numbers
from whowhom.report.svg import INK, Panel, Picture, Range, element, sign

__all__ = [
    "COLOURS",
    "INK",
    "Datum",
    "Panel",
    "Picture",
    "Range",
    "band",
    "date_line",
    "level_line",
    "months_histogram",
    "names",
    "number_axis",
    "percent_axis",
    "points",
    "quarter_shares",
    "ring",
    "sign",
    "whiskers",
    "years_axis",
    "years_range",
]

COLOURS = ("#2f7fc1", "#d9741a", "#2a9d78", "#a06cc5", "#c8443f", "#8a8f98")
_MARKS = {
    "sourced": ("circle", True, "sourced"),
    "recalled": ("circle", False, "recalled"),
    "computed": ("diamond", True, "computed"),
    "computed from recalled": ("diamond", False, "computed from recalled rows"),
    "claimed": ("triangle", False, "claimed by one side"),
}


def band(panel: Panel, x: Numbers, levels: Numbers, colour: str, label: str, *, inner: bool = True) -> None:
    """Draw the 90 and, unless told otherwise, the 50 per cent interval and the median. levels: (5, point)."""
    panel.area(x, levels[0], levels[4], colour, 0.22, f"{label}: 90 %" if inner else None)
    if inner:
        panel.area(x, levels[1], levels[3], colour, 0.35, "50 %")
    panel.line(x, levels[2], colour, 1.8, "median" if inner else f"{label}: median, 90 %")


def whiskers(panel: Panel, x: Sequence[float], levels: Numbers, colour: str, label: str) -> None:
    """Draw intervals at places: thin 90, thick 50 per cent, a bar for the median. levels: (5, place)."""
    for place, (lowest, low, middle, high, highest) in zip(x, levels.T, strict=True):
        if np.isnan(middle):
            continue
        panel.upright(place, lowest, highest, colour, 2, 0.7)
        panel.upright(place, low, high, colour, 8, 0.45)
        at, height = panel.across(place), panel.up(middle)
        panel.add(
            element("line", x1=at - 8, y1=height, x2=at + 8, y2=height, stroke=colour, stroke_width=2.4)
        )
    thin = element("line", x1=11, y1=0, x2=11, y2=12, stroke=colour, stroke_width=2, stroke_opacity=0.7)
    thick = element("line", x1=11, y1=2, x2=11, y2=10, stroke=colour, stroke_width=8, stroke_opacity=0.45)
    middle = element("line", x1=3, y1=6, x2=19, y2=6, stroke=colour, stroke_width=2.4)
    panel.name(f"{label}: median, 50 and 90 %", thin + thick + middle)


def points(panel: Panel, data: Iterable[Datum], label: str, x: Sequence[float] | None = None) -> None:
    """Draw observed points by status, at their dates or at the places given."""
    data = list(data)
    places = [item.year for item in data] if x is None else list(x)
    for place, item in zip(places, data, strict=True):
        shape, filled, word = _MARKS[item.status]
        panel.mark(place, item.value, shape, filled, f"{item.date}: {item.value:.4g} ({word})")
        panel.name(f"{label} ({word})", sign(shape, filled, 11, 6))


def names(panel: Panel, data: Sequence[Datum], words: Sequence[str], x: Sequence[float]) -> None:
    """Write a name to the right of each point, moved apart where they would overlap."""
    order = sorted(range(len(data)), key=lambda k: (x[k], -data[k].value))
    last, column = -1e9, None
    for k in order:
        at = panel.up(data[k].value) + 4
        if column == x[k]:
            at = max(at, last + 11)
        last, column = at, x[k]
        panel.write(panel.across(x[k]) + 9, at, words[k], "start", 9)


def ring(x: float, y: float) -> str:
    """Write a ring around a pixel, for what stands on record."""
    return element("circle", cx=x, cy=y, r=12, fill="none", stroke=INK, stroke_width=1.8)


def level_line(panel: Panel, height: float, label: str) -> None:
    """Draw a threshold, named at its left end."""
    panel.line(panel.x, (height, height), INK, 1, dash="5 4")
    panel.write(panel.left + 5, panel.up(height) - 4, label, "start", 11)


def months_histogram(panel: Panel, years: Numbers, first: Months, colour: str, label: str) -> None:
    """Draw the per cent of histories that reach a threshold in each quarter of a year.

    years: (month,) places of the months. first: (history,) positions, negative where never.
    """
    edges = np.arange(math.floor(years[0] * 4) / 4, years[-1] + 0.26, 0.25)
    for edge, height in zip(edges, quarter_shares(years, first, edges), strict=False):
        if height > 0:
            panel.box((edge, edge + 0.25), (0, height), colour, 0.6, f"{label}: {height:.1f} %")
    panel.name(label, element("rect", x=0, y=0, width=22, height=12, fill=colour, fill_opacity=0.6))


def quarter_shares(years: Numbers, first: Months, edges: Numbers) -> Numbers:
    """Return the per cent of all histories that reach a threshold between two edges.

    A month's state stands at its end, so that the quarter that ends there is its own.
    """
    counts, _ = np.histogram(years[first[first >= 0]], bins=edges + 1e-6)
    return np.asarray(100 * counts / max(first.size, 1), np.float64)


def date_line(panel: Panel, datum: Datum, label: str) -> None:
    """Draw an observed date: unbroken where it was seen in its source, broken where it is recalled."""
    dash = None if datum.status == "sourced" else "4 3"
    panel.upright(datum.year, *panel.y, INK, 1.8, dash=dash)
    style = {"stroke": INK, "stroke_width": 1.8, "stroke_dasharray": dash}
    panel.name(f"{label} ({datum.status})", element("line", x1=11, y1=-1, x2=11, y2=13, **style))


def years_range(years: Numbers) -> Range:
    """Return the ends of an axis of years."""
    return float(years[0]) - 0.15, float(years[-1]) + 0.15


def years_axis(panel: Panel, *, named: bool = True) -> None:
    """Draw an axis of years with a whole number at each tick."""
    first, last = math.ceil(panel.x[0]), math.floor(panel.x[1])
    step = next(size for size in (1, 2, 5, 10) if last - first <= 13 * size)
    ticks = range(first + (-first % step), last + 1, step)
    panel.level_axis(
        [(tick, str(tick) if named else "") for tick in ticks], "year; a tick is 1 January" if named else ""
    )


def percent_axis(panel: Panel, label: str) -> None:
    """Draw an upright axis of shares, written in per cent."""
    step = 0.2 if panel.y[1] - panel.y[0] > 0.5 else 0.1
    ticks = np.arange(panel.y[0], panel.y[1] + 1e-9, step)
    panel.upright_axis([(float(tick), f"{100 * tick:.0f} %") for tick in ticks], label)


def number_axis(panel: Panel, label: str) -> None:
    """Draw an upright axis of numbers, with some six round ticks, or one at each power of ten."""
    low, high = panel.y
    if panel.log:
        powers = range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)
        panel.upright_axis([(10.0**power, f"{10**power:,}".replace(",", " ")) for power in powers], label)
        return
    rough = (high - low) / 6
    step = 10.0 ** math.floor(math.log10(rough))
    step *= next(times for times in (1, 2, 2.5, 5, 10) if times * step >= rough)
    ticks = np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1) * step
    panel.upright_axis([(float(tick), f"{tick:.10g}") for tick in ticks], label)
