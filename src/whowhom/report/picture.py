"""Pictures as SVG that takes the page's own text colour, so that they read in light and in dark.

Bands show the median, the middle 50 and the middle 90 per cent of histories. Observed points are filled where
the figure was seen in its source, hollow where it is recalled, diamonds where it is computed from other rows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from whowhom.report.observed import Datum
from whowhom.report.statistics import Numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#0a0b0c"
"""Drawn by Matplotlib, replaced by the colour of the page's text."""
COLOURS = ("#2f7fc1", "#d9741a", "#2a9d78", "#a06cc5", "#c8443f", "#8a8f98")
WIDTH = 7.6
"""Inches."""
_STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9.0,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9.5,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "legend.fontsize": 8.5,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}
_MARKS = {
    "sourced": ("o", INK, "sourced"),
    "recalled": ("o", "none", "recalled"),
    "computed": ("D", INK, "computed"),
    "claimed": ("^", "none", "claimed by one side"),
}


class Picture:
    """A figure with panels placed in inches from its top; `svg` gives the bytes."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        import matplotlib
        from matplotlib.figure import Figure

        self._rc = matplotlib.rc_context(_STYLE)
        self._rc.__enter__()
        self.width, self.height = width, height
        self.figure: Figure = Figure(figsize=(width, height))

    def panel(self, top: float, height: float, left: float = 0.65, width: float | None = None) -> Axes:
        """Return axes `top` inches below the upper edge; unless told, as wide as the figure allows."""
        wide = self.width - left - 0.2 if width is None else width
        bottom = self.height - top - height
        axes = self.figure.add_axes(
            (left / self.width, bottom / self.height, wide / self.width, height / self.height)
        )
        axes.grid(axis="y", color=INK, alpha=0.15, linewidth=0.6)
        axes.set_axisbelow(True)
        return axes

    def svg(self, name: str) -> bytes:
        """Return the picture; `name` keeps the inner marks of several pictures on one page apart."""
        import matplotlib

        matplotlib.rcParams["svg.hashsalt"] = name
        file = io.StringIO()
        try:
            empty = {"Date": None, "Creator": None, "Format": None, "Type": None}
            self.figure.savefig(file, format="svg", metadata=empty)
        finally:
            self._rc.__exit__(None, None, None)
        return _for_a_page(file.getvalue()).encode()


def _for_a_page(text: str) -> str:
    """Cut an SVG file down to what stands in a page: no addresses, no fixed size, the page's text colour."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = (
        re.sub(r'\s(?:xmlns(?::\w+)?|width|height|version)="[^"]*"', "", text[: text.index(">")])
        + text[text.index(">") :]
    )
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    text = text.replace("xlink:href", "href").replace(INK, "currentColor")
    return re.sub(r">\s+<", "><", text).strip()


def band(axes: Axes, x: Numbers, levels: Numbers, colour: str, label: str, *, inner: bool = True) -> None:
    """Draw the 90 and, unless told otherwise, the 50 per cent interval and the median. levels: (5, point)."""
    axes.fill_between(x, levels[0], levels[4], color=colour, alpha=0.2, linewidth=0, label=f"{label}: 90 %")
    if inner:
        axes.fill_between(x, levels[1], levels[3], color=colour, alpha=0.35, linewidth=0, label="50 %")
    axes.plot(x, levels[2], color=colour, linewidth=1.6, label="median" if inner else f"{label}: median")


def whiskers(axes: Axes, x: Numbers, levels: Numbers, colour: str, label: str) -> None:
    """Draw intervals at single places: thin 90 per cent, thick 50 per cent, a dot for the median."""
    axes.vlines(x, levels[0], levels[4], color=colour, linewidth=1.6, alpha=0.55, label=f"{label}: 90 %")
    axes.vlines(x, levels[1], levels[3], color=colour, linewidth=6, alpha=0.45, label="50 %")
    axes.plot(x, levels[2], "_", color=colour, markersize=11, markeredgewidth=2, label="median")


def points(axes: Axes, data: Iterable[Datum], label: str, x: Sequence[float] | None = None) -> None:
    """Draw observed points by status, at their dates or at the places given."""
    data = list(data)
    places = [item.year for item in data] if x is None else list(x)
    for status, (mark, face, word) in _MARKS.items():
        chosen = [
            (place, item.value) for place, item in zip(places, data, strict=True) if item.status == status
        ]
        if chosen:
            across, up = zip(*chosen, strict=True)
            axes.plot(
                across,
                up,
                mark,
                color=INK,
                markerfacecolor=face,
                markeredgecolor=INK,
                markersize=5.5 if mark != "D" else 4.5,
                label=f"{label} ({word})",
                zorder=5,
            )


def level_line(axes: Axes, height: float, label: str) -> None:
    """Draw a threshold, named at its left end."""
    axes.axhline(height, color=INK, linewidth=0.8, linestyle=(0, (4, 3)), alpha=0.7)
    axes.annotate(
        label, (0.005, height), xycoords=("axes fraction", "data"), va="bottom", ha="left", fontsize=8
    )


def months_histogram(axes: Axes, years: Numbers, first: Numbers, colour: str, label: str) -> None:
    """Draw the per cent of histories that reach a threshold in each quarter of a year.

    years: (month,) places of the months. first: (history,) positions, negative where never.
    """
    reached = years[first[first >= 0].astype(np.int64)]
    # A state stands at the end of its month: the quarter that ends there is its own.
    edges = np.arange(np.floor(years[0] * 4) / 4 - 0.25, years[-1] + 0.26, 0.25) + 1e-6
    counts, _ = np.histogram(reached, bins=edges)
    heights = 100 * counts / max(first.size, 1)
    axes.stairs(heights, edges, fill=True, color=colour, alpha=0.55, linewidth=0, label=label)


def date_line(axes: Axes, datum: Datum, label: str) -> None:
    """Draw an observed date: unbroken where the date was seen in its source, broken where it is recalled."""
    style: Any = "-" if datum.status == "sourced" else (0, (3, 2))
    axes.axvline(datum.year, color=INK, linewidth=1.4, linestyle=style, label=f"{label} ({datum.status})")


def legend(axes: Axes, columns: int = 4) -> None:
    """Put the legend above the axes, in rows."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.01),
        ncols=columns,
        frameon=False,
        borderaxespad=0,
        handlelength=1.6,
        columnspacing=1.4,
        labelcolor=INK,
    )


def years_axis(axes: Axes, years: Numbers, *, named: bool = True) -> None:
    """Set an axis of years with a whole number at each tick."""
    first, last = int(np.floor(years[0])), int(np.ceil(years[-1]))
    step = 1 if last - first <= 13 else 2
    ticks = np.arange(first + (-first % step), last + 1, step)
    axes.set_xticks(ticks, [str(tick) for tick in ticks] if named else [""] * ticks.size)
    axes.set_xlim(years[0] - 0.15, years[-1] + 0.15)
    if named:
        axes.set_xlabel("year (a tick is 1 January)")


def percent_axis(axes: Axes, label: str, top: float = 1.0) -> None:
    """Set an upright axis of shares from 0, written in per cent."""
    ticks = np.arange(0, top + 0.001, 0.2 if top > 0.5 else 0.1)
    axes.set_yticks(ticks, [f"{100 * tick:.0f} %" for tick in ticks])
    axes.set_ylim(0, top)
    axes.set_ylabel(label)
