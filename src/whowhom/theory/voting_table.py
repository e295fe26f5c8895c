"""Counts of pivotal coalitions by generating functions packed into whole numbers: exact where votes are few.

The product of (1 + z x^w) over the players has as coefficient of z^s x^m the number of coalitions of s
players with m votes. For each s the coefficients stand side by side, a fixed number of bytes each, in ONE
Python integer, so that multiplying by a player's factor is a shift and an addition. Only the missing votes
up to the slack total - quota are kept; several rules make a box of as many dimensions, cell by cell in one
integer. With G(b) for the coalitions within the bounds b, the coalitions without a player of weight w are
G(b) - z G(b - w) + z^2 G(b - 2w) - ..., so no player's factor is ever divided out.

Source: generating functions as in S. J. Brams and P. J. Affuso, "Power and size: a new paradox", Theory and
Decision 7 (1976) 29-56 (after D. G. Cantor); packing by L. Kronecker's substitution. Does not model: what
`weighted_game` does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from math import comb, prod

import numpy as np

from whowhom.theory.voting_classes import Pivots
from whowhom.theory.weighted_game import Classes

LARGEST_TABLE = 2**28
"""The most bytes of one table; a game that needs more is refused, and left to `power_sampling`."""


_WORD = 8
"""Bytes of a machine word."""


@dataclass(frozen=True)
class Swings:
    """The swings of one player of each class, and the coalitions that stay within the slacks."""

    swings: tuple[int, ...]
    within: int


@dataclass(frozen=True)
class _Box:
    """The cells of a table: missing votes 0 .. slack in every rule, the first rule running fastest."""

    slacks: tuple[int, ...]
    slot: int
    """Bytes of a cell."""

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """Bytes from one cell to the next in each rule."""
        strides = [self.slot]
        for slack in self.slacks[:-1]:
            strides.append(strides[-1] * (slack + 1))
        return tuple(strides)

    @cached_property
    def size(self) -> int:
        """Bytes of the table."""
        return self.slot * prod(slack + 1 for slack in self.slacks)

    def offset(self, votes: tuple[int, ...]) -> int:
        """Byte at which the cell of so many votes begins."""
        if len(votes) == 1:
            return votes[0] * self.slot
        return sum(vote * stride for vote, stride in zip(votes, self.strides, strict=True))

    def keep(self, votes: tuple[int, ...]) -> int:
        """Mask the cells that stay inside the box when so many votes are added."""
        if len(votes) == 1:
            return (1 << 8 * self.slot * max(self.slacks[0] + 1 - votes[0], 0)) - 1
        kept = [max(slack + 1 - vote, 0) for vote, slack in zip(votes, self.slacks, strict=True)]
        pattern = b"\xff" * self.slot
        for cells, slack in zip(kept[:-1], self.slacks, strict=False):
            pattern = pattern * cells + bytes(len(pattern) * (slack + 1 - cells))
        return int.from_bytes(pattern * kept[-1], "little")

    def doublings(self) -> Iterator[tuple[int, int]]:
        """Yield the masks and shifts which, added one after the other, sum up all cells with fewer votes."""
        for rule, (slack, stride) in enumerate(zip(self.slacks, self.strides, strict=True)):
            step = 1
            while step <= slack:
                votes = tuple(step if other == rule else 0 for other in range(len(self.slacks)))
                yield self.keep(votes), 8 * step * stride
                step *= 2

    def line(self, vector: tuple[int, ...], most: int | None = None) -> range:
        """Return where the cells b, b - w, b - 2w, ... are, as far as the box goes or `most` cells."""
        if len(vector) == 1:
            steps = self.slacks[0] // vector[0]
        else:
            steps = min(slack // weight for slack, weight in zip(self.slacks, vector, strict=True) if weight)
        end, step = self.size - self.slot, self.offset(vector)
        cells = steps + 1 if most is None else min(steps + 1, most)
        return range(end, end - cells * step, -step)


def _summed(table: int, doublings: Iterable[tuple[int, int]], box: _Box) -> bytes:
    """Replace every cell by the sum of the cells with at most its votes in every rule."""
    for keep, shift in doublings:
        table += (table & keep) << shift
    return table.to_bytes(box.size, "little")


def table_bytes(classes: Classes, *, by_size: bool) -> int:
    """Return an upper bound on the bytes that `count_by_size` or `count_swings` needs for its table."""
    cells = prod(slack + 1 for slack in classes.slacks)
    rows = min(map(_most_missing, repeat(classes), range(len(classes.slacks)))) + 1 if by_size else 1
    return cells * _slot(classes.players, by_size) * rows


def _most_missing(classes: Classes, rule: int) -> int:
    """Return how many players may be missing at most in one rule: the lightest."""
    left, players = classes.slacks[rule], 0
    for weight, many in sorted((v[rule], n) for v, n in zip(classes.vectors, classes.counts, strict=True)):
        fit = min(many, left // weight) if weight else many
        left -= fit * weight
        players += fit
    return players


def count_swings(classes: Classes) -> Swings:
    """Count the swings of one player of each class, whatever the size of the coalitions.

    Raises ValueError where the table would take more than LARGEST_TABLE bytes.
    """
    box = _box(classes, by_size=False)
    table = 1
    for vector, many in zip(classes.vectors, classes.counts, strict=True):
        shift = 8 * box.offset(vector)
        # Along one line nothing leaves the box as long as the longest sum of votes fits.
        fits = len(vector) == 1 and table.bit_length() + many * (shift + 1) <= 8 * box.size
        keep = -1 if fits else box.keep(vector)
        for _ in range(many):
            table += (table if fits else table & keep) << shift
    cells = _cells(table, box)
    # G(b) - 2 G(b - w) + 2 G(b - 2w) - ...
    lines = [cells(box.line(vector)) for vector in classes.vectors]
    return Swings(tuple(line[0] + 2 * (sum(line[2::2]) - sum(line[1::2])) for line in lines), lines[0][0])


def _cells(table: int, box: _Box) -> Callable[[range], list[int]]:
    """Sum up the cells of a table, and return what reads them at given bytes."""
    if box.slot != _WORD:
        raw = _summed(table, box.doublings(), box)
        return lambda line: [int.from_bytes(raw[at : at + box.slot], "little") for at in line]
    if len(box.slacks) == 1:
        words = np.frombuffer(table.to_bytes(box.size, "little"), "<u8").cumsum()
    else:
        words = np.frombuffer(_summed(table, box.doublings(), box), "<u8")

    def read(line: range) -> list[int]:
        stop = line.stop // _WORD
        found: list[int] = words[
            line.start // _WORD : stop if stop >= 0 else None : line.step // _WORD
        ].tolist()
        return found

    return read


def count_by_size(classes: Classes) -> Pivots:
    """Count the pivotal coalitions of one player of each class, by how many of the others are missing.

    Raises ValueError where the table would take more than LARGEST_TABLE bytes.
    """
    box = _box(classes, by_size=True)
    doublings = list(box.doublings())
    rows = [_summed(row, doublings, box) for row in _rows(classes, box)]
    polynomials: dict[int, int] = {}

    def within(at: int) -> int:
        """Return G at a cell as a polynomial in the size, packed like the cells."""
        if at not in polynomials:
            packed = b"".join([row[at : at + box.slot] for row in rows])
            polynomials[at] = int.from_bytes(packed, "little")
        return polynomials[at]

    bits, players = 8 * box.slot, classes.players
    keep = (1 << bits * players) - 1
    counted = []
    for vector in classes.vectors:
        first, *line = box.line(vector, most=players + 1)
        pivots = within(first)
        for j, at in enumerate(line, 1):
            # (z^j + z^(j-1)) G(b - jw), with the sign of (-1)^j
            term = (within(at) << bits * j) + (within(at) << bits * (j - 1))
            pivots += -term if j % 2 else term
        raw = (pivots & keep).to_bytes(box.slot * players, "little")
        counted.append(
            tuple(int.from_bytes(raw[at : at + box.slot], "little") for at in range(0, len(raw), box.slot))
        )
    everything = within(box.offset(classes.slacks)).to_bytes(box.slot * len(rows), "little")
    total = sum(
        int.from_bytes(everything[at : at + box.slot], "little") for at in range(0, len(everything), box.slot)
    )
    return Pivots(tuple(counted), total)


def _rows(classes: Classes, box: _Box) -> list[int]:
    """Return the tables of the coalitions of 0, 1, 2, ... players, up to the last that is not empty."""
    rows = [1]
    for vector, many in zip(classes.vectors, classes.counts, strict=True):
        keep, shift = box.keep(vector), 8 * box.offset(vector)
        # Along one line a row leaves the box only where it is too long already.
        fits = 8 * box.size - shift if len(vector) == 1 else -1
        for _ in range(many):
            rows.append(0)
            for size in range(len(rows) - 1, 0, -1):
                row = rows[size - 1]
                rows[size] += (row if row.bit_length() <= fits else row & keep) << shift
            if not rows[-1]:
                rows.pop()
    return rows


def _box(classes: Classes, *, by_size: bool) -> _Box:
    """Lay out the table, or refuse it."""
    needed = table_bytes(classes, by_size=by_size)
    if needed > LARGEST_TABLE:
        raise ValueError(
            f"weights: the table would take {needed} bytes; expected at most {LARGEST_TABLE}: "
            "use power_sampling"
        )
    return _Box(classes.slacks, _slot(classes.players, by_size))


def _slot(players: int, by_size: bool) -> int:
    """Return the bytes that hold every sum of cells, so that nothing carries into the next cell."""
    if by_size:
        return comb(players, players // 2).bit_length() // 8 + 1
    # A machine word is read faster than 5 to 7 bytes.
    return _WORD if _WORD // 2 <= players // 8 < _WORD else players // 8 + 1
