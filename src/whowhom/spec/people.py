"""The table of persons: a CSV that the document names, read to frozen records."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from math import isfinite

from whowhom.spec.data_files import contents, decoded
from whowhom.spec.errors import did_you_mean, one_of, shown
from whowhom.spec.findings import Findings
from whowhom.spec.scenario import Scenario

TRAITS = ("prestige", "competence", "ambition", "caution", "loyalty", "susceptibility")
COLUMNS = ("name", "born", "alive", "body", "patron", "place", *TRAITS, "left_on", "source", "status")

_YEAR = re.compile(r"^[0-9]{4}$")
_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_ALIVE = {"": True, "true": True, "false": False}
_MIDDLE_OF_YEAR = (7, 1)


@dataclass(frozen=True)
class Person:
    """One known person as the table gives him or her; a trait that the table leaves empty is None.

    `body` names the bodies in which a seat is held at the start; `patron` another person, or nobody;
    `positions` maps each dimension of the document to a place on its axis. `left` (the column `left_on`) is
    when the person in fact left or died; the simulator never sees it, only the audit's reading "as recorded".
    """

    name: str
    born: date | None = None
    alive: bool = True
    body: tuple[str, ...] = ()
    patron: str = ""
    place: str = ""
    prestige: float | None = None
    competence: float | None = None
    ambition: float | None = None
    caution: float | None = None
    loyalty: float | None = None
    susceptibility: float | None = None
    positions: Mapping[str, float | None] = field(default_factory=dict)
    left: date | None = None
    source: str = ""
    status: str = ""


def read_people(scenario: Scenario) -> tuple[Person, ...]:
    """Read the persons that the document's table names, in its order; nobody where it names no table.

    A bare year of birth means its first of July. Columns: name, and any of COLUMNS, the document's dimensions
    and those listed in `people.ignore`. Raises DocumentError with every mistake and its line.
    """
    file = scenario.people.file
    if file is None:
        return ()
    findings = Findings(file)
    rows = _rows(decoded(contents(scenario, "people.file", file), file), findings)
    if not rows:
        findings.wrong("", "found an empty file; expected a line of column names and a line for each person")
    else:
        _check_columns(rows[0][1], scenario, findings)
    findings.raise_if_wrong()
    people = tuple(
        _Row(line, dict(zip(rows[0][1], cells, strict=True)), scenario, findings).person()
        for line, cells in rows[1:]
        if _is_whole(line, cells, rows[0][1], findings)
    )
    if len(rows) == 1:
        findings.wrong("", "found column names only; expected a line for each person")
    _check_names(people, [line for line, _ in rows[1:]], findings)
    findings.raise_if_wrong()
    _check_room(people, scenario)
    return people


def _rows(text: str, findings: Findings) -> list[tuple[int, list[str]]]:
    """Split the text to (line, cells), blank lines left out."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    rows = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        findings.wrong(f"line {reader.line_num}", f"found text that is not CSV ({error})")
        findings.raise_if_wrong()
    return rows


def _check_columns(header: list[str], scenario: Scenario, findings: Findings) -> None:
    """Note columns that are missing, unknown or there twice."""
    known = {*COLUMNS, *scenario.people.dimensions, *scenario.people.ignore}
    for column, count in Counter(header).items():
        if count > 1:
            findings.wrong("line 1", f"found column {shown(column)} {count} times; expected it once")
        if column not in known:
            near = did_you_mean(column, known) or "; list it in people.ignore if it is for readers only"
            findings.wrong("line 1", f"found column {shown(column)}; expected {one_of(known)}{near}")
    for column in ("name", *scenario.people.dimensions):
        if column not in header:
            findings.wrong(
                "line 1", f"found no column {shown(column)}; expected it{did_you_mean(column, header)}"
            )


def _is_whole(line: int, cells: list[str], header: list[str], findings: Findings) -> bool:
    """Note a line with more or fewer cells than there are columns."""
    if len(cells) != len(header):
        findings.wrong(
            f"line {line}", f"found {len(cells)} cells; expected {len(header)}, one for each column"
        )
    return len(cells) == len(header)


@dataclass(frozen=True)
class _Row:
    """One line of the table, and how its cells are read."""

    line: int
    cells: Mapping[str, str]
    scenario: Scenario
    findings: Findings

    def person(self) -> Person:
        """Read the line; a cell that cannot be read is noted and left empty."""
        alive = _ALIVE.get(self.cells.get("alive", ""))
        if alive is None:
            self.wrong("alive", f"found {shown(self.cells['alive'])}; expected true or false")
        bodies = tuple(part.strip() for part in self.cells.get("body", "").split("|") if part.strip())
        for body in bodies:
            self.findings.known(f"line {self.line}, body", "body", body, self.scenario.bodies)
        if len(set(bodies)) != len(bodies):
            self.wrong("body", "found a body twice; expected each once")
        if bodies and alive is False:
            self.wrong("body", "found a seat of someone who is not alive; expected nothing")
        return Person(
            name=self.cells["name"],
            born=self.day("born"),
            alive=alive is not False,
            body=bodies,
            patron=self.cells.get("patron", ""),
            place=self.place(),
            prestige=self.number("prestige"),
            competence=self.number("competence"),
            ambition=self.number("ambition"),
            caution=self.number("caution"),
            loyalty=self.number("loyalty"),
            susceptibility=self.number("susceptibility"),
            positions={name: self.number(name) for name in self.scenario.people.dimensions},
            left=self.day("left_on"),
            source=self.cells.get("source", ""),
            status=self.cells.get("status", ""),
        )

    def wrong(self, column: str, message: str) -> None:
        """Note a mistake in a cell."""
        self.findings.wrong(f"line {self.line}, {column}", message)

    def number(self, column: str) -> float | None:
        """Read a number, None where the cell is empty."""
        text = self.cells.get(column, "")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not isfinite(number) or "_" in text:
            self.wrong(column, f"found {shown(text)}; expected a number")
            return None
        return number

    def day(self, column: str) -> date | None:
        """Read a date or a bare year, None where the cell is empty."""
        text = self.cells.get(column, "")
        try:
            if _YEAR.match(text):
                return date(int(text), *_MIDDLE_OF_YEAR)
            if _DAY.match(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        if text:
            self.wrong(column, f"found {shown(text)}; expected a date like 1878-12-18, or a year")
        return None

    def place(self) -> str:
        """Read a place: its name, or its number counted from 0."""
        text = self.cells.get("place", "")
        places = self.scenario.places.values()
        by_number = text.isascii() and text.isdigit() and any(int(text[:9]) < some.count for some in places)
        names = {name for some in places for name in some.names}
        if text and not by_number and text not in names:
            near = did_you_mean(text, names)
            self.wrong("place", f"found {shown(text)}; expected the name or number of a place{near}")
        return text


def _check_names(people: tuple[Person, ...], lines: list[int], findings: Findings) -> None:
    """Note names that are empty or borne twice, and patrons who are not in the table."""
    if len(people) != len(lines):
        return
    first: dict[str, int] = {}
    for line, person in zip(lines, people, strict=True):
        if not person.name:
            findings.wrong(f"line {line}, name", "found nothing; expected a name")
        elif person.name in first:
            findings.wrong(
                f"line {line}, name",
                f"found {shown(person.name)}, as in line {first[person.name]}; expected each person once",
            )
        first.setdefault(person.name, line)
    for line, person in zip(lines, people, strict=True):
        if person.patron and person.patron == person.name:
            findings.wrong(f"line {line}, patron", f"found {shown(person.name)}; expected another person")
        elif person.patron and person.patron not in first:
            findings.known(f"line {line}, patron", "person", person.patron, first)


def _check_room(people: tuple[Person, ...], scenario: Scenario) -> None:
    """Raise where more persons are listed than there are seats in a body, or room in the population."""
    findings = Findings(scenario.origin.file)
    for name, count in Counter(body for person in people for body in person.body).items():
        seats = scenario.bodies[name].seats
        if count > seats:
            findings.wrong(
                f"bodies.{name}.seats", f"found {seats}; expected at least the {count} persons in the table"
            )
    capacity, entrants = scenario.people.capacity, scenario.people.entrants
    needed = len(people) + (entrants.pool if entrants else 0)
    if capacity is not None and capacity < needed:
        findings.wrong(
            "people.capacity", f"found {capacity}; expected at least {needed}, the persons at the start"
        )
    findings.raise_if_wrong()
