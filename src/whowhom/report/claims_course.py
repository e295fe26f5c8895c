"""The pictures of comparisons over time: both versions, their difference, the first month that differs."""

from __future__ import annotations

import math
import re
import textwrap

import numpy as np

from whowhom.report.claims_forest import scale_of
from whowhom.report.claims_words import Plain, real, upper_first, version
from whowhom.report.picture import COLOURS, INK, Panel, Picture, Range, number_axis, years_axis, years_range
from whowhom.report.section import percent
from whowhom.report.statistics import Numbers
from whowhom.report.svg import element

_UPPER, _LOWER, _BETWEEN = 170.0, 110.0, 44.0
_LETTERS = 112
_BEFORE = 12
"""Months that are drawn before the first one that differs."""
_FEWEST_MONTHS, _FEW_MONTHS = 4, 30
"""Months below which nothing can be seen to grow, and up to which they are named one by one."""
_SERIES = ("first", "second", "low", "high")
_QUESTION = re.compile(
    r"^(?:(?P<statistic>[a-z_]+)(?: -?[0-9.]+)? of )?(?P<of>.+?) (?:at|from) [0-9]{4}-[0-9]{2}"
)
_OF_ANOTHER_UNIT = ("reached", "below", "share_of_months", "first_year")
"""Beginnings of statistics whose unit is not that of what they are taken of."""
Figure = tuple[str, bytes, str]


def course_figures(comparisons: list[Plain]) -> list[Figure]:
    """Return what is compared, the picture and a note, of all comparisons that have a course.

    Comparisons of the same versions in the same quantity share one picture. Where the versions never part
    there is nothing to draw, and the note says so.
    """
    shared: dict[str, list[int]] = {}
    for place, one in enumerate(comparisons):
        if _has_course(one):
            key = repr([one["with"], one["against"], _subject(one)[0], one["course"]["apart"]])
            shared.setdefault(key, []).append(place)
    answer = []
    for places in shared.values():
        numbers = [f"{place + 1}. " if len(comparisons) > 1 else "" for place in places]
        says = [upper_first(comparisons[place]["says"]) for place in places]
        heads = "; ".join(f"{number}{words}" for number, words in zip(numbers, says, strict=True))
        answer.append((heads, *course_picture(comparisons[places[0]])))
    return answer


def _has_course(one: Plain) -> bool:
    """Return whether a comparison has a course of enough months, with a number in one of them."""
    course = one["course"]
    if course is None or len(course["months"]) < _FEWEST_MONTHS:
        return False
    return any(math.isfinite(real(value)) for value in (*course["first"], *course["second"]))


def _subject(one: Plain) -> tuple[str, str]:
    """Return what is drawn, in words, and its unit where it is that of the effect."""
    found = _QUESTION.match(one["ask"][0])
    if found is None:
        return str(one["ask"][0]), ""
    words = found["of"].replace("=", " is ").replace("/", " / ").replace("_", " ")
    if "=" in found["of"]:
        return words, "share of histories"
    other = (
        "/" in found["of"] or one["scale"] == "log" or (found["statistic"] or "").startswith(_OF_ANOTHER_UNIT)
    )
    return words, "" if other else str(one["unit"])


def course_picture(one: Plain) -> tuple[bytes, str]:
    """Draw both versions and their difference month by month, with a note."""
    course = one["course"]
    if course["apart"] is None:
        return b"", "Both versions are the same in every month of every history, so that nothing is drawn."
    start = _start(course)
    months = course["months"][start:]
    years = np.array([int(month[:4]) + (int(month[5:7]) - 0.5) / 12 for month in months])
    series, word = _scaled({name: _series(course[name])[start:] for name in _SERIES})
    subject, unit = _subject(one)
    told = f"{upper_first(subject)}{_in_brackets(word, unit)}"
    signs = _signs(one)
    top = 34.0 + 18.0 * sum(len(label) for label, _ in signs)
    drawn = Picture(top + _UPPER + _BETWEEN + _LOWER + 50.0)
    upper = drawn.panel(top, _UPPER, _time_range(years), _range([series["first"], series["second"]]))
    _write_legend(upper, signs)
    _means(upper, years, series, f"{told}: mean over histories")
    ends = _range([series["low"], series["high"], np.zeros(1)])
    lower = drawn.panel(top + _UPPER + _BETWEEN, _LOWER, upper.x, ends)
    _difference(lower, years, series, f"Mean difference{_in_brackets(word, unit)}, changed less unchanged")
    _time_axes(upper, lower, months, years)
    if course["apart"] in months:
        at = float(years[months.index(course["apart"])])
        for panel in (upper, lower):
            panel.upright(at, *panel.y, INK, 1.4, 0.8, "5 4")
    return drawn.svg(), _note(one, start)


def _scaled(series: dict[str, Numbers]) -> tuple[dict[str, Numbers], str]:
    """Return series in numbers that an axis can show, without a band where a version has no number."""
    told = np.concatenate([series["first"], series["second"]])
    by, word = scale_of(float(np.nanmax(np.abs(told))) if np.isfinite(told).any() else 1.0)
    gaps = np.isnan(series["first"] + series["second"])
    return {
        name: np.where(gaps & (name in ("low", "high")), np.nan, values / by)
        for name, values in series.items()
    }, word


def _in_brackets(word: str, unit: str) -> str:
    """Write the scale and the unit, nothing where there is neither."""
    words = " ".join(part for part in (word, unit if unit != "1" else "") if part)
    return f" ({words})" if words else ""


def _time_range(years: Numbers) -> Range:
    """Return the ends of an axis of time; of few months it ends close to them."""
    if years.size > _FEW_MONTHS:
        return years_range(years)
    return float(years[0]) - 1 / 24, float(years[-1]) + 1 / 24


def _time_axes(upper: Panel, lower: Panel, months: list[str], years: Numbers) -> None:
    """Draw both axes of time: years, or months where there are few."""
    if len(months) > _FEW_MONTHS:
        years_axis(upper, named=False)
        years_axis(lower)
        return
    shown = range(0, len(months), math.ceil(len(months) / 8))
    upper.level_axis([(float(years[place]), "") for place in shown])
    lower.level_axis([(float(years[place]), months[place]) for place in shown], "month")


def _series(values: list[object]) -> Numbers:
    return np.array([real(value) for value in values], np.float64)


def _start(course: Plain) -> int:
    """Return the first month drawn: a year before the versions part, where much lies before that."""
    if course["apart"] not in course["months"]:
        return 0
    parted = course["months"].index(course["apart"])
    return parted - _BEFORE if parted > len(course["months"]) / 3 and parted > 2 * _BEFORE else 0


def _range(values: list[Numbers]) -> tuple[float, float]:
    """Return the ends of an axis with a little room."""
    told = np.concatenate(values)
    told = told[np.isfinite(told)] if np.isfinite(told).any() else np.zeros(1)
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


def _means(panel: Panel, years: Numbers, series: dict[str, Numbers], title: str) -> None:
    """Draw the means of both versions."""
    panel.line(years, series["first"], COLOURS[1], 2.4, dash="7 3")
    panel.line(years, series["second"], COLOURS[0], 2.4)
    number_axis(panel, "mean")
    _title(panel, title)


def _difference(panel: Panel, years: Numbers, series: dict[str, Numbers], title: str) -> None:
    """Draw the mean difference with its band around the line of no difference."""
    panel.area(years, series["low"], series["high"], COLOURS[0], 0.3)
    panel.line(panel.x, (0.0, 0.0), INK, 1.0)
    panel.line(years, (series["low"] + series["high"]) / 2, COLOURS[0], 1.8)
    number_axis(panel, "difference")
    _title(panel, f"{title}; band: 95 %")


def _title(panel: Panel, text: str) -> None:
    panel.write(panel.left, panel.top - 9, text, "start", 11)


def _note(one: Plain, start: int) -> str:
    """Say what the picture leaves out, and how many histories ever differ."""
    course = one["course"]
    parts = [
        f"{percent(real(course['share_apart']))} of histories ever differ; before {course['apart']} they are "
        "the same to the bit."
    ]
    if start:
        parts.append(f"Months before {course['months'][start]} are not drawn.")
    if one["scale"] == "log":
        parts.append("It is drawn as counted; the effect is judged on log(1 + x).")
    if one["less"] or len(one["ask"]) > 1:
        parts.append("Drawn is the first number that is asked for, alone.")
    return " ".join(parts)
