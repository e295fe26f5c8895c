"""The chapters on the founder's decline and the apparatus."""

from __future__ import annotations

from functools import partial

import numpy as np

from whowhom.report.evidence import Arm, Evidence
from whowhom.report.measure import Measure, at, between
from whowhom.report.observed import Datum
from whowhom.report.section import Chapter, Row, percent
from whowhom.report.soviet_chapter import System, against, told
from whowhom.report.soviet_congresses import enlargement
from whowhom.report.soviet_fact import Fact, two, whole
from whowhom.report.soviet_facts_party import (
    FUNNEL_KEPT,
    FUNNEL_NARROWS,
    PACKING_FIRST,
    PACKING_LEADS,
)
from whowhom.report.soviet_party import circular_flow, following_share
from whowhom.report.soviet_series import recorded_as
from whowhom.report.soviet_shares import Happens, draw
from whowhom.report.soviet_struggle import GIVEN, POWERS, STRUGGLE, TWENTIES, holds
from whowhom.report.soviet_tiers import tiers
from whowhom.report.statistics import Numbers

BEFORE, AFTER = "1924-04", "1924-07"
"""The month before the advice is read, and the second after it."""


def _stays(arm: Arm) -> Numbers:
    """Return 1 where the office has the same holder before and after the advice, 0 where not."""
    holders = between(arm, "secretary", BEFORE, AFTER)
    same = (holders[:, 0] == holders[:, -1]) & (holders[:, 0] >= 0)
    return np.where(np.isnan(holders).any(axis=1), np.nan, same.astype(np.float64))


def _following(body: str, month: str, arm: Arm) -> Numbers:
    return following_share(arm, body)[:, arm.month(month)]


STAYS = Fact(
    "The secretary of April 1924 still holds the office in July, after the advice was read",
    _stays,
    percent,
    happens=True,
    told_as="he does: the advice is not acted on",
    reason="the readers who do not follow him heed a founder whose written word counts as if he were there",
    sources=("kotkin_2014", "wikipedia_soviet"),
)
FOLLOWING = Measure(
    "committee in the secretary's following, May 1924", partial(_following, "committee", "1924-05"), percent
)


def _decline_told(evidence: Evidence) -> str:
    """Say whether the advice removed its subject, and what kept it from doing so."""
    without = against(evidence, STAYS, "no_decline", "where the founder's voice stays and no advice is left")
    half = against(evidence, STAYS, "half_decline", "where half of the readers see it")
    return (
        f"After the founder's advice was read in May 1924, the same man holds the secretariat in July in "
        f"{told(evidence, STAYS)} of histories (on record: he does){without}{half}; by then "
        f"{told(evidence, FOLLOWING)} of the committee that read it follow the secretary."
    )


def _decline_picture(evidence: Evidence) -> tuple[bytes, tuple[Row, ...]]:
    """Draw who holds the office, and the following of the secretary among the readers."""
    panels = (
        Happens("stalin_secretary", "first secretary\nof 1922 in office", 0.5, READ, "advice read"),
        Happens("trotsky_in_politburo", "rival in the\npolitburo"),
        POWERS,
    )
    return draw(evidence, panels, TWENTIES, ("no_decline", "half_decline")), ()


READ = Datum("1924-05-23", 1.0, "sourced", ("wikipedia_soviet",), "read to delegations only")

DECLINE = System(
    "Decline of the founder",
    "no_decline",
    "half_decline",
    (),
    (
        STAYS,
        FOLLOWING,
        Measure(
            "provinces in the secretary's following, December 1923",
            partial(_following, "province", "1923-12"),
            percent,
        ),
        holds("the secretary of 1922 holds the office, July 1924", "stalin_secretary", "1924-07"),
        holds("the secretary of 1922 holds the office, December 1929", "stalin_secretary", "1929-12"),
        Measure("fights for the first place by the end of 1924", at("challenges", "1924-12"), whole),
        Measure(
            "line on the market from the founder's position, December 1929",
            at("line_from_founder", "1929-12"),
            two,
        ),
    ),
    _decline_told,
    f"{GIVEN}; that the advice was written, read to the committee, and by whom",
    "who heeds it, who follows the secretary by then, who is elected after it; every number with a prior",
    ("kotkin_2014", "wikipedia_soviet", "broue_1963"),
    (),
    (
        "The advice needs a majority of the readers. Those who follow the man whom it is about never heed "
        "it, so his men among the readers decide; they come from appointment in the two years before.",
        "Who else knew of it, and what it did to the standing of those who voted, is not modelled.",
    ),
    _decline_picture,
)


def _apparatus_told(evidence: Evidence) -> str:
    """Say what the secretary holds with and without the apparatus, and what the tiers and the sizes did."""
    share = PROVINCES
    return (
        f"At the end of 1927 the secretary's following holds {told(evidence, share)} of the provinces"
        f"{against(evidence, share, 'no_apparatus', 'without the apparatus')} and "
        f"{told(evidence, COMMITTEE)} of the committee"
        f"{against(evidence, COMMITTEE, 'no_apparatus', 'without')}; "
        f"of the challenger's share among members in January 1924 the congress keeps "
        f"{told(evidence, FUNNEL_KEPT)} (on record: {recorded_as(FUNNEL_KEPT)}); the committee grows before "
        f"it is purged in {told(evidence, PACKING_FIRST)} of histories."
    )


PROVINCES = Measure(
    "provinces in the secretary's following, December 1927",
    partial(_following, "province", "1927-12"),
    percent,
)
COMMITTEE = Measure(
    "committee in the secretary's following, December 1927",
    partial(_following, "committee", "1927-12"),
    percent,
)


def _apparatus_picture(evidence: Evidence) -> tuple[bytes, tuple[Row, ...]]:
    """Put the circular flow, the tiers of 1923-24 and the sizes of the committee one under the other."""
    parts = [write(evidence) for write in (circular_flow, tiers, enlargement)]
    return b"".join(part.picture for part in parts), tuple(row for part in parts for row in part.rows)


APPARATUS = System(
    "The apparatus",
    "no_apparatus",
    "half_apparatus",
    (),
    (PROVINCES, COMMITTEE, FUNNEL_KEPT, FUNNEL_NARROWS, PACKING_LEADS, PACKING_FIRST),
    _apparatus_told,
    f"{GIVEN}; that at most 20 seats are added at a congress",
    "who is appointed, who follows whom, whom provinces send, how many seats are added, who is elected",
    ("daniels_1966", "pavliuchenkov_2008", "carr_1954", "daniels_1960", "rogovin_1992", "millar_2004"),
    ("no_central_appointment", "no_slate", "no_enlargement"),
    (
        "Pictures, from above: what the following holds with and without central appointment; the "
        "challenger's share by tier in January 1924; the size of the committee at each congress.",
        "Members and cells on record are of Moscow, the last tier is the national conference; the share "
        "among members is itself a prior, so that the first tier is no prediction.",
        "Appointed from above is not the same as following the secretary: the point is held against the "
        "model for want of a better one.",
    ),
    _apparatus_picture,
)

CHAPTERS: dict[int, Chapter] = {6: DECLINE.chapter(), 7: APPARATUS.chapter(), 8: STRUGGLE.chapter()}
"""The chapters of this module, by the number of their system."""
