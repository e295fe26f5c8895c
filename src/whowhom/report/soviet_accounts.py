"""The chapter on rival accounts: experiments on claims, a claim from data alone, the spread when free."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

import numpy as np

from whowhom.report import picture, statistics
from whowhom.report.claims_table import (
    shipped_verdicts,
    verdicts_links,
    verdicts_note,
    verdicts_table,
)
from whowhom.report.evidence import Evidence
from whowhom.report.measure import Measure, at
from whowhom.report.observed import Datum, datum, where
from whowhom.report.section import Chapter, LeftOut, Section, Table, fine, percent, signed
from whowhom.report.soviet_claims import CLAIMS, STALIN, Claim, interventions
from whowhom.report.soviet_empire import HOME, KILLED, THERE, YEARS
from whowhom.report.soviet_fates import EXPOSED, REMAIN
from whowhom.report.soviet_force import COERCION, LATER
from whowhom.report.soviet_power import HOURS, MONOPOLY
from whowhom.report.statistics import Numbers

FREE = "free_events"
FEWEST_PAIRS = 4
"""Of fewer pairs an interval says nothing."""
PARTY = "bolsheviks"
COUNTS = ("votes count A", "votes count B", "votes count C")
RULES = Measure("the rulers rule, end of 1970", at("in_power", "1970-12"), happens=True)
HEADLINES = (
    HOURS,
    *(item for item in MONOPOLY.measures if item.observed is not None),
    *(item for item in COERCION.measures if item.observed is not None and item is not LATER),
    LATER,
    REMAIN,
    EXPOSED,
    YEARS,
    KILLED,
    STALIN,
    RULES,
)
"""The results told first; those with a number on record have a place in the spread, the last two happened."""


@dataclass(frozen=True)
class Count:
    """The votes for the constituent assembly by one count."""

    name: str
    party: Datum
    """Share of the votes of the party that went on to rule alone."""

    @property
    def distance(self) -> float:
        """Share of all voters between that party's own and the median voter, if it stands at one end."""
        return max(0.0, 0.5 - self.party.value)


def counts() -> list[Count]:
    """Return the three counts of the votes of November 1917."""
    found = []
    for name in COUNTS:
        row = where("soviet/parties_1917.csv", measure="assembly_votes", count=name, party=PARTY)[0]
        found.append(Count(name.removeprefix("votes "), datum(row, float(row["share"]))))
    return found


def answers() -> tuple[Datum, int, int]:
    """Return the share of delegates for all power to the soviets, and how many of how many."""
    row = where("soviet/questionnaire_1917.csv", answer="all_power_to_the_soviets")[0]
    given, forms = int(row["delegates"]), int(row["forms"])
    return datum(row, given / forms), given, forms


def own_delegates() -> Datum:
    """Return the share of delegates of the party that went on to rule alone, by the credentials report."""
    row = where("soviet/parties_1917.csv", count="delegates count credentials_report", party=PARTY)[0]
    return datum(row, float(row["share"]))


def place_in_spread(values: Numbers, recorded: float) -> float:
    """Return the share of histories below a number, and half of those equal to it; NaN without any."""
    there = values[~np.isnan(values)]
    if there.size == 0:
        return float("nan")
    near = np.isclose(there, recorded, rtol=1e-9, atol=1e-12)
    return float(((there < recorded) & ~near).mean() + near.mean() / 2)


def headline_places(evidence: Evidence) -> list[tuple[Measure, float]]:
    """Return each result with a number on record and its place in the spread when all events are free."""
    arm = evidence.arm(FREE)
    found = []
    for item in HEADLINES:
        if item.observed is None:
            continue
        try:
            place = place_in_spread(item.of(arm), item.observed.value)
        except LeftOut:
            continue
        if not np.isnan(place):
            found.append((item, place))
    return found


def headlines(evidence: Evidence) -> Table:
    """Write the spread of each headline result when all events are free, beside the base and the record."""
    free, base = evidence.together([FREE, "base"])
    places = {id(item): place for item, place in headline_places(evidence)}
    rows = []
    for item in HEADLINES:
        try:
            cells = [" (".join(item.told(item.of(arm))) + ")" for arm in (free, base)]
        except LeftOut:
            continue
        on_record = "it happened" if item.happens else "none"
        if item.observed is not None:
            on_record = f"{item.write(item.observed.value)} ({item.observed.status})"
        place = percent(places[id(item)]) if id(item) in places else "no place"
        rows.append((item.label, *cells, on_record, place))
    return Table(
        "Headline results when all events are free: median or share of histories (90 %), and the place of "
        "the record: the share of free histories below it",
        ("result", "free events", "base", "on record", "place of the record"),
        tuple(rows),
    )


def experiments(evidence: Evidence) -> tuple[Table, int, int]:
    """Write the table of claims; return it with how many have an experiment and how many arms were run."""
    document = tomllib.loads(str(evidence.manifest["document"])) if evidence.manifest["document"] else {}
    rows: list[tuple[str, ...]] = []
    with_one, run = 0, set()
    for claim in CLAIMS:
        known = interventions(document, claim)
        if not known and not claim.data_only:
            continue
        with_one += 1
        who = f"{claim.by} against {claim.against}" if claim.against else claim.by
        head = f"{claim.number}: {claim.says}"
        if claim.data_only:
            rows.append((head, who, "none: data", _from_data(claim, evidence), ""))
        for name, label in known:
            arm = _arm_of(evidence, name)
            run |= {name} if arm else set()
            rows += _lines(evidence, claim, (head, who, f"{name}: {label}"), arm)
            head, who = claim.number, ""
    head_row = (
        "claim",
        "who against whom",
        "what differs",
        "statistic",
        "mean difference from the base (90 %)",
    )
    return Table("Claims with an experiment in this document", head_row, tuple(rows)), with_one, len(run)


def _arm_of(evidence: Evidence, name: str) -> str:
    """Return the arm in which an intervention stands alone, or nothing where the run has none."""
    for arm in evidence.results.arms.values():
        if arm.about.get("interventions") == [name] or arm.name == name:
            return arm.name if evidence.has(arm.name) else ""
    return ""


def _lines(evidence: Evidence, claim: Claim, head: tuple[str, str, str], arm: str) -> list[tuple[str, ...]]:
    """Return one line for each statistic of an intervention; one line where the run does not have it."""
    labels = "; ".join(item.label for item in claim.statistic) or "not recorded in this document"
    if not arm or not claim.statistic:
        return [(*head, labels, "not run here" if not arm else "not measured")]
    again = (claim.number, "", head[2].split(":")[0])
    return [
        (*(again if place else head), item.label, _difference(evidence, item, arm))
        for place, item in enumerate(claim.statistic)
    ]


def _difference(evidence: Evidence, item: Measure, name: str) -> str:
    """Write the mean paired difference of a statistic with its interval, and how many pairs there are."""
    base, other = evidence.together(["base", name])
    try:
        found = statistics.paired_difference(item.of(other), item.of(base))
    except LeftOut:
        return "not recorded"
    except ValueError:
        return "no pair of histories has it"
    if found.histories < FEWEST_PAIRS:
        return f"too few pairs of histories have it ({found.histories})"
    if found.nothing:
        return f"no difference in any of {found.histories} pairs"
    low, high = signed(found.low), signed(found.high)
    return f"{signed(found.mean)} ({low} to {high}); {found.histories} pairs"


def _from_data(claim: Claim, evidence: Evidence) -> str:
    """Write what a claim without an intervention is measured by."""
    if claim.number == "C03":
        return "delegates' answers and votes of November 1917: the picture"
    base = evidence.arm("base")
    try:
        there, home = (item.told(item.of(base))[0] for item in (THERE, HOME))
    except LeftOut:
        return "the same mechanism at home and in a dependent state; not recorded"
    return f"of a life for a person's month in arms: {there} in dependent states, {home} at home, same rules"


def _draw(evidence: Evidence) -> bytes:
    """Draw the answers, the votes by count, and the places of the record in the free spread."""
    places = headline_places(evidence) if evidence.has(FREE) else []
    drawn = picture.Picture(430 + 26.0 * len(places))
    share, given, forms = answers()
    low, high = statistics.wilson(given, forms)
    lines = [
        ("all power to the soviets", share, (low, high)),
        ("own party's delegates", own_delegates(), None),
    ]
    lines += [(f"its votes, {item.name}", item.party, None) for item in counts()]
    panel = drawn.panel(70, 32.0 * len(lines), (0, 1), (0, len(lines)), 210, 520)
    panel.write(20, 22, "C03: shares of delegates and of voters, 1917; bar: 90 % sampling error", "start")
    for row, (label, number, bar) in enumerate(lines):
        height = len(lines) - row - 0.5
        if bar is not None:
            panel.line(bar, (height, height), picture.COLOURS[0], 7)
        picture.points(panel, [Datum(number.date, height, number.status, ())], "share", [number.value])
        panel.write(200, panel.up(height) + 4, label, "end")
    panel.upright(0.5, 0, len(lines), picture.INK, 1.2, 0.7, "4 3")
    panel.name(
        "half: where the median stands", '<line x1="11" y1="0" x2="11" y2="12" stroke="currentColor"/>'
    )
    panel.level_axis([(tick / 5, f"{20 * tick} %") for tick in range(6)])
    if places:
        _draw_places(drawn, places)
    return drawn.svg()


def _draw_places(drawn: picture.Picture, places: list[tuple[Measure, float]]) -> None:
    """Draw where in the spread of the free histories each number on record stands."""
    panel = drawn.panel(350, 26.0 * len(places), (0, 1), (0, len(places)), 400, 330)
    panel.write(20, 300, "events free: share of histories below the number on record", "start")
    panel.box((0.05, 0.95), (0, len(places)), picture.COLOURS[0], 0.14)
    panel.write(panel.across(0.5), 334, "shaded: the middle 90 %", "middle", 10.5)
    for row, (item, place) in enumerate(places):
        height = len(places) - row - 0.5
        panel.mark(place, height, "diamond", True, f"{item.label}: {100 * place:.0f} %")
        panel.write(384, panel.up(height) + 4, item.label, "end", 10.5)
    panel.level_axis([(tick / 5, f"{20 * tick} %") for tick in range(6)])


def _notes(answered: float, own: float, verdicts: str) -> tuple[str, ...]:
    """Write what stands behind the table: where verdicts are, and what the data on the masses cannot say."""
    return (
        verdicts,
        "C03: all power to the soviets was the answer nearest to a government of soviet parties, but also "
        f"the slogan of the party that took all. That party had {fine(own)} of the delegates: at the least "
        f"{fine(answered - own)} of all delegates gave the answer without belonging to it. The interval is "
        "that of a sample of this size; delegates are no random sample of the masses.",
        "The distance counts voters, not opinions: it supposes that the party stands at one end of the order "
        "of parties. It says how many voters a government of that party alone leaves between itself and the "
        "median. Counts differ in what they could include.",
        "C28: nothing is changed; the same rules fight a rising at home and in a dependent state. What an "
        "author said of each is not in the data.",
    )


def accounts(evidence: Evidence) -> Section:
    """Write the chapter on rival accounts. Raises LeftOut where the folder has no base."""
    table, with_one, run = experiments(evidence)
    share, given, forms = answers()
    low, high = statistics.wilson(given, forms)
    distances = ", ".join(f"{fine(item.distance)} ({item.name})" for item in counts())
    own = own_delegates()
    told = (
        f"{with_one} of {len(CLAIMS)} claims have an experiment in this document, {run} of its arms were run "
        f"here. From data alone (C03): {given} of {forms} delegates, {fine(share.value)} (90 %: {fine(low)} "
        f"to {fine(high)}), were for all power to the soviets; between the voters of the party that came to "
        f"rule alone and the median voter stood {distances} of all voters."
    )
    shipped = shipped_verdicts()
    missing = [] if evidence.has(FREE) else [f"The folder has no arm {FREE}, so there is no spread."]
    return Section(
        told,
        _draw(evidence),
        f"Shares of delegates and voters in 1917, and places of the record among free histories. {told}",
        "what each chapter before this one says; in free_events only dated rules, sizes and the start",
        "in the experiments, all but the intervention: a pair of histories has the same luck",
        ("presidential_library", "rabinowitch_1976", "wikipedia_soviet"),
        (),
        verdicts_table(shipped) if shipped else table,
        (*_notes(share.value, own.value, verdicts_note(shipped)), *missing),
        (*((table,) if shipped else ()), *((headlines(evidence),) if evidence.has(FREE) else ())),
        verdicts_links(shipped),
    )


CHAPTERS = {17: Chapter("Rival accounts", accounts)}
