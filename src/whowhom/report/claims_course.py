"""The pictures of comparisons over time: both versions, their difference, the first month that differs."""

from __future__ import annotations

import textwrap

import numpy as np

from whowhom.report.claims_forest import scale_of
from whowhom.report.claims_words import Plain, real, upper_first, version
from whowhom.report.picture import COLOURS, INK, Panel, Picture, number_axis, years_axis, years_range
from whowhom.report.section import percent
from whowhom.report.statistics import Numbers
from whowhom.report.svg import element

_UPPER, _LOWER, _BETWEEN = 170.0, 110.0, 44.0
_LETTERS = 112
_BEFORE = 12
"""Months that are drawn before the first one that differs."""
Figure = tuple[str, bytes, str]


def course_figures(comparisons: list[Plain]) -> list[Figure]:
    """Return what is compared, the picture and a note, of each comparison with a course."""
    answer = []
    for place, one in enumerate(comparisons):
        if one["course"] is not None and len(one["course"]["months"]) > 1:
            number = f"{place + 1}. " if len(comparisons) > 1 else ""
            picture, note = course_picture(one)
            if picture:
                answer.append((f"{number}{upper_first(one['says'])}", picture, note))
    return answer


def course_picture(one: Plain) -> tuple[bytes, str]:
    """Draw both versions and their difference month by month, with a note; nothing where no month is told."""
    course = one["course"]
    start = _start(course)
    months = course["months"][start:]
    years = np.array([int(month[:4]) + (int(month[5:7]) - 0.5) / 12 for month in months])
    series = {name: _series(course[name])[start:] for name in ("first", "second", "low", "high")}
    told = np.concatenate([series["first"], series["second"]])
    if not np.isfinite(told).any():
        return b"", ""
    by, word = scale_of(float(np.nanmax(np.abs(told))))
    series = {name: values / by for name, values in series.items()}
    signs = _signs(one)
    top = 34.0 + 18.0 * sum(len(label) for label, _ in signs)
    drawn = Picture(top + _UPPER + _BETWEEN + _LOWER + 50.0)
    unit = f"{word} {_unit(one)}".strip()
    upper = drawn.panel(top, _UPPER, years_range(years), _range([series["first"], series["second"]]))
    _write_legend(upper, signs)
    _means(upper, years, series, unit)
    lower = drawn.panel(
        top + _UPPER + _BETWEEN, _LOWER, upper.x, _range([series["low"], series["high"], np.zeros(1)])
    )
    _difference(lower, years, series, unit)
    if course["apart"] in months:
        at = float(years[months.index(course["apart"])])
        for panel in (upper, lower):
            panel.upright(at, *panel.y, INK, 1.4, 0.8, "5 4")
    return drawn.svg(), _note(one, start)


def _series(values: list[object]) -> Numbers:
    return np.array([real(value) for value in values], np.float64)


def _start(course: Plain) -> int:
    """Return the first month drawn: a year before the versions part, where much lies before that."""
    if course["apart"] not in course["months"]:
        return 0
    parted = course["months"].index(course["apart"])
    return parted - _BEFORE if parted > len(course["months"]) / 3 and parted > 2 * _BEFORE else 0


def _unit(one: Plain) -> str:
    """Return the unit of what is drawn, which has not the scale of the effect."""
    return "as counted" if one["scale"] == "log" else str(one["unit"])


def _range(values: list[Numbers]) -> tuple[float, float]:
    """Return the ends of an axis with a little room."""
    told = np.concatenate(values)
    low, high = float(np.nanmin(told)), float(np.nanmax(told))
    room = 0.06 * (high - low) or max(abs(high), 1.0) * 0.1
    # Shares and counts are never below 0, so that room below it would be empty.
    return (0.0 if 0.0 <= low < 3 * room else low - room), high + room


def _signs(one: Plain) -> list[tuple[list[str], str]]:
    """Return the lines of each label of the legend with its sign."""
    changed, kept = version(one["with"]), version(one["against"])
    signs = [
        (changed, element("line", x1=0, y1=6, x2=22, y2=6, stroke=COLOURS[0], stroke_width=2.4)),
        (kept, element("line", x1=0, y1=6, x2=22, y2=6, stroke=COLOURS[1], stroke_width=2.4,
                       stroke_dasharray="7 3")),
    ]  # fmt: skip
    if one["course"]["apart"] is not None:
        told = f"{one['course']['apart']}: the first month in which any history differs"
        signs.append((told, element("line", x1=11, y1=0, x2=11, y2=12, stroke=INK, stroke_dasharray="5 4")))
    return [(textwrap.wrap(label, _LETTERS) or [""], sign) for label, sign in signs]


def _write_legend(panel: Panel, signs: list[tuple[list[str], str]]) -> None:
    """Write the legend, one version a line, above the panel."""
    y = 4.0
    for lines, sign in signs:
        panel.add(element("g", sign, transform=f"translate(4 {y:.1f})"))
        for text in lines:
            panel.write(32, y + 10, text, "start", 11)
            y += 18.0


def _means(panel: Panel, years: Numbers, series: dict[str, Numbers], unit: str) -> None:
    """Draw the means of both versions."""
    panel.line(years, series["first"], COLOURS[1], 2.4, dash="7 3")
    panel.line(years, series["second"], COLOURS[0], 2.4)
    years_axis(panel, named=False)
    number_axis(panel, "mean")
    _title(panel, f"Mean over histories ({unit})")


def _difference(panel: Panel, years: Numbers, series: dict[str, Numbers], unit: str) -> None:
    """Draw the mean difference with its band around the line of no difference."""
    panel.area(years, series["low"], series["high"], COLOURS[0], 0.3)
    panel.line(panel.x, (0.0, 0.0), INK, 1.0)
    panel.line(years, (series["low"] + series["high"]) / 2, COLOURS[0], 1.8)
    years_axis(panel)
    number_axis(panel, "difference")
    _title(panel, f"Mean difference ({unit}), changed less unchanged; band: 95 %")


def _title(panel: Panel, text: str) -> None:
    panel.write(panel.left, panel.top - 9, text, "start", 11)


def _note(one: Plain, start: int) -> str:
    """Say what the picture leaves out, and how many histories ever differ."""
    course = one["course"]
    if course["apart"] is None:
        return "Both versions are the same in every month of every history."
    parts = [
        f"{percent(real(course['share_apart']))} of histories ever differ; before {course['apart']} they are "
        "the same to the bit."
    ]
    if start:
        parts.append(f"Months before {course['months'][start]} are not drawn.")
    if one["scale"] == "log":
        parts.append("Drawn as counted; the effect is judged on log(1 + x).")
    if one["less"] or len(one["ask"]) > 1:
        parts.append(f"Drawn is {one['ask'][0]} alone.")
    return " ".join(parts)
