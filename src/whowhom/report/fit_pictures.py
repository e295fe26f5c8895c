"""The pictures of a fit's page: posterior against prior, predictions and the record, ranks, series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from whowhom.report.picture import COLOURS, INK, Datum, Panel, Picture, number_axis, points, years_axis
from whowhom.report.svg import element

Plain = dict[str, Any]

MOST_ROWS = 30
MOST_RANKS = 12
FEWEST_OF_SERIES = 4
"""Numbers of one quantity, at different months, that are drawn over time."""
FAR = 3.0
"""Priors' standard deviations at which the picture of numbers ends; what lies beyond is drawn there."""
_POSTERIOR, _PRIOR = COLOURS[0], COLOURS[5]
_ROW = 20.0


def numbers_picture(numbers: Sequence[Plain]) -> bytes:
    """Draw posterior intervals on the scale of the priors: 0 is a prior's median, 1 its deviation."""
    rows = sorted(numbers, key=lambda row: -row["contraction"])[:MOST_ROWS]
    drawn = Picture(92 + _ROW * len(rows))
    panel = drawn.panel(44, _ROW * len(rows), (-FAR, FAR), (0, len(rows)), 250, 340)
    panel.box((-1.96, 1.96), (0, len(rows)), _PRIOR, 0.18)
    panel.name("prior, 95 %", element("rect", x=0, y=0, width=22, height=12, fill=_PRIOR, fill_opacity=0.18))
    for place, row in enumerate(rows):
        height = len(rows) - place - 0.5
        half, _, most = (tuple(np.clip(ends, -FAR, FAR)) for ends in row["scores"])
        panel.line(most, (height, height), _POSTERIOR, 2, "posterior, 95 %")
        panel.line(half, (height, height), _POSTERIOR, 8, "50 %")
        panel.write(242, panel.up(height) + 4, row["name"], "end", 10.5)
        said = f"{row['mean']:.3g} ± {row['sd']:.2g} {_short(row['unit'])}"
        panel.write(600, panel.up(height) + 4, said, "start", 10)
    panel.upright(0, 0, len(rows), INK, 1, 0.5, "4 3")
    panel.level_axis(
        [(tick, f"{tick:+d}" if tick else "0") for tick in range(-3, 4)], "standard deviations of the prior"
    )
    return drawn.svg()


def predictions_picture(predicted: Sequence[Plain]) -> bytes:
    """Draw where each number on record lies in its prediction; the 95 % interval goes from 0 to 1."""
    rows = [row for row in predicted if row["told"] and row["intervals"][2][1] > row["intervals"][2][0]]
    rows = sorted(rows, key=lambda row: (not row["held_out"], row["inside"][2], row["inside"][1]))[:MOST_ROWS]
    drawn = Picture(116 + _ROW * len(rows))
    panel = drawn.panel(66, _ROW * len(rows), (-0.6, 1.6), (0, max(len(rows), 1)), 250, 340)
    for place, row in enumerate(rows):
        height = len(rows) - place - 0.5
        low, high = row["intervals"][2]

        def at(value: float, low: float = low, high: float = high) -> float:
            return float(np.clip((value - low) / (high - low), -0.55, 1.55))

        panel.line((0, 1), (height, height), _POSTERIOR, 2, "predicted, 95 %")
        panel.line([at(end) for end in row["intervals"][0]], (height, height), _POSTERIOR, 8, "50 %")
        record = Datum(row["end"], height, row["status"], ())
        points(panel, [record], "on record", [at(row["value"])])
        panel.write(242, panel.up(height) + 4, _named(row), "end", 10.5)
        said = (
            f"{_figure(row, row['value'])}; {_figure(row, low)} to {_figure(row, high)} {_short(row['unit'])}"
        )
        panel.write(600, panel.up(height) + 4, said, "start", 9)
    for edge in (0, 1):
        panel.upright(edge, 0, max(len(rows), 1), INK, 1, 0.5, "4 3")
    panel.level_axis(
        [(0, "2.5 %"), (1, "97.5 %")], "in the predicted interval; a mark at the edge lies farther out"
    )
    return drawn.svg()


def ranks_picture(ranks: dict[str, list[int]], worst: Sequence[str]) -> bytes:
    """Draw how often the true number of a row kept back has each rank among draws: flat if all is right."""
    from scipy import stats

    names = list(worst)[:MOST_RANKS]
    lines = -(-len(names) // 3)
    drawn = Picture(20 + 130.0 * lines)
    for place, name in enumerate(names):
        counts = ranks[name]
        total, bins = sum(counts), len(counts)
        low, high = stats.binom.interval(0.99, total, 1 / bins)
        left, top = 50.0 + 240 * (place % 3), 36 + 130.0 * (place // 3)
        panel = drawn.panel(top, 70, (0, bins), (0, 1.15 * max(*counts, high)), left, 190)
        panel.box((0, bins), (low, high), _PRIOR, 0.25)
        for k, count in enumerate(counts):
            panel.box((k + 0.05, k + 0.95), (0, count), _POSTERIOR, 0.6, f"{count} of {total}")
        panel.write(left + 95, top - 6, name, "middle", 10)
        panel.level_axis([(0, "0"), (bins, "1")], "")
        panel.upright_axis([(total / bins, f"{total / bins:.0f}")], "")
    return drawn.svg()


def series_of(predicted: Sequence[Plain]) -> dict[str, list[Plain]]:
    """Return the series: numbers of one quantity at different months, those with enough of them."""
    found: dict[str, list[Plain]] = {}
    for row in predicted:
        if row["told"] and row["unit"] != "year":
            found.setdefault(f"{row['recorded']}, {row['statistic']} ({row['unit']})", []).append(row)
    return {
        name: sorted(rows, key=lambda row: row["end"])
        for name, rows in found.items()
        if len({row["end"] for row in rows}) >= FEWEST_OF_SERIES
    }


def series_picture(name: str, rows: Sequence[Plain], until: str | None) -> bytes:
    """Draw one series over time: predicted intervals of posterior and prior, and the record."""
    years = [int(row["end"][:4]) + int(row["end"][5:7]) / 12 for row in rows]
    ends = [end for row in rows for end in (*row["intervals"][2], *row["prior_intervals"][2], row["value"])]
    low, high = min(ends), max(ends)
    room = 0.05 * (high - low) or 1.0
    drawn = Picture(300)
    panel = drawn.panel(58, 180, (min(years) - 0.6, max(years) + 0.6), (low - room, high + room))
    wide = np.array([row["prior_intervals"][2] for row in rows]).T
    panel.area(years, wide[0], wide[1], _PRIOR, 0.2, "priors, 95 %")
    for year, row in zip(years, rows, strict=True):
        half, _, most = row["intervals"]
        panel.upright(year, most[0], most[1], _POSTERIOR, 2, 0.8)
        panel.upright(year, half[0], half[1], _POSTERIOR, 8, 0.45)
    sign = element("line", x1=11, y1=0, x2=11, y2=12, stroke=_POSTERIOR, stroke_width=2)
    panel.name("posterior, 50 and 95 %", sign)
    for year, row in zip(years, rows, strict=True):
        points(panel, [Datum(row["end"], row["value"], row["status"], ())], "on record", [year])
    _mark_split(panel, until)
    years_axis(panel)
    number_axis(panel, name.partition(" (")[2].rstrip(")"))
    return drawn.svg()


def _mark_split(panel: Panel, until: str | None) -> None:
    """Draw where what is fitted ends and what is held out begins."""
    if until is None:
        return
    year = int(until[:4]) + int(until[5:7]) / 12
    if panel.x[0] < year < panel.x[1]:
        panel.upright(year, *panel.y, INK, 1.4, 0.8, "5 4")
        panel.name(
            "held out after this",
            element("line", x1=11, y1=0, x2=11, y2=12, stroke=INK, stroke_dasharray="5 4"),
        )


def _named(row: Plain) -> str:
    return f"{row['name']}{' (held out)' if row['held_out'] else ''}"


def _figure(row: Plain, value: float) -> str:
    return f"{value:.1f}" if row["unit"] == "year" else f"{value:.3g}"


def _short(unit: str) -> str:
    return (
        ""
        if unit == "1"
        else unit.replace("probability per month", "a month").replace("probability", "chance")
    )
