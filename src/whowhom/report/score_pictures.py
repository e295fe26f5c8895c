"""The pictures of the test out of sample: reliability curves and ROC curves, predictor by predictor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from whowhom.report.picture import COLOURS, INK, Panel, Picture
from whowhom.report.svg import element

Plain = dict[str, Any]

_SIDE, _LEFT, _STEP = 190.0, 60.0, 232.0
_ACROSS = 3
_TICKS = [(0.0, "0"), (0.5, "50"), (1.0, "100")]


def reliability_picture(curves: Mapping[str, Sequence[Plain]]) -> bytes:
    """Draw for each predictor the share that stayed against what was said, all rounds together.

    curves: by predictor the points, each with said, happened, low, high and n.
    """
    rows = -(-len(curves) // _ACROSS)
    drawn = Picture(rows * (_SIDE + 92) + 6)
    for place, (name, points) in enumerate(curves.items()):
        row, column = divmod(place, _ACROSS)
        panel = _square(drawn, column, 34 + row * (_SIDE + 92))
        panel.write(panel.left + _SIDE / 2, panel.top - 10, name, size=11)
        panel.line((0, 1), (0, 1), INK, 1, dash="4 3")
        for point in points:
            panel.line((point["said"], point["said"]), (point["low"], point["high"]), COLOURS[0], 1.6)
            title = f"{point['happened']:.0%} of {point['n']} stayed where {point['said']:.0%} was said"
            panel.mark(point["said"], point["happened"], "circle", True, title)
        panel.line([p["said"] for p in points], [p["happened"] for p in points], COLOURS[0], 1.2)
        _axes(panel, "said to stay, %", "stayed, %" if column == 0 else "")
    return drawn.svg()


def roc_picture(rounds: Mapping[str, Mapping[str, Plain]]) -> bytes:
    """Draw the ROC curves of the first rounds, with the area under each; chance is the diagonal.

    rounds: by round and predictor the curve, with wrong, right and area.
    """
    most = max((len(curves) for curves in rounds.values()), default=0)
    drawn = Picture(_SIDE + 96 + 15 * most)
    for column, (label, curves) in enumerate(list(rounds.items())[:_ACROSS]):
        panel = _square(drawn, column, 34)
        panel.write(panel.left + _SIDE / 2, panel.top - 10, label, size=12)
        panel.line((0, 1), (0, 1), INK, 1, dash="4 3")
        for place, (name, curve) in enumerate(curves.items()):
            colour = COLOURS[place % len(COLOURS)]
            panel.line(curve["wrong"], curve["right"], colour, 2)
            below = panel.top + _SIDE + 54 + 15 * place
            ends = {"x1": panel.left, "x2": panel.left + 16, "y1": below - 4, "y2": below - 4}
            panel.add(element("line", **ends, stroke=colour, stroke_width=3))
            panel.write(panel.left + 22, below, f"{name}: {curve['area']:.2f}", "start", 10.5)
        _axes(panel, "of those who left, %", "of those who stayed, %" if column == 0 else "")
    return drawn.svg()


def _square(drawn: Picture, column: int, top: float) -> Panel:
    """Return a panel whose axes are probabilities."""
    return drawn.panel(top, _SIDE, (0, 1), (0, 1), _LEFT + column * _STEP, _SIDE)


def _axes(panel: Panel, level: str, upright: str) -> None:
    """Draw both axes, in per cent."""
    panel.level_axis(_TICKS, level)
    panel.upright_axis(_TICKS, upright)
