"""Statistics of histories: pure functions that make one number a history of what was recorded by month.

Arrays are (history, month), a month's number standing at its end; NaN where a history says nothing, because
its rulers no longer rule. What is not known in one month of a window is not known of the window, with one
exception: a date is known once it has come.

Does not model: anything between the ends of months.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from whowhom.spec.errors import shown

Numbers = NDArray[np.float64]
Holders = NDArray[np.integer]
MONTHS, BODY = "months", "body"
"""What a statistic is of: something recorded by month, or who sat in a body at snapshots."""

_TERM = re.compile(r"^(?P<name>[A-Za-z][A-Za-z0-9_]*)(\[(?P<entry>[0-9]{1,6})\]|=(?P<person>[^=/]+))?$")


@dataclass(frozen=True)
class Term:
    """One thing recorded: `tier_share[1]`, `secretary=Anna`, `delegates`."""

    name: str
    """The name of an observe entry of the scenario, or of a body."""
    entry: int | None = None
    """Which place of its axis, from 0; absent: the sum over the axis."""
    person: str = ""
    """1 where the holder is this person and 0 where not, instead of the number of the holder."""

    @property
    def chosen(self) -> bool:
        """Whether a place of the axis or a person is chosen."""
        return self.entry is not None or bool(self.person)


def terms(text: str) -> tuple[Term, ...]:
    """Read `NAME`, `NAME[PLACE]` or `NAME=PERSON`, or two of them with / between: the first over the second.

    Raises ValueError where the text is none of these.
    """
    found = [_TERM.match(part.strip()) for part in text.split("/")]
    if len(found) > 2 or not all(found):
        raise ValueError(f"found {shown(text)}; expected NAME, NAME[PLACE], NAME=PERSON, or one over another")
    return tuple(
        Term(
            part["name"],
            None if part["entry"] is None else int(part["entry"]),
            (part["person"] or "").strip(),
        )
        for part in found
        if part
    )


def share_of(part: Numbers, whole: Numbers) -> Numbers:
    """Return part / whole, NaN where the whole is not above 0 or says nothing."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)


def change(values: Numbers) -> Numbers:
    """Return the last month less the first."""
    return np.asarray(values[:, -1] - values[:, 0], np.float64)


def _first(met: NDArray[np.bool_], values: Numbers, years: Numbers) -> Numbers:
    """Return the date at which a condition is first met, the month after the window where it never is.

    NaN where the rulers fell before it was met: it may not come any more, and nobody can say when it would.
    """
    ever = met.any(axis=1)
    first = years[np.argmax(met, axis=1)]
    late = np.where(np.isnan(values).any(axis=1), np.nan, years[-1] + 1 / 12)
    return np.where(ever, first, late)


def first_year(values: Numbers, years: Numbers, level: float) -> Numbers:
    """Return when something is first at or above a level, in years; the month after the window where never.

    years: (month,) the ends of the months, year + month / 12. A date that lies past the window is censored:
    "not within these months" is what the number says, of a history as of the record.
    """
    return _first(values >= level, values, years)


def first_year_below(values: Numbers, years: Numbers, level: float) -> Numbers:
    """Return when something is first at or below a level, in years, censored as `first_year` is."""
    return _first(values <= level, values, years)


def reached(values: Numbers, level: float) -> Numbers:
    """Return 1 where some month is at or above a level, 0 where none is; NaN where that is not known."""
    met = (values >= level).any(axis=1)
    return np.where(np.isnan(values).any(axis=1) & ~met, np.nan, met.astype(np.float64))


def below(values: Numbers, level: float) -> Numbers:
    """Return 1 where every month is below a level, 0 where one is not; NaN where that is not known."""
    return np.asarray(1.0 - reached(values, level), np.float64)


def share_of_months(values: Numbers, level: float) -> Numbers:
    """Return the share of months at or above a level; NaN where a month says nothing."""
    share = (values >= level).mean(axis=1)
    return np.where(np.isnan(values).any(axis=1), np.nan, share)


def highest_share(values: Numbers) -> Numbers:
    """Return the highest month as a share of the sum of all; NaN where that is 0."""
    return share_of(values.max(axis=1), values.sum(axis=1))


def two_highest_years(values: Numbers) -> Numbers:
    """Return the share of the sum that falls into the two highest of the window's years of twelve months.

    Raises ValueError where the window is not a whole number of years.
    """
    if values.shape[1] % 12:
        raise ValueError(f"found {values.shape[1]} months; expected whole years")
    years = values.reshape(values.shape[0], -1, 12).sum(axis=2)
    return share_of(np.sort(years, axis=1)[:, -2:].sum(axis=1), years.sum(axis=1))


def ratio(values: Numbers, base: Numbers) -> Numbers:
    """Return the mean of one window over the mean of another; NaN where the second is not above 0."""
    return share_of(values.mean(axis=1), base.mean(axis=1))


def ratio_to_highest(values: Numbers, base: Numbers) -> Numbers:
    """Return the mean of one window over the highest month of another; NaN where that is not above 0."""
    return share_of(values.mean(axis=1), base.max(axis=1))


def dropped(sittings: list[Holders]) -> Numbers:
    """Return the share of the members at the first snapshot who are not among those at the last one.

    sittings: (history, seat) each, numbers of persons, negative where vacant. Who died counts as dropped.
    NaN where nobody sat at the first.
    """
    answer = np.full(sittings[0].shape[0], np.nan)
    for history, before in enumerate(sittings[0]):
        members = before[before >= 0]
        if members.size:
            answer[history] = 1 - np.isin(members, sittings[-1][history]).mean()
    return answer


def partners_dropped(sittings: list[Holders]) -> Numbers:
    """Return, of all who left a body in later rounds, the share who were of the majority the round before.

    A round is two snapshots between which somebody left; its majority are those who stayed. NaN where there
    are fewer than two rounds. sittings: as for `dropped`, in the order of time.
    """
    answer = np.full(sittings[0].shape[0], np.nan)
    for history in range(answer.size):
        sets = [frozenset(sitting[history][sitting[history] >= 0].tolist()) for sitting in sittings]
        rounds = [(before - after, before & after) for before, after in pairwise(sets) if before - after]
        gone = [(left, majority) for (_, majority), (left, _) in pairwise(rounds)]
        if gone:
            answer[history] = sum(len(left & one) for left, one in gone) / sum(len(left) for left, _ in gone)
    return answer


@dataclass(frozen=True)
class Statistic:
    """How a statistic is asked for: what it is of, and what a row must give beside its months."""

    of: str = MONTHS
    level: bool = False
    base: bool = False
    dated: bool = False
    """Whether it is a date, in years."""
    one_month: bool = False
    """Whether it is of the first month alone."""


STATISTICS: dict[str, Statistic] = {
    "at": Statistic(one_month=True),
    "mean": Statistic(),
    "total": Statistic(),
    "highest": Statistic(),
    "lowest": Statistic(),
    "change": Statistic(),
    "ratio": Statistic(base=True),
    "ratio_to_highest": Statistic(base=True),
    "highest_share": Statistic(),
    "two_highest_years": Statistic(),
    "reached": Statistic(level=True),
    "below": Statistic(level=True),
    "share_of_months": Statistic(level=True),
    "first_year": Statistic(level=True, dated=True),
    "first_year_below": Statistic(level=True, dated=True),
    "dropped": Statistic(of=BODY),
    "partners_dropped": Statistic(of=BODY),
}
"""The statistics that a row may name."""

PLAIN: dict[str, Callable[[Numbers], Numbers]] = {
    "at": lambda values: values[:, 0],
    "mean": lambda values: np.asarray(values.mean(axis=1), np.float64),
    "total": lambda values: np.asarray(values.sum(axis=1), np.float64),
    "highest": lambda values: np.asarray(values.max(axis=1), np.float64),
    "lowest": lambda values: np.asarray(values.min(axis=1), np.float64),
    "change": change,
    "highest_share": highest_share,
    "two_highest_years": two_highest_years,
}
BASED = {"ratio": ratio, "ratio_to_highest": ratio_to_highest}
LEVELLED = {"reached": reached, "below": below, "share_of_months": share_of_months}
DATED = {"first_year": first_year, "first_year_below": first_year_below}
OF_BODIES = {"dropped": dropped, "partners_dropped": partners_dropped}
