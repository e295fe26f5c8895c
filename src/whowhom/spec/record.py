"""The base of every record of a document, and the small types that records share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

Name = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{0,59}$",
        description="a name of lower-case letters, digits and _, at most 60, a letter first",
    ),
]
"""How bodies, rules, mechanisms, places and interventions are called."""

Day = Annotated[date, Field(description="a day, of which the month counts")]
"""When something happens."""

Text = Annotated[str, Field(max_length=100_000, description="text in quotes")]
"""A sentence for readers."""


def tuples(value: Any) -> Any:
    """Turn lists, which TOML gives for arrays, to tuples at every depth of arrays."""
    return tuple(tuples(item) for item in value) if isinstance(value, list) else value


class Record(BaseModel):
    """A frozen record: unknown keys are errors, nothing is converted silently.

    "5" is not 5, 1.0 is not a whole number, true is not 1, infinity is no number; arrays become tuples.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        strict=True,
        allow_inf_nan=False,
        protected_namespaces=(),
    )

    @model_validator(mode="before")
    @classmethod
    def _arrays_are_tuples(cls, data: Any) -> Any:
        return {key: tuples(value) for key, value in data.items()} if isinstance(data, dict) else data


class Change(Record):
    """From a date on, another value of the same number."""

    date: Day
    value: float = Field(description="the value from that date, in the quantity's unit")


class Quantity(Record):
    """A number with its unit and where it comes from.

    `source` is a key of the bibliography, or `assumption`; an assumption needs a `prior` so that it is swept.
    Only numbers of the schedule are drawn: elsewhere neither an assumption nor a prior may stand.
    `prior` is one of `uniform(low, high)`, `beta(a, b)`, `normal(mean, sd)`, `lognormal(median, sigma)`,
    `triangular(low, mode, high)`, in the same unit as the value.
    """

    value: float = Field(description="the number, in `unit`")
    unit: str = Field(description="one of the units listed below")
    source: str = Field(min_length=1, description='a key of the bibliography, or "assumption"')
    prior: str | None = Field(
        default=None, description='what else it could be: "beta(2, 18)"; in the schedule only'
    )
    status: str | None = Field(default=None, description='"sourced", "recalled", "derived", …')
    note: Text | None = Field(default=None, description="a remark for readers")
    changes: tuple[Change, ...] = Field(default=(), description="dated changes of the number, earliest first")
