"""SVG written directly: panels with two axes, areas, lines, marks and a legend, in the page's text colour.

A plotting library would take longer to import than the whole report takes to write, and its pictures keep one
background. Coordinates of a picture are pixels at full width; those of a panel are the data's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

INK = "currentColor"
WIDTH = 760.0
_LETTER = 6.4
"""Pixels of a letter of the legend, on the wide side."""
_ROW = 17.0

Range = tuple[float, float]
Values = NDArray[np.float64] | Sequence[float]


def element(name: str, text: str | None = None, /, **attributes: object) -> str:
    """Write one element; `_` in a name of an attribute stands for `-`, and None leaves it out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_short(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}/>" if text is None else f"<{name}{written}>{text}</{name}>"


def _short(value: object) -> str:
    """Write a number with one digit after the point, anything else as it is."""
    if isinstance(value, float | np.floating):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


@dataclass
class Panel:
    """One pair of axes; everything drawn goes to `elements`, everything named to `legend`."""

    left: float
    top: float
    width: float
    height: float
    x: Range
    y: Range
    elements: list[str] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)
    """Label to the elements of its sign, in a box of 22 by 12 pixels."""
    log: bool = False
    """Whether equal heights are equal factors; what lies below the axis is drawn at its foot."""

    def across(self, x: float) -> float:
        """Return the pixel of a place on the level axis."""
        return self.left + (x - self.x[0]) / (self.x[1] - self.x[0]) * self.width

    def up(self, y: float) -> float:
        """Return the pixel of a height."""
        low, high = self.y
        if self.log:
            low, high, y = math.log(low), math.log(high), math.log(max(y, low))
        return self.top + (high - y) / (high - low) * self.height

    def add(self, *elements: str) -> None:
        """Draw elements as they are."""
        self.elements += elements

    def name(self, label: str | None, sign: str) -> None:
        """Put a sign into the legend, once for each label."""
        if label:
            self.legend.setdefault(label, sign)

    def _path(self, x: Values, y: Values) -> str:
        """Write points as the part of a path after its first letter."""
        return "L".join(f"{self.across(a):.1f} {self.up(b):.1f}" for a, b in zip(x, y, strict=True))

    def area(
        self, x: Values, low: Values, high: Values, colour: str, opacity: float, label: str | None = None
    ) -> None:
        """Fill between two lines, with gaps where either is NaN."""
        x, low, high = (np.asarray(values, np.float64) for values in (x, low, high))
        for part in _unbroken(~np.isnan(low + high)):
            outline = f"{self._path(x[part], high[part])}L{self._path(x[part][::-1], low[part][::-1])}"
            self.add(element("path", d=f"M{outline}Z", fill=colour, fill_opacity=opacity))
        self.name(label, element("rect", x=0, y=0, width=22, height=12, fill=colour, fill_opacity=opacity))

    def line(
        self,
        x: Values,
        y: Values,
        colour: str = INK,
        width: float = 1.8,
        label: str | None = None,
        *,
        dash: str | None = None,
        step: bool = False,
    ) -> None:
        """Draw a line, with gaps at NaN; step: each height holds until the next place."""
        x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
        if step and x.size > 1:
            x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
        style = {"stroke": colour, "stroke_width": width, "stroke_dasharray": dash}
        for part in _unbroken(~np.isnan(y)):
            self.add(element("path", d=f"M{self._path(x[part], y[part])}", fill="none", **style))
        self.name(label, element("line", x1=0, y1=6, x2=22, y2=6, **style))

    def upright(
        self,
        x: float,
        low: float,
        high: float,
        colour: str,
        width: float,
        opacity: float = 1,
        dash: str | None = None,
    ) -> None:
        """Draw an upright line between two heights."""
        at = self.across(x)
        style = {"stroke": colour, "stroke_width": width, "stroke_opacity": opacity, "stroke_dasharray": dash}
        self.add(element("line", x1=at, y1=self.up(low), x2=at, y2=self.up(high), **style))

    def box(self, x: Range, y: Range, colour: str, opacity: float, title: str | None = None) -> None:
        """Fill a box, with a text that shows when it is pointed at."""
        text = None if title is None else element("title", escape(title))
        left, right, upper, lower = self.across(x[0]), self.across(x[1]), self.up(y[1]), self.up(y[0])
        sides = {"x": left, "y": upper, "width": right - left, "height": lower - upper}
        self.add(element("rect", text, **sides, fill=colour, fill_opacity=opacity))

    def mark(self, x: float, y: float, shape: str, filled: bool, title: str) -> None:
        """Draw an observed point: circle, diamond or triangle, with a text for the pointer."""
        self.add(sign(shape, filled, self.across(x), self.up(y), title))

    def write(
        self, x: float, y: float, text: str, anchor: str = "middle", size: float = 11.5, **more: object
    ) -> None:
        """Write text at a place given in pixels."""
        self.add(
            element("text", escape(text), x=x, y=y, text_anchor=anchor, font_size=size, fill=INK, **more)
        )

    def level_axis(self, ticks: Iterable[tuple[float, str]], label: str = "") -> None:
        """Draw the lower axis with its ticks and its name."""
        base = self.top + self.height
        self.add(element("line", x1=self.left, y1=base, x2=self.left + self.width, y2=base, stroke=INK))
        for place, word in ticks:
            at = self.across(place)
            self.add(element("line", x1=at, y1=base, x2=at, y2=base + 4, stroke=INK))
            self.write(at, base + 17, word)
        self.write(self.left + self.width / 2, base + 35, label)

    def upright_axis(self, ticks: Iterable[tuple[float, str]], label: str) -> None:
        """Draw the left axis with its ticks, a faint line across at each, and its name."""
        widest = 0
        for place, word in ticks:
            widest = max(widest, len(word))
            at, right = self.up(place), self.left + self.width
            self.add(element("line", x1=self.left, y1=at, x2=right, y2=at, stroke=INK, stroke_opacity=0.16))
            self.write(self.left - 7, at + 4, word, "end")
        lines = label.split("\n")
        middle = self.top + self.height / 2
        for number, text in enumerate(lines):
            at = self.left - max(45, 14 + _LETTER * widest) - 14 * (len(lines) - 1 - number)
            self.write(at, middle, text, transform=f"rotate(-90 {at:.1f} {middle:.1f})")

    def legend_elements(self) -> list[str]:
        """Return the legend, in rows that end just above the panel."""
        rows: list[list[tuple[float, str, str]]] = [[]]
        along = 0.0
        for label, drawn in self.legend.items():
            room = 30 + _LETTER * len(label) + 14
            if along + room > self.width + 20 and rows[-1]:
                rows.append([])
                along = 0.0
            rows[-1].append((along, label, drawn))
            along += room
        answer = []
        for number, row in enumerate(rows):
            y = self.top - 10 - _ROW * (len(rows) - number)
            for x, label, drawn in row:
                text = element("text", escape(label), x=28, y=10, font_size=11.5, fill=INK)
                move = f"translate({self.left + x:.1f} {y:.1f})"
                answer.append(element("g", drawn + text, transform=move))
        return answer


class Picture:
    """A picture of a given height in pixels, made of panels."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.panels: list[Panel] = []

    def panel(
        self,
        top: float,
        height: float,
        x: Range,
        y: Range,
        left: float = 74,
        width: float | None = None,
        *,
        log: bool = False,
    ) -> Panel:
        """Add a panel; unless told, as wide as the picture allows. A row of legend takes 17 pixels."""
        made = Panel(left, top, WIDTH - left - 16 if width is None else width, height, x, y, log=log)
        self.panels.append(made)
        return made

    def svg(self) -> bytes:
        """Return the picture as an element for a page, without an address and without a text colour."""
        inner = "".join("".join([*panel.elements, *panel.legend_elements()]) for panel in self.panels)
        box = f"0 0 {WIDTH:.0f} {self.height:.0f}"
        return element("svg", inner, viewBox=box, aria_hidden="true").encode()


def sign(shape: str, filled: bool, x: float, y: float, title: str | None = None) -> str:
    """Write an observed point's mark at a pixel."""
    style = {"fill": INK if filled else "var(--paper, none)", "stroke": INK, "stroke_width": 1.4}
    text = None if title is None else element("title", escape(title))
    if shape == "circle":
        return element("circle", text, cx=x, cy=y, r=4, **style)
    corners = [(0, -5), (5, 0), (0, 5), (-5, 0)] if shape == "diamond" else [(0, -5), (5, 4), (-5, 4)]
    return element("polygon", text, points=" ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in corners), **style)


def _unbroken(present: NDArray[np.bool_]) -> list[slice]:
    """Return the stretches of places that are present."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], present, [False]]).astype(np.int8)))
    return [slice(int(first), int(last)) for first, last in edges.reshape(-1, 2)]
