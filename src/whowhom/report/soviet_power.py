"""Chapters on how power was taken, dressed and kept from others: systems 1, 2 and 3."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, at, between, mean, year_and_month
from whowhom.report.observed import Datum, datum, where
from whowhom.report.section import LeftOut, Row, percent, plain
from whowhom.report.soviet_chapter import Drawn, System, against, told
from whowhom.report.statistics import Numbers

CONDITIONED = (
    "the date of the congress and its delegates by party, the votes of 1917 by region, "
    "the garrison of the capital, the war"
)
AFTER = "1917-12"
WIDEST = 120.0
"""Hours at the right end of the picture; later ends stand in the last bar."""


def hours_on_record() -> Datum:
    """Return the hours from the first vital point on record to the seat of government.

    The earlier account of the telegraph (the middle of its range) and the fall of the palace.
    """
    first = where("soviet/observed_seizure.csv", item="Central Telegraph", estimate="hour-by-hour account")[0]
    last = where("soviet/observed_seizure.csv", item="Winter Palace", series="point_taken")[0]
    begun = (float(first["low"]) + float(first["high"])) / 2
    note = "from the telegraph (17 to 18 o'clock) to the palace (2:04); others have it later"
    keys = tuple(dict.fromkeys(f"{first['source_key']}|{last['source_key']}".split("|")))
    return Datum(last["date_start"][:10], float(last["value"]) - begun, "computed", keys, note)


def succeeded(arm: Arm) -> Numbers:
    """Return 1 for each history in which the rising took the capital, otherwise 0."""
    return np.asarray(between(arm, "seizure_hours", AFTER, AFTER)[:, 0] > 0, np.float64)


def hours(arm: Arm) -> Numbers:
    """Return the hours it took, NaN where it failed."""
    found = between(arm, "seizure_hours", AFTER, AFTER)[:, 0]
    return np.where(found > 0, found, np.nan)


def _below(name: str, first: str, last: str, level: float, arm: Arm) -> Numbers:
    values = between(arm, name, first, last)
    found = statistics.first_month(values <= level)
    years = arm.years[arm.month(first) :][np.maximum(found, 0)]
    return np.where(found == statistics.NEVER, np.nan, years)


def first_below(name: str, first: str, last: str, level: float) -> Callable[[Arm], Numbers]:
    """Return when something first falls to a level, on the axis of years; NaN where it never does."""
    return partial(_below, name, first, last, level)


def _months_with(name: str, first: str, last: str, arm: Arm) -> Numbers:
    values = between(arm, name, first, last)
    return np.where(np.isnan(values).any(axis=1), np.nan, (values > 0).sum(axis=1))


def months_with(name: str, first: str, last: str) -> Callable[[Arm], Numbers]:
    """Return the months of a window in which something is above 0; NaN where the rulers fell within it."""
    return partial(_months_with, name, first, last)


def first_party_closed() -> Datum:
    """Return the day on which the first party was outlawed, on the axis of years."""
    row = where("soviet/observed_timeline.csv", event="Kadet party outlawed by decree")[0]
    year, month = (int(part) for part in row["date"].split("-")[:2])
    return datum(row, year + month / 12)


SUCCESS = Measure("the rising takes the capital", succeeded, happens=True)
HOURS = Measure("hours to take the capital, where it succeeds", hours, observed=hours_on_record())
ARMED = ("base", "half_seizure", "c01_no_mass_support", "c01_mass_support", "c01_no_neutrality")


def seizure_picture(evidence: Evidence) -> tuple[bytes, tuple[Row, ...]]:
    """Draw the hours of the histories with the hours on record, and success by arm."""
    drawn = picture.Picture(560)
    panel = drawn.panel(64, 190, (0, WIDEST), (0, 0.5))
    edges = np.arange(0, WIDEST + 1, 10.0)
    highest = 0.0
    for number, name in enumerate(item for item in ("base", "half_seizure") if evidence.has(item)):
        found = hours(evidence.arm(name))
        counts, _ = np.histogram(np.minimum(found[~np.isnan(found)], WIDEST - 0.1), bins=edges)
        shares = counts / found.size
        highest = max(highest, float(shares.max()))
        panel.line(edges, np.append(shares, shares[-1]), picture.COLOURS[number], 2.2, name, step=True)
    record = hours_on_record()
    panel.upright(record.value, 0, 0.5, picture.INK, 1.8, 1, "4 3")
    panel.name(
        f"on record: {record.value:.0f} hours (computed)",
        picture.sign("diamond", True, 11, 6),
    )
    panel.level_axis([(tick, f"{tick:.0f}") for tick in edges[::2]], "hours from the first point to the seat")
    picture.percent_axis(panel, "histories,\nby 10 hours")
    _success_by_arm(drawn, evidence)
    return drawn.svg(), ()


def _success_by_arm(drawn: picture.Picture, evidence: Evidence) -> None:
    """Draw the share of histories in which the rising succeeds, one line for each arm."""
    names = [name for name in ARMED if evidence.has(name)]
    panel = drawn.panel(340, 34.0 * len(names), (0, 1), (0, len(names)), 190, 540)
    panel.write(
        panel.left, 330, "share of histories in which the rising takes the capital; bar: 90 %", "start"
    )
    for row, name in enumerate(names):
        found = succeeded(evidence.arm(name))
        height = len(names) - row - 0.5
        low, high = statistics.wilson(int(found.sum()), found.size)
        panel.line((low, high), (height, height), picture.COLOURS[0], 6)
        panel.add(picture.sign("circle", True, panel.across(float(found.mean())), panel.up(height)))
        panel.write(180, panel.up(height) + 4, name.replace("_", " "), "end")
    panel.level_axis([(tick / 5, f"{20 * tick} %") for tick in range(6)])


def _seizure_told(evidence: Evidence) -> str:
    """Say how often and how fast, and what is left of it without mass support and without neutrality."""
    words = f"The rising takes the capital in {told(evidence, SUCCESS)} of histories"
    words += f", in {told(evidence, HOURS)} hours (on record: {plain(hours_on_record().value, 0)})"
    others = (
        ("c01_no_mass_support", "with nobody beside the organised"),
        ("c01_no_neutrality", "where no unit may stay neutral"),
        ("half_seizure", "with half as many armed"),
    )
    parts = [f"{told(evidence, SUCCESS, name)} {label}" for name, label in others if evidence.has(name)]
    return f"{words}; it does so in {', '.join(parts)}." if parts else f"{words}."


SEIZURE = System(
    "Seizure of power",
    "no_seizure",
    "half_seizure",
    (),
    (
        SUCCESS,
        HOURS,
        Measure("regions held at the end of the first month of rule", at("held_regions", AFTER)),
    ),
    _seizure_told,
    CONDITIONED,
    "which units of the garrison join, defend or stay neutral; who marches; every hour of the taking",
    ("rabinowitch_1972", "wade_1984", "vokrug_sveta_2007"),
    ("c01_no_mass_support", "c01_mass_support", "c01_no_neutrality"),
    (
        "In no_seizure there is no rising: the rulers rule everywhere from the start, so its success is "
        "0 and it has no hours.",
        "Doubtful: most of the garrison is said to have stayed neutral. In the model few units do; success "
        "comes from the strength of the armed more than from neutrality, and arms in which neutrality or "
        "support changes must be read with that in mind.",
        "The garrison and the armed of the capital are middles of recalled ranges.",
    ),
    seizure_picture,
)

HELD = (
    Measure("regions held of 24, December 1917", at("held_regions", "1917-12")),
    Measure("regions held of 24, February 1918", at("held_regions", "1918-02")),
    Measure("regions held of 24, November 1918", at("held_regions", "1918-11")),
)
LENT = Measure("authority lent, November 1917", at("authority", "1917-11"), percent)


def _legitimation_told(evidence: Evidence) -> str:
    """Say what was borrowed and what it bought."""
    words = (
        f"The congress lends an authority of {told(evidence, LENT)}; three months later the rulers hold "
        f"{told(evidence, HELD[1])} of 24 regions"
    )
    words += against(evidence, HELD[1], "no_legitimation", "without it")
    return words + against(evidence, HELD[1], "c02_earlier", "half a month before the congress") + "."


LEGITIMATION = System(
    "Legitimation",
    "no_legitimation",
    "half_legitimation",
    (
        Drawn("held_regions", "regions held\nof 24", period=("1917-10", "1920-12")),
        Drawn("authority", "authority lent", period=("1917-10", "1920-12"), percent=True),
    ),
    (LENT, *HELD, Measure("months in power until 1920", mean("in_power", "1917-11", "1920-12", 38.0))),
    _legitimation_told,
    CONDITIONED,
    "how fast regions come over, and how fast what was lent is forgotten",
    ("presidential_library", "rabinowitch_1976"),
    ("c02_earlier",),
    (
        "No number of regions by month is on record here, so nothing in this chapter is held against data. "
        "The authority of the first month follows from the delegates' answers, which the model is given.",
        "The 24 regions count alike, the capital as much as a borderland.",
        "A seizure half a month earlier changes the loan only, not how ready the garrison was.",
    ),
)

TALKS = Measure("months of talks or coalition", months_with("office_of_others", "1917-11", "1922-12"))
DISTANCE = Measure("distance of office from mandates, May 1918", at("mandate_distance", "1918-05"), percent)
MOSCOW = Measure("Moscow held, November 1917", at("held_moscow", "1917-11"), happens=True)
LEGAL = Measure("legal parties of 6, December 1922", at("legal_parties", "1922-12"))


def _monopoly_told(evidence: Evidence) -> str:
    """Say how far office is from what the delegates gave, what the talks took, and who was left."""
    if not evidence.arm("base").has("mandate_distance"):
        raise LeftOut("The arm base did not record mandate_distance.")
    faithful = against(evidence, DISTANCE, "c04_good_faith", "where talks are in good faith")
    words = (
        f"Six months on, {told(evidence, DISTANCE)} of the government is not where the delegates' parties "
        f"would put it{faithful}; talks last {told(evidence, TALKS)} months, and {told(evidence, LEGAL)} of "
        "six parties are legal at the end of 1922"
    )
    return words + against(evidence, LEGAL, "no_mandate_and_monopoly", "where none is closed") + "."


MONOPOLY = System(
    "Mandate and monopoly",
    "no_mandate_and_monopoly",
    "half_mandate_and_monopoly",
    (
        Drawn("mandate_distance", "office away\nfrom mandates", period=("1917-10", "1919-12"), percent=True),
        Drawn("legal_parties", "legal parties", period=("1917-10", "1930-12")),
    ),
    (
        DISTANCE,
        TALKS,
        MOSCOW,
        Measure("regions held of 24, February 1918", at("held_regions", "1918-02")),
        Measure(
            "the first party is closed (where one is)",
            first_below("legal_parties", "1917-11", "1930-12", 5.0),
            year_and_month,
            first_party_closed(),
            "the party of the liberals; the model closes the largest rival first",
        ),
        Measure("legal parties of 6, November 1918", at("legal_parties", "1918-11")),
        LEGAL,
        Measure("legal parties of 6, January 1929", at("legal_parties", "1929-01")),
    ),
    _monopoly_told,
    CONDITIONED,
    "how long talks last and how they end, and which party is closed when",
    ("presidential_library", "rabinowitch_1976"),
    ("c04_good_faith", "c04_no_talks", "c05_coalition"),
    (
        "Once one party has every office, the distance is what the other parties had of the delegates: it is "
        "the same number in every history, by arithmetic. What is free is how long it takes.",
        "By all accounts one party alone was legal from 1922 on. Histories with more than one then are wrong "
        "on this point; closing is drawn month by month, and some histories never come to it.",
        "Closing goes by votes, not by how far apart the programmes are, and so the wrong party comes first.",
    ),
)

CHAPTERS = {1: SEIZURE.chapter(), 2: LEGITIMATION.chapter(), 3: MONOPOLY.chapter()}
