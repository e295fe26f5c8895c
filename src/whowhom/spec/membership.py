"""Members of a party one by one: how many, in which cells, districts and places."""

from __future__ import annotations

from pydantic import Field

from whowhom.spec.record import Name, Record


class Membership(Record):
    """Members as individuals: consecutive numbers are a cell, consecutive cells a district of a place."""

    places: Name = Field(
        description="the set of places over which the districts are spread, as evenly as can be"
    )
    members: int = Field(ge=1, le=100_000_000, description="how many there are: whole districts")
    cell: int = Field(ge=1, le=1000, description="members in a cell")
    district: int = Field(ge=1, le=100_000, description="cells in a district")
    patrons: int = Field(
        ge=1, le=1_000_000, description="patrons whom members follow, no persons of the table"
    )
    source: str | None = Field(default=None, description="a key of the bibliography")

    @property
    def districts(self) -> int:
        """How many whole districts the members fill."""
        return self.members // (self.cell * self.district)
