"""Pictures of an audit: curves over years, curves side by side, steps over dates, bars with their names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from whowhom.report.picture import COLOURS
from whowhom.report.svg import INK, WIDTH, Panel, Picture, Range, Values, element

GREEN, RED, GREY = COLOURS[2], COLOURS[4], COLOURS[5]
_LETTER = 6.1


@dataclass(frozen=True)
class Curve:
    """One line of a picture."""

    label: str
    x: Values
    y: Values
    colour: str = INK
    width: float = 1.8
    dash: str | None = None
    step: bool = False


def draw(panel: Panel, curves: Sequence[Curve], *, named: bool = True) -> None:
    """Draw curves, and name them in the legend."""
    for curve in curves:
        panel.line(
            curve.x,
            curve.y,
            curve.colour,
            curve.width,
            curve.label if named else None,
            dash=curve.dash,
            step=curve.step,
        )


def legend_rows(labels: Sequence[str], width: float) -> int:
    """Return how many rows the legend of a panel takes; each is 17 pixels high."""
    rows, along = 1, 0.0
    for label in labels:
        room = 44 + 6.4 * len(label)
        if along and along + room > width + 20:
            rows, along = rows + 1, 0.0
        along += room
    return rows


def side_by_side(titles: Sequence[str], groups: Sequence[Sequence[Curve]], x: Range, label: str) -> bytes:
    """Draw shares from 0 to 1 in panels in a row, one for each group; the groups share one legend."""
    gap, left = 26.0, 50.0
    width = (WIDTH - left - 12 - gap * (len(groups) - 1)) / len(groups)
    named = [curve.label for curve in groups[0]]
    top = 17.0 * legend_rows(named, WIDTH - left) + 34
    picture = Picture(top + 190 + 44)
    sign = picture.panel(top - 22, 1, (0, 1), (0, 1), left, WIDTH - left - 30)
    for curve in groups[0]:
        style = {"stroke": curve.colour, "stroke_width": curve.width, "stroke_dasharray": curve.dash}
        sign.name(curve.label, element("line", x1=0, y1=6, x2=22, y2=6, **style))
    for place, (title, curves) in enumerate(zip(titles, groups, strict=True)):
        panel = picture.panel(top, 190, x, (0, 1), left + place * (width + gap), width)
        ticks = [(tick / 4, f"{25 * tick} %" if place == 0 else "") for tick in range(5)]
        panel.upright_axis(ticks, "")
        panel.level_axis(round_ticks(x, 5), label)
        panel.write(panel.left, top - 9, title, "start", 12, font_weight="600")
        draw(panel, curves, named=False)
    return picture.svg()


def round_ticks(axis: Range, most: int, *, whole: bool = False) -> list[tuple[float, str]]:
    """Return round places on an axis, at most about so many; whole: only whole numbers."""
    low, high = axis
    rough = max((high - low) / max(most, 1), 1.0 if whole else 1e-9)
    step = 10.0 ** math.floor(math.log10(rough))
    step *= next(times for times in (1, 2, 5, 10) if times * step >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(number * step, f"{number * step:.10g}") for number in range(first, last + 1)]


def heights(panel: Panel, lines: Sequence[tuple[float, str]], right: bool = False) -> None:
    """Draw thresholds across a panel, named above their lines; equal ones share a line, near names part."""
    merged: dict[float, list[str]] = {}
    for height, label in lines:
        merged.setdefault(height, []).append(label)
    last = math.inf
    for height in sorted(merged):
        panel.line(panel.x, (height, height), INK, 1, dash="5 4")
        at = min(panel.up(height) - 4, last - 13)
        last = at
        text = " and ".join(dict.fromkeys(merged[height]))
        place = panel.left + panel.width - 5 if right else panel.left + 6
        panel.add(halo(place, at, text, "end" if right else "start"))


def halo(x: float, y: float, text: str, anchor: str = "start", size: float = 11) -> str:
    """Write text that stays legible over lines, in the paper's colour around the ink."""
    return element(
        "text", escape(text), x=x, y=y, text_anchor=anchor, font_size=size, fill=INK,
        stroke="var(--paper, none)", stroke_width=3, stroke_linejoin="round", paint_order="stroke",
    )  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One bar, from one place to another, with its name at the left and its figure at its end."""

    label: str
    low: float
    high: float
    colour: str
    figure: str
    title: str = ""


def bars(
    rows: Sequence[Bar],
    x: Range,
    axis: str,
    base: tuple[float, str] | None = None,
    legend: Sequence[tuple[str, str]] = (),
    room: float = 300.0,
) -> bytes:
    """Draw bars one under the other; base: a place marked by an upright line through all, with its name.

    legend: (label, colour). room: pixels for the names, which are broken into at most two lines.
    """
    letters = int((room - 14) / _LETTER)
    told = [_two_lines(row.label, letters) for row in rows]
    tall = [32.0 if len(lines) > 1 else 24.0 for lines in told]
    top = (24.0 if legend else 6.0) + (22.0 if base else 6.0)
    picture = Picture(top + sum(tall) + 48)
    panel = picture.panel(top, sum(tall), x, (0, sum(tall)), room, WIDTH - room - 74)
    panel.level_axis(round_ticks(x, 6), axis)
    for place, _ in round_ticks(x, 6):
        panel.upright(place, 0, sum(tall), INK, 1, 0.13)
    along = 0.0
    for row, lines, height in zip(rows, told, tall, strict=True):
        _bar(panel, row, lines, along, height)
        along += height
    if base is not None:
        panel.upright(base[0], 0, sum(tall), INK, 1.6, dash="5 3")
        side = "start" if panel.across(base[0]) < room + 150 else "end"
        panel.write(panel.across(base[0]) + (-4 if side == "start" else 4), top - 7, base[1], side, 11)
    _signs(panel, legend)
    return picture.svg()


def _bar(panel: Panel, row: Bar, lines: Sequence[str], along: float, height: float) -> None:
    """Draw one bar with its name and figure."""
    upper = panel.y[1] - along
    inner = (upper - height + 5, upper - 5)
    low, high = sorted((row.low, row.high))
    panel.box((low, high), inner, row.colour, 0.75, row.title or f"{row.label}: {row.figure}")
    if panel.across(high) - panel.across(low) < 2:
        panel.upright(row.high, *inner, row.colour, 3)
    middle = panel.up(upper - height / 2)
    for number, line in enumerate(lines):
        panel.write(panel.left - 8, middle + 4 + 13 * (number - (len(lines) - 1) / 2), line, "end", 11)
    panel.add(halo(panel.across(high) + 6, middle + 4, row.figure, "start", 10.5))


def _signs(panel: Panel, legend: Sequence[tuple[str, str]]) -> None:
    """Write what colours mean at the top of the picture."""
    along = 0.0
    for label, colour in legend:
        box = element("rect", x=0, y=1, width=22, height=10, fill=colour, fill_opacity=0.75)
        text = element("text", escape(label), x=28, y=10, font_size=11.5, fill=INK)
        panel.add(element("g", box + text, transform=f"translate({panel.left + along:.1f} 4)"))
        along += 48 + 6.4 * len(label)


def _two_lines(text: str, letters: int) -> list[str]:
    """Break text at spaces into at most two lines, the second cut short where it is too long."""
    if len(text) <= letters:
        return [text]
    at = text.rfind(" ", 0, letters + 1)
    at = at if at > 0 else letters
    rest = text[at:].strip()
    return [text[:at].strip(), rest if len(rest) <= letters else rest[: letters - 1].rstrip() + "…"]
