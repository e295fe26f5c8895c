"""Layers of a directed graph, and the order of boxes in them that lets few links cross.

The classical steps: circles are opened by reversing few links (greedy, P. Eades, X. Lin and W. F. Smyth,
"A fast and effective heuristic for the feedback arc set problem", Information Processing Letters 47 (1993)
319-323); layers by longest paths; links over several layers get a bend in each, which takes room like a
narrow box (K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system
structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981) 109-125); order by barycentres.
Deterministic. Boxes are numbered from 0; bends get the numbers after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Link = tuple[int, int, float]
"""From a box, to a box, and how much it weighs when circles are opened."""

MOST_ABREAST = 5
_SWEEPS = 24


def opened(count: int, links: Sequence[Link]) -> list[int]:
    """Return a position for each box such that few, light links run backwards."""
    left = list(range(count))
    front: list[int] = []
    back: list[int] = []
    while left:
        inside = set(left)
        out = dict.fromkeys(left, 0.0)
        into = dict.fromkeys(left, 0.0)
        for a, b, weight in links:
            if a in inside and b in inside:
                out[a] += weight
                into[b] += weight
        sinks = [node for node in left if out[node] == 0 and into[node] > 0]
        sources = [node for node in left if into[node] == 0]
        if sinks:
            back.insert(0, sinks[-1])
            left.remove(sinks[-1])
        else:
            chosen = sources[0] if sources else max(left, key=lambda n: (out[n] - into[n], -n))
            front.append(chosen)
            left.remove(chosen)
    return [position for _, position in sorted((node, k) for k, node in enumerate(front + back))]


def layers(count: int, pairs: Sequence[tuple[int, int]], order: Sequence[int]) -> list[int]:
    """Return the layer of each box: longest path from above; who acts on others stands just above them."""
    layer = [0] * count
    for node in sorted(range(count), key=lambda n: order[n]):
        layer[node] = max((layer[a] + 1 for a, b in pairs if b == node), default=0)
    for node in range(count):
        below = [layer[b] for a, b in pairs if a == node]
        if below and not any(b == node for _, b in pairs):
            layer[node] = min(below) - 1
    number = 0
    while number <= max(layer, default=0):
        members = [node for node in range(count) if layer[node] == number]
        if len(members) > MOST_ABREAST:
            # Too many abreast: those on whom something acts go one layer down, and all below with them.
            members.sort(key=lambda n: (sum(b == n for _, b in pairs), n))
            lower = set(members[MOST_ABREAST:])
            layer = [k + 1 if k > number or node in lower else k for node, k in enumerate(layer)]
        number += 1
    return layer


def with_bends(
    room: Sequence[float], layer: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> tuple[list[list[int]], list[list[int]], list[float]]:
    """Return the rows of items, the items that each link runs through, and the width of each item."""
    rows: list[list[int]] = [[] for _ in range(max(layer, default=0) + 1)]
    for node, number in enumerate(layer):
        rows[number].append(node)
    widths = list(room)
    chains = []
    for above, below in pairs:
        chain = [above]
        for number in range(layer[above] + 1, layer[below]):
            rows[number].append(len(widths))
            chain.append(len(widths))
            widths.append(0.0)
        chains.append([*chain, below])
    for row in rows:
        # What only passes through begins in the middle, where a fan of links opens to both sides.
        boxes = [item for item in row if item < len(room)]
        row[:] = [*boxes[: len(boxes) // 2], *row[len(boxes) :], *boxes[len(boxes) // 2 :]]
    return rows, chains, widths


def segments(chains: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return all pieces of links between neighbouring layers, upper item first."""
    return [pair for chain in chains for pair in pairwise(chain)]


def count_crossings(rows: Sequence[Sequence[int]], segments: Sequence[tuple[int, int]]) -> int:
    """Count the pairs of pieces that cross."""
    place = {item: k for row in rows for k, item in enumerate(row)}
    number = {item: k for k, row in enumerate(rows) for item in row}
    total = 0
    for k in range(len(rows)):
        gap = sorted((place[a], place[b]) for a, b in segments if number[a] == k)
        total += sum(
            first[0] < second[0] and first[1] > second[1]
            for i, first in enumerate(gap)
            for second in gap[i + 1 :]
        )
    return total


def order_rows(rows: list[list[int]], chains: Sequence[Sequence[int]], widths: Sequence[float]) -> None:
    """Sort every row by the mean place of its neighbours above, then below, and keep the best order seen."""
    pieces = segments(chains)
    above: dict[int, list[int]] = {item: [] for item in range(len(widths))}
    below: dict[int, list[int]] = {item: [] for item in range(len(widths))}
    for upper, lower in pieces:
        above[lower].append(upper)
        below[upper].append(lower)
    best, fewest = [list(row) for row in rows], count_crossings(rows, pieces)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            place = {item: k / max(len(r) - 1, 1) for r in rows for k, item in enumerate(r)}
            near = above if down else below
            mean = {
                item: sum(place[other] for other in near[item]) / len(near[item])
                if near[item]
                else place[item]
                for item in row
            }
            row.sort(key=lambda item: mean[item])
        crossings = count_crossings(rows, pieces)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    rows[:] = best
    _swap_neighbours(rows, pieces)


def _swap_neighbours(rows: list[list[int]], pieces: Sequence[tuple[int, int]]) -> None:
    """Swap neighbours in a row as long as that saves crossings."""
    fewest, better = count_crossings(rows, pieces), True
    while better and fewest:
        better = False
        for row in rows:
            for k in range(len(row) - 1):
                row[k], row[k + 1] = row[k + 1], row[k]
                crossings = count_crossings(rows, pieces)
                if crossings < fewest:
                    fewest, better = crossings, True
                else:
                    row[k], row[k + 1] = row[k + 1], row[k]
