"""The forest picture of a claim: for each comparison the spread of its effect over the posterior.

A row has the comparison in words, the effect with the side on which the claim says that it lies, and the
share of the posterior in which it does. Comparisons whose units differ have panels of their own.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass

from whowhom.report.claims_marks import FOR, legend
from whowhom.report.claims_words import Plain, difference, real, upper_first
from whowhom.report.picture import INK, Panel, Picture, sign
from whowhom.report.section import percent
from whowhom.report.svg import element

LEFT, RIGHT = 252.0, 664.0
"""Between these pixels effects are drawn; words stand on the left, shares on the right."""
_LETTERS, _LINE, _LEAST = 37, 14.5, 46.0
_HEAD, _AXIS, _BETWEEN = 24.0, 44.0, 14.0
_STATUS = {"sourced": True, "recalled": False}
_HINTS = {"log ratio": "; 0.69 is twice as many"}


@dataclass(frozen=True)
class _Row:
    """One comparison with its place from the top of its panel."""

    one: Plain
    words: list[str]
    top: float
    height: float


def forest_picture(comparisons: list[Plain]) -> bytes:
    """Draw all comparisons that have an effect, panel by panel; nothing where none has."""
    told = [one for one in comparisons if spread_of(one) is not None]
    if not told:
        return b""
    groups = _by_unit(comparisons)
    signs, top = _legend(told)
    top += _HEAD
    sizes = [sum(row.height for row in rows) for _, rows in groups]
    drawn = Picture(top + sum(size + _AXIS for size in sizes) + (len(sizes) - 1) * _BETWEEN)
    for (unit, rows), size in zip(groups, sizes, strict=True):
        panel = _draw(drawn, unit, rows, top, size)
        if not drawn.panels[1:]:
            panel.add(signs)
            for at, word, anchor in ((4.0, "comparison", "start"), (756.0, "as the claim says", "end")):
                panel.write(at, top - 7, word, anchor, 10.5, fill_opacity=0.75)
        top += size + _AXIS + _BETWEEN
    return drawn.svg()


def spread_of(one: Plain) -> list[float] | None:
    """Return the five quantiles of an effect, None where any is missing."""
    values = [real(value) for value in one["spread"]]
    return values if len(values) == 5 and all(map(math.isfinite, values)) else None


def scale_of(largest: float) -> tuple[float, str]:
    """Return by what to divide numbers so that their axis can be read, and its word."""
    for size, word in ((1e9, "thousand million"), (1e6, "million"), (1e5, "thousand")):
        if largest >= size:
            return (1e3 if word == "thousand" else size), word
    return 1.0, ""


def _by_unit(comparisons: list[Plain]) -> list[tuple[str, list[_Row]]]:
    """Return the rows of each unit, in the order of the claim; a comparison without an effect has none."""
    groups: dict[str, list[_Row]] = {}
    for place, one in enumerate(comparisons):
        if spread_of(one) is None:
            continue
        rows = groups.setdefault(one["unit"], [])
        number = f"{place + 1}. " if len(comparisons) > 1 else ""
        words = textwrap.wrap(f"{number}{upper_first(one['says'])}", _LETTERS)
        top = rows[-1].top + rows[-1].height if rows else 0.0
        rows.append(_Row(one, words, top, max(_LEAST, _LINE * len(words) + 16.0)))
    return list(groups.items())


def _draw(drawn: Picture, unit: str, rows: list[_Row], top: float, size: float) -> Panel:
    """Draw the panel of one unit."""
    low, high = _range([row.one for row in rows])
    by, word = scale_of(max(abs(low), abs(high)))
    panel = drawn.panel(top, size, (low / by, high / by), (size, 0.0), LEFT, RIGHT - LEFT)
    for row in rows:
        _row(panel, row, by)
    panel.upright(0.0, 0.0, size, INK, 1.6)
    words = " ".join(filter(None, (word, unit if unit != "1" else "")))
    _axis(panel, f"effect ({words}{_HINTS.get(unit, '')})" if words else "effect")
    return panel


def _range(comparisons: list[Plain]) -> tuple[float, float]:
    """Return the ends of an axis: every effect, zero, every margin, and room on the side of the claim."""
    ends = [0.0]
    for one in comparisons:
        margin = abs(real(one["margin"]))
        ends += [*(spread_of(one) or []), -margin, margin]
    room = 0.07 * (max(ends) - min(ends)) or 1.0
    return min(ends) - room, max(ends) + room


def _row(panel: Panel, row: _Row, by: float) -> None:
    """Draw one comparison: words, the side of the claim, the spread, the share."""
    one, middle = row.one, row.top + row.height / 2
    first = panel.top + middle - _LINE * (len(row.words) - 1) / 2 + 4
    for line, text in enumerate(row.words):
        panel.write(4, first + line * _LINE, text, "start", 11)
    _side(panel, row, by)
    values = [value / by for value in spread_of(one) or []]
    _line(panel, values[0], values[4], middle, 2.0)
    _line(panel, values[1], values[3], middle, 8.0)
    median, value = values[2], real(one["value"]) / by
    if one["status"] in _STATUS and math.isfinite(value):
        title = f"{difference(one['value'])} {one['unit']} ({one['status']})"
        panel.add(sign("circle", _STATUS[one["status"]], panel.across(value), panel.top + middle, title))
    else:
        at, place = panel.across(median), panel.top + middle
        panel.add(element("line", x1=at, y1=place - 9, x2=at, y2=place + 9, stroke=INK, stroke_width=2.6))
    panel.write(756, panel.top + middle + 4, percent(real(one["share"]["probability"])), "end", 12)
    _rule(panel, panel.top + row.top)


def _line(panel: Panel, low: float, high: float, at: float, width: float) -> None:
    """Draw a level line that can be seen even where both ends are one."""
    first, last = panel.across(low), panel.across(high)
    if last - first < 1.5:
        first, last = first - 0.75, last + 0.75
    place = panel.top + at
    panel.add(
        element("line", x1=first, y1=place, x2=last, y2=place, stroke=INK, stroke_width=width,
                stroke_opacity=0.85 if width < 4 else 0.5)
    )  # fmt: skip


def _rule(panel: Panel, at: float) -> None:
    panel.add(element("line", x1=4, y1=at, x2=756, y2=at, stroke=INK, stroke_opacity=0.14))


def _side(panel: Panel, row: _Row, by: float) -> None:
    """Shade the zone of the margin, and the side of the claim with an arrow along it."""
    margin, expects = abs(real(row.one["margin"])) / by, row.one["expects"]
    low, high = panel.x
    start, end = {
        "more": (margin, high),
        "less": (low, -margin),
        "same": (-margin, margin),
        "not_more": (low, margin),
        "not_less": (-margin, high),
    }[expects]
    ends = (row.top + 1.0, row.top + row.height - 1.0)
    panel.box((-margin, margin), (ends[1], ends[0]), INK, 0.1)
    panel.box((start, end), (ends[1], ends[0]), FOR, 0.17)
    for edge in {-margin, margin} if margin else ():
        panel.upright(edge, *ends, INK, 1.0, 0.45, "2 3")
    at = panel.top + ends[1] - 5.0
    first, last = panel.across(start), panel.across(end)
    panel.add(element("line", x1=first, y1=at, x2=last, y2=at, stroke=FOR, stroke_width=1.6))
    for place, way in ((first, -1.0 if start == low else 0.0), (last, 1.0 if end == high else 0.0)):
        panel.add(_end(place, at, way))


def _end(x: float, y: float, way: float) -> str:
    """Draw the end of an arrow: a head that points out of the picture, or a bar where the side ends."""
    if not way:
        return element("line", x1=x, y1=y - 3, x2=x, y2=y + 3, stroke=FOR, stroke_width=1.6)
    points = f"{x:.1f},{y:.1f} {x - 7 * way:.1f},{y - 3.5:.1f} {x - 7 * way:.1f},{y + 3.5:.1f}"
    return element("polygon", points=points, fill=FOR)


def _legend(comparisons: list[Plain]) -> tuple[str, float]:
    """Name what is drawn."""
    thin = element("line", x1=0, y1=6, x2=22, y2=6, stroke=INK, stroke_width=2, stroke_opacity=0.85)
    thick = element("line", x1=4, y1=6, x2=18, y2=6, stroke=INK, stroke_width=8, stroke_opacity=0.5)
    middle = element("line", x1=11, y1=-1, x2=11, y2=13, stroke=INK, stroke_width=2.6)
    box = {"x": 0, "y": 0, "width": 22, "height": 12}
    arrow = element("line", x1=2, y1=9, x2=14, y2=9, stroke=FOR, stroke_width=1.6) + _end(20.0, 9.0, 1.0)
    found = {one["status"] for one in comparisons}
    last = ", median" if found - set(_STATUS) else ""
    signs = [
        (f"effect: 5 to 95 %, 25 to 75 %{last}", thin + thick + (middle if last else "")),
        ("where the claim says it lies", element("rect", **box, fill=FOR, fill_opacity=0.17) + arrow),
    ]
    if any(real(one["margin"]) > 0 for one in comparisons):
        signs.append(("smaller than the margin", element("rect", **box, fill=INK, fill_opacity=0.1)))
    for status in sorted(found & set(_STATUS)):
        signs.append((f"on record ({status})", sign("circle", _STATUS[status], 11, 6)))
    return legend(signs)


def _axis(panel: Panel, label: str) -> None:
    """Draw the level axis with some six round ticks."""
    low, high = panel.x
    rough = (high - low) / 6
    step = 10.0 ** math.floor(math.log10(rough))
    step *= next(times for times in (1.0, 2.0, 2.5, 5.0, 10.0) if times * step >= rough)
    places = [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
    panel.level_axis([(place, _tick(place)) for place in places], label)


def _tick(place: float) -> str:
    return "0" if abs(place) < 1e-12 else f"{place:+.6g}"
