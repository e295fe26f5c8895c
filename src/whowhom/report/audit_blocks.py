"""What the page of an audit is made of: chapters of words, tables, pictures and folded parts, and a basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

Plain = Mapping[str, Any]
"""Values as the JSON file of an audit has them."""


@dataclass(frozen=True)
class Words:
    """Sentences: a list of them, or one paragraph each."""

    lines: tuple[str, ...]
    listed: bool = True
    faint: bool = False
    kind: ClassVar[str] = "words"


@dataclass(frozen=True)
class Heading:
    """A title within a chapter."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Grid:
    """A table; the first column names the row, and a line break in a cell is kept."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Drawing:
    """A picture, as SVG without outside references, and what it shows in words."""

    svg: bytes
    alt: str
    caption: str = ""
    kind: ClassVar[str] = "drawing"


@dataclass(frozen=True)
class Code:
    """Text to be copied as it is."""

    text: str
    kind: ClassVar[str] = "code"


@dataclass(frozen=True)
class Basis:
    """How figures were computed, and how far off they may be."""

    method: str
    residual: str
    kind: ClassVar[str] = "basis"


@dataclass(frozen=True)
class Folded:
    """A part that opens when it is asked for."""

    summary: str
    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "folded"


Block = Words | Heading | Grid | Drawing | Code | Basis | Folded


@dataclass(frozen=True)
class Part:
    """One chapter of the page: its blocks, or the reason why there are none."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    reason: str = ""


def words(lines: Sequence[str], *, listed: bool = True, faint: bool = False) -> tuple[Block, ...]:
    """Return sentences as one block, or nothing where there are none."""
    return (Words(tuple(str(line) for line in lines), listed, faint),) if lines else ()


def folded_words(summary: str, lines: Sequence[str], shown: int) -> tuple[Block, ...]:
    """Return the first sentences, and the rest of them folded."""
    first, rest = lines[:shown], lines[shown:]
    if len(rest) < 3:
        return words(lines)
    return (*words(first), Folded(f"{summary} ({len(rest)} more)", words(rest)))


def grid(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Block, ...]:
    """Return a table as one block, or nothing without rows; columns without any entry are left out."""
    if not rows:
        return ()
    kept = [place for place in range(len(head)) if place == 0 or any(row[place] for row in rows)]
    return (
        Grid(
            caption,
            tuple(head[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in rows),
        ),
    )
