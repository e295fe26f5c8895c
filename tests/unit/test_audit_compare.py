"""Two drafts side by side: the keys that differ, and what each makes of the same pairs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.assemble import Choices
from whowhom.audit.compare import compare
from whowhom.spec.scenario import Scenario

APPOINTED: Sentence = ("chief", "appoints", "board")
SURE = Choices(loyalty=1.0)


def draft(*rules: Sentence, end: date = date(2021, 1, 1), seats: int = 3, **bodies: Any) -> Scenario:
    """Return a chief and a board whose terms of two years all end on one day."""
    return organisation(
        {"chief": 1, "board": {"seats": seats, "term": "2 years", "ends": [end]}, **bodies},
        list(rules or (APPOINTED,)),
        audit={"principal": "chief", "targets": ["board"], "horizon": "4 years"},
    )


def test_one_changed_rule_is_told_with_what_it_does() -> None:
    """With unanimity all three control the board, with 0.9^3 = 0.729 at each of two ends of terms.

    A majority has 0.972. Free: 12 + 24 * 0.028 + 12 * 0.028^2 against 12 + 24 * 0.271 + 12 * 0.271^2.
    """
    removal: Sentence = ("board", "expels", "board", {"every": "96 months"})
    strict: Sentence = ("board", "expels", "board", {"every": "96 months", "decision": "unanimity"})
    found = compare(draft(APPOINTED, removal), draft(APPOINTED, strict))
    assert found.changed == ("rules.rule_1.decision: not given → “unanimity”",)
    (pair,) = found.pairs
    assert pair.first is not None
    assert pair.second is not None
    assert pair.first.free == pytest.approx(12 + 24 * 0.028 + 12 * 0.028**2)
    assert pair.second.free == pytest.approx(12 + 24 * 0.271 + 12 * 0.271**2)
    assert pair.to_dict()["months_won"] == pytest.approx(pair.second.free - pair.first.free)
    (line,) = found.words
    assert line.startswith(
        "The board stays free of the chief longer: 1 year 7 months instead of 1 year 1 month"
    )
    assert "93 % instead of 100 %" in line


def test_the_other_way_round_it_is_shorter() -> None:
    first, second = draft(end=date(2023, 1, 1)), draft()
    (line,) = compare(first, second, SURE).words
    assert line.startswith("The board stays free of the chief shorter: 1 year instead of 3 years, of 4 years")


def test_equal_drafts_differ_in_nothing() -> None:
    found = compare(draft(), draft(), SURE)
    assert found.changed == ()
    assert found.words == ("The board stays as free of the chief as before: 1 year of 4 years.",)
    assert "  nothing" in found.text().splitlines()
    assert found.to_dict()["residual"] < 1e-12


def test_other_bodies_are_told_and_not_measured() -> None:
    """The second draft has a council in place of the board."""
    second = organisation(
        {"chief": 1, "council": {"seats": 3, "term": "1 year"}},
        [("chief", "appoints", "council")],
        audit={"principal": "chief", "targets": ["council"], "horizon": "4 years"},
    )
    found = compare(draft(), second, SURE)
    assert [(pair.target, pair.first is None, pair.second is None) for pair in found.pairs] == [
        ("board", False, True),
        ("council", True, False),
    ]
    assert "has no body named board" in found.pairs[0].why_not
    assert found.pairs[0].to_dict()["months_won"] is None
    assert all("cannot be compared" in line for line in found.words)
    assert [line for line in found.changed if line.startswith("bodies.board: ")]
    assert [line for line in found.changed if line.startswith("bodies.council: not given → ")]


def test_a_rule_that_is_added_or_dropped_is_named() -> None:
    found = compare(draft(), draft(APPOINTED, ("senate", "confirms", "board"), senate=5), SURE)
    assert any(line.startswith("rules.rule_1: not given → name = “rule_1”") for line in found.changed)
    assert any(line.startswith("bodies.senate: not given → ") for line in found.changed)
    (line,) = found.words
    # Five senators who are not the chief's refuse whomever it names.
    assert "longer: 4 years instead of 1 year" in line


def test_what_cannot_be_measured_in_time_is_told() -> None:
    """Two bodies of 240 seats that open each on its own fit into no second of any machine."""
    exits = {"value": 0.1, "unit": "1/month", "source": "test"}
    slow = organisation(
        {
            "chief": 1,
            "board": {"seats": 240, "early_exit": exits},
            "court": {"seats": 240, "early_exit": exits},
        },
        [APPOINTED, ("board", "elects", "court"), ("court", "confirms", "board")],
        audit={"principal": "chief", "targets": ["board"], "horizon": "200 years"},
    )
    (pair,) = compare(slow, slow, Choices(seconds=0.0)).pairs
    assert pair.first is None
    assert "s were over after" in pair.why_not or "combinations" in pair.why_not
