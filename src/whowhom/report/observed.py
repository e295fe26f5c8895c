"""The shipped data: what was observed, with its status and its source, and the bibliography."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Datum:
    """One observed number."""

    date: str
    """The day, month or year on record, in ISO form."""
    value: float
    status: str
    """sourced, recalled or computed, as data/README.md explains."""
    sources: tuple[str, ...]
    """Keys of the bibliography."""
    note: str = ""

    @property
    def month(self) -> str:
        """The month as "1921-03"."""
        return self.date[:7]

    @property
    def year(self) -> float:
        """The date on an axis of years; the middle of a month or year whose day is not on record."""
        parts = [int(part) for part in self.date.split("-")]
        if len(parts) == 1:
            return parts[0] + 0.5
        day = parts[2] - 0.5 if len(parts) > 2 else 15.5
        return parts[0] + (parts[1] - 1 + day / 31) / 12


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a shipped table, such as "conclave/observed.csv"."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def where(name: str, **columns: str) -> list[dict[str, str]]:
    """Return the rows of a shipped table whose columns have the given words, in order."""
    return [row for row in rows(name) if all(row[key] == word for key, word in columns.items())]


def datum(row: dict[str, str], value: float, date: str | None = None) -> Datum:
    """Return a number of a row with the honesty columns of that row."""
    keys = tuple(key for key in row["source_key"].split("|") if key)
    return Datum(row.get("date", "") if date is None else date, value, row["status"], keys, row["note"])


def weakest(data: Iterable[Datum]) -> str:
    """Return the status of something that joins several records: recalled if any of them is."""
    found = {item.status for item in data}
    return next((word for word in ("recalled", "computed") if word in found), "sourced")


@cache
def bibliography() -> dict[str, str]:
    """Return each key of the shipped bibliography with its entry as one line of text."""
    text = (DATA / "sources.bib").read_text(encoding="utf-8")
    entries = re.findall(r"^@\w+\{([^,]+),(.*)\}\s*$", text, re.M)
    return {key.strip(): _sentence(body) for key, body in entries}


def _sentence(body: str) -> str:
    """Write the fields of one entry as author, year, title and where it appeared."""
    fields = {
        key: re.sub(r"[{}]", "", value).replace("--", "-").strip()
        for key, value in re.findall(r"(\w+)\s*=\s*\{((?:[^{}]|\{[^{}]*\})*)\}", body)
    }
    author = fields.get("author", fields.get("editor", ""))
    who = f"{author} ({fields['year']})" if "year" in fields else author
    place = [fields[key] for key in ("journal", "booktitle", "publisher", "howpublished") if key in fields]
    if "volume" in fields:
        place.append(f"{fields['volume']}, {fields['pages']}" if "pages" in fields else fields["volume"])
    parts = [who, fields.get("title", ""), ", ".join(place), fields.get("note", "")]
    return ". ".join(part for part in parts if part)
