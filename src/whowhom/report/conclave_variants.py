"""The conclave under other rules, and the forecast for the present reign."""

from __future__ import annotations

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.conclave_reign import Reign
from whowhom.report.evidence import Evidence
from whowhom.report.section import Section, Table, counted, month_spread, percent, plain

WHAT_IF = (
    ("base", "with both rules"),
    ("no_age_limit", "no age limit"),
    ("no_ceiling", "no ceiling"),
)


def what_if(evidence: Evidence) -> Section:
    """The same reign without the age limit and without the ceiling, with the same luck."""
    present, said = evidence.present([arm for arm, _ in WHAT_IF])
    reigns = {
        arm.name: Reign(arm) for arm in evidence.together(["base", *(n for n in present if n != "base")])
    }
    drawn = picture.Picture(370)
    panel = drawn.panel(50, 270, picture.years_range(reigns["base"].arm.years), (0, 1))
    picture.percent_axis(panel, "electors made by Francis")
    rows, phrases = [], []
    for number, (name, label) in enumerate(WHAT_IF):
        if name not in reigns:
            continue
        reign = reigns[name]
        colour = picture.COLOURS[number]
        picture.band(panel, reign.arm.years, reign.levels, colour, label, inner=False)
        rows.append((label, *_thresholds(reign), _delay(reign, reigns["base"]) if name != "base" else "-"))
        phrases.append(f"{label}: {month_spread(reign.majority, reign.arm.months)[0]}")
    picture.level_line(panel, 0.5, "one half")
    picture.level_line(panel, 2 / 3, "two thirds")
    picture.years_axis(panel)
    sentence = "Month of the majority in the median history: " + "; ".join(phrases) + "."
    if "no_age_limit" in reigns:
        sentence += " " + _never(reigns["no_age_limit"])
    return Section(
        sentence=sentence,
        picture=drawn.svg(),
        alt=f"Share of electors made by Francis by month under other rules. {sentence}",
        conditioned="The electors of 2013 and the length of the reign.",
        free="Deaths and the ages of new cardinals, the same in each arm. Nothing observed is drawn: "
        "these are worlds "
        "that did not happen.",
        sources=("udg_1996", "ingravescentem_1970", "chrisvo_cardinals"),
        table=Table(
            "Thresholds within the reign of Francis",
            (
                "rules",
                "majority",
                "never",
                "two thirds",
                "never",
                "majority later than with both rules, months",
            ),
            tuple(rows),
        ),
        notes=said,
    )


def _thresholds(reign: Reign) -> tuple[str, str, str, str]:
    """Write median and interval of both thresholds, and how often each is never reached."""
    total = reign.arm.histories
    answer: list[str] = []
    for first in (reign.majority, reign.two_thirds):
        middle, interval = month_spread(first, reign.arm.months)
        answer += [f"{middle} ({interval})", percent(float((first == statistics.NEVER).sum()) / total)]
    return answer[0], answer[1], answer[2], answer[3]


def _never(reign: Reign) -> str:
    """Say how often two thirds are never reached within the reign."""
    count = int((reign.two_thirds == statistics.NEVER).sum())
    told = counted(count, reign.arm.histories)
    return f"Without the age limit two thirds are never reached within the reign in {told} of histories."


def _delay(reign: Reign, base: Reign) -> str:
    """Write the paired delay of the majority, over the histories that reach it in both arms."""
    both = (reign.majority != statistics.NEVER) & (base.majority != statistics.NEVER)
    if not both.any():
        return "no pair"
    found = statistics.paired_difference(reign.majority[both], base.majority[both])
    share = "" if both.all() else f", {percent(float(both.mean()))} of histories"
    return f"{plain(found.mean)} ({plain(found.smallest, 0)} to {plain(found.largest, 0)}{share})"


def leo(evidence: Evidence) -> Section:
    """The share by month while he reigns, and the chance that the thresholds are reached by each year end."""
    reign = Reign(evidence.arm("leo"))
    arm, total = reign.arm, reign.arm.histories
    last = len(arm.months) - 1
    other, said = evidence.present(["leo_no_age_limit"])
    free_of_age = Reign(evidence.arm(other[0])) if other else None
    phrases = []
    for name, first in (("a majority", reign.majority), ("two thirds", reign.two_thirds)):
        count = statistics.reached_by(first, last)
        told = f"{name} in {counted(count, total)} of histories"
        when = first[first != statistics.NEVER]
        if when.size:
            middle, interval = month_spread(when, arm.months)
            told += f", where they do in {middle} ({interval})"
        phrases.append(told)
    sentence = f"By {arm.months[-1]} Leo XIV's own men reach {' and '.join(phrases)}."
    notes = said
    if free_of_age is not None:
        share = float((free_of_age.majority != statistics.NEVER).mean())
        notes = (
            *said,
            f"Without the age limit he reaches a majority by then in {percent(share)} of histories.",
        )
    return Section(
        sentence=sentence,
        picture=_draw_leo(reign, free_of_age),
        alt=f"Above, the share of electors made by Leo XIV while he reigns; below, the chance that "
        f"the thresholds are "
        f"reached by each month, and that he still reigns. {sentence}",
        conditioned="The electors, their birthdays and who made each of them, as they stood on the "
        "day of his election.",
        free="Every death, his own included: when he dies the reign ends and what was not reached "
        "stays so. A forecast: "
        "there is nothing observed to draw yet. The same life table predicted too few survivors for "
        "2013 to 2025.",
        sources=("udg_1996", "ingravescentem_1970", "chrisvo_cardinals"),
        table=_by_year(reign),
        notes=notes,
    )


def _draw_leo(reign: Reign, free_of_age: Reign | None) -> bytes:
    """Draw the share while he reigns above, and the growing chances below."""
    arm = reign.arm
    drawn = picture.Picture(520)
    across = picture.years_range(arm.years)
    upper = drawn.panel(34, 220, across, (0, 1))
    picture.percent_axis(upper, "electors that he made")
    picture.band(upper, arm.years, reign.levels, picture.COLOURS[0], "histories in which he reigns")
    picture.level_line(upper, 0.5, "one half")
    picture.level_line(upper, 2 / 3, "two thirds")
    picture.years_axis(upper, named=False)
    lower = drawn.panel(310, 160, across, (0, 1))
    picture.percent_axis(lower, "share of histories\n(shade: 90 %)")
    lines: list[tuple[statistics.Numbers, str, str, str | None]] = [
        (reign.in_office.mean(axis=0), picture.COLOURS[5], "still reigns", None),
        (_by_month(reign.majority, arm.years.size), picture.COLOURS[2], "majority reached", None),
        (_by_month(reign.two_thirds, arm.years.size), picture.COLOURS[1], "two thirds reached", None),
    ]
    if free_of_age is not None:
        late = _by_month(free_of_age.majority, arm.years.size)
        lines.append((late, picture.COLOURS[2], "majority, no age limit", "2 3"))
    for heights, colour, label, dash in lines:
        counts = np.rint(heights * arm.histories).astype(int)
        ends = np.array([statistics.wilson(int(count), arm.histories) for count in counts])
        lower.area(arm.years, ends[:, 0], ends[:, 1], colour, 0.25)
        lower.line(arm.years, heights, colour, 1.8, label, dash=dash)
    picture.years_axis(lower)
    return drawn.svg()


def _by_month(first: statistics.Months, months: int) -> statistics.Numbers:
    """Return the share of histories that have reached a threshold by each month. Returns (month,)."""
    counts = np.bincount(first[first != statistics.NEVER], minlength=months)
    return np.asarray(np.cumsum(counts) / first.size, np.float64)


def _by_year(reign: Reign) -> Table:
    """Tabulate the chances at the end of each year, with Wilson's intervals."""
    arm, rows = reign.arm, []
    for position, month in enumerate(arm.months):
        if not month.endswith("-12"):
            continue
        counts = (
            int(reign.in_office[:, position].sum()),
            statistics.reached_by(reign.majority, position),
            statistics.reached_by(reign.two_thirds, position),
        )
        rows.append((month[:4], *(counted(count, arm.histories) for count in counts)))
    head = ("end of", "he still reigns", "majority reached", "two thirds reached")
    return Table("Share of histories, with 90 % intervals of the simulation", head, tuple(rows))
