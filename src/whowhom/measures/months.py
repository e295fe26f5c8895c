"""Statistics of what was recorded by month, by the names that files and commands give them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from whowhom.measures.recording import Layout
from whowhom.measures.statistics import BASED, DATED, LEVELLED, PLAIN, Numbers, Term, share_of

Window = tuple[str, str]
"""First and last month, as "1921-03"."""


def of_months(
    read: Callable[[str], Numbers],
    layout: Layout,
    parts: Sequence[Term],
    statistic: str,
    window: Window,
    *,
    base: Window | None = None,
    level: float | None = None,
) -> Numbers:
    """Return (history,) a statistic of one term, or of one over another.

    read: gives (history, month[, place]) of an entry by its name. base: the months below the line, for the
    statistics that have them. level: for those that compare with one.
    """
    months = _places(layout, window)
    if base is not None:
        values = [_of_term(read(term.name), term, layout) for term in parts]
        return BASED[statistic](values[0][:, months], values[-1][:, _places(layout, base)])
    asked = monthly(read, layout, parts)[:, months]
    if statistic in PLAIN:
        return PLAIN[statistic](asked)
    assert level is not None
    if statistic in DATED:
        years = np.array([int(month[:4]) + int(month[5:7]) / 12 for month in layout.months[months]])
        return DATED[statistic](asked, years, level)
    return LEVELLED[statistic](asked, level)


def monthly(read: Callable[[str], Numbers], layout: Layout, parts: Sequence[Term]) -> Numbers:
    """Return (history, month) one term, or one over another, NaN where that is not above 0."""
    values = [_of_term(read(term.name), term, layout) for term in parts]
    return values[0] if len(values) == 1 else share_of(values[0], values[1])


def _of_term(values: Numbers, term: Term, layout: Layout) -> Numbers:
    """Return (history, month) of a term: a place of its axis, the sum over it, or if it is a person."""
    if term.person:
        number = layout.people.index(term.person)
        return np.where(np.isnan(values), np.nan, (values == number).astype(np.float64))
    if values.ndim == 3:
        return values.sum(axis=2) if term.entry is None else values[:, :, term.entry]
    return values


def _places(layout: Layout, window: Window) -> slice:
    return slice(layout.months.index(window[0]), layout.months.index(window[1]) + 1)
