"""What surrounds an organisation: parties, instruments of coercion, campaigns."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from whowhom.spec.record import Name, Quantity, Record


class Party(Record):
    """A party of the country: its votes, its delegates, whether it may exist."""

    label: str | None = Field(default=None, description="the name shown to readers")
    votes: Quantity | None = Field(default=None, description="share of the votes of the country")
    mandates: Quantity | None = Field(
        default=None, description="share of the delegates of the representative body"
    )
    ruling: bool = Field(default=False, description="whether it is the party whose bodies the document gives")
    protected: bool = Field(default=False, description="whether the law keeps it from being closed")
    source: str | None = Field(default=None, description="a key of the bibliography")


class InstrumentKind(StrEnum):
    """What an instrument does to whom."""

    POLICE = "police"
    CAMP = "camp"
    PARTY_BAN = "party_ban"
    FACTION_BAN = "faction_ban"
    CENSORSHIP = "censorship"


class Instrument(Record):
    """A means of coercion: an asset that outlives its maker and serves whoever holds the owning office."""

    kind: Annotated[InstrumentKind, Field(strict=False)] = Field(description="what it does")
    owner: Name = Field(description="the body whose majority commands it")
    capacity: Quantity = Field(description="how much it can do in a month when it is created")
    label: str | None = Field(default=None, description="the name shown to readers")
    start: date | None = Field(default=None, alias="from", description="exists from this date")
    until: date | None = Field(default=None, description="ends before this date; absent: no end was set")
    source: str | None = Field(default=None, description="a key of the bibliography")


class Campaign(Record):
    """A decision pressed for from below that passes through tiers and is then sent out as an order."""

    about: str = Field(description="the person it is about, one of `subjects`")
    tiers: tuple[Name, ...] = Field(
        min_length=1, max_length=4, description="the bodies that decide in turn, lowest first"
    )
    recipients: int = Field(default=0, ge=0, le=10_000, description="offices that carry the order out")
    start: date = Field(alias="from", description="pressed for from this date")
    due: date = Field(description="the day on which the order is to be carried out")
    label: str | None = Field(default=None, description="the name shown to readers")
    source: str | None = Field(default=None, description="a key of the bibliography")
