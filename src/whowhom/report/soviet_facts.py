"""The stylised facts of the case as measures: each is reported as reproduced or missed, with its number.

The arithmetic stands in `soviet_patterns`; here it meets what the run recorded and what is on record.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from whowhom.report import soviet_patterns as patterns
from whowhom.report.evidence import Arm
from whowhom.report.measure import Measure, between, recorded
from whowhom.report.observed import Datum, datum, where
from whowhom.report.section import LeftOut, fine, percent, plain
from whowhom.report.soviet_record import RECALLED_ROLLS, congresses, dropped, funnel, members_of_both_kinds
from whowhom.report.statistics import Numbers, dropped_share, share_of

GRAIN = "soviet/observed_grain.csv"
UNREST = "soviet/observed_unrest.csv"
HARVESTS = ("1918-09", "1919-09", "1920-09", "1921-09", "1922-09", "1923-09", "1924-09")
"""The Septembers of sowing that the record of the index reaches."""
REACH = 24
"""Months to either side in which the peak around a retreat is looked for."""
LAST_OF_CIRCLE = "1939-03"
LAST_OF_ROLLS = "1934-01"
"""The last congress whose roll is held against the one before."""


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
    lambda number: plain(number, 2),
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
    lambda number: plain(number, 0),
)
RETREAT_FOLLOWS_RISING = Measure(
    "Where there is a retreat in 1917-22, it comes at the highest rising or after it",
    partial(_retreat_follows, *CIVIL_WAR),
    percent,
    happens=True,
)


def _tier_steps(arm: Arm) -> Numbers:
    return np.asarray(arm.array("tier_share")[:, arm.month("1924-01")], np.float64)


def _funnel_kept(arm: Arm) -> Numbers:
    steps = _tier_steps(arm)
    return share_of(steps[:, -1], steps[:, 0])


def _kept_on_record() -> Datum:
    """Return the share of the conference over the share of the members of both kinds of cells."""
    top = max(funnel(), key=lambda item: item.tier).datum
    members = members_of_both_kinds()
    note = "national conference over Moscow members: two different sets of people"
    return Datum(top.date, top.value / members.value, RECALLED_ROLLS, top.sources, note)


FUNNEL_KEPT = Measure(
    "Challenger's share at the top tier over that of the members, January 1924",
    _funnel_kept,
    fine,
    _kept_on_record(),
)
FUNNEL_NARROWS = Measure(
    "No tier of January 1924 gives the challenger more than the tier below it",
    lambda arm: patterns.never_rises(_tier_steps(arm)),
    percent,
    happens=True,
)


def members_at(arm: Arm, body: str, label: str) -> NDArray[np.int64]:
    """Return (history, seat) who sat in a body in a month that was kept. LeftOut where it was not."""
    seats = [place for place, name in enumerate(arm.about["seats"]) if name == body]
    if label not in arm.about["snapshots"] or not seats:
        raise LeftOut(f"The run kept no snapshot of the {body} in {label}.")
    found: NDArray[np.int64] = arm.array("snapshot_holder")[:, arm.about["snapshots"].index(label), seats]
    return found


def _packing_leads(arm: Arm) -> Numbers:
    """Return the months from the greatest growth of the committee to the greatest removal from it."""
    held = [item for item in congresses(arm) if item.month in arm.about["snapshots"]]
    held = [item for item in held if item.month <= LAST_OF_ROLLS]
    if len(held) < 3:
        raise LeftOut("The run kept fewer than three snapshots of the committee.")
    members = [members_at(arm, "central_committee", item.month) for item in held]
    size = np.stack([(sat >= 0).sum(axis=1) for sat in members], axis=1).astype(np.float64)
    growth = share_of(np.diff(size, axis=1), size[:, :-1])
    removed = np.stack([dropped_share(members[k - 1], members[k]) for k in range(1, len(held))], axis=1)
    return patterns.months_between_peaks(growth, removed, [arm.month(item.month) for item in held[1:]])


def _packing_on_record() -> Datum:
    """Return the same from official sizes and rolls, 1921 to 1934."""
    table = [row for row in where("soviet/congresses.csv") if row["start_date"][:7] <= LAST_OF_ROLLS]
    table = [row for row in table if row["start_date"] >= "1921"]
    size = np.array([float(row["cc_full_elected"]) for row in table])
    months = [int(row["start_date"][:4]) * 12 + int(row["start_date"][5:7]) for row in table]
    removed = dropped()
    shares = np.array([removed[int(row["congress"])].value for row in table[1:]])
    lead = patterns.months_between_peaks(
        np.asarray(np.diff(size) / size[:-1])[None], shares[None], months[1:]
    )
    note = "greatest growth at the 12th congress, greatest removal at the 17th"
    return Datum("1934-01", float(lead[0]), RECALLED_ROLLS, removed[17].sources, note)


PACKING_LEADS = Measure(
    "Months from the greatest growth of the committee to the greatest removal from it, 1922-34",
    _packing_leads,
    lambda number: plain(number, 0),
    _packing_on_record(),
)


def _positive(of: Callable[[Arm], Numbers], arm: Arm) -> Numbers:
    values = of(arm)
    return np.where(np.isnan(values), np.nan, (values > 0).astype(np.float64))


PACKING_FIRST = Measure(
    "The greatest growth comes before the greatest removal",
    partial(_positive, _packing_leads),
    percent,
    happens=True,
)


def _circles(arm: Arm) -> list[NDArray[np.int64]]:
    """Return the members of the leading circle at each congress kept, to 1939."""
    held = [label for label in arm.about["snapshots"] if label <= LAST_OF_CIRCLE and label in arm.months]
    return [members_at(arm, "politburo", label) for label in held]


def _partners(which: int, arm: Arm) -> Numbers:
    """Return the share of those put out who had been of the majority before (0), or that by chance (1)."""
    circles = _circles(arm)
    return np.array(
        [patterns.partners_targeted([circle[k] for circle in circles])[which] for k in range(arm.histories)]
    )


def _partners_beyond_chance(arm: Arm) -> Numbers:
    return _partners(0, arm) - _partners(1, arm)


def circles_on_record() -> list[NDArray[np.int64]]:
    """Return the members of the leading circle after each congress of 1921-39, as numbers of persons."""
    rows = [
        row
        for row in where("soviet/observed_politburo.csv", body="politburo_full")
        if "1921" <= row["date"] <= "1939-12"
    ]
    persons = sorted({row["person"] for row in rows})
    dates = sorted({row["date"] for row in rows})
    return [np.array([persons.index(r["person"]) for r in rows if r["date"] == day]) for day in dates]


def _partners_datum(*, beyond: bool) -> Datum:
    share, chance = patterns.partners_targeted(circles_on_record())
    row = where("soviet/observed_politburo.csv", body="politburo_full", congress="18")[0]
    note = f"by chance it would be {percent(chance)}; whoever died counts as gone, as in the histories"
    return datum({**row, "status": "computed", "note": note}, share - chance if beyond else share, "1939-03")


PARTNERS_TARGETED = Measure(
    "Of those gone from the circle, the share who had been of the majority of the round before, 1921-39",
    partial(_partners, 0),
    percent,
    _partners_datum(beyond=False),
)
PARTNERS_BEYOND_CHANCE = Measure(
    "That share less what it would be by chance",
    _partners_beyond_chance,
    fine,
    _partners_datum(beyond=True),
)
