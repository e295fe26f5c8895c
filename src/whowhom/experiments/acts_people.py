"""Alterations of persons and events: an event that does not come, somebody who is not there.

Somebody absent from the start is dead in its month: no edit takes a line out of a table of persons. What he
had done before stays, his clients among it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from whowhom.experiments.acts import EVENTS, HIMSELF, PEOPLE, Alteration, Entry
from whowhom.spec.intervention import INTERVENTION
from whowhom.spec.people import read_people
from whowhom.spec.scenario import Act, Edit, Event, Scenario

CARRIER = "events"
"""The mechanism that lets events happen."""


def removed_events(scenario: Scenario) -> Iterator[Entry]:
    """Leave out each event."""
    for number, event in enumerate(scenario.events):
        place = event.name or str(number)
        edits = (Edit(remove=f"events.{place}"),)
        yield Alteration(EVENTS, f"no event “{_told(event, number)}”", edits, f"events.{number}")


def absent_people(scenario: Scenario, himself: Collection[str]) -> Iterator[Entry]:
    """Let each person concerned be absent from the start. himself: whom the outcome is about."""
    for person in concerned(scenario, himself):
        kind = HIMSELF if person in himself else PEOPLE
        edits = happens(scenario, Act.DIES, scenario.start, who=person)
        yield Alteration(kind, f"{person} absent from the start", edits, f"people.{person}")


def concerned(scenario: Scenario, named: Collection[str]) -> tuple[str, ...]:
    """Return who of the living sits somewhere at the start, or is named in an event or here."""
    wanted = {*named, *(event.who for event in scenario.events)}
    return tuple(
        person.name
        for person in read_people(scenario)
        if person.alive and (person.body or person.name in wanted)
    )


def happens(
    scenario: Scenario, act: Act, day: date, who: str | None = None, body: str | None = None
) -> tuple[Edit, ...]:
    """Return the edits that add an event, and the mechanism of events where the schedule has none."""
    told = {"date": day, "act": act.value, "who": who, "body": body, "source": INTERVENTION}
    event = Edit(add="events", value={key: item for key, item in told.items() if item is not None})
    if any(step.mechanism == CARRIER for step in scenario.schedule):
        return (event,)
    return (Edit(add="schedule", value={"mechanism": CARRIER}), event)


def _told(event: Event, number: int) -> str:
    """Name an event, or tell what it is where it has no name."""
    if event.name:
        return event.name
    about = " ".join(word for word in (event.who, event.act.value, event.body) if word)
    return f"{number}: {event.date} {about}"
