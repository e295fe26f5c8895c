"""Facts of the party as measures: the funnel of tiers, packing before purging, partners as targets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from whowhom.report import soviet_patterns as patterns
from whowhom.report.evidence import Arm
from whowhom.report.measure import RULE, Measure
from whowhom.report.observed import Datum, datum, where
from whowhom.report.section import LeftOut, fine, percent
from whowhom.report.soviet_fact import Fact, above_nothing, whole
from whowhom.report.soviet_record import RECALLED_ROLLS, congresses, dropped, funnel, members_of_both_kinds
from whowhom.report.statistics import Numbers, dropped_share, share_of

LAST_OF_CIRCLE = "1939-03"
LAST_OF_ROLLS = "1934-01"
"""The last congress whose roll is held against the one before."""


def ruling(arm: Arm, values: Numbers, label: str) -> Numbers:
    """Return one number a history, NaN where the rulers no longer rule at the end of a month."""
    if not arm.has(RULE):
        return values
    return np.where(np.asarray(arm.array(RULE))[:, arm.month(label)] > 0, values, np.nan)


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
FUNNEL_NARROWS = Fact(
    "No tier of January 1924 gives the challenger more than the tier below it",
    lambda arm: patterns.never_rises(_tier_steps(arm)),
    percent,
    happens=True,
    told_as="it narrows from 41 % of members in Moscow to 2 % of the conference",
    reason="local secretaries are chosen without the centre in too many provinces",
    sources=("daniels_1960",),
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
    lead = patterns.months_between_peaks(growth, removed, [arm.month(item.month) for item in held[1:]])
    return ruling(arm, lead, held[-1].month)


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
    whole,
    _packing_on_record(),
)


def _positive(of: Callable[[Arm], Numbers], arm: Arm) -> Numbers:
    values = of(arm)
    return np.where(np.isnan(values), np.nan, (values > 0).astype(np.float64))


PACKING_FIRST = Fact(
    "The greatest growth of the committee comes before the greatest removal from it",
    partial(_positive, _packing_leads),
    percent,
    happens=True,
    told_as="it does: growth in 1923, removal in 1934 and later",
    reason="members of the first years are replaced as fast as seats are added",
    sources=("goriachev_2005",),
)


def _circles(arm: Arm) -> list[NDArray[np.int64]]:
    """Return the members of the leading circle at each congress kept, to 1939."""
    held = [label for label in arm.about["snapshots"] if label <= LAST_OF_CIRCLE and label in arm.months]
    return [members_at(arm, "politburo", label) for label in held]


def _partners(which: int, arm: Arm) -> Numbers:
    """Return the share of those put out who had been of the majority before (0), or that by chance (1)."""
    circles = _circles(arm)
    shares = [patterns.partners_targeted([one[k] for one in circles])[which] for k in range(arm.histories)]
    return ruling(arm, np.array(shares), LAST_OF_CIRCLE)


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
PARTNERS_BEYOND_CHANCE = Fact(
    "That share less what it would be by chance",
    _partners_beyond_chance,
    fine,
    told_as=f"above 0: {fine(_partners_datum(beyond=True).value)}",
    holds=above_nothing,
    reason="those who won together follow one man and are safe; it is newcomers who come and go",
    sources=("wikipedia_soviet",),
)
