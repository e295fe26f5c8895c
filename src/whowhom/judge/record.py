"""Numbers on record as evidence: their value, its error, and whether they were seen or recalled.

    value   the sum of a column over the rows that fit, over that of the whole where it is a share
    error   of a share of persons asked, the sampling error of a share, a beta with 1/2 added to both sides;
            else as stated, else by the rule that fits use too (fit/error_model.py)
    weight  a recalled row counts half: persons asked are halved, an error grows by the root of 2

Does not model: persons who were not asked by chance, sources that copy one another.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from math import sqrt

import numpy as np

from whowhom.fit.error_model import RECALLED, ErrorModel
from whowhom.measures.statistics import Numbers
from whowhom.spec.claim import Claim, Value
from whowhom.spec.data_files import decoded, find_file, read_bytes
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of, shown

Row = dict[str, str]
Where = dict[str, str]


@dataclass(frozen=True)
class OnRecord:
    """A number on record and draws of what it may have been."""

    value: float
    sample: Numbers
    status: str
    sources: tuple[str, ...]
    """Keys of the bibliography."""


def on_record(value: Value, claim: Claim, key: str, draws: int, seed: int) -> OnRecord:
    """Return a number on record. key: where it stands in the claim's file, for messages.

    Raises DocumentError where the file, a column or a row is missing, or a cell is no number.
    """
    reader = _Reader(value, claim, key)
    rows = reader.rows(value.where, "where")
    others = reader.rows(value.less_where, "less_where") if value.less_where else []
    part = reader.total(rows, value.column) - reader.total(others, value.column) - value.less
    whole, used = reader.whole(rows)
    used += rows
    recalled = any(row.get("status") == RECALLED for row in used)
    weight = ErrorModel().recalled_weight if recalled else 1.0
    generator = np.random.default_rng(seed)
    share = part if whole is None else part / whole
    if value.counted and whole is not None:
        yes, no = weight * part, weight * (whole - part)
        sample = generator.beta(yes + 0.5, no + 0.5, size=draws)
    else:
        error = value.error if value.error is not None else _usual_error(share, whole is not None)
        sample = share + generator.normal(size=draws) * error / sqrt(weight)
    sources = tuple(dict.fromkeys(row["source_key"] for row in used if row.get("source_key")))
    return OnRecord(share, np.asarray(sample), "recalled" if recalled else "sourced", sources)


def _usual_error(value: float, is_share: bool) -> float:
    """Return the error by the rule of fits, where neither the rows nor the claim tell one."""
    rule = ErrorModel()
    return rule.share if is_share else rule.relative * abs(value)


class _Reader:
    """The rows of a table, and what is wrong with it told at the claim's key."""

    def __init__(self, value: Value, claim: Claim, key: str) -> None:
        self.value, self.claim, self.key = value, claim, key
        path = find_file(claim.origin, f"{key}.file", value.file)
        text = decoded(read_bytes(path, claim.origin.file, f"{key}.file"), path.name)
        self.table: list[Row] = list(csv.DictReader(StringIO(text)))
        self.columns = list(self.table[0]) if self.table else []

    def wrong(self, leaf: str, message: str) -> DocumentError:
        """Make the error that points to a key of the number."""
        return DocumentError([Problem(self.claim.origin.file, f"{self.key}.{leaf}", message)])

    def known(self, leaf: str, column: str) -> None:
        """Raise DocumentError for a column that the table does not have."""
        if column not in self.columns:
            near = did_you_mean(column, self.columns)
            raise self.wrong(leaf, f"no column {shown(column)}; expected {one_of(self.columns)}{near}")

    def rows(self, where: Where, leaf: str) -> list[Row]:
        """Return the rows that fit; there must be one at least."""
        for column in where:
            self.known(leaf, column)
        found = [row for row in self.table if all(row[column] == cell for column, cell in where.items())]
        if not found:
            raise self.wrong(leaf, f"no row of {self.value.file} fits; expected one at least")
        return found

    def total(self, rows: list[Row], column: str) -> float:
        """Return the sum of a column over rows."""
        self.known("column", column)
        try:
            return sum(float(row[column]) for row in rows)
        except ValueError:
            raise self.wrong("column", f"found a cell of {column} that is no number") from None

    def whole(self, rows: list[Row]) -> tuple[float | None, list[Row]]:
        """Return what a share is of, and the further rows that it rests on; None where it is no share."""
        value = self.value
        if value.over is None:
            return None, []
        others = self.rows(value.over_where, "over_where") if value.over_where else []
        less = self.rows(value.over_less_where, "over_less_where") if value.over_less_where else []
        found = self.total(others or rows, value.over) - self.total(less, value.over) - value.over_less
        if found <= 0:
            raise self.wrong("over", f"found {found:g}; expected a whole above 0")
        return found, [*others, *less]
