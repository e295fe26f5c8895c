"""The claim: who asserts what against whom, the comparisons that would bear it out, and what would refute it.

One file is one claim. It compares versions of a scenario, history by history under the same luck; or a
number of the data with a level; or two predictors of what is on record. Every comparison says in advance
which way the claim goes and what difference would matter, and the file says under which edits, or under which
other reading of the data, the verdict comes out otherwise, or why it cannot in this model.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from whowhom.spec.record import Name, Record, Text
from whowhom.spec.scenario import Edit, Origin

Expects = Literal["more", "less", "same", "not_more", "not_less"]
"""Which way the claim goes: a difference of the margin or more, of minus the margin or less, within it, or
anything but one of the first two."""


class Value(Record):
    """One number of a table of data: the sum of a column over the rows that fit, over another such sum."""

    file: str = Field(min_length=1, description='CSV beside the claim; "whowhom:…" for a shipped one')
    where: dict[str, str] = Field(default={}, description="column = what stands there, of the rows meant")
    column: str = Field(min_length=1, description="the column that is added up")
    less_where: dict[str, str] = Field(default={}, description="rows whose sum is taken away")
    over: str | None = Field(default=None, description="a column of the same rows, as the whole of a share")
    over_where: dict[str, str] = Field(default={}, description="other rows for the whole")
    over_less_where: dict[str, str] = Field(default={}, description="rows taken away from the whole")
    less: float = Field(
        default=0.0, description="a number from elsewhere that is taken away; `note` says whence"
    )
    over_less: float = Field(default=0.0, description="likewise from the whole")
    counted: bool = Field(default=False, description="persons asked: sampling error of a share")
    note: Text | None = Field(default=None, description="a remark for readers")
    error: float | None = Field(default=None, ge=0, description="standard error, where the rows show none")


class Score(Record):
    """Two predictors of who stays in a body, held against the record out of sample."""

    scenario: str = Field(min_length=1, description="a scenario with a table [score]")
    better: str = Field(min_length=1, description="the predictor that the claim holds to be better")
    than: str = Field(min_length=1, description="the predictor that it is held against")
    score: Literal["log score", "Brier score"] = Field(default="log score", description="less is better")


class Comparison(Record):
    """One thing that must come out as the claim says."""

    name: Name = Field(description="what results call it")
    says: Text = Field(min_length=1, description="what is compared, in words")
    version: tuple[Name, ...] = Field(default=(), alias="with", description="interventions of the version")
    against: tuple[Name, ...] = Field(default=(), description="those of the other version; absent: none")
    ask: tuple[str, ...] = Field(
        default=(), description='one number of a history, "leader=Anna at 1929-12", or the mean of several'
    )
    less: tuple[str, ...] = Field(default=(), description="what is taken away from it, likewise")
    given: str | None = Field(default=None, description="another one, above 0 in every history that counts")
    scale: Literal["plain", "log"] = Field(
        default="plain", description="log: differences of log(1 + x), for counts that differ by factors"
    )
    data: Value | None = Field(default=None, description="a number on record instead")
    data_less: Value | None = Field(default=None, description="another one that is taken away")
    score: Score | None = Field(default=None, description="two predictors instead")
    level: float | None = Field(default=None, description="what a number without another version is held to")
    expects: Expects = Field(description="which way the claim goes")
    margin: float = Field(ge=0, description="the smallest difference that would matter")
    unit: str | None = Field(default=None, description="of the difference, where the run does not say")
    why: Text = Field(min_length=1, description="why that difference would matter")

    @model_validator(mode="before")
    @classmethod
    def _one_question_is_an_array_of_one(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {
            key: (value,) if key in ("ask", "less") and isinstance(value, str) else value
            for key, value in data.items()
        }

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        kinds = [name for name in ("ask", "data", "score") if getattr(self, name)]
        if len(kinds) != 1:
            raise ValueError(f"found {' and '.join(kinds) or 'none'}; expected one of ask, data, score")
        versions = self.version != self.against
        if kinds != ["ask"] and (versions or self.less or self.given):
            found = "with, against, less or given"
            raise ValueError(f"found {found} beside {kinds[0]}; expected them beside ask")
        if kinds != ["data"] and self.data_less is not None:
            raise ValueError("found data_less without data; expected it beside data")
        if self.level is not None and (versions or kinds == ["score"]):
            raise ValueError("found a level beside a second version; expected one of the two")
        if kinds == ["ask"] and not versions and self.level is None and not self.less:
            raise ValueError("found one version alone; expected with, level or less")
        if self.expects == "same" and self.margin == 0:
            raise ValueError('found a margin of 0; expected one above 0 where the claim says "same"')
        return self

    @property
    def simulated(self) -> bool:
        """Whether it is of histories, not of the record."""
        return bool(self.ask)

    @property
    def questions(self) -> tuple[str, ...]:
        """Everything that is asked of a history."""
        return tuple(dict.fromkeys((*self.ask, *self.less, *((self.given,) if self.given else ()))))


class Reading(Record):
    """Another reading of what is on record: some comparisons replaced."""

    name: Name = Field(description="what results call it")
    says: Text = Field(min_length=1, description="how the record is read")
    data: dict[Name, Value] = Field(default={}, description="by comparison the number that stands instead")
    score: dict[Name, Score] = Field(default={}, description="by comparison the predictors instead")

    @property
    def replaced(self) -> tuple[str, ...]:
        """The comparisons that are read otherwise."""
        return (*self.data, *self.score)


class Otherwise(Record):
    """Where the verdict comes out the other way."""

    verdict: Literal["supported", "contradicted"] = Field(
        description="the side on which more than half of the posterior lies there"
    )
    says: Text = Field(min_length=1, description="the region in words")
    version: tuple[Name, ...] = Field(default=(), alias="with", description="interventions that lead there")
    edits: tuple[Edit, ...] = Field(default=(), description="edits of every version that lead there")
    reading: Name | None = Field(default=None, description="a reading of the data that leads there")

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if bool(self.version or self.edits) == (self.reading is not None):
            raise ValueError("expected edits or with, or else a reading")
        return self


class Claim(Record):
    """One claim as an experiment that can come out either way."""

    number: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,19}$")] = Field(description='"C13"')
    says: Text = Field(min_length=1, description="the claim, in our words")
    by: tuple[str, ...] = Field(min_length=1, description="who asserts it")
    against: tuple[str, ...] = Field(default=(), description="who is said to hold otherwise")
    source: str = Field(min_length=1, description="where it is asserted, a key of the bibliography")
    scenario: str = Field(min_length=1, description="a shipped scenario, or a file beside the claim")
    comparisons: tuple[Comparison, ...] = Field(min_length=1, description="what must come out")
    holds: Literal["all", "any"] = Field(default="all", description="whether all must, or any")
    refuted_by: Text = Field(min_length=1, description="what would refute it")
    not_tested: Text = Field(min_length=1, description="what the experiment does not test")
    switches: tuple[Name, ...] | None = Field(
        default=None, description="interventions under which it is judged again; absent: the scenario's"
    )
    readings: tuple[Reading, ...] = Field(default=(), description="other readings of the data")
    otherwise: tuple[Otherwise, ...] = Field(default=(), description="where it comes out the other way")
    cannot: Text | None = Field(
        default=None, min_length=1, description="why the model cannot come out the other way"
    )

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @model_validator(mode="after")
    def _can_come_out_otherwise(self) -> Self:
        if bool(self.otherwise) == (self.cannot is not None):
            raise ValueError(
                "expected otherwise, where it comes out the other way, or cannot, why it does not"
            )
        names = [item.name for item in self.comparisons]
        if len(set(names)) != len(names):
            raise ValueError(f"comparisons: found {max(names, key=names.count)} twice; expected it once")
        known = {reading.name for reading in self.readings}
        for region in self.otherwise:
            if region.reading is not None and region.reading not in known:
                raise ValueError(f"otherwise: no reading named {region.reading}")
        wrong = [name for reading in self.readings for name in reading.replaced if name not in names]
        if wrong:
            raise ValueError(f"readings: no comparison named {wrong[0]}")
        return self

    @property
    def origin(self) -> Origin:
        """Where the claim was read from."""
        return self._origin
