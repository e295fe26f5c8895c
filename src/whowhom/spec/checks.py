"""Whether a document agrees with itself: names have bearers, numbers a meaning, dates a month."""

from __future__ import annotations

from whowhom.spec.audit_checks import check_audit
from whowhom.spec.data_files import locate, named_files
from whowhom.spec.duration import months_in
from whowhom.spec.errors import DocumentError, Problem
from whowhom.spec.findings import Findings
from whowhom.spec.membership_checks import check_membership
from whowhom.spec.organisation_checks import check_filling, check_organisation
from whowhom.spec.people import Person, read_people
from whowhom.spec.quantities import check_quantities
from whowhom.spec.scenario import Act, Event, Scenario
from whowhom.spec.society_checks import check_society, check_subjects

MOST_MONTHS = 4095
"""The longest history, because draws are keyed by months of twelve bits."""

_NEEDS: dict[Act, tuple[tuple[str, ...], ...]] = {
    Act.DIES: (("who", "body"),),
    Act.LEAVES: (("who", "body"),),
    Act.INCAPACITATED: (("who", "body"),),
    Act.TAKES: (("who",), ("body",)),
    Act.RESIZES: (("body",), ("seats",)),
    Act.CLOSES: (("body",),),
}
"""What each act must be told: of each group, one key at least."""


def check(scenario: Scenario, *, interventions: bool = True) -> tuple[Problem, ...]:
    """Check a scenario in full and give its warnings: bodies that nobody fills.

    Raises DocumentError with every contradiction: of names, dates, durations, quotas, units, priors, the
    table of persons, and of each named intervention with the document. `interventions=False` leaves the last
    out, for a document that was already edited. Does not check mechanisms and observables; `build` does.
    """
    findings = Findings(scenario.origin.file)
    check_without_files(scenario, findings)
    people = _read_people(scenario, findings)
    occupied = {body for person in people for body in person.body}
    if scenario.people.file is not None:
        names = {person.name for person in people}
        _check_who(scenario, names, findings)
        check_subjects(scenario, names, findings)
    check_filling(scenario, occupied, findings)
    for key, name in named_files(scenario):
        if key != "people.file":
            try:
                locate(scenario, key, name)
            except DocumentError as error:
                findings.problems.extend(error.problems)
    if interventions and not findings.problems:
        from whowhom.spec.intervention import check_interventions

        check_interventions(scenario, findings)
    findings.raise_if_wrong()
    return tuple(findings.warnings)


def check_without_files(scenario: Scenario, findings: Findings, checked: Scenario | None = None) -> None:
    """Note every contradiction that can be seen in the document alone, interventions left out.

    checked: a document without mistakes of which this one is an edit; see `check_quantities`.
    """
    _check_period(scenario, findings)
    check_organisation(scenario, findings)
    _check_events(scenario, findings)
    _check_schedule(scenario, findings)
    _check_observe(scenario, findings)
    check_audit(scenario, findings)
    check_society(scenario, findings)
    check_membership(scenario, findings)
    _check_score(scenario, findings)
    for index, day in enumerate(scenario.snapshots):
        findings.within(f"snapshots[{index}]", day, scenario.start, scenario.until)
    findings.unique("arms", "arm", (arm.name for arm in scenario.arms))
    for index, arm in enumerate(scenario.arms):
        for place, name in enumerate(arm.interventions):
            key = f"arms[{index}].interventions[{place}]"
            findings.known(key, "intervention", name, scenario.interventions)
    _check_switches(scenario, findings)
    check_quantities(scenario, findings, checked)


def _check_period(scenario: Scenario, findings: Findings) -> None:
    """Note a scenario that has no months, or too many."""
    if scenario.until <= scenario.start:
        findings.wrong("until", f"found {scenario.until}; expected a date after {scenario.start}")
    elif scenario.months < 1:
        findings.wrong("until", f"found {scenario.until}, in the month of the start; expected a later month")
    elif scenario.months > MOST_MONTHS:
        findings.wrong(
            "until", f"found {scenario.months} months from {scenario.start}; expected at most {MOST_MONTHS}"
        )
    dimensions = scenario.people.dimensions
    if len(set(dimensions)) != len(dimensions):
        findings.wrong("people.dimensions", "found a dimension twice; expected each once")


def _check_score(scenario: Scenario, findings: Findings) -> None:
    """Note a body or an office of the table `[score]` that does not exist."""
    table = scenario.score
    for key in ("body", "office"):
        name = getattr(table, key, None)
        if name is not None:
            findings.known(f"score.{key}", "body", name, scenario.bodies)


def _check_switches(scenario: Scenario, findings: Findings) -> None:
    """Note a switch that is no intervention, or stands there twice."""
    for index, name in enumerate(scenario.switches):
        findings.known(f"switches[{index}]", "intervention", name, scenario.interventions)
        first = scenario.switches.index(name)
        if first < index:
            findings.wrong(
                f"switches[{index}]", f'found "{name}", as in switches[{first}]; expected each once'
            )


def _check_events(scenario: Scenario, findings: Findings) -> None:
    """Check what each event must be told, and that its names and date exist."""
    findings.unique("events", "event", (event.name for event in scenario.events))
    for index, event in enumerate(scenario.events):
        key = f"events[{index}]"
        findings.within(f"{key}.date", event.date, scenario.start, scenario.until)
        for group in _NEEDS[event.act]:
            if all(getattr(event, leaf) is None for leaf in group):
                findings.wrong(
                    key, f"found no {' or '.join(group)}; expected it of an event that {event.act.value}"
                )
        if event.kind == "free" and event.hazard is None:
            findings.wrong(key, "found no hazard; expected it of a free event, which is drawn")
        if event.body is not None and findings.known(f"{key}.body", "body", event.body, scenario.bodies):
            _check_resizing(key, event, scenario, findings)
        if event.who is not None and scenario.people.file is None:
            findings.wrong(
                f"{key}.who", "found a person, but the document has no table of persons (people.file)"
            )


def _check_resizing(key: str, event: Event, scenario: Scenario, findings: Findings) -> None:
    """Note seats that a body was never given room for."""
    body = scenario.bodies[event.body or ""]
    if event.seats is not None and event.act is Act.RESIZES and event.seats > body.most_seats:
        findings.wrong(
            f"{key}.seats",
            f"found {event.seats}; expected at most the capacity of {event.body}, {body.most_seats}",
        )


def _check_schedule(scenario: Scenario, findings: Findings) -> None:
    """Check the cadence of each step."""
    for index, step in enumerate(scenario.schedule):
        key = f"schedule[{index}]"
        if step.every is not None:
            findings.told(f"{key}.every", lambda text=step.every: months_in(text))  # type: ignore[misc]
            if step.at:
                findings.wrong(f"{key}.at", "found both `every` and `at`; expected one of them")
        for place, day in enumerate(step.at):
            findings.within(f"{key}.at[{place}]", day, scenario.start, scenario.until)
        findings.ordered(key, step.start, step.until)


def _check_observe(scenario: Scenario, findings: Findings) -> None:
    """Check that observed bodies, offices, publics, places and rules exist."""
    bearers = {
        "body": ("body", set(scenario.bodies)),
        "office": ("body", set(scenario.bodies)),
        "bodies": ("body", set(scenario.bodies)),
        "offices": ("body", set(scenario.bodies)),
        "public": ("public", set(scenario.publics)),
        "party": ("party", set(scenario.parties)),
        "instrument": ("instrument", set(scenario.instruments)),
        "campaign": ("campaign", set(scenario.campaigns)),
        "subject": ("subject", set(scenario.subjects)),
        "dimension": ("dimension", set(scenario.people.dimensions)),
        "places": ("set of places", set(scenario.places)),
        "rule": ("rule", {rule.name for rule in scenario.rules}),
    }
    findings.unique("observe", "observation", (observe.name for observe in scenario.observe))
    for index, observe in enumerate(scenario.observe):
        for leaf, value in observe.arguments.items():
            noun, names = bearers.get(leaf, ("", set()))
            several = value if isinstance(value, tuple) else (value,)
            for place, name in enumerate(several):
                key = f"observe[{index}].{leaf}" + (f"[{place}]" if isinstance(value, tuple) else "")
                if noun and isinstance(name, str):
                    findings.known(key, noun, name, names)


def _check_who(scenario: Scenario, persons: set[str], findings: Findings) -> None:
    """Check that the persons of events are in the table."""
    if persons:
        for index, event in enumerate(scenario.events):
            if event.who is not None:
                findings.known(f"events[{index}].who", "person", event.who, persons)


def _read_people(scenario: Scenario, findings: Findings) -> tuple[Person, ...]:
    """Read the table of persons, noting its mistakes; nobody where it cannot be read."""
    try:
        return read_people(scenario)
    except DocumentError as error:
        findings.problems.extend(error.problems)
        return ()
