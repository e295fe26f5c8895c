"""The picture of a calendar: own seats as steps over dates with thresholds, and chances below."""

from __future__ import annotations

import math
from collections.abc import Sequence

from whowhom.report.audit_blocks import Plain
from whowhom.report.audit_names import year
from whowhom.report.audit_picture import Curve, draw, heights, legend_rows, round_ticks
from whowhom.report.picture import COLOURS
from whowhom.report.svg import INK, WIDTH, Picture, Range

_READINGS = (
    ("best", "with every power it has", COLOURS[1], 1.8, "7 3"),
    ("recorded", "with the exits on record", COLOURS[2], 2.0, "2 3"),
    ("rules", "nobody leaves early", COLOURS[0], 2.6, None),
)
_LEFT = 64.0


def calendar_picture(principal: Plain, body: Plain) -> bytes:
    """Draw own seats over dates for each reading; below, where deaths or exits are counted, the chances.

    Readings that agree with the rules to the day are not drawn twice.
    """
    axis = (year(principal["since"]), year(principal["limit"]))
    axis = (axis[0], max(axis[1], axis[0] + 0.5))
    counted = {
        decision: threshold["mortality"]
        for decision, threshold in body["thresholds"].items()
        if threshold["mortality"]
    }
    courses = _courses(body, axis)
    width = WIDTH - _LEFT - 16
    top = 17.0 * legend_rows([curve.label for curve in courses], width) + 14
    below = top + 180 + 58 + 17.0 * legend_rows([_chance_label(text) for text in counted], width)
    picture = Picture(below + 110 + 42 if counted else top + 180 + 42)
    highest = max([body["seats"], *(max(curve.y) for curve in courses)])
    panel = picture.panel(top, 180, axis, (0, highest * 1.06), _LEFT)
    panel.upright_axis(round_ticks((0, highest), 6, whole=True), "own seats")
    panel.level_axis(_years(axis), "" if counted else "year; a tick is 1 January")
    draw(panel, courses)
    lines = [(found["first_day"]["quota"], _quota(text, found)) for text, found in body["thresholds"].items()]
    heights(panel, lines, right=_right(courses, [quota for quota, _ in lines], axis, highest))
    if principal.get("left") and axis[0] < year(principal["left"]) < axis[1]:
        panel.upright(year(principal["left"]), 0, highest * 1.06, INK, 1.4, dash="2 3")
        panel.write(panel.across(year(principal["left"])) + 4, top + 175, "left in fact", "start", 10.5)
    if counted:
        chances = picture.panel(below, 110, axis, (0, 1), _LEFT)
        chances.upright_axis([(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")], "chance")
        chances.level_axis(_years(axis), "year; a tick is 1 January")
        draw(
            chances,
            [_chance(text, found, place, axis) for place, (text, found) in enumerate(counted.items())],
        )
    return picture.svg()


def _courses(body: Plain, axis: Range) -> list[Curve]:
    """Return the steps of each reading that says something of its own, the rules last and uppermost."""
    found = []
    for key, label, colour, width, dash in _READINGS:
        course = body["course"].get(key)
        if not course or (key != "rules" and course == body["course"].get("rules")):
            continue
        x = [year(point["date"]) for point in course]
        y = [float(point["own"]) for point in course]
        found.append(Curve(label, [*x, axis[1]], [*y, y[-1]], colour, width, dash, step=True))
    return found


def _right(courses: Sequence[Curve], quotas: Sequence[int], axis: Range, highest: float) -> bool:
    """Return whether names of thresholds run into fewer steps at the right end than at the left one."""
    span = axis[1] - axis[0]
    clashes = []
    for low, high in ((axis[0], axis[0] + 0.2 * span), (axis[1] - 0.2 * span, axis[1])):
        found = 0
        for curve in courses:
            before = [y for x, y in zip(curve.x, curve.y, strict=True) if x <= low][-1:]
            inside = [y for x, y in zip(curve.x, curve.y, strict=True) if low <= x <= high]
            seen = [*before, *inside]
            found += sum(min(seen) <= quota + 0.1 * highest and max(seen) >= quota for quota in quotas)
        clashes.append(found)
    return clashes[1] < clashes[0]


def _quota(text: str, threshold: Plain) -> str:
    """Name a threshold with its votes."""
    return f"{text}: {threshold['first_day']['quota']}"


def _chance_label(text: str) -> str:
    """Name the curve of a decision."""
    return f"{text} when exits are counted"


def _chance(text: str, found: Plain, place: int, axis: Range) -> Curve:
    """Return the chance of having the votes of one decision, month by month to the end of the axis."""
    x = [year(month) for month in found["months"]]
    y = [float(value) for value in found["probability"]]
    if x and x[-1] < axis[1]:
        x, y = [*x, axis[1]], [*y, y[-1]]
    return Curve(
        _chance_label(text), x, y, COLOURS[(0, 3, 1, 2)[place % 4]], 2.0, None if place == 0 else "7 3"
    )


def _years(axis: Range) -> list[tuple[float, str]]:
    """Return ticks at the first of January, some eight of them."""
    first, last = math.ceil(axis[0]), math.floor(axis[1])
    step = next(times for times in (1, 2, 5, 10, 20, 50, 100) if (last - first) / times <= 10)
    return [(place, str(place)) for place in range(first + (-first % step), last + 1, step)]
