"""Every kind of change of rules, on a document made for it: the edits apply and do what the change says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.edits import catalogue as module
from whowhom.audit.edits.case import Case, Change
from whowhom.audit.edits.catalogue import KINDS, catalogue
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario

BODIES: dict[str, Any] = {
    "chief": {"seats": 1, "term": "4 years"},
    "senate": 5,
    "board": {"seats": 6, "capacity": 9, "term": "3 years"},
}
SENATE: list[Sentence] = [("members", "elects", "senate"), ("senate", "elects", "chief")]


def with_rules(*rules: Sentence, **bodies: Any) -> Scenario:
    """Return a chief whom a senate elects, a senate that the members elect, and a board that rules fill."""
    return organisation({**BODIES, **bodies}, [*SENATE, *rules], audit={"principal": "chief"})


APPOINTED: Sentence = ("chief", "appoints", "board")
ELECTED: Sentence = ("chamber", "elects", "board")


def edited(scenario: Scenario, change: Change) -> Scenario:
    return scenario.edit(*change.edits)


def limits(scenario: Scenario) -> bool:
    return scenario.bodies["chief"].term_limit == 1


def staggers(scenario: Scenario) -> bool:
    return scenario.bodies["board"].staggered


def no_limit_of_age(scenario: Scenario) -> bool:
    return scenario.bodies["board"].age_limit is None


def secret(scenario: Scenario) -> bool:
    return any(rule.ballot == "secret" for rule in scenario.rules)


def no_slate(scenario: Scenario) -> bool:
    return not any(rule.verb is Verb.PROPOSES for rule in scenario.rules)


def senate_elects(scenario: Scenario) -> bool:
    return any((rule.by, rule.verb, rule.over) == ("senate", Verb.ELECTS, "board") for rule in scenario.rules)


def members_elect(scenario: Scenario) -> bool:
    return any(rule.by == "members" and rule.over == "board" for rule in scenario.rules)


def senate_confirms(scenario: Scenario) -> bool:
    return any(rule.by == "senate" and rule.verb is Verb.CONFIRMS for rule in scenario.rules)


def fixed(scenario: Scenario) -> bool:
    return not any(rule.verb is Verb.ENLARGES for rule in scenario.rules)


def two_thirds(scenario: Scenario) -> bool:
    return any(rule.decision == "2/3" and rule.over == "board" for rule in scenario.rules)


def drawn(scenario: Scenario) -> bool:
    parts = {rule.verb: rule.part for rule in scenario.rules if rule.over == "board"}
    return parts == {Verb.APPOINTS: "3-9", Verb.DRAWS: "1-2"}


def removed(scenario: Scenario) -> bool:
    return any(rule.verb is Verb.EXPELS and rule.by == "senate" for rule in scenario.rules)


CHAMBER: tuple[Sentence, Sentence] = (("senate", "elects", "chamber"), ELECTED)
CASES: dict[str, tuple[Scenario, Callable[[Scenario], bool]]] = {
    "_term_limit": (with_rules(APPOINTED), limits),
    "_terms": (with_rules(APPOINTED), staggers),
    "_age_limit": (
        with_rules(APPOINTED, board={"seats": 6, "age_limit": "70 years"}),
        no_limit_of_age,
    ),
    "_secret_ballot": (with_rules(APPOINTED), secret),
    "_open_nomination": (with_rules(("senate", "elects", "board"), ("chief", "proposes", "board")), no_slate),
    "_other_appointer": (with_rules(APPOINTED), senate_elects),
    "_direct_election": (with_rules(APPOINTED), members_elect),
    "_shorter_chain": (with_rules(*CHAMBER, chamber=4), senate_elects),
    "_confirmation": (with_rules(APPOINTED), senate_confirms),
    "_size": (with_rules(APPOINTED, ("chief", "enlarges", "board")), fixed),
    "_supermajority": (with_rules(*CHAMBER, chamber=7), two_thirds),
    "_lot": (with_rules(APPOINTED), drawn),
    "_removal": (with_rules(APPOINTED), removed),
}
"""For each kind a document, and what holds after one of its changes and did not before."""


def test_every_kind_has_its_document() -> None:
    assert [kind.__name__ for kind in KINDS] == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_every_change_of_a_kind_applies_and_one_does_what_it_says(name: str) -> None:
    scenario, does = CASES[name]
    changes = list(getattr(module, name)(Case(scenario, "chief", "board")))
    assert changes
    assert not does(scenario)
    assert any(does(edited(scenario, change)) for change in changes)
    for change in changes:
        assert edited(scenario, change) != scenario
        assert change.seats >= 1


@pytest.mark.parametrize("name", CASES)
def test_names_are_unique_and_labels_read_like_the_middle_of_a_sentence(name: str) -> None:
    scenario, _ = CASES[name]
    changes = catalogue(scenario, "chief", "board")
    names = [change.name for change in changes]
    assert len(names) == len(set(names))
    for change in changes:
        assert "the the" not in change.label
        assert not change.label.endswith(".")
        assert set(change.to_dict()) == {"kind", "name", "label", "edits", "seats"}


def labels(scenario: Scenario, target: str = "board") -> list[str]:
    return [change.label for change in catalogue(scenario, "chief", target)]


def test_a_bloc_that_only_votes_is_given_no_say() -> None:
    """Shareholders sit in a meeting by right and do nothing else: they neither remove nor appoint."""
    scenario = organisation(
        {"bidder": 1, "others": 2, "meeting": 3, "board": {"seats": 3, "term": "1 year"}},
        [
            ("bidder", "ex_officio", "meeting", {"part": "1"}),
            ("others", "ex_officio", "meeting", {"part": "2-3"}),
            ("meeting", "elects", "board"),
        ],
        audit={"principal": "bidder"},
    )
    told = [change.label for change in catalogue(scenario, "bidder", "board")]
    assert not [label for label in told if "the others" in label]
    # Nor has the bidder, who is no office, a term that could be limited.
    assert not [label for label in told if "for the bidder" in label or "removal of the bidder" in label]
    assert any("direct election" in label for label in told)


def test_bodies_in_the_hand_of_the_principal_are_given_no_say() -> None:
    """A council that the chief appoints, a court that this council elects, a house of which it holds most."""
    bodies = {"council": 3, "court": 3, "house": 5}
    acts: list[Sentence] = [
        ("chief", "appoints", "council"),
        ("council", "elects", "court"),
        ("members", "elects", "house"),
        ("court", "expels", "house"),
        ("house", "expels", "council"),
    ]
    scenario = organisation(
        {**BODIES, **bodies},
        [*SENATE, APPOINTED, *acts],
        audit={"principal": "chief", "hold": {"house": 3}},
    )
    assert Case(scenario, "chief", "board").outside == ["senate"]
    weaker = organisation(
        {**BODIES, **bodies},
        [*SENATE, APPOINTED, *acts],
        audit={"principal": "chief", "hold": {"house": 2}},
    )
    assert Case(weaker, "chief", "board").outside == ["senate", "house"]


def test_two_thirds_are_not_proposed_where_more_is_asked_already() -> None:
    for decision in ("2/3", "unanimity", "3/4 of seats"):
        scenario = with_rules(("senate", "elects", "chamber"), (*ELECTED, {"decision": decision}), chamber=7)
        assert not [label for label in labels(scenario) if label.startswith("two thirds of the chamber")]


def test_who_sits_by_right_is_changed_where_the_seats_come_from() -> None:
    """The board is made of two offices; terms and appointers of these are what can be changed."""
    scenario = with_rules(
        ("governor", "ex_officio", "board"),
        ("deputies", "ex_officio", "board"),
        ("chief", "appoints", "governor"),
        ("chief", "appoints", "deputies"),
        governor={"seats": 1, "term": "8 years"},
        deputies={"seats": 3, "term": "5 years"},
        board={"seats": 4},
    )
    told = labels(scenario)
    assert "a term of 16 years for the governor" in told
    assert "staggered terms in the deputies" in told
    assert "consent of the senate to whoever enters the deputies" in told
    assert "“rule_5” by the senate instead of the chief" in told
    for change in catalogue(scenario, "chief", "board"):
        edited(scenario, change)
