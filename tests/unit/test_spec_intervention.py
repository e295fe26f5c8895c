"""Edits by path: what each form does, and what its errors say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from whowhom.spec.document import document_hash
from whowhom.spec.errors import DocumentError
from whowhom.spec.intervention import edit, only
from whowhom.spec.organisation import Verb
from whowhom.spec.record import Change, Quantity
from whowhom.spec.scenario import Edit, Intervention, Scenario
from whowhom.spec.toml import parse

TEXT = """
title = "Secretary"
from = 1920-01-01
until = 1930-01-01
bodies = { secretary = { seats = 1, age_limit = "80 years" }, committee = { seats = 9 } }
rules = [
  { name = "election", verb = "elects", by = "committee", over = "secretary" },
  { name = "naming", verb = "appoints", by = "secretary", over = "committee", decision = "any holder" },
]
events = [{ date = 1924-01-21, act = "closes", body = "committee", source = "chronicle" }]

[[schedule]]
mechanism = "mortality"

[[schedule]]
mechanism = "appointment"
turnover = { value = 0.1, unit = "1/month", source = "assumption", prior = "beta(2, 18)" }

[interventions.elected]
label = "Elected"
edits = [{ set = "rules.naming.verb", to = "elects" }, { set = "rules.naming.decision", to = "majority" }]
"""


@pytest.fixture
def scenario() -> Scenario:
    return parse(TEXT)


def test_set_a_key(scenario: Scenario) -> None:
    assert scenario.edit(Edit(set="bodies.committee.seats", to=21)).bodies["committee"].seats == 21
    assert scenario.bodies["committee"].seats == 9


def test_set_by_name_of_an_intervention_and_by_record(scenario: Scenario) -> None:
    by_name = scenario.edit("elected")
    by_record = edit(scenario, Intervention(label="x", edits=scenario.interventions["elected"].edits))
    by_verb = edit(
        scenario, Edit(set="rules.naming.verb", to=Verb.ELECTS), Edit(set="rules.1.decision", to="majority")
    )
    assert by_name == by_record == by_verb
    assert by_name.rules[1].verb is Verb.ELECTS


def test_edits_fold_left_to_right(scenario: Scenario) -> None:
    twice = scenario.edit(Edit(set="title", to="One"), Edit(set="title", to="Two"))
    assert twice.title == "Two"
    assert twice == scenario.edit(Edit(set="title", to="One")).edit(Edit(set="title", to="Two"))


def test_a_bare_number_keeps_the_unit(scenario: Scenario) -> None:
    edited = scenario.edit(Edit(set="schedule.appointment.turnover", to=0.2))
    assert edited.schedule[1].numbers["turnover"] == Quantity(
        value=0.2, unit="1/month", source="intervention"
    )


def test_a_table_replaces_the_quantity(scenario: Scenario) -> None:
    table = {"value": 0.5, "unit": "1/year", "source": "svolik"}
    edited = scenario.edit(Edit(set="schedule.appointment.turnover", to=table))
    assert edited.schedule[1].numbers["turnover"] == Quantity(value=0.5, unit="1/year", source="svolik")


def test_a_quantity_may_be_given_as_a_record(scenario: Scenario) -> None:
    quantity = Quantity(value=0.5, unit="1/year", source="svolik")
    edited = scenario.edit(Edit(set="schedule.appointment.loyalty", to=quantity))
    assert edited.schedule[1].numbers["loyalty"] == quantity


def test_the_present_number_changes_nothing(scenario: Scenario) -> None:
    fixed = scenario.edit(Edit(set="schedule.appointment.turnover", to=0.2))
    same = fixed.edit(Edit(set="schedule.appointment.turnover", to=0.2))
    assert same == fixed
    assert document_hash(same) == document_hash(fixed)


def test_the_present_point_value_fixes_a_number_that_would_be_drawn(scenario: Scenario) -> None:
    """Who sets a number means that number in every history, also where its point value is that already."""
    edited = scenario.edit(Edit(set="schedule.appointment.turnover", to=0.1))
    assert edited.schedule[1].numbers["turnover"] == Quantity(
        value=0.1, unit="1/month", source="intervention"
    )


def test_a_dated_change(scenario: Scenario) -> None:
    path = "schedule.appointment.turnover"
    edited = scenario.edit(
        Edit(set=f"{path}@1923-04-01", to=0.3),
        Edit(set=f"{path}@1922-04-01", to=0.2),
        Edit(set=f"{path}@1923-04-01", to=0.4),
    )
    turnover = edited.schedule[1].numbers["turnover"]
    assert isinstance(turnover, Quantity)
    assert turnover.value == 0.1
    assert turnover.changes == (
        Change(date=date(1922, 4, 1), value=0.2),
        Change(date=date(1923, 4, 1), value=0.4),
    )


def test_remove(scenario: Scenario) -> None:
    edited = scenario.edit(Edit(remove="schedule.mortality"), Edit(remove="bodies.secretary.age_limit"))
    assert [step.mechanism for step in edited.schedule] == ["appointment"]
    assert edited.bodies["secretary"].age_limit is None


def test_add(scenario: Scenario) -> None:
    rule: dict[str, Any] = {
        "name": "purge",
        "verb": "expels",
        "by": "bureau",
        "over": "committee",
        "from": date(1925, 1, 1),
    }
    edited = scenario.edit(Edit(add="bodies.bureau", value={"seats": 5}), Edit(add="rules", value=rule))
    assert edited.bodies["bureau"].seats == 5
    assert edited.rules[-1].start == date(1925, 1, 1)


def test_a_key_of_an_absent_record(scenario: Scenario) -> None:
    assert scenario.edit(Edit(set="people.capacity", to=500)).people.capacity == 500


def test_an_edited_document_is_edited_again(scenario: Scenario) -> None:
    again = scenario.edit("elected").edit(Edit(remove="rules.naming"))
    assert [rule.name for rule in again.rules] == ["election"]


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (
            Edit(set="bodies.comittee.seats", to=1),
            'edit 1.set: no "comittee" in bodies; did you mean "committee"?',
        ),
        (
            Edit(set="bodies.committee.seat", to=1),
            'edit 1.set: no "seat" in bodies.committee; did you mean "seats"?',
        ),
        (Edit(set="rules.nameing.verb", to="x"), 'edit 1.set: no "nameing" in rules; did you mean "naming"?'),
        (Edit(set="rules.7.verb", to="x"), 'edit 1.set: no "7" in rules; expected one of election, naming'),
        (
            Edit(remove="schedule.mortalty"),
            'edit 1.remove: no "mortalty" in schedule; did you mean "mortality"?',
        ),
        (
            Edit(set="schedule.appointment.turnovr", to=1),
            'edit 1.set: no "turnovr" in schedule.appointment; did you mean "turnover"?',
        ),
        (
            Edit(set="schedule.appointment.turnovr@1922-01-01", to=1),
            'edit 1.set: no "turnovr" in schedule.appointment; did you mean "turnover"?',
        ),
        (
            Edit(set="title@1922-01-01", to="x"),
            'edit 1.set: found "title@1922-01-01"; expected a quantity and a number, which dates can change',
        ),
        (
            Edit(set="schedule.appointment.turnover@1940-01-01", to=0.2),
            "schedule[1].turnover.changes[0].date: found 1940-01-01; "
            "expected a date from 1920-01-01 and before 1930-01-01",
        ),
        (
            Edit(set="title@tomorrow", to="x"),
            'edit 1.set: found "title@tomorrow"; expected a date after @, like @1922-04-01',
        ),
        (
            Edit(remove="title@1922-01-01"),
            'edit 1.remove: found "title@1922-01-01"; expected a path without a date',
        ),
        (
            Edit(set="interventions.elected.label", to="x"),
            "edit 1.set: found interventions; expected a key of the document that they change",
        ),
        (
            Edit(set="rules.naming.by", to="secretry"),
            'rules[1].by: no body named "secretry"; did you mean "secretary"?',
        ),
        (
            Edit(remove="bodies.committee.seats"),
            "bodies.committee.seats: found nothing; expected this key (seats at the start)",
        ),
        (
            Edit(add="bodies.committee", value={"seats": 1}),
            'edit 1.add: found "bodies.committee", which is there already; '
            "expected one of arms, bodies.NAME, campaigns.NAME, events, instruments.NAME, observe, "
            "parties.NAME, places.NAME, publics.NAME, rules, schedule",
        ),
    ],
)
def test_errors_name_the_nearest(scenario: Scenario, one: Edit, line: str) -> None:
    with pytest.raises(DocumentError) as caught:
        scenario.edit(one)
    assert f"scenario: {line}" in caught.value.lines


def test_an_unknown_intervention(scenario: Scenario) -> None:
    with pytest.raises(DocumentError) as caught:
        scenario.edit("electd")
    assert caught.value.lines == (
        'scenario: interventions: no intervention named "electd"; did you mean "elected"?',
    )


def test_only_keeps_the_named_mechanisms(scenario: Scenario) -> None:
    assert [step.mechanism for step in only(scenario, "appointment").schedule] == ["appointment"]
    assert only(scenario, "appointment", "mortality") == scenario
    with pytest.raises(DocumentError, match='no mechanism named "mortalty"; did you mean "mortality"'):
        only(scenario, "mortalty")


@pytest.mark.parametrize(
    "given", [{}, {"set": "title"}, {"to": 1}, {"set": "a", "to": 1, "add": "b"}, {"add": "rules"}]
)
def test_an_edit_is_one_change(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Edit.model_validate(given)
