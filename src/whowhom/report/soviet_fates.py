"""What became of those of 1917: the record, what the histories hold against it, and the picture of both."""

from __future__ import annotations

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, at, between, recorded
from whowhom.report.observed import Datum, datum, rows, weakest
from whowhom.report.section import LeftOut, Row, number_row, percent
from whowhom.report.statistics import Numbers

SIX = ("trotsky", "zinoviev", "kamenev", "bukharin", "rykov", "tomsky")
LEADERS = (*SIX, "stalin")
WHEN = "1939-01"
YEARS = (1921, 1924, 1927, 1930, 1934, 1936, 1939, 1945, 1952, 1956, 1961, 1970)
STATES = ("living member", "living, put out", "dead")
"""The pictures' words for the observable's 2, 1 and 0."""


def _of_the_table() -> list[dict[str, str]]:
    """Return the rows of fates of those who stand in the table of people of 1917."""
    names = {row["name"] for row in rows("soviet/elite_1917.csv")}
    return [row for row in rows("soviet/observed_fates.csv") if row["person"] in names]


def fate_on_record(row: dict[str, str], year: int) -> int:
    """Return what had become of somebody at the end of a year: 2 living member, 1 put out, 0 dead.

    A death or an expulsion whose year is not entered counts as not yet.
    """
    if row["death_year"] and int(row["death_year"]) <= year:
        return 0
    return 1 if row["first_expelled_year"] and int(row["first_expelled_year"]) <= year else 2


def count_on_record(fates: tuple[int, ...], year: int) -> Datum:
    """Return how many of the table had one of some fates at the end of a year."""
    found = _of_the_table()
    value = sum(fate_on_record(row, year) in fates for row in found)
    status = "computed from recalled" if weakest(_data(found)) == "recalled" else "computed"
    keys = tuple(dict.fromkeys(key for row in found for key in row["source_key"].split("|")))
    return Datum(f"{year}-12", float(value), status, keys[:4], "years of expulsion are missing for many")


def _data(found: list[dict[str, str]]) -> list[Datum]:
    return [datum(row, 0.0, "1917") for row in found]


def put_out_on_record(year: int) -> Datum:
    """Return how many of the table had been expelled by the end of a year, living or dead: a lower bound."""
    found = [row for row in _of_the_table() if row["first_expelled_year"]]
    value = sum(int(row["first_expelled_year"]) <= year for row in found)
    return Datum(f"{year}-12", float(value), "computed from recalled", (), "lower bound")


def exposed(arm: Arm) -> Numbers:
    """Return the share of the six who are dead or put out, NaN where the rulers do not rule."""
    fates = [between(arm, f"fate_{name}", WHEN, WHEN)[:, 0] for name in SIX]
    gone = [np.where(np.isnan(fate), np.nan, fate < 2) for fate in fates]
    return np.asarray(np.mean(gone, axis=0), np.float64)


def gap_of_distances(arm: Arm) -> Numbers:
    """Return how much further from the founder those put out began than living members; NaN without any."""
    out = between(arm, "distance_of_those_put_out", WHEN, WHEN)[:, 0]
    members = between(arm, "distance_of_members", WHEN, WHEN)[:, 0]
    return np.where(out > 0, out - members, np.nan)


def exposure_on_record() -> Datum:
    """Return the share of the six who were dead or put out at the end of 1938."""
    found = [_leader(name) for name in SIX]
    value = float(np.mean([fate_on_record(row, 1938) < 2 for row in found]))
    return Datum(WHEN, value, "computed from recalled", ("gse_1970", "wikipedia_soviet"), "")


def _leader(name: str) -> dict[str, str]:
    """Return the row of a leader by his surname."""
    return next(row for row in rows("soviet/observed_fates.csv") if row["person"].split()[0].lower() == name)


EXPOSED = Measure("of six leaders, dead or put out, January 1939", exposed, percent, exposure_on_record())
REMAIN = Measure(
    "of those of 1917, living members, end of 1938",
    at("old_members", "1938-12"),
    observed=count_on_record((2,), 1938),
)
PUT_OUT = Measure("put out by the end of 1929", at("put_out", "1929-12"))


def fates_picture(evidence: Evidence) -> tuple[bytes, tuple[Row, ...]]:
    """Draw who of 1917 remains with the record on it, who was put out, and what became of seven leaders."""
    base = evidence.arm("base")
    drawn = picture.Picture(930)
    others = [name for name in ("no_closing", "half_closing") if evidence.has(name)]
    compared = _remain(drawn, base, [evidence.arm(name) for name in others])
    _put_out(drawn, base, [evidence.arm(name) for name in others])
    _leaders(drawn, base)
    return drawn.svg(), compared


def _remain(drawn: picture.Picture, base: Arm, others: list[Arm]) -> tuple[Row, ...]:
    """Draw the living members of 1917 and return the lines of model against data."""
    levels = statistics.bands(recorded(base, "old_members"))
    panel = drawn.panel(80, 200, picture.years_range(base.years), (0, 1.06 * float(np.nanmax(levels))))
    picture.number_axis(panel, "of those of 1917,\nliving members")
    picture.band(panel, base.years, levels, picture.COLOURS[0], "base")
    _medians(panel, others, "old_members")
    data = [count_on_record((2,), year) for year in YEARS if f"{year}-12" in base.months]
    picture.points(panel, data, "on record")
    picture.years_axis(panel)
    found = recorded(base, "old_members")
    return tuple(
        number_row(
            f"of those of 1917, living members, {one.month}", found[:, base.month(one.month)], one, _whole
        )
        for one in data
        if one.month != "1938-12"
    )


def _whole(number: float) -> str:
    return "none" if np.isnan(number) else f"{number:.0f}"


def _medians(panel: picture.Panel, others: list[Arm], name: str) -> None:
    """Draw the medians of other arms."""
    for place, arm in enumerate(others, start=1):
        if arm.has(name):
            middle = statistics.bands(recorded(arm, name))[2]
            panel.line(arm.years, middle, picture.COLOURS[place], 1.5, f"{arm.name}: median", dash="5 3")


def _put_out(drawn: picture.Picture, base: Arm, others: list[Arm]) -> None:
    """Draw how many were put out, with the lower bound on record."""
    levels = statistics.bands(recorded(base, "put_out"))
    data = [put_out_on_record(year) for year in YEARS if f"{year}-12" in base.months]
    top = max([float(np.nanmax(levels)), *(one.value for one in data), 1.0])
    panel = drawn.panel(390, 180, picture.years_range(base.years), (0, 1.06 * top))
    picture.number_axis(panel, "put out,\npersons")
    picture.band(panel, base.years, levels, picture.COLOURS[0], "base")
    _medians(panel, others, "put_out")
    picture.points(panel, data, "on record, lower bound")
    picture.years_axis(panel)


def shares_of_fates(fates: Numbers) -> list[float]:
    """Return the shares of histories with each of the STATES, or raise LeftOut."""
    there = fates[~np.isnan(fates)]
    if there.size == 0:
        raise LeftOut("In no history do the rulers rule when the fates of the leaders are told.")
    return [float((there == state).mean()) for state in (2, 1, 0)]


def _leaders(drawn: picture.Picture, base: Arm) -> None:
    """Draw the fates of seven leaders as stacked shares of histories, with the one on record ringed."""
    panel = drawn.panel(680, 196, (0, 1), (0, len(LEADERS)), 110, 620)
    for row, name in enumerate(LEADERS):
        height = len(LEADERS) - row - 0.5
        shares = shares_of_fates(between(base, f"fate_{name}", WHEN, WHEN)[:, 0])
        known = fate_on_record(_leader(name), 1938)
        begin = 0.0
        for place, share in enumerate(shares):
            box = (begin, begin + share)
            title = f"{STATES[place]}: {100 * share:.0f} %"
            panel.box(box, (height - 0.36, height + 0.36), picture.COLOURS[(2, 1, 5)[place]], 0.6, title)
            if (2, 1, 0)[place] == known:
                panel.add(picture.ring(panel.across(begin + share / 2), panel.up(height)))
            begin += share
        panel.write(102, panel.up(height) + 4, name.capitalize(), "end")
    for place, word in enumerate(STATES):
        colour = picture.COLOURS[(2, 1, 5)[place]]
        panel.name(word, f'<rect x="0" y="0" width="22" height="12" fill="{colour}" fill-opacity="0.6"/>')
    panel.name("on record, January 1939", picture.ring(11, 6).replace('r="12"', 'r="6"'))
    panel.level_axis([(tick / 5, f"{20 * tick} %") for tick in range(6)], "share of histories, January 1939")
