"""The base of every record of a document, and the small types that records share."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$", description="lower-case name: letters, digits, _")]
"""How bodies, rules, mechanisms, places and interventions are called."""


class Record(BaseModel):
    """A frozen record: unknown keys are errors, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True)


class Change(Record):
    """From a date on, another value of the same number."""

    date: date
    value: float


class Quantity(Record):
    """A number with its unit and where it comes from.

    `source` is a key of the bibliography, or `assumption`; an assumption needs a `prior` so that it is swept.
    `prior` is one of `uniform(low, high)`, `beta(a, b)`, `normal(mean, sd)`, `lognormal(median, sigma)`,
    `triangular(low, mode, high)`, in the same unit as the value.
    """

    value: float
    unit: str
    source: str
    prior: str | None = None
    status: str | None = None
    note: str | None = None
    changes: tuple[Change, ...] = ()
