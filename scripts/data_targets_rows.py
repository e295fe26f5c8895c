"""Rows of the shipped tables as rows of targets: finding them, their months, their status."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from functools import cache
from math import sqrt
from pathlib import Path

Row = dict[str, str]
COLUMNS = (
    *("name", "system", "recorded", "statistic", "from", "to", "base_from", "base_to", "level", "scale"),
    *("value", "low", "high", "error", "unit", "rival", "source", "status", "source_key", "note"),
)
UNITS = {"million_tonnes": ("million tonnes", 1.0), "persons": ("person", 1.0), "percent": ("share", 0.01)}
UNITS |= {"million_persons": ("person", 1e6), "signatories": ("person", 1.0), "index_1916_100": ("1", 0.01)}


class Shipped:
    """The tables below a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = cache(self._rows)

    def _rows(self, name: str) -> tuple[Row, ...]:
        with (self.folder / name).open(encoding="utf-8", newline="") as handle:
            return tuple(csv.DictReader(handle))

    def rows(self, name: str, **begins: str) -> list[Row]:
        """Rows whose columns begin with the given words, each with the name of its file; an error if none."""
        found = [
            {**row, "file": name}
            for row in self._read(name)
            if all(row[column].startswith(word) for column, word in begins.items())
        ]
        if not found:
            raise ValueError(f"{name} has no row with {begins}")
        return found

    def row(self, name: str, **begins: str) -> Row:
        """The one row with these words; an error where there are more."""
        found = self.rows(name, **begins)
        if len(found) > 1:
            raise ValueError(f"{name} has {len(found)} rows with {begins}")
        return found[0]


def dated(shipped: Shipped, event: str, later: bool = True) -> Row:
    """A dated event of the compilation; where the later table has it too, the two must agree."""
    row = shipped.row("soviet/observed_timeline.csv", event=event)
    if later and shipped.row("soviet/events.csv", event=event)["date"] != row["date"]:
        raise ValueError(f"two dates of {event!r}")
    return row


def weakest(rows: Iterable[Row]) -> str:
    """Recalled if any of them is, otherwise computed: the status of what is derived from several rows."""
    return "recalled" if any(row["status"] == "recalled" for row in rows) else "computed"


def target(
    of: Row | list[Row], name: str, system: str, recorded: str, statistic: str, **cells: object
) -> Row:
    """A row of targets from one row of a table, or from several; `cells` are its further columns."""
    rows = of if isinstance(of, list) else [of]
    keys = dict.fromkeys(key for row in rows for key in row["source_key"].split("|"))
    notes = dict.fromkeys(row["note"] for row in rows if row["note"])
    row = {
        "name": name,
        "system": system,
        "recorded": recorded,
        "statistic": statistic,
        "source": "; ".join(dict.fromkeys(where(row) for row in rows)),
        "status": rows[0]["status"] if len(rows) == 1 else weakest(rows),
        "source_key": "|".join(keys),
        "note": "; ".join(notes) if len(rows) == 1 else "",
    }
    row |= {column: text(cell) for column, cell in cells.items() if column != "start"}
    row["from"] = text(cells["start"])
    return {column: row.get(column, "") for column in COLUMNS}


def where(row: Row) -> str:
    """The file of a row, and the words by which it is found there."""
    words = [
        row.get(column, "") for column in ("series", "item", "estimate", "event", "metric", "tier", "vote")
    ]
    words += [row.get("body", ""), row.get("person", ""), row.get("date_start") or row.get("date", "")]
    return f"{row['file']}: {', '.join(word for word in words if word)}".removesuffix(": ")


def text(cell: object) -> str:
    """A cell as it is written: numbers with the digits they need."""
    return format(cell, ".10g") if isinstance(cell, float) else str(cell)


def figures(row: Row, times: float = 1.0) -> dict[str, object]:
    """Value, range and unit of a row of an observed table; the middle of a range where it has no value.

    The middle is that of the logarithm for persons, whose error stands on it.
    """
    unit, factor = UNITS[row["unit"]]
    low, high = (float(row[end]) * factor * times if row[end] else None for end in ("low", "high"))
    cells: dict[str, object] = {"unit": unit}
    if low is not None and high is not None:
        cells |= {"low": low, "high": high}
    if row["value"]:
        return cells | {"value": float(row["value"]) * factor * times}
    if low is None or high is None:
        raise ValueError(f"no number in {where(row)}")
    middle = sqrt(low * high) if unit == "person" else (low + high) / 2
    return cells | {"value": middle, "status": weakest([row])}


def month_before(day: str) -> str:
    """The month whose end is nearest to a day: the one before it in the first half of a month."""
    date = dt.date.fromisoformat(day)
    return (date if date.day > 15 else date.replace(day=1) - dt.timedelta(1)).isoformat()[:7]


def year_of(day: str) -> float:
    """The end of the month of a day on an axis of years, where the simulator's month stands."""
    return int(day[:4]) + int(day[5:7]) / 12


def agree(one: float, other: float, what: str, within: float = 1e-9) -> None:
    """Stop where two shipped tables give different numbers for the same thing."""
    if abs(one - other) > within:
        raise ValueError(f"{what}: {one:g} in one table, {other:g} in another")
