"""The page of a comparison: what each version changes, how sure that is, and how it grows over time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from whowhom.report.audit import style
from whowhom.report.claims_words import amount, difference
from whowhom.report.picture import COLOURS, Picture, level_line, number_axis, years_axis, years_range
from whowhom.report.svg import INK, element
from whowhom.report.template import HERE, environment

TEMPLATE = "compare.html.j2"
MOST_PICTURES = 24
HEIGHT = 210
Plain = dict[str, Any]


def write_compare_page(folder: Path) -> Path:
    """Write compare.html from the compare.json of a folder and return its path."""
    from markupsafe import Markup

    values = json.loads((folder / "compare.json").read_text(encoding="utf-8"))
    courses = values["courses"][:MOST_PICTURES]
    text = (
        environment()
        .get_template(TEMPLATE)
        .render(
            values=values,
            style=Markup(style(HERE)),
            drawn=lambda svg: Markup(svg.decode()),
            number=amount,
            signed=difference,
            courses=[(one, course_picture(one, values["months"], values["apart"])) for one in courses],
        )
    )
    path = folder / "compare.html"
    path.write_text(text, encoding="utf-8")
    return path


def course_picture(course: Plain, months: list[str], apart: dict[str, Plain]) -> bytes:
    """Draw the mean difference in every month with its 95 % band, and where the versions first part."""
    years = np.array([int(month[:4]) + int(month[5:7]) / 12 for month in months])
    middle, low, high = (np.array(course[name], float) for name in ("difference", "low", "high"))
    edges = [*low[~np.isnan(low)], *high[~np.isnan(high)], 0.0]
    room = 0.05 * (max(edges) - min(edges)) or 1.0
    drawn = Picture(HEIGHT + 116)
    panel = drawn.panel(64, HEIGHT, years_range(years), (min(edges) - room, max(edges) + room))
    panel.area(years, low, high, COLOURS[0], 0.3, "95 % interval of the mean")
    panel.line(years, middle, COLOURS[0], 1.8, "mean difference, with the intervention less without")
    level_line(panel, 0.0, "no difference")
    first = apart[course["version"]]["first"]
    if first is not None:
        panel.upright(float(years[months.index(first)]), *panel.y, INK, 1.4, 0.8, "5 4")
        panel.name(
            f"{first}: the first month in which any history differs",
            element("line", x1=11, y1=0, x2=11, y2=12, stroke=INK, stroke_dasharray="5 4"),
        )
    years_axis(panel)
    number_axis(panel, course["unit"])
    return drawn.svg()
