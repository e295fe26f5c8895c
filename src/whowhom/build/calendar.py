"""Dates to months: the simulator's only clock counts months from the start of the scenario."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from whowhom.spec.duration import months_in


def month_index(start: date, day: date) -> int:
    """Return the month of a day, counted from the month of the start (0); negative before it."""
    return (day.year - start.year) * 12 + day.month - start.month


def month_label(start: date, month: int) -> str:
    """Return the month as "1921-03"."""
    total = start.year * 12 + start.month - 1 + month
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def due_months(
    start: date,
    months: int,
    every: str | None,
    at: Iterable[date],
    begin: date | None,
    end: date | None,
) -> NDArray[np.int8]:
    """Return 1 for each month 0 .. months in which something happens.

    With `at`: the months of those dates. With `every`: each so many months, counted from the start (or from
    `begin`, itself included). With neither: every month. Nothing before `begin` or from `end` on, or in month
    0.
    """
    due = np.zeros(months + 1, np.int8)
    dates = [month_index(start, day) for day in at]
    first = max(month_index(start, begin), 0) if begin else 0
    last = month_index(start, end) if end else months + 1
    if dates:
        wanted: Iterable[int] = dates
    elif every:
        wanted = range(first, months + 1, months_in(every))
    else:
        wanted = range(months + 1)
    earliest, end_of_all = max(first, 1), min(last, months + 1)
    for month in wanted:
        if earliest <= month < end_of_all:
            due[month] = 1
    return due
