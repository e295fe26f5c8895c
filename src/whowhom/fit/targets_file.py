"""Reading the file of targets that a document names: a CSV with one number on record in each row.

Every mistake is told in one line: file, line, column, what was found, what was expected.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from math import isfinite

from whowhom.fit.targets import MAIN, MONTH, YEAR, Target
from whowhom.measures.statistics import BODY, STATISTICS, terms
from whowhom.spec.data_files import TARGETS, contents, decoded
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown
from whowhom.spec.findings import Findings
from whowhom.spec.scenario import Scenario
from whowhom.spec.units import UNITS

STATUSES = ("sourced", "recalled", "computed")
REQUIRED = ("name", "recorded", "statistic", "from", "value", "unit", "status")
OPTIONAL = (
    *("system", "to", "base_from", "base_to", "level", "scale", "low", "high", "error", "rival"),
    *("source", "source_key", "note"),
)

_NAME = re.compile(r"^[a-z0-9_]+(\.[a-z0-9_]+)?$")


def read_targets(scenario: Scenario) -> tuple[Target, ...]:
    """Read every row of the file that the document names with `targets`, all accounts, in the file's order.

    Raises ModelError where the document names none, DocumentError with every mistake: its line, its column,
    what was found, what was expected, and the nearest right name.
    """
    if scenario.targets is None:
        raise ModelError(
            f'{scenario.origin.file}: found no targets; expected targets = "FILE.csv", the numbers on record'
        )
    name = scenario.targets
    findings = Findings(name)
    rows = _rows(decoded(contents(scenario, TARGETS, name), name), findings)
    _check_header(rows[0][1] if rows else [], findings)
    found = [
        _Row(line, dict(zip(rows[0][1], cells, strict=True)), findings).target()
        for line, cells in rows[1:]
        if _is_whole(line, cells, rows[0][1], findings)
    ]
    if len(rows) == 1:
        findings.wrong("", "found column names only; expected a line for each number on record")
    targets = tuple(target for target in found if target is not None)
    _check_names(targets, findings)
    findings.raise_if_wrong()
    return targets


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


def _check_header(header: list[str], findings: Findings) -> None:
    """Refuse a file whose columns are missing, unknown or there twice."""
    known = (*REQUIRED, *OPTIONAL)
    for column in dict.fromkeys(header):
        if column not in known:
            expected = f"expected {one_of(known)}{did_you_mean(column, known)}"
            findings.wrong("line 1", f"found column {shown(column)}; {expected}")
        elif header.count(column) > 1:
            findings.wrong("line 1", f"found column {shown(column)} {header.count(column)} times")
    for column in REQUIRED:
        if column not in header:
            near = did_you_mean(column, header)
            findings.wrong("line 1", f"found no column {shown(column)}; expected it{near}")
    findings.raise_if_wrong()


def _is_whole(line: int, cells: list[str], header: list[str], findings: Findings) -> bool:
    """Note a line with more or fewer cells than there are columns."""
    if len(cells) != len(header):
        expected = f"expected {len(header)}, one for each column"
        findings.wrong(f"line {line}", f"found {len(cells)} cells; {expected}")
    return len(cells) == len(header)


def _check_names(targets: Sequence[Target], findings: Findings) -> None:
    """Note names that are there twice, and rows of rivals that stand in no main row's place."""
    first: dict[str, int] = {}
    main = [target.name for target in targets if target.rival == MAIN]
    for target in targets:
        where = f"line {target.line}, name"
        if target.name in first:
            expected = f"as in line {first[target.name]}; expected one row of a name"
            findings.wrong(where, f"found {shown(target.name)}, {expected}")
        first.setdefault(target.name, target.line)
        if target.rival != MAIN and target.replaces not in main:
            near = did_you_mean(target.replaces, main)
            expected = "expected MAIN.ACCOUNT, with MAIN the name of the row it stands in place of"
            findings.wrong(where, f"found {shown(target.name)} of a rival account; {expected}{near}")


@dataclass(frozen=True)
class _Row:
    """One line of the file, and how its cells are read."""

    line: int
    cells: Mapping[str, str]
    findings: Findings

    def target(self) -> Target | None:
        """Read the line; None where a cell that every row needs cannot be read, which is noted."""
        before = len(self.findings.problems)
        self._check_words()
        statistic = STATISTICS.get(self.cells["statistic"])
        start = self.month("from")
        end = self.month("to") or start
        base = self.month("base_from"), self.month("base_to") or self.month("base_from")
        value = self.number("value")
        numbers = {column: self.number(column) for column in ("level", "low", "high", "error", "scale")}
        if statistic is None or start is None or end is None or value is None:
            return None
        self._check_meaning(start, end, value, numbers)
        if statistic.level != (numbers["level"] is not None):
            self.wrong("level", "found none; expected one" if statistic.level else "expected none here")
        if statistic.base != (base[0] is not None):
            self.wrong(
                "base_from", "found none; expected a month" if statistic.base else "expected none here"
            )
        if len(self.findings.problems) > before:
            return None
        system = self.cells.get("system", "")
        return Target(
            name=self.cells["name"],
            recorded=self.cells["recorded"],
            statistic=self.cells["statistic"],
            start=start,
            end=end,
            value=value,
            unit=self.cells["unit"],
            status=self.cells["status"],
            system=int(system) if system else None,
            base=(base[0], base[1]) if base[0] and base[1] else None,
            level=numbers["level"],
            scale=1.0 if numbers["scale"] is None else numbers["scale"],
            low=numbers["low"],
            high=numbers["high"],
            error=numbers["error"],
            rival=self.cells.get("rival", "") or MAIN,
            source=self.cells.get("source", ""),
            sources=tuple(key for key in self.cells.get("source_key", "").split("|") if key),
            note=self.cells.get("note", ""),
            file=self.findings.file,
            line=self.line,
        )

    def wrong(self, column: str, message: str) -> None:
        """Note a mistake in a cell."""
        self.findings.wrong(f"line {self.line}, {column}", message)

    def _check_words(self) -> None:
        """Note names and words that are none of those that may stand in their column."""
        if not _NAME.match(self.cells["name"]):
            expected = "expected small letters, digits and _; a rival's after one dot"
            self.wrong("name", f"found {shown(self.cells['name'])}; {expected}")
        words: dict[str, Sequence[str]] = {"statistic": tuple(STATISTICS), "unit": tuple(UNITS)}
        for column, choices in {**words, "status": STATUSES}.items():
            word = self.cells[column]
            if word not in choices:
                near = did_you_mean(word, choices)
                self.wrong(column, f"found {shown(word)}; expected {one_of(choices)}{near}")
        system = self.cells.get("system", "")
        if system and not (system.isascii() and system.isdigit() and int(system[:9]) > 0):
            self.wrong("system", f"found {shown(system)}; expected a whole number from 1, or nothing")
        try:
            parts = terms(self.cells["recorded"])
        except ValueError as error:
            self.wrong("recorded", str(error))
            return
        statistic = STATISTICS.get(self.cells["statistic"])
        if statistic and statistic.of == BODY and (len(parts) > 1 or parts[0].chosen):
            self.wrong("recorded", f"found {shown(self.cells['recorded'])}; expected the name of a body")

    def _check_meaning(self, start: str, end: str, value: float, numbers: Mapping[str, float | None]) -> None:
        """Note months and numbers that contradict one another."""
        if end < start:
            self.wrong("to", f"found {end}; expected {start} or later")
        dates = self.cells["statistic"].startswith("first_year")
        if dates != (self.cells["unit"] == YEAR):
            expected = f"expected {shown(YEAR)}" if dates else "expected another unit, as this is no date"
            self.wrong("unit", f"found {shown(self.cells['unit'])}; {expected}")
        low, high, error = numbers["low"], numbers["high"], numbers["error"]
        if (low is None) != (high is None) or (low is not None and high is not None and not low < high):
            self.wrong("low", "expected low and high together, low below high, or neither")
        elif low is not None and high is not None and not low <= value <= high:
            self.wrong(
                "value", f"found {value:g}, outside {low:g} to {high:g}; expected a value in its range"
            )
        if error is not None and error <= 0:
            self.wrong("error", f"found {error:g}; expected a standard deviation above 0, or nothing")
        if value == 0 and error is None and low is None and self.cells["unit"] not in ("share", "person"):
            self.wrong("error", "found none beside the value 0; expected one, as the rule is a share of it")

    def number(self, column: str) -> float | None:
        """Read a number; None where the cell is empty, which is a mistake for the value."""
        text = self.cells.get(column, "")
        if not text and column != "value":
            return None
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not isfinite(number) or "_" in text:
            self.wrong(column, f"found {shown(text)}; expected a number")
            return None
        return number

    def month(self, column: str) -> str | None:
        """Read a month; None where the cell is empty, which is a mistake for the first one."""
        text = self.cells.get(column, "")
        if not text and column != "from":
            return None
        if not MONTH.match(text):
            self.wrong(column, f"found {shown(text)}; expected a month like 1921-03")
            return None
        return text
