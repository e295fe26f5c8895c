"""The exceptions of WhoWhom, and the one line by which a document's mistake is told.

WhoWhomError
· DocumentError   the document (scenario, people table) says something that cannot be meant
· ModelError      a document cannot be built, simulated or solved as asked
· ResultError     a results file cannot be read, compared or reported as asked
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches

_BARE_KEY = re.compile(r"^[A-Za-z0-9_-]+$")
_LONGEST_SHOWN = 60
_MOST_CHOICES_SHOWN = 40


class WhoWhomError(Exception):
    """The base of every error that WhoWhom raises on purpose."""


class ModelError(WhoWhomError):
    """A document cannot be built, simulated or solved as asked."""


class ResultError(WhoWhomError):
    """A results file cannot be read, compared or reported as asked."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one place: file, key and what is wrong; `str` gives the line that a user reads."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        """Give `FILE: KEY: MESSAGE`, in one line whatever the names contain."""
        parts = [part for part in (self.file, self.key, self.message) if part]
        return ": ".join(_one_line(part) for part in parts)


class DocumentError(WhoWhomError):
    """The document says something that cannot be meant: one line for each mistake, in the document's order.

    `problems` holds them as records, `lines` as text. The error never stops at the first mistake of a stage:
    spelling and types are one stage, the agreement of names and numbers the next.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines a user reads, one for each problem."""
        return tuple(str(problem) for problem in self.problems)

    def __reduce__(self) -> tuple[type[DocumentError], tuple[tuple[Problem, ...]]]:
        """Survive pickling, because histories run in other processes."""
        return type(self), (self.problems,)


def did_you_mean(word: object, choices: Iterable[str]) -> str:
    """Give `; did you mean "…"?` for the nearest of the choices, or nothing where none is near."""
    if not isinstance(word, str):
        return ""
    # Compared without regard to capitals, shown as it is spelt; sorted, so that ties fall alike everywhere.
    spelt = {choice.lower(): choice for choice in sorted(set(choices) - {word}, reverse=True)}
    near = get_close_matches(word.lower(), sorted(spelt), n=1, cutoff=0.6)
    return f"; did you mean {shown(spelt[near[0]])}?" if near else ""


def one_of(choices: Iterable[str]) -> str:
    """List the choices as a reader would: `one of a, b, c`, shortened where there are very many."""
    names = sorted(set(choices))
    if not names:
        return "none, as the document has none"
    if len(names) == 1:
        return shown(names[0])
    more = f" and {len(names) - _MOST_CHOICES_SHOWN} more" if len(names) > _MOST_CHOICES_SHOWN else ""
    return "one of " + ", ".join(names[:_MOST_CHOICES_SHOWN]) + more


def shown(value: object) -> str:
    """Show a value as the document would write it, short and in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # Python refuses to print integers of thousands of digits.
        return str(value) if value.bit_length() < 200 else "a number of more than 60 digits"
    if isinstance(value, str):
        short = value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 1] + "…"
        return _one_line(json.dumps(short, ensure_ascii=False))
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "an array"
    if value is None:
        return "nothing"
    return repr(value) if isinstance(value, float) else type(value).__name__


def key_path(parts: Iterable[str | int]) -> str:
    """Write the place of a value as the document's reader would say it: `rules[2].by`."""
    path = ""
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            name = part if _BARE_KEY.match(part) else shown(part)
            path += f".{name}" if path else name
    return path


def _one_line(text: str) -> str:
    """Escape what would break a line or hide in it."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
