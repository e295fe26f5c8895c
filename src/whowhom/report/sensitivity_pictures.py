"""The picture of a result's sensitivity: a bar for what each factor explains alone, one for all it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whowhom.report.picture import COLOURS, INK, Panel, Picture
from whowhom.report.svg import element

MOST_FACTORS = 12
Plain = dict[str, Any]
_ROW, _LEFT, _WIDE, _TOP = 28.0, 250.0, 360.0, 52.0
_FIRST, _TOTAL = COLOURS[0], COLOURS[1]
_LEAST, _MOST = -0.5, 1.5
"""Where the axis ends at most: what reaches farther was told by too few runs, and stops there."""


def indices_picture(rows: Sequence[Plain]) -> bytes:
    """Draw the indices of one result, a factor a row, with 95 % intervals; rows: the largest total first."""
    shown = rows[:MOST_FACTORS]
    ends = [
        value + side * error
        for row in shown
        for value, error in ((row["first"], row["first_error"]), (row["total"], row["total_error"]))
        for side in (-1, 1)
    ]
    low, high = max(_LEAST, min(0.0, *ends)), min(_MOST, max(1.0, *ends))
    drawn = Picture(_TOP + _ROW * len(shown) + 48)
    panel = drawn.panel(_TOP, _ROW * len(shown), (low, high), (0, len(shown)), _LEFT, _WIDE)
    for place, row in enumerate(shown):
        middle = len(shown) - place - 0.5
        _bar(panel, middle + 0.18, row["first"], row["first_error"], _FIRST, f"{row['factor']}: first")
        _bar(panel, middle - 0.18, row["total"], row["total_error"], _TOTAL, f"{row['factor']}: total")
        panel.write(_LEFT - 8, panel.up(middle) + 4, row["factor"], "end", 10.5)
        said = f"{row['first']:.2f} ± {row['first_error']:.2f}; {row['total']:.2f} ± {row['total_error']:.2f}"
        panel.write(_LEFT + _WIDE + 12, panel.up(middle) + 4, said, "start", 10)
    for colour, label in ((_FIRST, "first: alone"), (_TOTAL, "total: with all others")):
        panel.name(label, element("rect", x=0, y=1, width=22, height=9, fill=colour, fill_opacity=0.6))
    panel.name("95 % interval", element("line", x1=0, y1=6, x2=22, y2=6, stroke=INK, stroke_width=1.4))
    panel.upright(0, 0, len(shown), INK, 1, 0.5)
    ticks = [tick / 4 for tick in range(-2, 7) if low <= tick / 4 <= high]
    panel.level_axis([(tick, f"{tick:g}") for tick in ticks], "share of the result's variance")
    return drawn.svg()


def _bar(panel: Panel, height: float, value: float, error: float, colour: str, title: str) -> None:
    """Draw one index as a bar from 0, and its interval as a line over it."""
    low, high = panel.x
    left, right, from_, to = (
        min(max(end, low), high) for end in (min(value, 0.0), max(value, 0.0), value - error, value + error)
    )
    panel.box(
        (left, right), (height - 0.15, height + 0.15), colour, 0.6, f"{title} {value:.2f} ± {error:.2f}"
    )
    panel.line((from_, to), (height, height), INK, 1.4)
