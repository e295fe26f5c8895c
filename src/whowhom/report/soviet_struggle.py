"""The chapter on the leadership struggle, and what the chapters on the party at the top share."""

from __future__ import annotations

from functools import partial

import numpy as np

from whowhom.report import statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, at, between, year_and_month
from whowhom.report.observed import Datum
from whowhom.report.section import Row, percent
from whowhom.report.soviet_chapter import System, against, told
from whowhom.report.soviet_fact import whole
from whowhom.report.soviet_facts_party import PARTNERS_BEYOND_CHANCE, PARTNERS_TARGETED
from whowhom.report.soviet_series import recorded_as
from whowhom.report.soviet_shares import Bands, Happens, draw
from whowhom.report.statistics import NEVER, Numbers

TWENTIES = ("1921-03", "1934-03")
GIVEN = (
    "Who sat where in 1917, the months of congresses, the founder's illness and death, who took the "
    "secretariat in April 1922"
)
POWERS = Bands(
    (("power_stalin", "secretary of 1922"), ("power_trotsky", "rival")), "votes he can\ncount on", True
)


def _holds(name: str, month: str, arm: Arm) -> Numbers:
    found = between(arm, name, month, month)[:, 0]
    return np.where(np.isnan(found), np.nan, (found > 0.5).astype(np.float64))


def holds(label: str, name: str, month: str) -> Measure:
    """Return whether somebody sits in a place in a month."""
    return Measure(label, partial(_holds, name, month), percent, happens=True)


def _leaves(name: str, first: str, last: str, arm: Arm) -> Numbers:
    """Return when somebody who sat in the first month is first without his seat; NaN where he never is."""
    seat = between(arm, name, first, last)
    found = statistics.first_month(seat < 0.5)
    left = (found != NEVER) & (seat[:, 0] > 0.5)
    return np.where(left, arm.years[arm.month(first) :][np.maximum(found, 0)], np.nan)


def _counted(name: str, month: str, arm: Arm) -> Numbers:
    found = between(arm, name, month, month)[:, 0]
    return np.where(np.isnan(found), np.nan, (found > 0).astype(np.float64))


REMOVED = ("gse_1970", "kotkin_2014")
LEFT_1926 = Datum(
    "1926-10-23", 1926 + 10 / 12, "recalled", ("gse_1970", "kotkin_2014"), "removed by the plenum"
)
LEFT_1929 = Datum(
    "1929-11-17", 1929 + 11 / 12, "recalled", ("gse_1970", "kotkin_2014"), "removed by the plenum"
)
CHALLENGED = Measure(
    "somebody fights before the end of 1929",
    partial(_counted, "challenges", "1929-12"),
    percent,
    happens=True,
)
RESTRAINED = Measure(
    "a rival ready to fight holds back before the end of 1929",
    partial(_counted, "restraint", "1929-12"),
    percent,
    happens=True,
)


def _struggle_told(evidence: Evidence) -> str:
    """Say who fights, who holds back, who leads, and whether partners become targets."""
    return (
        f"Somebody fights for the first place before the end of 1929 in {told(evidence, CHALLENGED)} of "
        f"histories, and in {told(evidence, RESTRAINED)} a rival ready to fight holds back for fear of what "
        f"follows; the secretary of 1922 holds the office at the end of 1929 in {told(evidence, SECRETARY)}"
        f"{against(evidence, SECRETARY, 'no_struggle', 'where nobody fights or is put out')}. Of those gone "
        f"from the circle {told(evidence, PARTNERS_TARGETED)} had been of the majority of the round before "
        f"(on record: {recorded_as(PARTNERS_TARGETED)}); the difference from what it would be by chance is "
        f"{told(evidence, PARTNERS_BEYOND_CHANCE)}."
    )


def _struggle_picture(evidence: Evidence) -> tuple[bytes, tuple[Row, ...]]:
    """Draw who sits in the circle and who holds the office, with the dates on record."""
    panels = (
        Happens("stalin_secretary", "secretary of 1922\nin office"),
        Happens("trotsky_in_politburo", "Trotsky in the\npolitburo", 0.5, LEFT_1926, "removed"),
        Happens("bukharin_in_politburo", "Bukharin in the\npolitburo", 0.5, LEFT_1929, "removed"),
        POWERS,
        Bands((("challenges", "fights"), ("restraint", "held back")), "times since\nthe start"),
    )
    return draw(evidence, panels, TWENTIES, ("no_struggle", "half_struggle")), ()


SECRETARY = holds("the secretary of 1922 holds the office, December 1929", "stalin_secretary", "1929-12")
STRUGGLE = System(
    "Leadership struggle",
    "no_struggle",
    "half_struggle",
    (),
    (
        CHALLENGED,
        RESTRAINED,
        Measure("fights by the end of 1929", at("challenges", "1929-12"), whole),
        Measure("times held back by April 1923", at("restraint", "1923-04"), whole),
        SECRETARY,
        Measure(
            "Trotsky leaves the politburo, where he sat in April 1923 and does",
            partial(_leaves, "trotsky_in_politburo", "1923-04", "1934-03"),
            year_and_month,
            LEFT_1926,
        ),
        Measure(
            "Bukharin leaves the politburo, where he sat in June 1924 and does",
            partial(_leaves, "bukharin_in_politburo", "1924-06", "1934-03"),
            year_and_month,
            LEFT_1929,
        ),
        PARTNERS_TARGETED,
        PARTNERS_BEYOND_CHANCE,
    ),
    _struggle_told,
    f"{GIVEN}; command of the army in March 1918",
    "who is strong, who combines with whom, who fights or holds back, who is put out and chosen again",
    ("gse_1970", "kotkin_2014", "wikipedia_soviet"),
    (),
    (
        "The circle is compared from congress to congress, so somebody put out and taken back between two of "
        "them does not count, and the dead count as gone, on record and in the model.",
        "By chance means: if those who left a round had been drawn by lot from all who sat when it began.",
        "The fear that the regime falls with the master of the machine is our own, and of no tested theory.",
    ),
    _struggle_picture,
)
