"""The section on capture: what it asks of the chain of counts, for how long, and what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from scipy.stats import binom
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.capture.section import LOYALTIES, capture
from whowhom.audit.capture.words import words_of
from whowhom.spec.scenario import Scenario

APPOINTED: Sentence = ("chief", "appoints", "board")


def board(seats: int = 5, rules: tuple[Sentence, ...] = (APPOINTED,), **audit: Any) -> Scenario:
    """Return a board whose terms all end after a year and then every two."""
    return organisation(
        {"chief": 1, "board": {"seats": seats, "term": "2 years", "ends": [date(2021, 1, 1)]}},
        list(rules),
        audit={"principal": "chief", "horizon": "6 years", **audit},
    )


def only(scenario: Scenario, **options: Any) -> dict[str, Any]:
    (pair,) = capture(scenario, **options).to_dict()["pairs"]
    return dict(pair)


def test_control_comes_with_the_binomial_chance_at_the_end_of_the_terms() -> None:
    """Five seats at once, each loyal with a: three or more by the binomial tail, again every two years."""
    pair = only(board())
    assert [one["loyalty"] for one in pair["by_loyalty"]] == sorted(LOYALTIES)
    for one in pair["by_loyalty"]:
        chance = float(binom.sf(2, 5, one["loyalty"]))
        wanted = [0.0] * 12 + [chance] * 24 + [1 - (1 - chance) ** 2] * 24 + [1 - (1 - chance) ** 3] * 13
        assert one["first"] == pytest.approx(wanted, abs=1e-12)
        assert one["control"] == pytest.approx([0.0] * 12 + [chance] * 61, abs=1e-12)
        assert one["seats"] == pytest.approx([0.0] * 12 + [5 * one["loyalty"]] * 61, abs=1e-12)
        assert one["residual"] < 1e-12


@pytest.mark.parametrize(
    ("audit", "chief", "months"),
    [
        ({}, {}, 72),
        ({"horizon": "40 months"}, {}, 40),
        ({"tenure": "3 years"}, {}, 36),
        ({}, {"term": "1 year", "term_limit": 2}, 24),
        ({"tenure": "3 years"}, {"term": "1 year", "term_limit": 2}, 24),
        ({"tenure": "1 year"}, {"term": "1 year", "term_limit": 2}, 12),
        ({}, {"term": "1 year"}, 72),
    ],
)
def test_the_horizon_is_the_shortest_of_horizon_tenure_and_terms(
    audit: dict[str, str], chief: dict[str, Any], months: int
) -> None:
    scenario = organisation(
        {"chief": {"seats": 1, **chief}, "board": 3},
        [APPOINTED],
        audit={"principal": "chief", "horizon": "6 years", **audit},
    )
    pair = only(scenario, loyalties=(1.0,))
    assert pair["months"] == months
    assert len(pair["by_loyalty"][0]["first"]) == months + 1


def test_a_time_that_is_up_leaves_a_partial_answer_and_says_so() -> None:
    """Sixty seats, each with its own chance to go: no month is done in no time."""
    scenario = organisation(
        {
            "chief": 1,
            "board": {"seats": 60, "early_exit": {"value": 0.1, "unit": "1/month", "source": "test"}},
        },
        [APPOINTED],
        audit={"principal": "chief", "horizon": "50 years"},
    )
    section = capture(scenario, seconds=0.0)
    (pair,) = section.to_dict()["pairs"]
    assert pair["left_out"].startswith("the time was up after ")
    assert pair["by_loyalty"][-1]["months"] < 600
    assert any("The time was up" in line or "the time was up" in line for line in section.words)


def test_what_the_chain_refuses_is_told_with_the_body() -> None:
    """More classes of seats than the table has axes."""
    ends = [date(2021 + seat // 12, seat % 12 + 1, 1) for seat in range(31)]
    scenario = organisation(
        {"chief": 1, "board": {"seats": 31, "term": "10 years", "ends": ends}},
        [APPOINTED],
        audit={"principal": "chief"},
    )
    pair = only(scenario)
    assert pair["by_loyalty"] == []
    assert "let terms in board end on fewer days" in pair["left_out"]


def test_seats_that_open_by_age_alone_are_left_to_the_calendar() -> None:
    scenario = organisation(
        {"chief": 1, "board": {"seats": 3, "age_limit": "70 years"}},
        [APPOINTED],
        audit={"principal": "chief"},
    )
    section = capture(scenario)
    assert "the calendar answers" in section.pairs[0].left_out
    assert section.residual == 0.0
    assert len(section.words) == 1


def test_without_a_principal_every_office_that_acts_is_taken_in_turn() -> None:
    scenario = organisation(
        {"king": 1, "speaker": 1, "council": 3, "house": 3, "idle": 1},
        [("king", "appoints", "council"), ("speaker", "appoints", "house"), ("members", "elects", "speaker")],
    )
    pairs = [(pair.principal, pair.target) for pair in capture(scenario, seconds=20.0).pairs]
    assert pairs == [("king", "council"), ("speaker", "house")]


def told(scenario: Scenario) -> list[str]:
    return list(capture(scenario).words)


def test_sentences_of_a_body_that_falls_at_once() -> None:
    control, locked = told(board())
    assert control.startswith("The chief controls the board after 1 year, if all whom it puts in are loyal")
    assert "50 % at loyalty 0.5" in control
    assert "100 % at loyalty 1." in control
    assert locked.startswith("Point of no return in the board, after 1 year: nobody outside")


def test_sentences_of_a_body_out_of_reach() -> None:
    """Two of five seats are the chief's to fill, the others a court's that nobody fills."""
    scenario = organisation(
        {"chief": 1, "court": 3, "board": {"seats": 5, "term": "2 years", "ends": [date(2021, 1, 1)]}},
        [("chief", "appoints", "board", {"part": "1-2"}), ("court", "elects", "board", {"part": "3-5"})],
        audit={"principal": "chief", "horizon": "6 years"},
    )
    (only_line,) = told(scenario)
    assert only_line == "In 6 years the chief never comes to control the board, however loyal its people are."


def pair_of(
    chances: list[float], loyalties: tuple[float, ...] = (0.5, 1.0), months: int = 2
) -> dict[str, Any]:
    """Return plain values of a pair with made-up chances at the last month."""
    return {
        "principal": "chief",
        "target": "board",
        "left_out": "",
        "by_loyalty": [
            {
                "loyalty": loyalty,
                "first": [0.0, 0.0, chance],
                "control": [0.0, 0.0, chance],
                "locked": [0.0, 0.0, 0.0],
                "still_open": {"removal": 0.9},
                "months": months,
            }
            for loyalty, chance in zip(loyalties, chances, strict=True)
        ],
    }


def test_equal_chances_are_told_once_and_small_ones_are_not_rounded_away() -> None:
    scenario = board()
    line = next(words_of(scenario, [pair_of([0.4, 0.8, 0.8], (0.5, 0.9, 1.0))]))
    assert line.endswith("40 % at loyalty 0.5 and 80 % at loyalty 0.9 to 1.")
    line = next(words_of(scenario, [pair_of([0.8, 0.8])]))
    assert line.endswith("80 %, whatever the loyalty from 0.5 to 1.")
    line = next(words_of(scenario, [pair_of([0.0001, 0.9999])]))
    assert line.endswith("below 1 % at loyalty 0.5 and above 99 % at loyalty 1.")


def test_what_stays_open_agrees_in_number() -> None:
    scenario, pair = board(), pair_of([0.5, 0.9])
    assert list(words_of(scenario, [pair]))[1].endswith("open to them stays “removal”.")
    for one in pair["by_loyalty"]:
        one["still_open"] = {"removal": 0.9, "election": 0.8, "lot": 0.1}
    assert list(words_of(scenario, [pair]))[1].endswith("open to them stay “removal” and “election”.")


def test_a_chance_of_rounding_alone_is_none() -> None:
    """What differs from 0 in the sixteenth place is told as never."""
    (line,) = words_of(board(), [pair_of([2e-16, 2e-16])])
    assert "never comes to control" in line
