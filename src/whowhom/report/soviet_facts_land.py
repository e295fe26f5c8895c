"""Facts of the land as measures: sowing and force, revolt and retreat, 1930, repression and unrest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from whowhom.report import soviet_patterns as patterns
from whowhom.report.evidence import Arm
from whowhom.report.measure import Measure, between, recorded
from whowhom.report.observed import Datum, datum, where
from whowhom.report.section import fine, percent
from whowhom.report.soviet_fact import Fact, above_nothing, two, whole
from whowhom.report.statistics import NEVER, Numbers, share_of

GRAIN = "soviet/observed_grain.csv"
UNREST = "soviet/observed_unrest.csv"
HARVESTS = ("1918-09", "1919-09", "1920-09", "1921-09", "1922-09", "1923-09", "1924-09")
"""The Septembers of sowing that the record of the index reaches."""
RECALLED = "computed from recalled"
REACH = 24
"""Months to either side in which the peak around a retreat is looked for."""


def _seasons(arm: Arm) -> Numbers:
    """Return (history, September) the sown area over a normal one."""
    values = recorded(arm, "sown_area")
    return values[:, [arm.month(label) for label in HARVESTS]]


def _sowing(which: int, arm: Arm) -> Numbers:
    """Return the fall (0) or the recovery (1) of sowing; the lowest is looked for up to 1922."""
    return patterns.fall_and_recovery(_seasons(arm), 4)[which]


def _sowing_against_force(arm: Arm) -> Numbers:
    """Return the correlation of force in the farm year with the change of the area sown after it."""
    seasons = _seasons(arm)
    force = np.stack(
        [
            between(arm, "grain_forced", f"{year}-09", f"{year + 1}-08").mean(axis=1)
            for year in range(1918, 1924)
        ],
        axis=1,
    )
    return patterns.rank_correlation(force, np.diff(seasons, axis=1))


def _sown(year: int) -> Datum:
    """Return the index of the sown area of European Russia in a year, over 1916."""
    rows = where(GRAIN, series="sown_area_grain_index", territory="European Russia")
    row = next(row for row in rows if row["date_start"].startswith(str(year)))
    return datum(row, float(row["value"]) / 100, f"{year}-09")


def _recovered() -> Datum:
    """Return how far the index rose from its lowest year, 1922, to 1924."""
    low, high = _sown(1922), _sown(1924)
    return Datum(
        "1924-09", high.value - low.value, "computed", low.sources, "index of 1924 less that of 1922"
    )


SOWING_FALL = Measure(
    "Sown area, fall from 1918 to the lowest of 1918-22, share of normal",
    partial(_sowing, 0),
    fine,
)
SOWING_RECOVERY = Measure(
    "Sown area, rise from the lowest of 1918-22 to 1924, share of normal",
    partial(_sowing, 1),
    fine,
    _recovered(),
)
SOWING_AGAINST_FORCE = Measure(
    "Rank correlation of grain taken by force with the change of sowing after it, 1918-24",
    _sowing_against_force,
    two,
)


LEAST_FALL = 0.05


def _sowing_turns(arm: Arm) -> Numbers:
    return patterns.falls_and_returns(_sowing(0, arm), _sowing(1, arm), LEAST_FALL)


SOWING_TURNS = Fact(
    "Sowing falls by a twentieth or more by 1922 and wins back half of it or more by 1924",
    _sowing_turns,
    percent,
    happens=True,
    told_as="it does: 0.68 of normal in 1922, 0.84 in 1924",
    reason="where the line is not moved, grain goes on being taken by force and sowing stays low",
    sources=("dronin_bellinger_2005",),
)


def _first_retreat(arm: Arm, first: str, last: str) -> NDArray[np.int64]:
    """Return in which month of a window the rulers first give way."""
    start = arm.month(first) - 1
    return patterns.first_rise(recorded(arm, "concessions")[:, start : arm.month(last) + 1])


def _retreat_after_rising(first: str, last: str, arm: Arm) -> Numbers:
    """Return the months from the peak of rising around the first retreat of a window to that retreat."""
    start = arm.month(first) - 1
    event = _first_retreat(arm, first, last)
    whole = np.where(event >= 0, event + start, event)
    return patterns.months_after_peak(recorded(arm, "rising"), whole, REACH)


def _retreat_follows(first: str, last: str, arm: Arm) -> Numbers:
    """Return 1 where the retreat comes in the month of the peak or later, 0 where before, NaN without one."""
    lag = _retreat_after_rising(first, last, arm)
    return np.where(np.isnan(lag), np.nan, (lag >= 0).astype(np.float64))


def retreats(first: str, last: str) -> Callable[[Arm], Numbers]:
    """Return whether the rulers give way in a window: 1 or 0, for every history."""

    def measure(arm: Arm) -> Numbers:
        return (_first_retreat(arm, first, last) >= 0).astype(np.float64)

    return measure


CIVIL_WAR = ("1917-12", "1922-12")
RETREAT_AFTER_RISING = Measure(
    "First retreat of 1917-22, months after the highest rising of the two years around it (below 0: before)",
    partial(_retreat_after_rising, *CIVIL_WAR),
    whole,
)
RETREAT_FOLLOWS_RISING = Fact(
    "Where there is a retreat in 1917-22, it comes at the highest rising or after it",
    partial(_retreat_follows, *CIVIL_WAR),
    percent,
    happens=True,
    told_as="it does: tax in kind in March 1921, in the month of the naval base's revolt",
    reason="in too few histories do the rulers believe that they may be overthrown, so too few give way",
    sources=("lenin_cw32", "gse_1970"),
)
RETREATED = Fact(
    "The rulers give way in 1917-22",
    retreats(*CIVIL_WAR),
    percent,
    happens=True,
    told_as="they do",
    reason="risings stay small beside the army, so that the threat that rulers see stays below its level",
    sources=("lenin_cw32",),
)


PICTURE_OF_1930 = ("1930-01", "1930-12")
GREAT_BREAK = ("1929-10", "1931-12")


def _peak_of_1930(arm: Arm) -> Numbers:
    """Return the highest month of 1930 as a share of the year's sum of peasants acting openly."""
    return patterns.share_of_highest(between(arm, "peasants_acting", *PICTURE_OF_1930))


def _late_1930(arm: Arm) -> Numbers:
    """Return the mean of the last four months of 1930 over the highest month of the year."""
    year = between(arm, "peasants_acting", *PICTURE_OF_1930)
    return share_of(year[:, 8:].mean(axis=1), year.max(axis=1))


def _months_of_1930() -> tuple[list[float], tuple[str, ...]]:
    """Return the disturbances counted in each month of 1930, and the sources."""
    rows = where(UNREST, series="mass_disturbances", territory="USSR")
    rows = [
        r for r in rows if r["date_start"].startswith("1930") and r["date_start"][:7] == r["date_end"][:7]
    ]
    rows.sort(key=lambda row: row["date_start"])
    keys = sorted({key for row in rows for key in row["source_key"].split("|")})
    return [float(row["value"]) for row in rows], tuple(keys)


def _datum_of_1930(*, late: bool) -> Datum:
    counts, sources = _months_of_1930()
    value = float(np.mean(counts[8:]) / max(counts)) if late else max(counts) / sum(counts)
    note = "disturbances counted by the month; the model has people acting at the end of a month"
    return Datum("1930", value, RECALLED, sources, note)


def _after_retreat(arm: Arm) -> Numbers:
    """Return peasants acting 3 to 5 months after the first retreat of the drive, over the highest before."""
    start = arm.month(GREAT_BREAK[0]) - 1
    event = _first_retreat(arm, *GREAT_BREAK)
    event = np.where(event == NEVER, NEVER, event + start)
    return patterns.after_over_at(recorded(arm, "peasants_acting"), event, 3, 5)


PEAK_OF_1930 = Measure(
    "Highest month of 1930 as a share of the year: peasants acting openly",
    _peak_of_1930,
    fine,
    _datum_of_1930(late=False),
)
LATE_1930 = Measure(
    "September to December 1930 over the highest month: peasants acting openly",
    _late_1930,
    fine,
    _datum_of_1930(late=True),
)
UNREST_BREAKS = Fact(
    "Unrest of 1930 is highest by June, and means less than half of that from July",
    lambda arm: patterns.peaks_and_breaks(between(arm, "peasants_acting", *PICTURE_OF_1930), 6),
    percent,
    happens=True,
    told_as="it does: 6528 disturbances in March, 254 a month from July",
    reason="without a drive to collectives in that winter there is nothing to rise against",
    sources=("viola_1996",),
)
AFTER_RETREAT = Measure(
    "Peasants acting 3 to 5 months after the first retreat of 1929-31, over the highest just before",
    _after_retreat,
    fine,
)


def _repression_and_unrest(first: int, last: int, arm: Arm) -> Numbers:
    """Return the rank correlation over years of persons sentenced with persons in revolt."""
    years = range(first, last + 1)
    columns = [
        np.stack([between(arm, name, f"{year}-01", f"{year}-12").mean(axis=1) for year in years], axis=1)
        for name in ("sentenced", "rising")
    ]
    return patterns.rank_correlation(columns[0], columns[1])


def _parts(arm: Arm) -> Numbers:
    return _repression_and_unrest(1921, 1932, arm) - _repression_and_unrest(1933, 1952, arm)


REPRESSION_FOLLOWS = Measure(
    "Rank correlation of sentences with risings over the years 1921-32",
    partial(_repression_and_unrest, 1921, 1932),
    two,
)
REPRESSION_LATER = Measure(
    "Rank correlation of sentences with risings over the years 1933-52",
    partial(_repression_and_unrest, 1933, 1952),
    two,
)
REPRESSION_PARTS = Fact(
    "The first less the second: how far repression parts from unrest",
    _parts,
    two,
    told_as="above 0: sentences of 1930 answer risings, those of 1937-38 answer none",
    holds=above_nothing,
    reason="the police of the model sentence for open unrest only, so that what parts is capacity alone",
    sources=("viola_1996", "zemskov_1991"),
)
