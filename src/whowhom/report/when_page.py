"""The page of a point of no return: what the best act of each month would make of the outcome."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from whowhom.report.audit import style
from whowhom.report.picture import COLOURS, Picture, percent_axis, years_axis, years_range
from whowhom.report.svg import INK, Panel, element, sign
from whowhom.report.template import HERE, environment

TEMPLATE = "when.html.j2"
HEIGHT, LOW_HEIGHT = 260, 150
OWN = "himself"
"""The kind of acts that befall the person of the outcome: told by itself, not among the best of all."""
Plain = dict[str, Any]


def write_when_page(folder: Path) -> Path:
    """Write when.html from the when.json of a folder and return its path."""
    from markupsafe import Markup

    values = json.loads((folder / "when.json").read_text(encoding="utf-8"))
    text = (
        environment()
        .get_template(TEMPLATE)
        .render(
            values=values,
            style=Markup(style(HERE)),
            percent=percent,
            whole=Markup(scan_picture(values, None).decode()),
            kinds=[(item, Markup(scan_picture(values, item["kind"]).decode())) for item in values["last"]],
        )
    )
    path = folder / "when.html"
    path.write_text(text, encoding="utf-8")
    return path


def percent(share: float | None) -> str:
    """Write a share."""
    return "none" if share is None else f"{100 * share:.1f} %"


def scan_picture(values: Plain, kind: str | None) -> bytes:
    """Draw the share of histories with the outcome, without any act and under the best act of each month.

    kind: of which kind the act is; None the best of all.
    """
    acts = _acts(values, kind)
    years = np.array([_year(month) for month in values["months"]])
    height = HEIGHT if kind is None else LOW_HEIGHT
    drawn = Picture(height + 110)
    panel = drawn.panel(58, height, years_range(years), (0.0, 1.0))
    _without(panel, values)
    _best(panel, acts)
    last = _last(values, kind)
    if last is not None:
        _upright(panel, last)
    _half(panel)
    years_axis(panel)
    percent_axis(panel, "histories with the outcome" if kind is None else "with the outcome")
    return drawn.svg()


def _acts(values: Plain, kind: str | None) -> list[tuple[str, Plain | None]]:
    """Return the best act of each month that was looked at, in the order of time."""
    if kind is None:
        return [(look["month"], look["best"]) for look in values["scan"]]
    acts = [(look["month"], look["kinds"].get(kind)) for look in values["scan"]]
    refined = (item["refined"] for item in values["last"] if item["kind"] == kind)
    acts += [(look["month"], look["act"]) for looks in refined for look in looks]
    return sorted(acts, key=lambda entry: entry[0])


def _without(panel: Panel, values: Plain) -> None:
    """Draw the share without any act, level over all months."""
    low, high, share = ([values[name]] * 2 for name in ("share_low", "share_high", "share"))
    panel.area(panel.x, low, high, COLOURS[5], 0.25)
    panel.line(panel.x, share, COLOURS[5], 1.8, "without any act, 95 %")


def _best(panel: Panel, acts: list[tuple[str, Plain | None]]) -> None:
    """Draw the share under the best act of each month, its band, and a mark where it turns the outcome."""
    there = [(_year(month), act) for month, act in acts if act is not None and act["after"] is not None]
    if not there:
        return
    x = np.array([year for year, _ in there])
    after, low, high = (np.array([act[name] for _, act in there], float) for name in ("after", "low", "high"))
    panel.area(x, low, high, COLOURS[0], 0.25, "95 % interval")
    panel.line(x, after, COLOURS[0], 1.8, "with the best act of that month")
    for year, act in there:
        shape = "diamond" if act["turns"] == "yes" else "circle"
        title = f"{act['says']}: {percent(act['after'])}"
        panel.mark(year, act["after"], shape, act["turns"] == "yes", title)
    _legend(panel, {act["turns"] == "yes" for _, act in there})


def _legend(panel: Panel, states: set[bool]) -> None:
    """Name the marks that are there."""
    if True in states:
        panel.name("turns it", sign("diamond", True, 11, 6))
    if False in states:
        panel.name("does not", sign("circle", False, 11, 6))


def _half(panel: Panel) -> None:
    """Draw the majority."""
    panel.line(panel.x, (0.5, 0.5), INK, 1, dash="5 4")
    panel.write(panel.left + 4, panel.up(0.5) - 4, "half", "start", 11)


def _upright(panel: Panel, month: str) -> None:
    """Draw the last month in which an act turns the outcome."""
    panel.upright(_year(month), *panel.y, INK, 1.4, 0.8, "2 3")
    drawn = element("line", x1=11, y1=0, x2=11, y2=12, stroke=INK, stroke_dasharray="2 3")
    panel.name(f"{month}: the last month in which one turns it", drawn)


def _last(values: Plain, kind: str | None) -> str | None:
    """Return the last month of a kind, or of all."""
    wanted = [item for item in values["last"] if kind in (None, item["kind"]) and item["month"]]
    return max((item["month"] for item in wanted if kind or item["kind"] != OWN), default=None)


def _year(month: str) -> float:
    """Return the end of a month on an axis of years."""
    return int(month[:4]) + int(month[5:7]) / 12
