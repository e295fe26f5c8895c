"""Single numbers of the shipped series, as the measures of the report hold them against histories."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from whowhom.report.evidence import Arm
from whowhom.report.measure import Measure, between
from whowhom.report.observed import Datum, datum, rows
from whowhom.report.statistics import Numbers, share_of


def on_record(
    file: str, series: str, begins: str, scale: float = 1.0, note: str = "", **starts: str
) -> Datum:
    """Return the number of a series that begins on a day, month or year, times a scale.

    starts: columns and the words with which they begin. note: what to say of it instead of the row's note.
    Raises LookupError where there is no such row with a value.
    """
    for row in rows(f"soviet/{file}"):
        fits = row["series"] == series and row["date_start"].startswith(begins) and row["value"]
        if fits and all(row[key].startswith(word) for key, word in starts.items()):
            found = {**row, "note": note or row["note"]}
            return datum(found, float(row["value"]) * scale, row["date_start"])
    raise LookupError(f"soviet/{file} has no number of {series} that begins in {begins}")


def _farm_year(of_harvest: bool, year: int, arm: Arm) -> Numbers:
    taken = between(arm, "grain_taken", f"{year + 1}-07", f"{year + 1}-07")[:, 0]
    if not of_harvest:
        return taken
    return share_of(taken, between(arm, "grain_harvest", f"{year}-09", f"{year}-09")[:, 0])


def taken(year: int, *, of_harvest: bool = False) -> Callable[[Arm], Numbers]:
    """Return the grain taken in the twelve months from August of a year, or its share of that year's harvest.

    In millions of tonnes; what is taken is counted from one harvest to the next, so July has the whole.
    """
    return partial(_farm_year, of_harvest, year)


def recorded_as(item: Measure) -> str:
    """Write the number on record of a measure, or "none"."""
    return "none" if item.observed is None else item.write(item.observed.value)
