"""One defect of an organisation: where it stands, what was found, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Defect:
    """The path of a key of the document, like `rules[2].quorum`, and one line on it."""

    key: str
    message: str


@dataclass(frozen=True)
class Finding:
    """A defect and how grave it is."""

    severity: Severity
    defect: Defect


def error(key: str, message: str) -> Finding:
    """Return a finding that leaves open what the rules mean."""
    return Finding("error", Defect(key, message))


def warning(key: str, message: str) -> Finding:
    """Return a finding that is probably not meant."""
    return Finding("warning", Defect(key, message))


def note(key: str, message: str) -> Finding:
    """Return a finding that is worth knowing."""
    return Finding("note", Defect(key, message))
