"""The scenario: an organisation, its people, dated events, ordered mechanisms, what to observe and to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    WithJsonSchema,
    model_validator,
)

from whowhom.spec.audit_table import AuditTable
from whowhom.spec.errors import shown
from whowhom.spec.membership import Membership
from whowhom.spec.organisation import Body, Places, Public, Rule
from whowhom.spec.record import Day, Name, Quantity, Record, Text
from whowhom.spec.score_table import ScoreTable
from whowhom.spec.society import Campaign, Instrument, Party

Word = str | bool | date | tuple[str, ...] | tuple[date, ...]
"""A parameter of a mechanism that is no number: a name, a switch, a date, or an array of names or dates."""


def _word(value: Any) -> Any:
    """Let names, switches, dates and arrays of names or dates pass."""
    if isinstance(value, tuple) and value:
        for kind in (str, date):
            if all(isinstance(item, kind) and not isinstance(item, datetime) for item in value):
                return value
    elif isinstance(value, str | bool | date | tuple) and not isinstance(value, datetime):
        return value
    raise ValueError(
        f"found {shown(value)}; expected a name, true, false, a date, or an array of names or dates"
    )


def _word_or_number(value: Any) -> Any:
    """Let words and plain numbers pass, which choose what is observed and measure nothing."""
    return value if isinstance(value, int) or (isinstance(value, float) and isfinite(value)) else _word(value)


def _kind_of_parameter(value: Any) -> str:
    """Tell a number, which must come as a table with its unit and source, from a word."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "<table>" if number or isinstance(value, dict | Quantity) else "<word>"


_WORD_SCHEMA = {"type": ["string", "boolean", "array"], "items": {"type": "string"}}

Parameter = Annotated[
    Annotated[Quantity, Tag("<table>")]
    | Annotated[Any, AfterValidator(_word), WithJsonSchema(_WORD_SCHEMA), Tag("<word>")],
    Discriminator(_kind_of_parameter),
]
"""One parameter of a mechanism: a number with unit and source, or a word."""

Argument = Annotated[
    Any,
    AfterValidator(_word_or_number),
    WithJsonSchema({"type": ["string", "boolean", "number", "array"], "items": {"type": "string"}}),
]
"""One thing that an observable needs to know: a name, a number, a switch, a date, or an array of names."""


class Entrants(Record):
    """People who are not known by name and enter when a seat is filled from outside."""

    label: str = Field(default="entrant", description="the name shown to readers")
    pool: int = Field(default=0, ge=0, le=100_000, description="how many of them wait at the start")
    age: Quantity = Field(description="mean age at entry, in years")
    age_spread: Quantity = Field(description="standard deviation of the age at entry, in years")
    position_spread: Quantity | None = Field(default=None, description="standard deviation of a position")


class People(Record):
    """The persons: a table of the known ones, and the entry of unknown ones."""

    file: str | None = Field(
        default=None, min_length=1, description='CSV beside the document; "whowhom:…" for a shipped one'
    )
    ignore: tuple[str, ...] = Field(default=(), description="columns of the CSV that are for readers only")
    capacity: int | None = Field(default=None, ge=1, le=100_000, description="most persons at any time")
    dimensions: tuple[Name, ...] = Field(default=(), max_length=8, description="axes of positions")
    entrants: Entrants | None = Field(default=None, description="who enters from outside")


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

    name: Name | None = Field(default=None, description="how edits call the event; absent: by its number")
    date: Day
    act: Annotated[Act, Field(strict=False)] = Field(description="what happens")
    kind: Literal["historical", "free"] = Field(default="historical", description="given, or drawn")
    who: str | None = Field(default=None, description="the name of a person of the table")
    body: Name | None = Field(default=None, description="the body concerned")
    seats: int | None = Field(default=None, ge=0, description="resizes: seats from then on")
    hazard: Quantity | None = Field(default=None, description="free: its chance per month or year")
    source: str = Field(min_length=1, description="a key of the bibliography")
    note: Text | None = Field(default=None, description="a remark for readers")


class Step(Record, extra="allow"):
    """One entry of the schedule: a mechanism, its cadence, and its numbers (each a Quantity or a word)."""

    __pydantic_extra__: dict[str, Parameter] = Field(init=False)

    mechanism: Name = Field(description="which mechanism acts")
    every: str | None = Field(default=None, description='"3 months"; absent means every month')
    at: tuple[date, ...] = Field(default=(), description="the dates at which it acts, instead of `every`")
    start: date | None = Field(default=None, alias="from", description="acts from this date")
    until: date | None = Field(default=None, description="acts before this date")

    @property
    def numbers(self) -> dict[str, Quantity | Word]:
        """The parameters given in the document: a Quantity for each number, words as written."""
        return dict(self.__pydantic_extra__)


class Observe(Record, extra="allow"):
    """One quantity to record every month, with the names it needs (body, office, public)."""

    __pydantic_extra__: dict[str, Argument] = Field(init=False)

    observable: Name = Field(description="what is measured")
    name: Name = Field(description="what the results call it")

    @property
    def arguments(self) -> dict[str, object]:
        """The names it needs, as written."""
        return dict(self.__pydantic_extra__)


class Edit(Record):
    """One change of the document: set a key, remove a key, or add an entry to a list."""

    set: str | None = Field(default=None, description='"bodies.board.seats", "…@1922-04-01"')
    to: object = Field(default=None, description="set: the new value")
    remove: str | None = Field(default=None, description="the path of a key or of an entry that is dropped")
    add: str | None = Field(default=None, description='"rules", "schedule", … or "bodies.NAME"')
    value: dict[str, object] | None = Field(default=None, description="add: the new entry")

    @model_validator(mode="after")
    def _is_one_change(self) -> Self:
        given = [verb for verb in ("set", "remove", "add") if getattr(self, verb) is not None]
        if len(given) != 1:
            raise ValueError(f"found {' and '.join(given) or 'none'}; expected one of set, remove, add")
        if (self.to is not None) != (given == ["set"]):
            raise ValueError("expected `to` with `set`, and only there")
        if (self.value is not None) != (given == ["add"]):
            raise ValueError("expected `value` with `add`, and only there")
        return self


class Intervention(Record):
    """A named list of edits, applied left to right."""

    label: str = Field(description="the name shown to readers")
    edits: tuple[Edit, ...] = Field(min_length=1, description="the edits, in order")
    note: Text | None = Field(default=None, description="a remark for readers")


class Arm(Record):
    """One version of history that a run simulates: a name and the interventions applied."""

    name: Name = Field(description="what results call it")
    interventions: tuple[Name, ...] = Field(default=(), description="applied left to right")
    label: str | None = Field(default=None, description="the name shown to readers")
    most: int | None = Field(
        default=None,
        ge=1,
        description="at most so many histories, the first ones; absent: as many as asked for",
    )

    def histories(self, asked: int) -> int:
        """How many histories it has when so many are asked for."""
        return asked if self.most is None else min(asked, self.most)


@dataclass(frozen=True)
class Origin:
    """Where a document came from, for messages and for the files it names; no part of what it says."""

    file: str = field(default="scenario", compare=False)
    folder: Path | None = field(default=None, compare=False)


class Scenario(Record):
    """The whole document."""

    title: str = Field(min_length=1, description="what the scenario is called")
    description: Text = Field(default="", description="what it is about")
    start: date = Field(alias="from", description="the first month")
    until: date = Field(description="the month before which it ends")
    bodies: dict[Name, Body] = Field(min_length=1, description="the bodies, by name")
    rules: tuple[Rule, ...] = Field(default=(), description="who fills, empties or blocks what")
    places: dict[Name, Places] = Field(default={}, description="sets of places, by name")
    publics: dict[Name, Public] = Field(default={}, description="cohorts, by name")
    membership: Membership | None = Field(default=None, description="members of a party one by one")
    people: People = Field(default=People(), description="the persons")
    parties: dict[Name, Party] = Field(default={}, description="parties of the country, by name")
    instruments: dict[Name, Instrument] = Field(default={}, description="means of coercion, by name")
    subjects: tuple[str, ...] = Field(
        default=(), max_length=64, description="persons of whom the publics have an opinion"
    )
    campaigns: dict[Name, Campaign] = Field(default={}, description="decisions pressed for, by name")
    events: tuple[Event, ...] = Field(default=(), description="what comes from outside")
    schedule: tuple[Step, ...] = Field(
        default=(), description="the mechanisms, in the order of their acts; an audit needs none"
    )
    observe: tuple[Observe, ...] = Field(default=(), description="what is recorded every month")
    snapshots: tuple[date, ...] = Field(default=(), description="dates at which all holders are recorded")
    targets: str | None = Field(
        default=None,
        min_length=1,
        description='CSV of numbers on record that a fit is held against; "whowhom:…" for a shipped one',
    )
    posterior: str | None = Field(
        default=None,
        min_length=1,
        description="CSV of fitted numbers that runs draw from; whowhom fit writes one; no extension has it",
    )
    interventions: dict[Name, Intervention] = Field(default={}, description="named changes of this document")
    arms: tuple[Arm, ...] = Field(default=(Arm(name="base"),), min_length=1, description="versions simulated")
    switches: tuple[Name, ...] = Field(
        default=(),
        description="interventions that stand for another reading of how things work, under which claims are "
        "judged again",
    )
    audit: AuditTable | None = Field(default=None, description="what an audit is asked")
    score: ScoreTable | None = Field(default=None, description="what predictions of who stays are scored by")
    report: Name | None = Field(default=None, description="a shipped report; absent means the general one")

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @property
    def origin(self) -> Origin:
        """Where the document was read from."""
        return self._origin

    @property
    def months(self) -> int:
        """How many months the scenario lasts."""
        return (self.until.year - self.start.year) * 12 + self.until.month - self.start.month

    def edit(self, *edits: Edit | Intervention | str) -> Scenario:
        """Apply edits, interventions or names of interventions, left to right, and check the result.

        Raises DocumentError where a path does not exist or the edited document is wrong.
        Changes nothing in place.
        """
        from whowhom.spec.intervention import edit

        return edit(self, *edits)
