"""The organisation: bodies and their seats, the rules that fill and empty them, tiers, places and publics."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

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


class Ballot(StrEnum):
    """Whether a vote can be seen by those who could punish it."""

    OPEN = "open"
    SECRET = "secret"


class Body(Record):
    """A set of seats under one name; an office is a body of one seat."""

    seats: int = Field(ge=0, le=100_000, description="seats at the start")
    capacity: int | None = Field(default=None, ge=1, le=100_000, description="most seats it may ever have")
    label: str | None = None
    term: str | None = Field(default=None, description='"8 years"; absent means for life or at pleasure')
    staggered: bool = Field(default=False, description="terms end evenly spread over the term, not all at once")
    age_limit: str | None = Field(default=None, description='"80 years": the seat falls vacant in that month')
    term_limit: int | None = Field(default=None, ge=1, description="most terms in a row that one person may hold")
    weights: tuple[int, ...] = Field(default=(), description="votes of each seat; absent means one each")
    place: Name | None = Field(default=None, description="a set of places: seat i belongs to place i")
    source: str | None = None


class Rule(Record):
    """One sentence: `by` `verb` `over`, from a pool, by a decision rule, at a cadence.

    decision: "majority" (more than half of those present), "majority of seats", "2/3" (at least), "2/3 of seats",
    "2/3 plus one", "unanimity", "plurality", "any holder", or "17 votes".
    """

    name: Name
    verb: Verb
    by: Name
    over: Name
    pool: Name | None = Field(
        default=None, description='"members", "entrants", or a body; absent means members, then entrants'
    )
    decision: str = "majority"
    quorum: str | None = Field(default=None, description='"1/2" of the seats, or "20 seats"')
    ballot: Ballot = Ballot.OPEN
    every: str | None = Field(default=None, description='"12 months"; absent means whenever a seat is vacant')
    at: tuple[date, ...] = Field(default=(), description="the dates of the act, instead of `every`")
    tiers: tuple[Name, ...] = Field(default=(), description="names of the tiers of indirect election, lowest first")
    most: int | None = Field(default=None, ge=0, description="enlarges: most seats added at one time")
    start: date | None = Field(default=None, alias="from")
    until: date | None = None
    source: str | None = None


class Places(Record):
    """A set of places (provinces, branches, districts)."""

    count: int = Field(ge=1, le=100_000)
    label: str | None = None
    names: tuple[str, ...] = ()
    source: str | None = None


class Public(Record):
    """A cohort in every place: how many, and what share of it leans to the challenger of the ruling line."""

    places: Name
    members: Quantity
    leaning: Quantity
    spread: Quantity | None = Field(default=None, description="standard deviation of the leaning between places")
    label: str | None = None
