"""Where the boxes and arrows of a directed graph go, in layers from top to bottom; no arrow crosses a box.

Layers and their order come from `graph_layers`; places in a layer by least squares under least distances.
Links run through the gaps between layers as curves, and through a layer upright. Lengths are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from whowhom.report.graph_layers import Link, layers, opened, order_rows, segments, with_bends

_SWEEPS = 24
_BETWEEN_BOXES, _BETWEEN_BENDS, _BETWEEN_BOTH = 30.0, 13.0, 20.0
_PORTS, _CORNER = 15.0, 12.0


@dataclass(frozen=True)
class Route:
    """One link as the places through which it runs, from the higher box to the lower.

    legs: (x, y above, x, y below) of the curve through each gap between layers. down: whether the arrow
    points along them. top, bottom: where it leaves the higher box and meets the lower one.
    """

    legs: tuple[tuple[float, float, float, float], ...]
    down: bool
    top: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """Centres and upper edges of the boxes, and the routes of the links, in the order they were given."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    routes: tuple[Route, ...]
    width: float
    height: float


def lay_out(
    sizes: Sequence[tuple[float, float]], links: Sequence[Link], room: Sequence[float] | None = None
) -> Layout:
    """Place boxes of given (width, height) and the links between them; no link may join a box to itself.

    room: the width that each box keeps free, its own unless told.
    """
    widths_kept = [width for width, _ in sizes] if room is None else room
    order = opened(len(sizes), links)
    chains_of = [(a, b) if order[a] < order[b] else (b, a) for a, b, _ in links]
    layer = layers(len(sizes), chains_of, order)
    rows, chains, widths = with_bends(widths_kept, layer, chains_of)
    order_rows(rows, chains, widths)
    x = _places(rows, chains, widths, len(sizes))
    return _routed(sizes, links, rows, chains, x, widths)


def apart(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return places in the same order, at least `gaps` apart, with the least sum of squares to those wanted.

    Isotonic regression by pooling neighbours (pool adjacent violators), after taking the gaps away.
    """
    offsets = [0.0][: len(wanted)]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[list[float]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        blocks.append([place - offset, 1.0])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            value, weight = blocks.pop()
            total = blocks[-1][1] + weight
            blocks[-1] = [(blocks[-1][0] * blocks[-1][1] + value * weight) / total, total]
    level = [value for value, weight in blocks for _ in range(int(weight))]
    return [value + offset for value, offset in zip(level, offsets, strict=True)]


def _gaps(row: Sequence[int], widths: Sequence[float], boxes: int) -> list[float]:
    """Return the least distance between the centres of neighbours in a row."""
    found = []
    for left, right in pairwise(row):
        kinds = (left < boxes) + (right < boxes)
        free = (_BETWEEN_BENDS, _BETWEEN_BOTH, _BETWEEN_BOXES)[kinds]
        found.append((widths[left] + widths[right]) / 2 + free)
    return found


def _places(
    rows: Sequence[Sequence[int]], chains: Sequence[Sequence[int]], widths: Sequence[float], boxes: int
) -> list[float]:
    """Return the centre of each item: near its neighbours, bends straight where they can be."""
    x = [0.0] * len(widths)
    near: list[list[tuple[int, float]]] = [[] for _ in widths]
    for upper, lower in segments(chains):
        weight = 1.0 + 4.0 * ((upper >= boxes) + (lower >= boxes))
        near[upper].append((lower, weight))
        near[lower].append((upper, weight))
    for row in rows:
        gaps = _gaps(row, widths, boxes)
        for k, item in enumerate(row):
            x[item] = sum(gaps[:k]) - sum(gaps) / 2
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [
                sum(x[other] * weight for other, weight in near[item]) / sum(w for _, w in near[item])
                if near[item]
                else x[item]
                for item in row
            ]
            for item, place in zip(row, apart(wanted, _gaps(row, widths, boxes)), strict=True):
                x[item] = place
    return x


def _routed(
    sizes: Sequence[tuple[float, float]],
    links: Sequence[Link],
    rows: Sequence[Sequence[int]],
    chains: Sequence[Sequence[int]],
    x: list[float],
    widths: Sequence[float],
) -> Layout:
    """Stack the rows, spread the links along the edges of the boxes, and shift all to begin at 0."""
    boxes = len(sizes)
    number = {item: k for k, row in enumerate(rows) for item in row}
    heights = [max((sizes[item][1] for item in row if item < boxes), default=0.0) for row in rows]
    tops = [0.0]
    for k, height in enumerate(heights):
        crossing = sum(number[a] == k for a, _ in segments(chains))
        tops.append(tops[-1] + height + 44 + 4.0 * min(crossing, 14))
    upper, lower = _ports(sizes, chains, x)
    y = [tops[number[b]] + (heights[number[b]] - sizes[b][1]) / 2 for b in range(boxes)]
    routes = []
    for k, chain in enumerate(chains):
        along = [upper[k], *(x[item] for item in chain[1:-1]), lower[k]]
        legs = tuple(
            (along[i], tops[number[item]] + heights[number[item]], along[i + 1], tops[number[item] + 1])
            for i, item in enumerate(chain[:-1])
        )
        first, last = chain[0], chain[-1]
        routes.append(Route(legs, links[k][0] == first, y[first] + sizes[first][1], y[last]))
    left = min((place - width / 2 for place, width in zip(x, widths, strict=True)), default=0.0)
    right = max((place + width / 2 for place, width in zip(x, widths, strict=True)), default=0.0)
    moved = [
        Route(tuple((a - left, b, c - left, d) for a, b, c, d in r.legs), r.down, r.top, r.bottom)
        for r in routes
    ]
    height = tops[len(rows) - 1] + heights[-1] if rows else 0.0
    return Layout(tuple(place - left for place in x[:boxes]), tuple(y), tuple(moved), right - left, height)


def _ports(
    sizes: Sequence[tuple[float, float]], chains: Sequence[Sequence[int]], x: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return where each link leaves its higher box and where it meets its lower one."""
    ends: tuple[list[float], list[float]] = ([0.0] * len(chains), [0.0] * len(chains))
    for box, (width, _) in enumerate(sizes):
        for side, found in enumerate(ends):
            here = [k for k, chain in enumerate(chains) if chain[-side] == box]
            # The next item on the way decides the order, so that links do not cross at the box.
            toward = {k: x[chains[k][1 if side == 0 else -2]] for k in here}
            if not here:
                continue
            here.sort(key=lambda k: (toward[k], k))
            half = width / 2 - _CORNER
            step = min(_PORTS, 2 * half / max(len(here) - 1, 1))
            wanted = [min(max(toward[k], x[box] - half), x[box] + half) for k in here]
            places = _within(apart(wanted, [step] * (len(here) - 1)), step, x[box] - half, x[box] + half)
            for k, place in zip(here, places, strict=True):
                found[k] = place
    return ends


def _within(places: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Push places into a range in which they fit, each a step from the next."""
    pushed: list[float] = []
    for place in places:
        pushed.append(max(place, pushed[-1] + step if pushed else low))
    for k in reversed(range(len(pushed))):
        pushed[k] = min(pushed[k], pushed[k + 1] - step if k + 1 < len(pushed) else high)
    return pushed
