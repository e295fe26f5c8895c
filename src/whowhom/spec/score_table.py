"""By what a scenario is scored: the rolls of a body on record, and the round after which all is held out."""

from __future__ import annotations

from pydantic import Field

from whowhom.spec.record import Name, Record


class ScoreTable(Record):
    """The table `[score]`: who of a body stays after a round, on record and as predicted."""

    rolls: str = Field(
        min_length=1,
        description='CSV of members after each round with what was on record of them; "whowhom:…" for a '
        "shipped one",
    )
    sets: str | None = Field(
        default=None,
        min_length=1,
        description="CSV of the attributes that each rival explanation may use, a regression each",
    )
    split: int = Field(
        description="the round up to which everything is known; the scenario begins with its members"
    )
    body: Name = Field(description="the body whose members stay or go")
    office: Name | None = Field(default=None, description="the office of one seat that leads")
    against: tuple[str, ...] = Field(
        default=("constant hazard", "constant share by round"),
        description="the predictors to which differences are given",
    )
