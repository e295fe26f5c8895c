"""One reign seen through the electors: the share that the pope made, when it passes half and two thirds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm
from whowhom.report.observed import Datum, datum, where
from whowhom.report.section import Row, fine, number_row
from whowhom.report.statistics import Months, Numbers, Truths

FEWEST = 20
"""Months in which fewer histories still have the pope in office are not drawn."""


@dataclass(frozen=True)
class Reign:
    """The pope of the first month, in one arm."""

    arm: Arm

    @cached_property
    def in_office(self) -> Truths:
        """(history, month) whether the pope of the first month still reigns."""
        pope = self.arm.array("pope")
        return np.asarray((pope == pope[:, :1]) & (pope >= 0))

    @cached_property
    def electors(self) -> Numbers:
        """(history, month) seats held."""
        return self.arm.array("electors").astype(np.float64)

    @cached_property
    def own(self) -> Numbers:
        """(history, month) seats held by his own men."""
        return self.arm.array("own").astype(np.float64)

    @cached_property
    def share(self) -> Numbers:
        """(history, month) own / electors, NaN once he no longer reigns."""
        return np.where(self.in_office, statistics.share_of(self.own, self.electors), np.nan)

    @cached_property
    def majority(self) -> Months:
        """(history,) first month in which more than half of the electors are his."""
        return statistics.first_month(self.in_office & (2 * self.own > self.electors))

    @cached_property
    def two_thirds(self) -> Months:
        """(history,) first month in which at least two thirds of the electors are his."""
        return statistics.first_month(self.in_office & (3 * self.own >= 2 * self.electors) & (self.own > 0))

    @cached_property
    def levels(self) -> Numbers:
        """(level, month) of the share among the histories in which he reigns."""
        return statistics.bands(self.share, fewest=min(FEWEST, self.arm.histories))

    @property
    def started_with(self) -> int:
        """Electors in the first month."""
        return int(self.electors[0, 0])

    def share_at(self, month: str) -> Numbers:
        """Return the share in a month, or in the last month in which each history has him in office.

        month: as "2019-10"; raises LeftOut where the arm does not reach it.
        """
        position = self.arm.month(month)
        last = np.where(self.in_office[:, : position + 1], np.arange(position + 1), 0).max(axis=1)
        return np.asarray(self.share[np.arange(last.size), last])


def observed_shares(start: str) -> list[Datum]:
    """Return the observed shares of own electors in the reign that began in a year: "2005" or "2013"."""
    if start == "2013":
        found = where("conclave/observed.csv", series="francis_share")
        return [datum(row, float(row["francis_electors"]) / float(row["electors"])) for row in found]
    events = [
        row
        for row in where("conclave/events.csv", start=start)
        if row["event"] in ("majority", "end_of_reign")
    ]
    return [datum(row, float(row["own"]) / float(row["electors"])) for row in events]


def event(start: str, name: str) -> Datum:
    """Return a dated event of a reign; its value is 0 because only its date counts."""
    return datum(where("conclave/events.csv", start=start, event=name)[0], 0.0)


def rule_date(pope: str, target: str) -> Datum:
    """Return when birthdays alone bring the "majority" or the "two_thirds"; its value is that share."""
    row = where("conclave/rule_dates.csv", pope=pope, target=target)[0]
    return datum(row, 1 / 2 if target == "majority" else 2 / 3)


def election_year(pope: str) -> float:
    """Return the day of a pope's election on an axis of years."""
    row = where("conclave/rule_dates.csv", pope=pope)[0]
    return datum(row, 0.0, row["start"]).year


def share_rows(reign: Reign, pope: str, shares: Sequence[Datum]) -> tuple[Row, ...]:
    """Compare the share of own electors with each observed share."""
    return tuple(
        number_row(
            f"{pope}: share of electors that he made, {item.date}",
            reign.share_at(item.month),
            item,
            fine,
            item.note,
        )
        for item in shares
        if item.month in reign.arm.months
    )


def draw_reign(reign: Reign, pope: str, shares: Sequence[Datum], dates: Sequence[tuple[str, Datum]]) -> bytes:
    """Draw the share by month above, and when the thresholds are reached below; one axis of years.

    shares: observed points. dates: what to mark below, with its label.
    """
    drawn = picture.Picture(500)
    years = reign.arm.years
    across = picture.years_range(years)
    upper = drawn.panel(34, 255, across, (0, 1))
    picture.percent_axis(upper, f"electors made by {pope}")
    picture.years_axis(upper, named=False)
    picture.band(upper, years, reign.levels, picture.COLOURS[0], "histories")
    picture.level_line(upper, 0.5, "one half")
    picture.level_line(upper, 2 / 3, "two thirds")
    picture.points(upper, shares, "observed")
    thresholds = (
        (reign.majority, picture.COLOURS[2], "majority"),
        (reign.two_thirds, picture.COLOURS[1], "two thirds"),
    )
    edges = np.arange(np.floor(years[0]), years[-1] + 1, 0.25)
    tallest = max(5.0, *(picture.quarter_shares(years, first, edges).max() for first, _, _ in thresholds))
    lower = drawn.panel(345, 110, across, (0, 1.05 * tallest))
    picture.number_axis(lower, "% of histories\nin a quarter")
    for first, colour, label in thresholds:
        picture.months_histogram(lower, years, first, colour, label)
    for label, item in dates:
        picture.date_line(lower, item, label)
    picture.years_axis(lower)
    return drawn.svg()
