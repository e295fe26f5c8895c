"""The scenario: an organisation, its people, dated events, the ordered mechanisms, what to observe, what to ask."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from whowhom.spec.organisation import Body, Places, Public, Rule
from whowhom.spec.record import Name, Quantity, Record


class Entrants(Record):
    """People who are not known by name and enter when a seat is filled from outside."""

    label: str = "entrant"
    pool: int = Field(default=0, ge=0, le=100_000, description="how many of them wait at the start")
    age: Quantity = Field(description="mean age at entry, in years")
    age_spread: Quantity = Field(description="standard deviation of the age at entry, in years")
    position_spread: Quantity | None = Field(default=None, description="standard deviation of a position")


class People(Record):
    """The persons: a table of the known ones, and the entry of unknown ones."""

    file: str | None = Field(default=None, description="CSV with columns name, born, and others named in the docs")
    capacity: int | None = Field(default=None, ge=1, le=100_000)
    dimensions: tuple[Name, ...] = Field(default=(), max_length=8, description="names of the axes of positions")
    entrants: Entrants | None = None


class Act(StrEnum):
    """What an event does."""

    DIES = "dies"
    LEAVES = "leaves"
    TAKES = "takes"
    INCAPACITATED = "incapacitated"
    RESIZES = "resizes"
    CLOSES = "closes"


class Event(Record):
    """Something from outside at a date: conditioned on (historical) or drawn from a hazard (free)."""

    date: date
    act: Act
    kind: Literal["historical", "free"] = "historical"
    who: str | None = None
    body: Name | None = None
    seats: int | None = Field(default=None, ge=0)
    hazard: Quantity | None = None
    source: str
    note: str | None = None


class Step(Record, extra="allow"):
    """One entry of the schedule: a mechanism, its cadence, and its numbers (each a Quantity or a word)."""

    mechanism: Name
    every: str | None = None
    at: tuple[date, ...] = ()
    start: date | None = Field(default=None, alias="from")
    until: date | None = None

    @property
    def numbers(self) -> dict[str, object]:
        """The parameters given in the document, as written."""
        return dict(self.model_extra or {})


class Observe(Record, extra="allow"):
    """One quantity to record every month, with the names it needs (body, office, public)."""

    observable: Name
    name: Name


class Edit(Record):
    """One change of the document: set a key, remove a key, or add an entry to a list."""

    set: str | None = None
    to: object = None
    remove: str | None = None
    add: str | None = None
    value: dict[str, object] | None = None


class Intervention(Record):
    """A named list of edits, applied left to right."""

    label: str
    edits: tuple[Edit, ...] = Field(min_length=1)
    note: str | None = None


class Arm(Record):
    """One version of history that a run simulates: a name and the interventions applied."""

    name: Name
    interventions: tuple[Name, ...] = ()
    label: str | None = None


class Scenario(Record):
    """The whole document."""

    title: str
    description: str = ""
    start: date = Field(alias="from")
    until: date
    folder: str | None = Field(default=None, description="data folder for files named in the document")
    bodies: dict[Name, Body]
    rules: tuple[Rule, ...] = ()
    places: dict[Name, Places] = {}
    publics: dict[Name, Public] = {}
    people: People = People()
    events: tuple[Event, ...] = ()
    schedule: tuple[Step, ...]
    observe: tuple[Observe, ...] = ()
    snapshots: tuple[date, ...] = Field(default=(), description="dates at which every seat's holder is recorded")
    interventions: dict[Name, Intervention] = {}
    arms: tuple[Arm, ...] = (Arm(name="base"),)
    report: Name | None = Field(default=None, description="a shipped report; absent means the general one")
