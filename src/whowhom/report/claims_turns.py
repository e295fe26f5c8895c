"""The picture of turns: the claim as judged, and under each other assumption, between 0 and 1.

The limits of the verdicts are drawn, so that one sees which assumption takes the claim across them.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass

from whowhom.report.claims_marks import AGAINST, FOR, legend, verdict_sign
from whowhom.report.claims_words import (
    ERROR,
    MEANINGS,
    Plain,
    as_expected,
    probability,
    real,
    share_told,
    turns_it,
)
from whowhom.report.picture import INK, Panel, Picture
from whowhom.report.svg import element

LEFT, RIGHT = 264.0, 554.0
_LETTERS, _LINE, _GROUP, _HEAD = 40, 14.0, 30.0, 24.0
_TURNS = "turns the verdict"
KINDS = {
    "switch": "a part of the model taken otherwise",
    "reading": "the record read otherwise",
    "number": "one number moved, in every draw",
    "region": "regions declared by the claim",
}
"""The kinds of assumptions in the order of the picture, and what each is."""


@dataclass(frozen=True)
class _Row:
    """A line of the picture: a heading, the claim as judged, or a turn."""

    words: list[str]
    height: float
    share: Plain | None = None
    verdict: str = ""
    notes: tuple[str, ...] = ()
    heading: bool = False


def turns_picture(claim: Plain) -> bytes:
    """Draw the claim under every assumption; nothing where it was judged under none."""
    if not claim["turns"]:
        return b""
    rows = _rows(claim)
    size = sum(row.height for row in rows)
    signs, top = _legend(rows)
    drawn = Picture(top + _HEAD + size + 42.0)
    panel = drawn.panel(top + _HEAD, size, (0.0, 1.0), (size, 0.0), LEFT, RIGHT - LEFT)
    panel.add(signs)
    _zones(panel, size)
    at = 0.0
    for row in rows:
        _draw(panel, row, at)
        at += row.height
    panel.level_axis(
        [(tick / 5, f"{20 * tick} %") for tick in range(6)], "share of the posterior in which the claim holds"
    )
    return drawn.svg()


def _rows(claim: Plain) -> list[_Row]:
    """Return the claim as judged, then the turns of each kind under a heading."""
    rows = [_turn_row("as it is, judged alone", claim["share"], claim["alone"], (claim["alone"],))]
    for kind, meaning in KINDS.items():
        turns = [turn for turn in claim["turns"] if turn["kind"] == kind]
        if turns:
            rows.append(_Row([meaning], _GROUP, heading=True))
        rows += [
            _turn_row(turn["says"], turn["share"], turn["verdict"], _notes(claim, turn)) for turn in turns
        ]
    return rows


def _notes(claim: Plain, turn: Plain) -> tuple[str, ...]:
    """Return what stands on the right of a turn."""
    first = turn["verdict"] if turn["share"] is not None else "does not fit the claim"
    notes = [first]
    if turn["expected"]:
        notes += _declared(turn)
    elif turns_it(claim, turn):
        notes.append(_TURNS)
    return tuple(notes)


def _declared(turn: Plain) -> list[str]:
    """Return what a claim's file expects of a region, and whether more than half of the posterior is so."""
    expected = turn["expected"]
    if not as_expected(turn):
        return [f"expected: {expected}"]
    return ["as expected"] if turn["verdict"] == expected else [f"leans to {expected},", "as expected"]


def _turn_row(says: str, share: Plain | None, verdict: str, notes: tuple[str, ...]) -> _Row:
    words = textwrap.wrap(says, _LETTERS) or [""]
    return _Row(words, max(_LINE * max(len(words), len(notes)) + 12.0, 28.0), share, verdict, notes)


def _zones(panel: Panel, size: float) -> None:
    """Draw the limits of the verdicts, with the zones beyond them shaded and named."""
    for zone, colour, word, anchor in (
        ((0.0, ERROR), AGAINST, "contradicted", "start"),
        ((1 - ERROR, 1.0), FOR, "supported", "end"),
    ):
        panel.box(zone, (size, 0.0), colour, 0.22)
        panel.write(
            panel.across(zone[0] if anchor == "start" else zone[1]), panel.top - 7, word, anchor, 10.5
        )
    panel.write(panel.across(0.5), panel.top - 7, "undetermined", "middle", 10.5)
    for limit in (ERROR, 1 - ERROR):
        panel.upright(limit, 0.0, size, INK, 1.2, 0.8, "5 4")


def _draw(panel: Panel, row: _Row, top: float) -> None:
    """Draw one row: words, mark and interval, what it comes to."""
    middle = panel.top + top + row.height / 2
    if row.heading:
        panel.write(4, middle + 9, row.words[0], "start", 11, font_weight="bold")
        return
    if top:
        edge = panel.top + top
        panel.add(element("line", x1=4, y1=edge, x2=756, y2=edge, stroke=INK, stroke_opacity=0.14))
    _lines(panel, row.words, 4.0, middle)
    if row.share is not None:
        _interval(panel, row, middle)
    told = probability(row.share) if row.share is not None else ""
    panel.write(RIGHT + 58, middle + 4, told, "end", 11)
    _lines(panel, list(row.notes), RIGHT + 66, middle)


def _lines(panel: Panel, lines: list[str], x: float, middle: float) -> None:
    first = middle - _LINE * (len(lines) - 1) / 2 + 4
    for place, text in enumerate(lines):
        panel.write(
            x, first + place * _LINE, text, "start", 11, font_weight="bold" if text == _TURNS else None
        )


def _interval(panel: Panel, row: _Row, at: float) -> None:
    """Draw the share with its interval, its mark that of the verdict there."""
    assert row.share is not None
    low, high, middle = (real(row.share[name]) for name in ("low", "high", "probability"))
    if math.isfinite(low + high):
        ends = {"x1": panel.across(low), "x2": panel.across(high)}
        panel.add(element("line", **ends, y1=at, y2=at, stroke=INK, stroke_width=2.2, stroke_opacity=0.75))
    if math.isfinite(middle):
        panel.add(verdict_sign(row.verdict, panel.across(middle), at, share_told(row.share)))


def _legend(rows: list[_Row]) -> tuple[str, float]:
    """Name what is drawn."""
    found = {row.verdict for row in rows if row.share is not None}
    signs = [(word, verdict_sign(word, 11.0, 6.0)) for word in MEANINGS if word in found]
    line = element("line", x1=0, y1=6, x2=22, y2=6, stroke=INK, stroke_width=2.2, stroke_opacity=0.75)
    return legend([*signs, ("90 % interval of the share", line)])
