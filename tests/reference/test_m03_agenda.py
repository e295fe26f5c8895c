"""Agenda control and bargaining: published outcomes, and each formula against its own definition."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from whowhom.theory import agenda, bargaining

VECTORS = "m03_agenda.json"
NOT_COVERED: dict[str, str] = {}


def check_closed(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    division = bargaining.closed_rule(inputs["n"], float(inputs["delta"]))
    assert division._asdict() == pytest.approx(
        {
            "proposer": float(expected["proposer"]),
            "each_partner": float(expected["each_partner"]),
            "partners": expected["partners"],
            "each_outsider": float(expected["outsiders"]),
            "value": float(expected["value"]),
        },
        abs=tolerances[0],
    )


def check_open(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["n"] == 3
    proposal = bargaining.open_rule_of_three(float(inputs["delta"]))
    assert proposal.members_satisfied == expected["members_satisfied"]
    assert proposal.proposer == pytest.approx(float(expected["proposer"]), abs=tolerances[0])
    assert pytest.approx(float(expected["switch_delta"]), abs=tolerances[0]) == bargaining.SWITCH_DISCOUNT


def check_folk(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    bounds = [float(bargaining.any_division_discount(n)) for n in inputs["n"]]
    wanted = [float(x) for x in expected["delta_above_which_any_division_is_subgame_perfect"]]
    assert bounds == pytest.approx(wanted, abs=tolerances[0])


def check_setter(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    for case, wanted in zip(inputs["cases"], expected["outcomes"], strict=True):
        outcome = agenda.setter_outcome(float(case["setter"]), float(case["voter"]), float(case["reversion"]))
        assert outcome == pytest.approx(float(wanted), abs=tolerances[0])


def check_cycle(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    beats = re.findall(r"(\w+) beats (\w+)", inputs["pairwise"])
    for order, winner in expected["winner_by_agenda"].items():
        assert agenda.amendment_winner(order.split(","), beats) == winner


FAMILIES: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "bf_closed_": check_closed,
    "bf_open_": check_open,
    "bf_folk_bound": check_folk,
    "setter_outcomes": check_setter,
    "agenda_in_a_cycle": check_cycle,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    checks = [check for prefix, check in FAMILIES.items() if vector["id"].startswith(prefix)]
    if vector["id"] in NOT_COVERED:
        assert not checks
        return
    assert len(checks) == 1, f"no single check handles {vector['id']}"
    checks[0](vector["inputs"], vector["expected"], tolerances)


def test_setter_gets_the_best_point_the_voter_accepts() -> None:
    grid = [Fraction(k, 20) for k in range(-80, 81)]
    for setter in grid[::23]:
        for voter in grid[::29]:
            for reversion in grid[::31]:
                accepted = [x for x in grid if abs(x - voter) <= abs(reversion - voter)]
                distance = min(abs(x - setter) for x in [*accepted, 2 * voter - reversion, reversion])
                outcome = agenda.setter_outcome(float(setter), float(voter), float(reversion))
                assert abs(outcome - float(setter)) == pytest.approx(float(distance), abs=1e-12)
                assert abs(outcome - float(voter)) <= abs(float(reversion - voter)) + 1e-12


def test_condorcet_winner_wins_under_every_agenda() -> None:
    beats = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("c", "d"), ("d", "b")]
    for order in ("abcd", "dcba", "bdac", "cabd"):
        assert agenda.amendment_winner(order, beats) == "a"


def test_amendment_agenda_refuses_what_the_relation_does_not_decide() -> None:
    with pytest.raises(ValueError, match="a and b"):
        agenda.amendment_winner("ab", [])
    with pytest.raises(ValueError, match="a and b"):
        agenda.amendment_winner("ab", [("a", "b"), ("b", "a")])
    with pytest.raises(ValueError, match="no item"):
        agenda.amendment_winner("", [])


@pytest.mark.parametrize("members", [1, 3, 5, 9, 101])
@pytest.mark.parametrize("discount", [Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(1)])
def test_closed_rule_solves_its_own_equations(members: int, discount: Fraction) -> None:
    division = bargaining.closed_rule(members, discount)
    assert division.proposer + division.partners * division.each_partner == 1
    # Every seat is proposer once in n and partner in its share of the other n - 1 proposals.
    expected = (division.proposer + division.partners * division.each_partner) / members
    assert division.value == expected
    assert division.each_partner == discount * division.value


def test_bargaining_refuses_what_it_does_not_cover() -> None:
    for members in (0, 2, -3):
        with pytest.raises(ValueError, match="odd"):
            bargaining.closed_rule(members, 0.5)
    with pytest.raises(ValueError, match="discount"):
        bargaining.closed_rule(3, 1.5)
    with pytest.raises(ValueError, match="at least 5"):
        bargaining.any_division_discount(3)
    with pytest.raises(ValueError, match="discount"):
        bargaining.open_rule_of_three(-0.1)


def test_open_rule_changes_regime_at_the_switch() -> None:
    assert bargaining.open_rule_of_three(bargaining.SWITCH_DISCOUNT + 1e-9).members_satisfied == 1
    assert bargaining.open_rule_of_three(bargaining.SWITCH_DISCOUNT - 1e-9).members_satisfied == 2


def one_satisfied_value(discount: float) -> float:
    # The amender is either the member who was paid (he moves the vote) or the one who was not (he amends),
    # with equal chance; iterating the two continuation values reproduces the closed form independently.
    proposer = excluded = 1 / 3
    for _ in range(4000):
        paid = discount * proposer
        share = 1 - paid
        proposer, excluded = 0.5 * share + 0.5 * discount * excluded, 0.5 * discount * proposer
    return 1 - discount * proposer


@pytest.mark.parametrize("discount", [0.75, 0.8, 0.9, 0.99, 1.0])
def test_open_rule_with_one_member_satisfied_is_the_fixed_point(discount: float) -> None:
    assert bargaining.open_rule_of_three(discount).proposer == pytest.approx(
        one_satisfied_value(discount), abs=1e-10
    )


@pytest.mark.parametrize("discount", [0.0, 0.2, 0.5, 0.7])
def test_open_rule_with_both_members_satisfied_is_the_fixed_point(discount: float) -> None:
    share = bargaining.open_rule_of_three(discount).proposer
    # Both members are paid what amending is worth: the discounted share of the proposer of the next bill.
    assert 1 - 2 * discount * share == pytest.approx(share, abs=1e-12)
