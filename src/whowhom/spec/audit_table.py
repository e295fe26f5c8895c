"""What the audit of a document is asked: whose capture of which bodies, from when and for how long."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from whowhom.spec.record import Name, Record


class Conspiracy(Record):
    """Groups of equal size that act as one wherever a lot has a limit for each group (`per_place`)."""

    groups: int = Field(ge=1, le=1_000, description="how many groups conspire")
    members: int = Field(ge=1, le=100_000, description="persons of each, beside those of the pool")


class AuditTable(Record):
    """The table `[audit]`; every key may be left out, and so may the table."""

    principal: Name | None = Field(
        default=None,
        description="the body whose capture of others is asked; absent: every office that fills others",
    )
    since: date | None = Field(
        default=None, description="the day on which the principal takes office; absent: the start"
    )
    tenure: str | None = Field(
        default=None,
        description='"8 years": how long the principal can stay; absent: term times term limit, '
        "else for ever",
    )
    horizon: str = Field(default="20 years", description="how far ahead the audit looks")
    hold: dict[Name, int] = Field(
        default={},
        description="seats of each body that the principal's side holds at the start, beside its own: its "
        "people's, then the first of the others; absent: those of the persons whose line of patrons leads to "
        "a holder of the principal",
    )
    targets: tuple[Name, ...] = Field(
        default=(), description="the bodies whose capture is asked; absent: all but the principal"
    )
    conspiracy: Conspiracy | None = Field(
        default=None,
        description="groups whose chance to capture a lot with a limit is asked, besides the prices",
    )
