"""The chapter on the reversal of 1929 and collectivisation, and what the chapters on the land share."""

from __future__ import annotations

import numpy as np

from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, at, change, ratio
from whowhom.report.section import percent, persons, plain
from whowhom.report.soviet_chapter import Drawn, Series, System, against, told
from whowhom.report.soviet_fact import two
from whowhom.report.soviet_facts_land import AFTER_RETREAT, LATE_1930, PEAK_OF_1930, UNREST_BREAKS
from whowhom.report.soviet_series import on_record, recorded_as, taken
from whowhom.report.statistics import Numbers

GRAIN = "observed_grain.csv"
COLLECTIVES = "observed_collectivisation.csv"
UNREST = "observed_unrest.csv"
MILLION = 1e-6
WESTERN = ("estimate", "Western low")
OFFICIAL = ("estimate", "official (Stalin 1934)")
DEATHS = "deaths_by_hunger_and_violence"
GIVEN = "The wars, the droughts of 1921 and 1936, harvests and peoples of 1913, the shares of crops by region"


LINE = Measure(
    "ruling line on the market, December 1929 (1 market, -1 command)", at("line_market", "1929-12"), two
)
OPEN = Measure(
    "committee for the secretary's move, openly, 1929", at("support_for_move_open", "1929-11"), percent
)
SECRET = Measure(
    "committee for the secretary's move, each for himself, 1929",
    at("support_for_move_secret", "1929-11"),
    percent,
)


def _for_command(arm: Arm) -> Numbers:
    line = at("line_market", "1929-12")(arm)
    return np.where(np.isnan(line), np.nan, (line < 0).astype(np.float64))


COMMAND = Measure(
    "the line stands for command by the end of 1929",
    _for_command,
    percent,
    happens=True,
)
ANIMALS = Measure(
    "draught animals in summer 1933, normal year = 1",
    at("draught_animals", "1933-07"),
    two,
    on_record(
        GRAIN, "livestock_horses", "1933-06", 1 / 35.1, "horses over those of 1916", estimate="official"
    ),
)


def _reversal_told(evidence: Evidence) -> str:
    """Say how the line went, who was for it, and how unrest of 1930 peaked and broke."""
    return (
        f"By the end of 1929 the line stands for command in {told(evidence, COMMAND)} of histories"
        f"{against(evidence, COMMAND, 'no_policy_vote', 'where it is never voted on')}; the secretary's move "
        f"has {told(evidence, OPEN)} of the committee openly and {told(evidence, SECRET)} each for himself; "
        f"the highest month of 1930 has {told(evidence, PEAK_OF_1930)} of the year's unrest (on record: "
        f"{recorded_as(PEAK_OF_1930)})."
    )


REVERSAL = System(
    "Reversal and collectivisation",
    "no_collectivisation",
    "half_collectivisation",
    (
        Drawn("line_market", "ruling line:\n1 market, -1 command", period=("1917-12", "1940-12"), write=two),
        Drawn(
            "collective_share",
            "households in\ncollectives",
            period=("1926-12", "1940-12"),
            percent=True,
            series=(
                Series(
                    COLLECTIVES,
                    "share_of_households_collectivised",
                    "official",
                    0.01,
                    (("territory", "USSR"), ("estimate", "official (Davies")),
                ),
            ),
            write=percent,
        ),
        Drawn(
            "draught_animals",
            "draught animals,\nnormal year = 1",
            period=("1926-12", "1940-12"),
            series=(Series(GRAIN, "livestock_horses", "horses", 1 / 35.1, (OFFICIAL,)),),
            write=two,
        ),
        Drawn(
            "grain_harvest",
            "harvest,\nmillion tonnes",
            yearly="last",
            period=("1926-12", "1940-12"),
            series=(Series(GRAIN, "grain_harvest", "Western low estimate", columns=(WESTERN,)),),
        ),
        Drawn(
            "peasants_acting",
            "peasants acting openly",
            period=("1928-12", "1932-12"),
            series=(
                Series(
                    UNREST,
                    "participants_in_disturbances",
                    "in disturbances",
                    columns=(("territory", "USSR"),),
                    tested=False,
                ),
            ),
            write=persons,
            least=10.0,
        ),
    ),
    (
        COMMAND,
        LINE,
        OPEN,
        SECRET,
        PEAK_OF_1930,
        LATE_1930,
        UNREST_BREAKS,
        AFTER_RETREAT,
        Measure(
            "unrest of 1930 over that of 1926-28: peasants acting openly",
            ratio("peasants_acting", ("1930-01", "1930-12"), ("1926-01", "1928-12")),
            two,
        ),
        Measure(
            "grain taken in the farm year 1931-32, million tonnes",
            taken(1931),
            plain,
            on_record(GRAIN, "grain_procurement", "1931-07", estimate="official"),
        ),
        Measure(
            "grain taken over the harvest, farm year 1931-32",
            taken(1931, of_harvest=True),
            percent,
            on_record(
                COLLECTIVES,
                "procurement_share_of_harvest",
                "1931-07",
                0.01,
                estimate="procurement (recalled) over W",
            ),
        ),
        ANIMALS,
        Measure(
            "deaths by hunger and violence, 1931-34, million",
            change(DEATHS, "1930-12", "1934-12", MILLION),
            two,
            on_record(
                COLLECTIVES,
                "excess_deaths_famine",
                "1932",
                note="published estimates run from 5 to 8 million",
                estimate="Davies",
                territory="USSR",
            ),
        ),
    ),
    _reversal_told,
    f"{GIVEN}; share in collectives of 1928; no drought in 1931 and 1932",
    "opinions that are not on record, who leads, votes on the line, the drive, what is slaughtered and taken",
    ("davies_1980", "viola_1996", "dronin_bellinger_2005"),
    ("no_policy_vote", "half_policy_vote"),
    (
        "No opinion on the market is on record before October 1917, so votes on the line rest on drawn "
        "opinions and on hunger and war: that the line turns at all, and when, is the least certain part.",
        "Where nobody turns to command, no drive begins, and nothing of 1930 can follow: the misses of "
        "collectives, animals and deaths are then one miss.",
        "Collectives dissolve in the model when the line rises above command; on record they never did.",
    ),
)
