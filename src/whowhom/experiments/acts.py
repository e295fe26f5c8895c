"""Alterations: single changes of a document, each in words and as edits that an intervention could hold.

An alteration that acts from a month on leaves every earlier month as it was, to the bit; that is looked at
when it is tried. What a document cannot be told is refused, with the reason, and never left out silently.
Does not model: changes of tables of persons and places, which no edit reaches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown
from whowhom.spec.scenario import Edit

RULES, BALLOTS, DECISIONS, CADENCES = "rules", "ballots", "decisions", "cadences"
ELECTIONS, EVENTS, PEOPLE, HIMSELF = "elections", "events", "people", "himself"
MECHANISMS, NUMBERS, HOLDERS, OFFICES = "mechanisms", "numbers", "holders", "offices"


@dataclass(frozen=True)
class Alteration:
    """One change."""

    kind: str
    says: str
    edits: tuple[Edit, ...]
    touches: str
    """The key of the document that it changes: of two with one key only one can be made."""
    month: int = 0
    """The month of the history from which it acts; 0 the start."""


@dataclass(frozen=True)
class Refused:
    """A change that the document cannot be told."""

    kind: str
    says: str
    why: str


Entry = Alteration | Refused
"""What a catalogue holds."""


def joined(alterations: Sequence[Alteration]) -> tuple[Edit, ...]:
    """Return the edits of several alterations, each once.

    Entries that are called by their number are removed last, from the end on, so that no number shifts.
    """
    edits: list[Edit] = []
    for one in (one for item in alterations for one in item.edits):
        if one not in edits:
            edits.append(one)
    numbered = [one for one in edits if _number(one) >= 0]
    return (
        *(one for one in edits if _number(one) < 0),
        *sorted(numbered, key=_number, reverse=True),
    )


def says(alterations: Sequence[Alteration]) -> str:
    """Return several alterations in words."""
    return ", and ".join(item.says for item in alterations)


def name_of(name: str) -> str:
    """Return a body, a rule or whoever acts as it stands in a sentence."""
    return name.replace("_", " ")


def check_kinds(kinds: Iterable[str], known: Collection[str]) -> None:
    """Raise ModelError, with the nearest name, for a kind of change that there is not."""
    for kind in kinds:
        if kind not in known:
            raise ModelError(
                f"without: found {shown(kind)}; expected {one_of(known)}{did_you_mean(kind, known)}"
            )


def _number(one: Edit) -> int:
    """Return the number by which a removed entry is called; -1 where it has a name or nothing is removed."""
    last = (one.remove or "").rpartition(".")[2]
    return int(last) if last.isascii() and last.isdigit() else -1
