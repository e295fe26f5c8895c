"""Transitions: who of a body stays from one round of elections to the next, on record.

The rolls are one CSV: a row for each member after each round, `round`, `date`, `person`, `status`, and a
column for each attribute as it was on that day (blank: not on record). Who stayed is not a column: it is read
from the rolls of later rounds. A split is a round: rolls up to it are known, all later ones are held out.

Does not model: names that a roll misses (they count as left), returns after an absence between rounds.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown

Numbers = NDArray[np.float64]

DAYS_A_YEAR = 365.25
ABOUT = ("round", "date", "person", "source", "status", "source_key", "note")
"""Columns that are no attributes."""


@dataclass(frozen=True)
class Roll:
    """Who sat after one round."""

    number: int
    date: date
    people: tuple[str, ...]
    attributes: dict[str, Numbers]
    """By column (person,) the numbers of that day, NaN where not on record."""
    recalled: float
    """Share of the rows whose status is `recalled`."""

    @property
    def month(self) -> str:
        """The month of the round, as "1921-03"."""
        return f"{self.date.year:04d}-{self.date.month:02d}"

    @property
    def leader(self) -> str:
        """Who is marked in the column `leader`, or an empty text where nobody is."""
        marked = self.attributes.get("leader", np.zeros(0))
        return next((name for name, mark in zip(self.people, marked, strict=False) if mark == 1), "")


@dataclass(frozen=True)
class Rolls:
    """The rolls of a body, round by round."""

    rounds: tuple[Roll, ...]

    def at(self, number: int) -> Roll:
        """Return the roll of a round. Raises ModelError where there is none."""
        for roll in self.rounds:
            if roll.number == number:
                return roll
        known = [str(roll.number) for roll in self.rounds]
        raise ModelError(f"rolls: no round {number}; expected {one_of(known)}")

    def known(self, split: int) -> tuple[Roll, ...]:
        """Return the rolls up to a round: all that a predictor may see."""
        return tuple(roll for roll in self.rounds if roll.number <= split)

    def later(self, split: int) -> tuple[Roll, ...]:
        """Return the rolls after a round: what is held out."""
        return tuple(roll for roll in self.rounds if roll.number > split)


@dataclass(frozen=True)
class Cases:
    """Members of some rounds, one row each, and whether each stayed to the next round."""

    attributes: dict[str, Numbers]
    stayed: Numbers
    """(n,) 1 where the person is on the next roll."""
    years: Numbers
    """(n,) the time to the next round."""


def years_between(first: Roll, last: Roll) -> float:
    """Return the time between two rounds in years."""
    return (last.date - first.date).days / DAYS_A_YEAR


def read_rolls(path: Path) -> Rolls:
    """Read the rolls of a body. Raises ModelError where a column is missing or a cell is no number."""
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    if not rows or not {"round", "date", "person", "status"} <= set(rows[0]):
        raise ModelError(f"{path.name}: expected rows with round, date, person, status")
    numbers = sorted({int(row["round"]) for row in rows})
    return Rolls(tuple(_roll(path, n, [row for row in rows if int(row["round"]) == n]) for n in numbers))


def _roll(path: Path, number: int, rows: list[dict[str, str]]) -> Roll:
    """Turn the rows of one round into a roll."""
    try:
        attributes = {
            column: np.array([float(row[column]) if row[column] else np.nan for row in rows])
            for column in rows[0]
            if column not in ABOUT
        }
    except ValueError as error:
        raise ModelError(f"{path.name}: round {number}: {error}") from None
    people = tuple(row["person"] for row in rows)
    if len(set(people)) != len(people):
        raise ModelError(f"{path.name}: round {number}: a person stands twice")
    recalled = sum(row["status"] == "recalled" for row in rows) / len(rows)
    return Roll(number, date.fromisoformat(rows[0]["date"]), people, attributes, recalled)


def read_sets(path: Path) -> dict[str, tuple[str, ...]]:
    """Read which attributes each explanation may use: a CSV of `set` and `column`, in its order."""
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return {
        name: tuple(row["column"] for row in rows if row["set"] == name)
        for name in dict.fromkeys(row["set"] for row in rows)
    }


def on_roll(people: Sequence[str], roll: Roll) -> Numbers:
    """Return (person,) 1 for whoever is on a roll and 0 for whoever is not."""
    return np.array([float(name in set(roll.people)) for name in people])


def cases(rolls: Sequence[Roll]) -> Cases:
    """Return everyone of every roll but the last, with whether he is on the next roll.

    Raises ModelError with fewer than two rolls.
    """
    if len(rolls) < 2:
        raise ModelError(f"rolls: {len(rolls)} known; expected two at least, to see who stays")
    pairs = list(pairwise(rolls))
    columns = rolls[0].attributes
    return Cases(
        {column: np.concatenate([first.attributes[column] for first, _ in pairs]) for column in columns},
        np.concatenate([on_roll(first.people, following) for first, following in pairs]),
        np.concatenate([np.full(len(first.people), years_between(first, after)) for first, after in pairs]),
    )


def columns_of(attributes: dict[str, Numbers], columns: Sequence[str]) -> Numbers:
    """Return (person, column) the attributes asked for. Raises ModelError for a column that is not there."""
    for column in columns:
        if column not in attributes:
            near = did_you_mean(column, attributes)
            raise ModelError(f"rolls: no column {shown(column)}; expected {one_of(attributes)}{near}")
    return np.stack([attributes[column] for column in columns], axis=1)
