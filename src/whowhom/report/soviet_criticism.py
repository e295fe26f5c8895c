"""The chapters on criticism and toleration, and on reputation and myth."""

from __future__ import annotations

from functools import partial

import numpy as np

from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, at, between, change, mean
from whowhom.report.observed import Datum, datum, where
from whowhom.report.section import Row, percent
from whowhom.report.soviet_chapter import Drawn, Series, System, against, told
from whowhom.report.soviet_fact import two, whole
from whowhom.report.soviet_series import recorded_as
from whowhom.report.soviet_shares import Bands, draw
from whowhom.report.statistics import Numbers, share_of

GRAIN = "observed_grain.csv"
YEARS_OF_PLANS = range(1933, 1940)
PUBLISHED = "official, as published"
WESTERN = "Western low"
PERIOD = ("1917-12", "1970-12")


def _overstated(arm: Arm) -> Numbers:
    """Return the harvests that the rulers believe in over those that there were, sums of 1933-39."""
    believed, real = (
        np.sum([between(arm, name, f"{year}-12", f"{year}-12")[:, 0] for year in YEARS_OF_PLANS], axis=0)
        for name in ("harvest_believed", "grain_harvest")
    )
    return share_of(believed, real)


def _harvests(estimate: str) -> list[Datum]:
    """Return the harvests of 1933-39 by one estimate."""
    rows = [
        row
        for row in where(f"soviet/{GRAIN}", series="grain_harvest")
        if row["estimate"].startswith(estimate) and int(row["date_start"][:4]) in YEARS_OF_PLANS
    ]
    return [datum(row, float(row["value"]), row["date_start"]) for row in rows]


def _overstated_on_record() -> Datum:
    published, western = _harvests(PUBLISHED), _harvests(WESTERN)
    ratio = sum(item.value for item in published) / sum(item.value for item in western)
    keys = tuple(sorted({key for item in (*published, *western) for key in item.sources}))
    note = "published harvest over a later low estimate: what was printed, not what rulers believed"
    return Datum("1936", ratio, "computed", keys, note)


OVERSTATED = Measure(
    "harvest as rulers believe it over the true one, 1933-39", _overstated, two, _overstated_on_record()
)
TOLERATION = Measure(
    "how much may be said, mean of 1933-39", mean("toleration", "1933-01", "1939-12"), percent
)
ERROR = Measure(
    "error of the rulers' picture of the harvest, mean of 1933-39",
    mean("error_of_the_picture", "1933-01", "1939-12"),
    percent,
)


def _criticism_told(evidence: Evidence) -> str:
    """Say what may be said, how far rulers see wrong, and what that costs."""
    return (
        f"In 1933-39 {told(evidence, TOLERATION)} of what there is to say may be said, and the rulers' "
        f"picture of the harvest errs by {told(evidence, ERROR)}"
        f"{against(evidence, ERROR, 'half_criticism', 'with half the errors of reports')}; they believe in "
        f"{told(evidence, OVERSTATED)} times the harvest that there is (published over later estimates: "
        f"{recorded_as(OVERSTATED)}); deaths by hunger and violence of 1928-34 are {told(evidence, LOSS)} "
        f"million{against(evidence, LOSS, 'no_criticism', 'where they see things as they are')}."
    )


LOSS = Measure(
    "deaths by hunger and violence, 1928-34, million",
    change("deaths_by_hunger_and_violence", "1927-12", "1934-12", 1e-6),
    two,
)
CRITICISM = System(
    "Criticism and toleration",
    "no_criticism",
    "half_criticism",
    (
        Drawn("toleration", "how much\nmay be said", period=PERIOD, percent=True),
        Drawn("error_of_the_picture", "error of the\nrulers' picture", period=PERIOD, write=two),
        Drawn(
            "harvest_believed",
            "harvest as rulers\nbelieve, mln tonnes",
            yearly="last",
            period=("1917-12", "1940-12"),
            series=(
                Series(GRAIN, "grain_harvest", "published", columns=(("estimate", PUBLISHED),), tested=False),
            ),
        ),
    ),
    (
        TOLERATION,
        ERROR,
        OVERSTATED,
        LOSS,
        Measure(
            "food of workers against need, mean of 1928-34",
            mean("town_ration", "1928-01", "1934-12"),
            percent,
        ),
        Measure("the rulers rule, January 1970", at("in_power", "1970-01"), percent, happens=True),
        Measure(
            "error of the picture, mean of 1955-64",
            mean("error_of_the_picture", "1955-01", "1964-12"),
            percent,
        ),
    ),
    _criticism_told,
    "The wars and dated droughts; how many tiers a report passes",
    "what may be said, how reports are bent and erred on, what is asked for on their strength",
    ("dronin_bellinger_2005",),
    (),
    (
        "No series says what rulers believed. What was published is held beside it: it may have been known "
        "to be false, so it is a weak test.",
        "Switched off, reports are true whatever may be said; that is the price of silence. What toleration "
        "costs a ruler shows in whether he rules on, in the same table and with the same luck.",
    ),
)


def _above(one: str, other: str, month: str, arm: Arm) -> Numbers:
    found = between(arm, one, month, month)[:, 0] - between(arm, other, month, month)[:, 0]
    return np.where(np.isnan(found), np.nan, (found > 0).astype(np.float64))


def _never_led(arm: Arm) -> Numbers:
    months = between(arm, "rival_ruled", "1970-12", "1970-12")[:, 0]
    return np.where(np.isnan(months), np.nan, (months == 0).astype(np.float64))


RIVAL_ABROAD = Measure("the rival is to be honoured: left abroad, 1970", at("rival_abroad", "1970-12"), two)
RULER_ABROAD = Measure(
    "the second ruler is to be honoured: left abroad, 1970", at("second_ruler_abroad", "1970-12"), two
)
RIVAL_ABOVE = Measure(
    "abroad the rival stands above the second ruler, 1970",
    partial(_above, "rival_abroad", "second_ruler_abroad", "1970-12"),
    percent,
    happens=True,
)


def _reputation_told(evidence: Evidence) -> str:
    """Say where the rival and the second ruler stand abroad, with and without propaganda and memory."""
    return (
        f"At the end of 1970 the left abroad believes with {told(evidence, RIVAL_ABROAD)} that the rival is "
        f"to be honoured, and with {told(evidence, RULER_ABROAD)} that the second ruler is"
        f"{against(evidence, RIVAL_ABROAD, 'no_reputation', 'for the rival where nobody tells')}; the rival "
        f"stands above him in {told(evidence, RIVAL_ABOVE)} of histories."
    )


def _reputation_picture(evidence: Evidence) -> tuple[bytes, tuple[Row, ...]]:
    """Draw the founder, the rival and the second ruler in two publics, and the trust in the press."""
    names = (("founder", "founder"), ("rival", "rival"), ("second_ruler", "second ruler"))
    panels = [
        Bands(tuple((f"{name}_{place}", word) for name, word in names), f"to be honoured:\n{words}", True)
        for place, words in (("abroad", "left abroad"), ("at_home", "educated at home"))
    ]
    trust = (("trust_in_the_press_abroad", "abroad"), ("trust_in_the_press_at_home", "at home"))
    return draw(evidence, (*panels, Bands(trust, "trust in the\nrulers' press", True)), PERIOD), ()


REPUTATION = System(
    "Reputation and myth",
    "no_reputation",
    "half_reputation",
    (),
    (
        RIVAL_ABROAD,
        RULER_ABROAD,
        RIVAL_ABOVE,
        Measure("the rival is to be honoured: educated at home, 1970", at("rival_at_home", "1970-12"), two),
        Measure("the second ruler: educated at home, 1952", at("second_ruler_at_home", "1952-12"), two),
        Measure("the second ruler: educated at home, 1970", at("second_ruler_at_home", "1970-12"), two),
        Measure("the rival never led", _never_led, percent, happens=True),
        Measure("months in which the press wrote against the rival", at("rival_defamed", "1970-12"), whole),
        Measure(
            "trust in the rulers' press abroad, 1970", at("trust_in_the_press_abroad", "1970-12"), percent
        ),
    ),
    _reputation_told,
    "The congresses and the change of first secretary after which the second ruler was written against",
    "who leads, who is put out, how he dies, what the press prints of him, who believes it",
    ("cohen_1982", "medvedev_1979"),
    (),
    (
        "Nothing here is tested: no series of mentions or opinions exists. Names of towns given and taken "
        "away are on record, but say what rulers wanted, not what publics believed.",
        "Blame from a press that is not believed can raise the blamed; that the strong are worth blaming, "
        "and that a violent death wins honour, are rules of our own, of no tested theory.",
        "Whoever never led has no record to be told: the advantage of not having ruled is built in. What "
        "comes out of the run is its size against what the press does.",
    ),
    _reputation_picture,
)
