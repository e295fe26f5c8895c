"""The chapters on the land: requisition and sowing, revolt and concession."""

from __future__ import annotations

import numpy as np

from whowhom.report.evidence import Evidence
from whowhom.report.measure import Measure, at, change, first_year, highest, lowest, year_and_month
from whowhom.report.observed import Datum
from whowhom.report.section import Chapter, fine, percent, persons, plain
from whowhom.report.soviet_chapter import Drawn, Series, System, against, told
from whowhom.report.soviet_fact import two
from whowhom.report.soviet_facts_land import (
    RETREAT_AFTER_RISING,
    RETREAT_FOLLOWS_RISING,
    RETREATED,
    SOWING_AGAINST_FORCE,
    SOWING_FALL,
    SOWING_RECOVERY,
    SOWING_TURNS,
    retreats,
)
from whowhom.report.soviet_reversal import COLLECTIVES, DEATHS, GIVEN, GRAIN, MILLION, REVERSAL, UNREST
from whowhom.report.soviet_series import on_record, recorded_as, taken

YEARBOOK = ("estimate", "official, 1934 yearbook")
FREE = "weather of other years, what is asked, hidden, sown and taken; every number with a prior"


HOSTILITY = Measure(
    "hostility of the villages to the towns, January 1926", at("mean_hostility", "1926-01"), two
)
WORST_RATION = Measure(
    "food of workers against need in the worst month, 1918-22",
    lowest("town_ration", "1918-01", "1922-12"),
    percent,
)
HUNGER_1921 = Measure(
    "deaths by hunger and violence, 1921 to June 1923, million",
    change(DEATHS, "1920-12", "1923-06", MILLION),
    two,
    on_record(COLLECTIVES, "excess_deaths_famine", "1921", estimate="Andreev", note="range 3 to 6 million"),
)


def _requisition_told(evidence: Evidence) -> str:
    """Say how sowing fell and rose, what is remembered of it, and what towns ate."""
    sown = against(evidence, SOWING_FALL, "no_requisition_economy", "where nothing is taken by force")
    hostile = against(evidence, HOSTILITY, "no_requisition_economy", "there")
    return (
        f"From 1918 sowing falls by {told(evidence, SOWING_FALL)} of a normal area{sown}, and has risen "
        f"again by {told(evidence, SOWING_RECOVERY)} in 1924 (on record: "
        f"{recorded_as(SOWING_RECOVERY)}); hostility of the villages in January 1926 is "
        f"{told(evidence, HOSTILITY)}{hostile}; in the worst month of 1918-22 workers get "
        f"{told(evidence, WORST_RATION)} of what they need."
    )


REQUISITION = System(
    "Requisition economy",
    "no_requisition_economy",
    "half_requisition_economy",
    (
        Drawn(
            "sown_area",
            "sown area,\nnormal year = 1",
            yearly="last",
            period=("1917-12", "1929-12"),
            series=(
                Series(GRAIN, "sown_area_grain_index", "index, 1916 = 1", 0.01, (("territory", "European"),)),
            ),
            write=two,
        ),
        Drawn(
            "grain_harvest",
            "harvest,\nmillion tonnes",
            yearly="last",
            period=("1917-12", "1929-12"),
            series=(Series(GRAIN, "grain_harvest", "yearbook of 1934", columns=(YEARBOOK,)),),
        ),
        Drawn("town_ration", "food of workers\nagainst need", period=("1917-12", "1929-12"), percent=True),
        Drawn("mean_hostility", "hostility of\nthe villages", period=("1917-12", "1929-12"), write=two),
    ),
    (
        SOWING_FALL,
        SOWING_RECOVERY,
        SOWING_TURNS,
        SOWING_AGAINST_FORCE,
        Measure(
            "grain taken in the farm year 1920-21, million tonnes",
            taken(1920),
            plain,
            on_record(
                GRAIN, "grain_procurement", "1920-07", estimate="Narkomprod", note="territory held grew"
            ),
        ),
        WORST_RATION,
        HOSTILITY,
        HUNGER_1921,
    ),
    _requisition_told,
    GIVEN,
    FREE,
    ("dronin_bellinger_2005", "narsky_2001"),
    (),
    (
        "The model counts private trade as taken, so what is taken in years without force lies above the "
        "state's count.",
        "The record's lowest area is that of 1922, a year after requisition ended and after the drought; "
        "seed was eaten. In the model sowing answers what was kept of the last harvest, so it turns a year "
        "earlier.",
        "Estimates of the dead of 1921-22 run from 2 to 10 million; the model's range is wider still. Hunger "
        "and violence are not told apart in it.",
    ),
)

HIGHEST_THREAT = Measure("highest threat of 1917-22", highest("threat", "1917-12", "1922-12"), fine)
FIRST_RETREAT = Measure(
    "first retreat of 1917-22, where there is one",
    first_year("concessions", "1917-12", "1922-12", 1.0),
    year_and_month,
    Datum("1921-03-15", 1921.25, "sourced", ("lenin_cw32",), "requisition replaced by a tax in kind"),
)


def _revolt_told(evidence: Evidence) -> str:
    """Say how often and when the rulers give way, and whether it follows revolt."""
    words = (
        f"The rulers give way by the end of 1922 in {told(evidence, RETREATED)} of histories"
        f"{against(evidence, RETREATED, 'half_concession', 'where they step back half as far')} (on record: "
        f"in {recorded_as(FIRST_RETREAT)})"
    )
    if not np.isfinite(FIRST_RETREAT.of(evidence.arm("base"))).any():
        return f"{words}; the highest threat that they see by then is {told(evidence, HIGHEST_THREAT)}."
    return (
        f"{words}; where they do, first in {told(evidence, FIRST_RETREAT)}, "
        f"{told(evidence, RETREAT_AFTER_RISING)} months after the highest rising of the two years around it, "
        f"and at that height or after it in {told(evidence, RETREAT_FOLLOWS_RISING)} of them."
    )


REVOLT = System(
    "Revolt and concession",
    "no_concession",
    "half_concession",
    (
        Drawn(
            "rising",
            "persons in arms",
            period=("1917-12", "1932-12"),
            series=(Series(UNREST, "insurgents", "single risings", tested=False),),
            write=persons,
            least=10.0,
        ),
        Drawn(
            "peasants_acting",
            "peasants acting openly",
            period=("1917-12", "1932-12"),
            series=(
                Series(
                    UNREST,
                    "participants_in_disturbances",
                    "in disturbances of the month or year",
                    columns=(("territory", "USSR"),),
                    tested=False,
                ),
            ),
            write=persons,
            least=10.0,
        ),
        Drawn(
            "threat",
            "chance of overthrow,\nas rulers see it",
            period=("1917-12", "1932-12"),
            write=fine,
        ),
        Drawn("concessions", "times that the\nrulers gave way", period=("1917-12", "1932-12")),
    ),
    (
        RETREATED,
        FIRST_RETREAT,
        RETREAT_AFTER_RISING,
        RETREAT_FOLLOWS_RISING,
        Measure("the rulers give way in 1929-31", retreats("1929-10", "1931-12"), percent, happens=True),
        Measure(
            "highest rising of 1920-21, persons in arms", highest("rising", "1920-01", "1921-12"), persons
        ),
        HIGHEST_THREAT,
        Measure("killed in risings by 1922", at("killed_home", "1922-12"), persons),
        Measure("the rulers rule, March 1921", at("in_power", "1921-03"), percent, happens=True),
        Measure("the rulers rule, March 1930", at("in_power", "1930-03"), percent, happens=True),
    ),
    _revolt_told,
    GIVEN,
    "who acts openly, when troops obey, what the rulers see and fear, and when they give way",
    ("viola_1996", "gse_1970"),
    (),
    (
        "The record counts persons who took part at any time in a month or in one rising; the model counts "
        "those in arms or acting at the end of a month in the whole country. The points are drawn for the "
        "order of magnitude and not tested.",
        "Concession after revolt is partly built in: rulers give way when they fear, and a rising is what "
        "they fear. That it comes at the height or after it, and not before, is not.",
        "Medians of risings hide their nature: most histories are quiet in most months and a few burn.",
    ),
)

CHAPTERS: dict[int, Chapter] = {4: REQUISITION.chapter(), 5: REVOLT.chapter(), 9: REVERSAL.chapter()}
"""The chapters of this module, by the number of their system."""
