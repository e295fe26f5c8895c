"""What the tiers send up: the challenger's share from members to congress, and the votes on record."""

from __future__ import annotations

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.section import Row, Section, fine, number_row, percent, spread
from whowhom.report.soviet_record import (
    CONDITIONED,
    FREE,
    congresses,
    funnel,
    members_of_both_kinds,
    votes,
)

TIERS = ("members", "districts", "provinces", "congress")
DISCUSSION = "1924-01"
"""The month of the conference that ended the discussion of 1923-24."""
RECORD = -0.08
"""Where the record is drawn, beside its tier."""
SPOKEN = {
    "platforms_1921": "congress 1921",
    "plenum_1923": "plenum 1923",
    "congress_1925": "congress 1925",
    "meetings_1927": "meetings 1927",
}


def tiers(evidence: Evidence) -> Section:
    """The challenger's share by tier in January 1924, everywhere and in one city, against the record."""
    arm = evidence.arm("base")
    month = arm.month(DISCUSSION)
    everywhere = arm.array("tier_share")[:, month]
    one_place = arm.array("tier_share_moscow")[:, month] if arm.has("tier_share_moscow") else None
    width = everywhere.shape[1]
    drawn = picture.Picture(370)
    panel = drawn.panel(56, 255, (-0.5, width - 0.4), (0, 1))
    picture.percent_axis(panel, "challenger's share")
    names = TIERS if width == len(TIERS) else tuple(str(k) for k in range(width))
    panel.level_axis(list(enumerate(names)), "tier")
    blocks = [(everywhere, "all provinces", -0.32)]
    blocks += [(one_place, "Moscow", -0.2)] if one_place is not None else []
    for number, (values, label, shift) in enumerate(blocks):
        places = [k + shift for k in range(width)]
        picture.whiskers(panel, places, statistics.bands(values), picture.COLOURS[number], label)
    shown = [item for item in funnel() if item.tier < width]
    picture.points(panel, [item.datum for item in shown], "1923-24", [item.tier + RECORD for item in shown])
    words = [item.name for item in shown]
    picture.names(panel, [item.datum for item in shown], words, [item.tier + RECORD for item in shown])
    rows = _tier_rows(arm, everywhere, one_place)
    fall = "; ".join(
        f"{name} {' ('.join(spread(everywhere[:, k], percent))})" for k, name in enumerate(names)
    )
    return Section(
        f"The challenger's share in {DISCUSSION}, tier by tier, in the mean of all provinces: {fall}.",
        drawn.svg(),
        f"Challenger's share by tier, model and figures of the Moscow discussion. Model: {fall}.",
        CONDITIONED,
        f"{FREE}. The share among the members is itself a prior, so the first tier is no prediction.",
        ("carr_1954", "daniels_1960", "rogovin_1992"),
        rows,
        notes=(
            "The figures for members and cells are of the Moscow organisation, the last tier is the "
            "national "
            "conference. A figure that one side claimed is drawn as a triangle.",
        ),
    )


def _tier_rows(
    arm: Arm, everywhere: statistics.Numbers, one_place: statistics.Numbers | None
) -> tuple[Row, ...]:
    """Compare the recorded shares with the tier and the place that they are of."""
    found = []
    if one_place is not None:
        name = "Challenger's share of members, Moscow, December 1923"
        found.append(number_row(name, one_place[:, 0], members_of_both_kinds(), fine))
    for item in funnel():
        values = everywhere if item.tier == everywhere.shape[1] - 1 else one_place
        if item.tier == 0 or item.tier >= everywhere.shape[1] or values is None:
            continue
        name = f"Challenger's share, {item.name}, {item.datum.date}"
        found.append(number_row(name, values[:, item.tier], item.datum, fine))
    return tuple(found)


def line_share(arm: Arm) -> statistics.Numbers:
    """Return (history, month) the share of delegates for the line, NaN before there are any."""
    delegates = arm.array("delegates")
    return statistics.share_of(delegates[:, :, 0], delegates.sum(axis=2))


def recorded_votes(evidence: Evidence) -> Section:
    """The share of delegates for the line at each congress, against the votes on record."""
    arm = evidence.arm("base")
    share = line_share(arm)
    held = [item for item in congresses(arm) if not np.isnan(share[:, arm.month(item.month)]).all()]
    months = [arm.month(item.month) for item in held]
    drawn = picture.Picture(360)
    panel = drawn.panel(56, 255, picture.years_range(arm.years), (0.5, 1))
    picture.percent_axis(panel, "share for the line\n(axis from 50 %)")
    picture.years_axis(panel)
    places = [float(arm.years[month]) for month in months]
    picture.whiskers(panel, places, statistics.bands(share[:, months]), picture.COLOURS[0], "delegates")
    record = votes()
    picture.points(panel, [vote.datum for vote in record], "vote on record")
    for vote in record:
        x, y = panel.across(vote.datum.year), panel.up(vote.datum.value)
        panel.write(x + 8, y + 16, SPOKEN.get(vote.name, vote.name), "start", 10.5)
    rows = tuple(
        number_row(
            f"Delegates for the line, {vote.datum.date}",
            share[:, arm.month(vote.datum.month)],
            vote.datum,
            fine,
        )
        for vote in record
        if vote.body.startswith("party_congress") and arm.month(vote.datum.month) in months
    )
    told = "; ".join(
        f"{item.month} {' ('.join(spread(share[:, month], percent))})"
        for item, month in zip(held, months, strict=True)
    )
    return Section(
        f"Delegates for the line: {told}.",
        drawn.svg(),
        f"Share of delegates for the line by congress, with the votes on record. Model: {told}.",
        CONDITIONED,
        FREE,
        ("daniels_1960", "carr_1959"),
        rows,
        notes=(
            "Only a vote of a congress is compared. The plenum of 1923 and the meetings of 1927 are "
            "other bodies, "
            "drawn for the eye; the vote of 1921 came before the histories begin to elect delegates.",
        ),
    )
