"""The organisation: bodies and their seats, the rules that fill and empty them, tiers, places and publics."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from whowhom.spec.record import Name, Quantity, Record


class Verb(StrEnum):
    """What a rule does. `by` is who acts, `over` is on whom."""

    APPOINTS = "appoints"
    ELECTS = "elects"
    CONFIRMS = "confirms"
    COOPTS = "coopts"
    EX_OFFICIO = "ex_officio"
    DRAWS = "draws"
    EXPELS = "expels"
    VETOES = "vetoes"
    ENLARGES = "enlarges"
    PROPOSES = "proposes"
    TRANSFERS = "transfers"
    SUCCEEDS = "succeeds"


class Ballot(StrEnum):
    """Whether a vote can be seen by those who could punish it."""

    OPEN = "open"
    SECRET = "secret"


class Body(Record):
    """A set of seats under one name; an office is a body of one seat."""

    seats: int = Field(ge=0, le=100_000, description="seats at the start")
    capacity: int | None = Field(default=None, ge=1, le=100_000, description="most seats it may ever have")
    ceiling: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="seats above which nobody is added, though more may be held",
    )
    label: str | None = Field(default=None, description="the name shown to readers")
    term: str | None = Field(default=None, description='"8 years"; absent means for life or at pleasure')
    staggered: bool = Field(default=False, description="terms end evenly spread over the term")
    ends: tuple[date, ...] = Field(
        default=(),
        description="the day on which the present term of each seat ends, or one day for all; later terms "
        "follow at the length of the term",
    )
    early_exit: Quantity | None = Field(
        default=None, description="chance of leaving before the end, the same for every holder"
    )
    age_limit: str | None = Field(default=None, description='"80 years": the seat falls vacant in that month')
    term_limit: int | None = Field(default=None, ge=1, description="most terms in a row of one person")
    weights: tuple[int, ...] = Field(default=(), description="votes of each seat; absent means one each")
    place: Name | None = Field(default=None, description="a set of places: seat i belongs to place i")
    source: str | None = Field(default=None, description="a key of the bibliography")

    @property
    def most_seats(self) -> int:
        """The most seats that the body may ever have: its capacity, or its seats where none is given."""
        return self.seats if self.capacity is None else self.capacity

    @property
    def votes(self) -> int:
        """All votes of the body with every possible seat filled: one each, or the sum of its weights."""
        return sum(self.weights) if self.weights else self.most_seats


class Rule(Record):
    """One sentence: `by` `verb` `over`, from a pool, by a decision rule, at a cadence.

    decision: "majority" (more than half of those present), "majority of seats", "2/3" (at least),
    "2/3 of seats", "2/3 plus one", "unanimity", "plurality", "any holder", or "17 votes".
    """

    name: Name = Field(description="how interventions and errors call the rule")
    verb: Annotated[Verb, Field(strict=False)] = Field(description="what is done")
    by: Name = Field(description='who acts: a body; or "members" or a public, who elect or draw')
    over: Name = Field(description="the body whose seats are filled, emptied, blocked or enlarged")
    pool: Name | None = Field(
        default=None,
        description='"members", "reserve" (members without a seat), "entrants", or a body; '
        "absent means members, then entrants",
    )
    decision: str = Field(default="majority", description="the votes that carry it")
    quorum: str | None = Field(default=None, description='"1/2" of the seats, or "20 seats"')
    ballot: Annotated[Ballot, Field(strict=False)] = Field(default=Ballot.OPEN, description="who sees votes")
    every: str | None = Field(default=None, description='"12 months"; absent means whenever a seat is vacant')
    at: tuple[date, ...] = Field(default=(), description="the dates of the act, instead of `every`")
    tiers: tuple[Name, ...] = Field(default=(), description="tiers of indirect election, lowest first")
    most: int | None = Field(default=None, ge=0, description="enlarges: most seats added at one time")
    part: str | None = Field(
        default=None, description='"1-3": fills only these seats of the body, counted from 1'
    )
    per_place: int | None = Field(
        default=None,
        ge=1,
        description="draws: most persons of one place; whoever would be one too many is passed over",
    )
    start: date | None = Field(default=None, alias="from", description="in force from this date")
    until: date | None = Field(default=None, description="in force before this date")
    source: str | None = Field(default=None, description="a key of the bibliography")


FILLING = (
    Verb.APPOINTS,
    Verb.ELECTS,
    Verb.COOPTS,
    Verb.EX_OFFICIO,
    Verb.DRAWS,
    Verb.TRANSFERS,
    Verb.SUCCEEDS,
)
"""The verbs that put persons into seats."""


class Places(Record):
    """A set of places (provinces, branches, districts)."""

    count: int = Field(ge=1, le=100_000, description="how many there are")
    label: str | None = Field(default=None, description="the name shown to readers")
    names: tuple[str, ...] = Field(default=(), description="their names, in order; absent: numbered from 0")
    file: str | None = Field(
        default=None,
        min_length=1,
        description="CSV with a column `name` and a line for each place, whose numbers divide totals",
    )
    dependent: bool = Field(
        default=False, description="whether they have a government of their own under the centre"
    )
    start: date | None = Field(default=None, alias="from", description="belong to the system from this date")
    output: Quantity | None = Field(default=None, description="grain of a normal year, all places together")
    output_by: str | None = Field(default=None, description="the column that divides the output")
    garrison: Quantity | None = Field(default=None, description="troops at the start, all places together")
    garrison_by: str | None = Field(default=None, description="the column that divides the garrison")
    source: str | None = Field(default=None, description="a key of the bibliography")


class Public(Record):
    """A cohort in every place: how many, and what share of it leans to the challenger of the ruling line."""

    places: Name = Field(description="the set of places over which it is spread")
    members: Quantity = Field(description="people in each place")
    leaning: Quantity = Field(description="share that leans to the challenger")
    members_by: str | None = Field(
        default=None, description="the column of the places' file that divides the members"
    )
    support: Quantity | None = Field(
        default=None, description="share that backs the rulers in private; absent: half"
    )
    support_by: str | None = Field(
        default=None, description="the column of the places' file with that share for each place"
    )
    spread: Quantity | None = Field(default=None, description="standard deviation between places")
    label: str | None = Field(default=None, description="the name shown to readers")
