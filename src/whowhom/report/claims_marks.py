"""Marks and bars of claims: a verdict by shape and colour, a share of the posterior as a bar between 0 and 1.

Blue and orange, not green and red: a contradicted claim is a finding, and no verdict is the better one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from whowhom.report.claims_words import (
    CONTRADICTED,
    ERROR,
    NOT_COUNTED,
    SUPPORTED,
    UNDETERMINED,
    Plain,
    real,
    share_told,
)
from whowhom.report.picture import COLOURS, INK
from whowhom.report.svg import WIDTH, element

FOR, AGAINST = COLOURS[0], COLOURS[1]
"""The side of the posterior on which a claim holds, and the other one."""
_BAR, _HEIGHT = 128.0, 18.0
Sign = tuple[str, str]
"""A label of a legend and what it is the label of, in a box of 22 by 12 pixels."""


def verdict_sign(verdict: str, x: float, y: float, title: str | None = None) -> str:
    """Draw the mark of a verdict at a pixel: filled circle, filled diamond, hollow circle, cross."""
    text = None if title is None else element("title", escape(title))
    if verdict == SUPPORTED:
        return element("circle", text, cx=x, cy=y, r=5.5, fill=FOR)
    if verdict == CONTRADICTED:
        corners = [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)]
        return element(
            "polygon", text, points=" ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in corners), fill=AGAINST
        )
    if verdict == UNDETERMINED:
        return element(
            "circle", text, cx=x, cy=y, r=4.6, fill="var(--paper, none)", stroke=INK, stroke_width=1.6
        )
    arms = f"M{x - 4:.1f} {y - 4:.1f}l8 8M{x - 4:.1f} {y + 4:.1f}l8 -8"
    return element("path", text, d=arms, fill="none", stroke=INK, stroke_width=1.6)


def verdict_mark(verdict: str) -> str:
    """Return the mark of a verdict as a picture for a line of text, which names it itself."""
    inner = verdict_sign(verdict, 7.0, 7.0)
    return element("svg", inner, class_="mark", viewBox="0 0 14 14", width=14, height=14, aria_hidden="true")


def share_bar(share: Plain | None, verdict: str, width: float = _BAR) -> str:
    """Return a bar of the share of the posterior on each side, its interval and the limits of verdicts."""
    chance = real(None if share is None else share["probability"])
    if share is None or math.isnan(chance):
        return ""
    high = _HEIGHT - 6.0
    faded = 0.3 if verdict == NOT_COUNTED else 1.0
    parts = [
        _box(0.0, chance, width, high, FOR, 0.85 * faded),
        _box(chance, 1.0, width, high, AGAINST, 0.5 * faded),
        *(_tick(limit * width, -1.0, high + 4.0, 0.8) for limit in (ERROR, 1 - ERROR)),
    ]
    low, end = real(share["low"]), real(share["high"])
    if math.isfinite(low + end):
        middle = high / 2
        parts.append(
            element("line", x1=low * width, y1=middle, x2=end * width, y2=middle, stroke=INK, stroke_width=2)
        )
        parts += [_tick(place * width, middle - 3.0, middle + 3.0, 1.6) for place in (low, end)]
    inner = element("title", escape(share_told(share))) + "".join(parts)
    box = f"-2 -2 {width + 4:.0f} {_HEIGHT:.0f}"
    return element(
        "svg", inner, class_="bar", viewBox=box, width=width + 4, height=_HEIGHT, role="img",
        aria_label=share_told(share),
    )  # fmt: skip


def _box(start: float, end: float, width: float, high: float, colour: str, opacity: float) -> str:
    return element(
        "rect", x=start * width, y=0, width=max(end - start, 0.0) * width, height=high, fill=colour,
        fill_opacity=opacity,
    )  # fmt: skip


def _tick(at: float, top: float, foot: float, width: float) -> str:
    return element("line", x1=at, y1=top, x2=at, y2=foot, stroke=INK, stroke_width=width)


def legend(signs: Sequence[Sign]) -> tuple[str, float]:
    """Return a legend in rows from the picture's left edge, and how many pixels it takes."""
    x, y, parts = 4.0, 6.0, []
    for label, drawn in signs:
        room = 30.0 + 6.2 * len(label) + 14.0
        if x > 4.0 and x + room > WIDTH:
            x, y = 4.0, y + 19.0
        text = element("text", escape(label), x=29, y=10, font_size=11, fill=INK)
        parts.append(element("g", drawn + text, transform=f"translate({x:.1f} {y:.1f})"))
        x += room
    return "".join(parts), y + 19.0
