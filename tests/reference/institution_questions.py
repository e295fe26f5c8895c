"""The published questions about institutions, the commands that answer them, and the comparison.

`institution_questions.toml` names for each question the arguments of `whowhom audit`, where in its JSON the
answer stands, and where in the table of questions the expected one does. Expected values are read from the
tables alone; a word is told by what it must mean in the JSON.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from whowhom.cli import main

FOLDER = Path(__file__).resolve().parent
TABLES = sorted((FOLDER / "vectors" / "institutions").glob("*/questions.csv"))
COMPUTED = ("exact", "model")
"""The kinds of question that follow from rules alone; others ask for data or a forecast."""
WRITTEN = {"five": 5, "six": 6, "seven": 7}
COMPARES = ("number", "date", "day", "word")
_NUMBER = r"(?<![\w.-])(-?\d+(?:\.\d+)?)"
_DAY = r"(\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ \d{4})"
_STEP = re.compile(
    r"""\.?(?P<name>[A-Za-z_]\w*)"""
    r"""|\["(?P<quoted>[^"]*)"\]|\[(?P<index>\d+)\]|\[(?P<where>\w+=[^\]]*)\]"""
)


@dataclass(frozen=True)
class Question:
    """One row of a table of questions."""

    institution: str
    key: str
    text: str
    answer: str
    kind: str
    tolerance: str
    derivation: str

    @property
    def parts(self) -> list[str]:
        """The answer, part by part."""
        return [part.strip() for part in self.answer.split("|")]

    @property
    def within(self) -> float:
        """How far a number, or a date in days, may be off: 0 where the table names no number."""
        found = re.match(r"[\d.]+", self.tolerance)
        return float(found[0]) if found else 0.0


@dataclass(frozen=True)
class Answer:
    """One value of one command, and what of a question it answers.

    part: of the answer, counted from 0; find: a pattern whose group is the expected value, in that part or in
    the derivation; compare "word": the pattern must be there, and then the value is, is at least, is not
    null or is null as told.
    """

    arguments: tuple[str, ...]
    value: str
    compare: str
    part: int = 0
    find: str = ""
    column: str = "answer"
    within: float | None = None
    """A tolerance narrower than that of the table."""
    equals: Any = None
    least: float | None = None
    absent: bool = False
    present: bool = False

    @property
    def command(self) -> str:
        """The command as a reader types it."""
        return f"whowhom audit {shlex.join(self.arguments)}"

    def found(self) -> Any:
        """Return the value that the command prints."""
        return follow(printed(self.arguments), self.value)


def questions() -> list[Question]:
    """Return the questions of every table that rules alone decide."""
    return [
        Question(
            path.parent.name,
            row["id"],
            row["question"],
            row["answer"],
            row["kind"],
            row["tolerance"],
            row["derivation"],
        )
        for path in TABLES
        for row in rows(path)
        if row["kind"] in COMPUTED
    ]


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@cache
def answers() -> Mapping[str, tuple[Answer, ...]]:
    """Return what answers each question, by its key."""
    text = (FOLDER / "institution_questions.toml").read_text(encoding="utf-8")
    return {key: tuple(_read(table)) for key, table in tomllib.loads(text).items()}


def notes() -> Mapping[str, str]:
    """Return what is to be said beside the answer to some questions, by key."""
    text = (FOLDER / "institution_questions.toml").read_text(encoding="utf-8")
    return {key: table["note"] for key, table in tomllib.loads(text).items() if "note" in table}


def _read(table: Mapping[str, Any]) -> Iterator[Answer]:
    """Give the answers of one question; its command holds for each answer that has none."""
    for entry in table["answers"]:
        line = entry.pop("command", table.get("command", ""))
        yield Answer(arguments=tuple(shlex.split(line)), **entry)


@cache
def printed(arguments: tuple[str, ...]) -> dict[str, Any]:
    """Return the JSON that `whowhom audit` prints for some arguments, each command run once."""
    answer = CliRunner().invoke(main, ["audit", *arguments, "--json", "--no-report"])
    assert answer.exit_code == 0, f"whowhom audit {' '.join(arguments)}: {answer.output}"
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def follow(values: Any, path: str) -> Any:
    """Return what stands at a path: names with dots, ["quoted"], [0], or [key=value] for an entry of a list.

    [key=value, other=value] is the one entry that has these values. Raises KeyError where a path leads
    nowhere or to several.
    """
    at = 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            raise KeyError(f"{path}: cannot read {path[at:]!r}")
        at = step.end()
        try:
            values = _step(values, step)
        except (KeyError, IndexError, TypeError) as error:
            raise KeyError(f"{path}: nothing at {step[0]!r}: {error}") from error
    return values


def _step(values: Any, step: re.Match[str]) -> Any:
    """Go one step along a path."""
    if step["index"] is not None:
        return values[int(step["index"])]
    if step["where"] is None:
        return values[step["name"] or step["quoted"]]
    wanted = [item.partition("=")[::2] for item in step["where"].split(", ")]
    found = [item for item in values if all(str(item[key]) == value.strip('"') for key, value in wanted)]
    if len(found) != 1:
        raise KeyError(f"{len(found)} entries with {step['where']}")
    return found[0]


def expected(question: Question, answer: Answer) -> str:
    """Return the text that the table has for an answer. Raises ValueError where the pattern is not there."""
    text = question.parts[answer.part] if answer.column == "answer" else getattr(question, answer.column)
    pattern = answer.find or (_DAY if answer.compare == "date" else _NUMBER)
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"{question.key}: no {pattern!r} in {text!r}")
    return found[1] if found.re.groups else found[0]


def agrees(question: Question, answer: Answer) -> bool:
    """Return whether what a command prints is what the table says, within the tolerance of the question."""
    return compare(question, answer, expected(question, answer), answer.found())


def compare(question: Question, answer: Answer, text: str, value: Any) -> bool:
    """Return whether a value is what a text of the table says, within the tolerance of the question."""
    if answer.compare == "word":
        return _means(answer, value)
    if value is None:
        return False
    within = question.within if answer.within is None else min(answer.within, question.within)
    if answer.compare == "number":
        return abs(float(value) - float(WRITTEN.get(text, text))) <= within
    day = date.fromisoformat(value)
    if answer.compare == "day":
        return f"{day.day} {day:%B}" == text
    return abs((day - read_day(text)).days) <= within


def _means(answer: Answer, value: Any) -> bool:
    """Return whether a value is what a word of the answer means."""
    told = [answer.equals is not None, answer.least is not None, answer.absent, answer.present]
    assert sum(told) == 1, f"{answer.value}: a word needs one meaning"
    if answer.least is not None:
        return value is not None and float(value) >= answer.least
    if answer.absent or answer.present:
        return (value is None) == answer.absent
    return bool(value == answer.equals)


def read_day(text: str) -> date:
    """Read a day written as 2012-07-26 or 31 January 2028."""
    return date.fromisoformat(text) if text[4] == "-" else datetime.strptime(text, "%d %B %Y").date()
