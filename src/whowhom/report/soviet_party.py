"""The report of the party, 1921-1934: the circular flow, the tiers, the committee, the lead, other rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.evidence import Arm, Evidence
from whowhom.report.section import Chapter, LeftOut, Section, Table, fine, number_row, percent, spread
from whowhom.report.soviet_congresses import enlargement, leaders, removal
from whowhom.report.soviet_record import CONDITIONED, FREE, appointed_from_above, secretaries
from whowhom.report.soviet_tiers import recorded_votes, tiers
from whowhom.report.statistics import Difference, Numbers

BANNER = "Uncalibrated: parameters are priors and sources, nothing was fitted to these series."
WITHOUT = "no_central_appointment"


def following_share(arm: Arm, body: str) -> Numbers:
    """Return (history, month) the share of "province" or "committee" held by the secretary's following."""
    return statistics.share_of(arm.array(f"{body}_following"), arm.array(f"{body}_held"))


def circular_flow(evidence: Evidence) -> Section:
    """What the secretary's following holds of provinces and committee, with and without appointment."""
    present, said = evidence.present([WITHOUT])
    arms = evidence.together(["base", *present])
    drawn = picture.Picture(545)
    phrases = []
    for number, (body, label) in enumerate((("province", "provinces"), ("committee", "central committee"))):
        panel = drawn.panel(60 + 234 * number, 205, picture.years_range(arms[0].years), (0, 1))
        picture.percent_axis(panel, f"{label}:\nhis following")
        for colour, arm in enumerate(arms):
            levels = statistics.bands(following_share(arm, body))
            name = "central appointment" if arm.name == "base" else arm.label
            picture.band(panel, arm.years, levels, picture.COLOURS[colour], name, inner=False)
            if body == "province" and arm.name == "base":
                picture.points(panel, [appointed_from_above()], "appointed from above, December 1923")
        picture.years_axis(panel, named=number == 1)
        if number == 1:
            panel.legend.clear()  # the one above serves both
        ends = [" (".join(spread(following_share(arm, body)[:, -1], percent)) + ")" for arm in arms]
        phrases.append(f"{label} {' against '.join(ends)}")
    datum = appointed_from_above()
    rows = (
        (
            number_row(
                "Provincial secretaries in the secretary's following, 1923-12",
                following_share(arms[0], "province")[:, arms[0].month(datum.month)],
                datum,
                fine,
            ),
        )
        if datum.month in arms[0].months
        else ()
    )
    compared = ", with central appointment against without" if len(arms) > 1 else ""
    told = f"Held by the secretary's following in {arms[0].months[-1]}{compared}: {'; '.join(phrases)}"
    return Section(
        f"{told}.",
        drawn.svg(),
        f"Share of provinces and of the committee held by the following of the secretary, by month. {told}.",
        CONDITIONED,
        FREE,
        ("daniels_1966", "pavliuchenkov_2008"),
        rows,
        notes=said,
    )


@dataclass(frozen=True)
class Contrast:
    """What an arm changes at the end: paired differences from the base."""

    arm: Arm
    committee: Difference
    lead: Difference


def other_rules(evidence: Evidence) -> Section:
    """What each change of the rules does to the committee and to the lead at the end, with the same luck."""
    others = [name for name in evidence.results.arms if name != "base"]
    present, said = evidence.present(others)
    if not present:
        raise LeftOut("The folder has no arm to compare with the base.")
    person = secretaries()[max(secretaries())][0]
    contrasts = []
    for name in present:
        base, other = evidence.together(["base", name])
        committee = statistics.paired_difference(
            following_share(other, "committee")[:, -1], following_share(base, "committee")[:, -1]
        )
        lead = statistics.paired_difference(_leads(other, person), _leads(base, person))
        contrasts.append(Contrast(other, committee, lead))
    rows = tuple(
        (item.arm.name, item.arm.label, _points_of(item.committee), _points_of(item.lead))
        for item in contrasts
    )
    largest = max(contrasts, key=lambda item: abs(item.committee.mean))
    month = contrasts[0].arm.months[-1]
    told = (
        f"In {month} the largest change of the committee's share is that of {largest.arm.label}: "
        f"{_points_of(largest.committee)} percentage points"
    )
    return Section(
        f"{told}.",
        _forest(contrasts, person),
        f"Paired differences from the base in {month}, for each arm. {told}.",
        CONDITIONED,
        f"{FREE}. The same history number has the same luck in every arm.",
        (),
        (),
        Table(
            f"Difference from the base in {month}, percentage points: mean and its 90 % interval",
            ("arm", "what differs", "committee in the secretary's following", f"{person} has most power"),
            rows,
        ),
        (*said, *_without_effect(contrasts)),
    )


def _without_effect(contrasts: list[Contrast]) -> tuple[str, ...]:
    """Name the arms whose end is that of the base in every history."""
    same = [item.arm.name for item in contrasts if item.committee.nothing and item.lead.nothing]
    return (f"In every history the same end as the base: {', '.join(same)}.",) if same else ()


def _leads(arm: Arm, person: str) -> Numbers:
    """Return (history,) 1 where the person has most power in the politburo in the last month, otherwise 0."""
    office = "leader" if arm.has("leader") else "secretary"
    people = arm.about["people"]
    if person not in people:
        raise LeftOut(f"The run knows nobody called {person}.")
    return np.asarray(arm.array(office)[:, -1] == people.index(person), np.float64)


def _points_of(found: Difference) -> str:
    """Write a difference of shares in percentage points."""
    return f"{100 * found.mean:+.1f} ({100 * found.low:+.1f} to {100 * found.high:+.1f})"


def _forest(contrasts: list[Contrast], person: str) -> bytes:
    """Draw the mean differences with their intervals, one line for each arm, one block for each quantity."""
    high = 32.0 * len(contrasts)
    drawn = picture.Picture(110 + high)
    left, room = 176.0, 262.0
    blocks = (
        ("committee in the secretary's following", [item.committee for item in contrasts]),
        (f"{person} has most power", [item.lead for item in contrasts]),
    )
    for place, (title, found) in enumerate(blocks):
        widest = max(0.05, *(max(abs(item.low), abs(item.high)) for item in found)) * 1.1
        at = left + place * (room + 36)
        panel = drawn.panel(56, high, (-widest, widest), (0, len(contrasts)), at, room)
        panel.write(panel.left, 18, title, "start")
        panel.write(panel.left, 36, "difference from the base, points; bar: 90 %", "start", 10.5)
        step = next(size for size in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if widest / size <= 3)
        ticks = [k * step for k in range(-3, 4) if abs(k * step) <= widest]
        panel.level_axis(
            [(tick, f"{100 * tick:+.0f}" if tick else "0") for tick in ticks], "percentage points"
        )
        panel.upright(0, 0, len(contrasts), picture.INK, 1, 0.6, "4 3")
        for row, (item, contrast) in enumerate(zip(found, contrasts, strict=True)):
            height = len(contrasts) - row - 0.5
            panel.line((item.low, item.high), (height, height), picture.COLOURS[0], 6)
            panel.add(picture.sign("circle", True, panel.across(item.mean), panel.up(height)))
            if place == 0:
                panel.write(left - 10, panel.up(height) + 4, contrast.arm.name.replace("_", " "), "end")
    return drawn.svg()


CHAPTERS = (
    Chapter("The circular flow", circular_flow),
    Chapter("What the tiers send up, 1923-24", tiers),
    Chapter("The committee grows", enlargement),
    Chapter("Who is dropped", removal),
    Chapter("Who leads", leaders),
    Chapter("Votes, 1921 to 1927", recorded_votes),
    Chapter("Other rules", other_rules),
)


def chapters(evidence: Evidence) -> tuple[Chapter, ...]:
    """Return the chapters of this report, in order."""
    return CHAPTERS
