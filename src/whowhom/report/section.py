"""What a report is made of: chapters, sections, rows of model against data, small tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from whowhom.report import statistics
from whowhom.report.observed import Datum

if TYPE_CHECKING:
    from whowhom.report.evidence import Evidence

ENDS = (0.05, 0.5, 0.95)
NEVER = "never"
SIGN = "\u00a0%"
"""The per cent sign, on one line with its number."""


class LeftOut(Exception):  # noqa: N818 - it is an outcome of a chapter, not a failure
    """A chapter cannot be written from this folder; the message is the sentence that says why."""


@dataclass(frozen=True)
class Row:
    """One line of model against data, as it is read."""

    quantity: str
    median: str
    interval: str
    observed: str
    inside: bool
    status: str
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A small table under a picture; the first column names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """One chapter's answer: a sentence with its interval, a picture with the data, what stands behind."""

    sentence: str
    picture: bytes
    """SVG, without outside references."""
    alt: str
    conditioned: str
    free: str
    sources: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()
    more: tuple[Table, ...] = ()
    """Tables that follow the first."""
    links: tuple[tuple[str, str], ...] = ()
    """(words, address) of pages that are written beside the report."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """All its tables, in order."""
        return (*((self.table,) if self.table else ()), *self.more)


@dataclass(frozen=True)
class Chapter:
    """A title and the function that writes its section; it raises LeftOut with the reason where it cannot."""

    title: str
    make: Callable[[Evidence], Section]


def percent(share: float, digits: int = 0) -> str:
    """Write a share as per cent; never 0 or 100 where it is neither."""
    if np.isnan(share):
        return "none"
    text = f"{100 * share:.{digits}f}"
    if 0 < share < 1:
        least = 10.0**-digits
        if float(text) == 0:
            return f"< {least:.{digits}f}{SIGN}"
        if float(text) == 100:
            return f"> {100 - least:.{digits}f}{SIGN}"
    return f"{text}{SIGN}"


def fine(share: float) -> str:
    """Write a share as per cent with one digit after the point."""
    return percent(share, 1)


def counted(count: int, total: int) -> str:
    """Write a share of histories with Wilson's 90 per cent interval, finer where it is near 0 or 1."""
    share = count / total
    digits = 0 if 0.02 <= share <= 0.98 else 1
    low, high = statistics.wilson(count, total)
    return f"{percent(share, digits)} ({percent(low, digits)} to {percent(high, digits)})"


def plain(number: float, digits: int = 1) -> str:
    """Write a number with at most so many digits after the point, without empty ones."""
    if np.isnan(number):
        return "none"
    text = f"{number:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def persons(number: float) -> str:
    """Write a number of persons with three figures at most."""
    if np.isnan(number) or number < 1000:
        return plain(number, 0)
    rounded = round(number, 2 - int(np.floor(np.log10(number))))
    return f"{rounded:,.0f}".replace(",", "\u00a0")


def signed(number: float) -> str:
    """Write a difference with its sign and three figures, a large one as a whole number."""
    if abs(number) < 1000:
        return f"{number:+.3g}"
    return f"{'+' if number > 0 else '-'}{persons(abs(number))}"


def month_name(month: int | None, months: Sequence[str]) -> str:
    """Write a position as its month, or "never"."""
    return NEVER if month is None else months[month]


def spread(values: NDArray[np.generic], write: Callable[[float], str]) -> tuple[str, str]:
    """Write the median and the 90 per cent interval of one number per history."""
    low, middle, high = statistics.quantiles(values, ENDS)
    return write(float(middle)), f"{write(float(low))} to {write(float(high))}"


def month_spread(first: statistics.Months, months: Sequence[str]) -> tuple[str, str]:
    """Write the median and the 90 per cent interval of the month in which a threshold is reached."""
    low, middle, high = (month_name(statistics.month_quantile(first, level), months) for level in ENDS)
    return middle, f"{low} to {high}"


def number_row(
    quantity: str, values: NDArray[np.generic], datum: Datum, write: Callable[[float], str], note: str = ""
) -> Row:
    """Compare one number per history with the observed one: inside means in the 90 per cent interval."""
    low, _, high = statistics.quantiles(values, ENDS)
    middle, interval = spread(values, write)
    # Shares that are equal in whole numbers may differ in the last bit.
    inside = bool(low - 1e-9 <= datum.value <= high + 1e-9)
    return Row(
        quantity,
        middle,
        interval,
        write(datum.value),
        inside,
        datum.status,
        datum.sources,
        note or datum.note,
    )


def month_row(
    quantity: str, first: statistics.Months, months: Sequence[str], datum: Datum, *, after: bool = False
) -> Row:
    """Compare the month in which a threshold is reached with the month on record.

    after: the record only says that it was not reached by then, so any later month and "never" agree.
    """
    low, high = (statistics.month_quantile(first, level) for level in (ENDS[0], ENDS[2]))
    middle, interval = month_spread(first, months)
    late_enough = high is None or (months[high] > datum.month if after else months[high] >= datum.month)
    early_enough = after or (low is not None and months[low] <= datum.month)
    observed = f"after {datum.month}" if after else datum.month
    inside = late_enough and early_enough
    return Row(quantity, middle, interval, observed, inside, datum.status, datum.sources, datum.note)
