"""A document read as two sides: what is kept, what stands still, and who is asked about whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.two_sided import (
    TWO_SIDED,
    horizon,
    model_of,
    principals,
    relevant,
    targets,
    two_sided,
    voters,
)
from whowhom.spec.errors import WhoWhomError
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Scenario

RULES: list[Sentence] = [
    ("members", "elects", "chief", {"every": "48 months"}),
    ("chief", "appoints", "board"),
    ("senate", "confirms", "board"),
    ("members", "elects", "senate"),
    ("board", "elects", "court"),
    ("club", "elects", "jury"),
    ("members", "elects", "club"),
]
BODIES: dict[str, Any] = {
    "chief": {"seats": 1, "term": "4 years", "term_limit": 2},
    "board": {"seats": 3, "term": "2 years"},
    "senate": {"seats": 5, "term": "6 years"},
    "court": 3,
    "club": {"seats": 4, "term": "1 year"},
    "jury": {"seats": 3, "term": "1 year"},
}


def document(**audit: Any) -> Scenario:
    return organisation(BODIES, RULES, audit={"principal": "chief", **audit})


def test_only_what_bears_upon_the_bodies_asked_moves() -> None:
    found = two_sided(document(), "chief", ("board",), 24)
    assert {rule.name for rule in found.rules} == {"rule_1", "rule_2", "rule_3"}
    assert set(found.bodies) == set(BODIES)
    assert [name for name, body in found.bodies.items() if body.term] == ["board", "senate"]


def test_the_principal_stays_and_is_not_elected() -> None:
    """Asked is how far it gets in its tenure: its election by the members and its term are left out."""
    scenario = document()
    assert [rule.name for rule in voters(scenario, "chief")] == ["rule_0"]
    assert two_sided(scenario, "chief", ("board",), 24).bodies["chief"].term is None
    chosen = organisation(
        {"chief": {"seats": 1, "term": "1 year"}, "board": 3},
        [
            ("board", "elects", "chief"),
            ("chief", "appoints", "board"),
        ],
        audit={"principal": "chief"},
    )
    assert voters(chosen, "chief") == ()
    assert two_sided(chosen, "chief", ("board",), 24).bodies["chief"].term == "1 year"


def test_the_model_begins_on_the_day_of_taking_office() -> None:
    found = two_sided(document(since=date(2022, 11, 1)), "chief", ("board",), 15)
    assert (found.start, found.until) == (date(2022, 11, 1), date(2024, 2, 1))
    assert model_of(document(since=date(2022, 11, 1)), "chief", ("board",), 15).months == 15


def test_numbers_are_set_and_kept() -> None:
    scenario = organisation(
        BODIES,
        RULES,
        audit={"principal": "chief"},
        schedule=[
            {"mechanism": "party_line", "support": {"value": 0.3, "unit": "probability", "source": "test"}},
            {"mechanism": "patronage"},
        ],
    )
    found = two_sided(
        scenario, "chief", ("board",), 12, {"party_line.loyalty": 0.6, "party_purge.attempt": 0.2}
    )
    assert {step.mechanism for step in found.schedule} <= set(TWO_SIDED)
    (line,) = [step for step in found.schedule if step.mechanism == "party_line"]
    given = {name: number.value for name, number in line.numbers.items() if isinstance(number, Quantity)}
    assert given == {"support": 0.3, "loyalty": 0.6}
    # Nobody can be removed, so that no mechanism removes anybody.
    assert "party_purge" not in {step.mechanism for step in found.schedule}


@pytest.mark.parametrize(
    ("audit", "months"),
    [({}, 96), ({"horizon": "5 years"}, 60), ({"tenure": "3 years"}, 36), ({"horizon": "30 years"}, 96)],
)
def test_the_horizon_is_the_shortest(audit: dict[str, str], months: int) -> None:
    """Two terms of four years at most."""
    assert horizon(document(**audit), "chief") == months


def test_bodies_that_bear_upon_one() -> None:
    scenario = document()
    assert relevant(scenario, ["board"]) == {"board", "chief", "senate"}
    assert relevant(scenario, ["jury"]) == {"jury", "club"}


def test_who_is_asked_about_whom() -> None:
    assert principals(document()) == ("chief",)
    assert targets(document(), "chief") == ("board", "court")
    assert targets(document(targets=["jury", "chief"]), "chief") == ("jury",)
    # Seats in the club let its side act upon the jury; the club, which members fill, may be lost or won.
    assert targets(document(hold={"club": 3}), "chief") == ("board", "court", "club", "jury")


def test_without_a_principal_offices_come_before_bodies() -> None:
    offices = organisation(BODIES, RULES)
    assert principals(offices) == ("chief",)
    bodies = organisation({"senate": 5, "court": 3}, [("senate", "elects", "court")])
    assert principals(bodies) == ("senate",)


def test_what_counts_cannot_read_is_refused_with_the_key() -> None:
    with pytest.raises(WhoWhomError, match="probability"):
        model_of(document(), "chief", ("board",), 12, {"party_line.loyalty": 1.5})
