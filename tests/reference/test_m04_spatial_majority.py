"""Majority rule: published votes, tournaments and probabilistic elections."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from tests.reference.conftest import FOLDER

from whowhom.theory import majority_rule, markov_voting, tournament

VECTORS = "m04_spatial_majority.json"
NOT_COVERED = {
    "bdm_scholz_trace_regression_only": "the file itself says that it is no target: two ports disagree. "
    "Its offers and challenges are not modelled; its first entry, the vote before any offer, is tested here"
}


def actors(inputs: dict[str, Any]) -> tuple[list[Fraction], list[Fraction]]:
    """Return the positions and the weights, exactly as the decimals say."""
    people = inputs["actors"]
    weights = majority_rule.voting_weights(
        [Fraction(actor["capability"]) for actor in people], [Fraction(actor["salience"]) for actor in people]
    )
    return [Fraction(actor["position"]) for actor in people], weights


def near(values: list[Fraction], wanted: list[Any], within: float) -> None:
    assert len(values) == len(wanted)
    for value, number in zip(values, wanted, strict=True):
        assert abs(value - Fraction(number)) <= Fraction(within), (float(value), float(number))


def check_votes(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    positions, weights = actors(inputs)
    reach = Fraction(inputs["position_range"])
    for pair, wanted in expected["pairwise_vote_j_over_k_salience_x100"].items():
        first, second = (Fraction(text) for text in pair.split(">"))
        vote = majority_rule.net_vote(positions, weights, first, second, reach)
        # The decimals of the file are exact, and so is the sum.
        assert 100 * vote == wanted
    median = majority_rule.weighted_median(positions, weights)
    assert median.low == median.high == expected["weighted_median"]
    near([majority_rule.weighted_mean(positions, weights)], [expected["weighted_mean"]], tolerances[0])


def check_win_probability(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    positions, weights = actors(inputs)
    for pair, wanted in expected["all_actors_vote"].items():
        first, second = (Fraction(text) for text in pair.split(" beats "))
        assert majority_rule.win_probability(positions, weights, first, second) == Fraction(wanted)
    challenger = [actor["name"] for actor in inputs["actors"]].index("Netherlands")
    for text, wanted in expected["challenger_excluded_Netherlands"].items():
        second = Fraction(text.removeprefix("vs "))
        chance = majority_rule.win_probability(
            positions, weights, positions[challenger], second, challenger=challenger
        )
        near([chance], [wanted], tolerances[0])


def check_election(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    strengths = [[Fraction(x) for x in row] for row in inputs["coalitions"]]
    exponent = {"linear": 1, "square": 2}[inputs["vprob"]]
    chances = markov_voting.victory(strengths, exponent)
    for row, wanted in zip(chances, expected["victory"], strict=True):
        near(row, wanted, tolerances[0])
    rules = {
        "markov_uniform": markov_voting.markov_uniform,
        "markov_incentive": markov_voting.markov_incentive,
        "conditional": markov_voting.conditional,
    }
    for name in expected.keys() - {"victory"}:
        near(rules[name](strengths, exponent), expected[name], tolerances[0])


def check_matrix(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["voting"].startswith("proportional") and inputs["pce"] == "markov incentive"
    weights = [Fraction(w) for w in inputs["weights"]]
    utilities = [[Fraction(u) for u in row] for row in inputs["utility_actor_by_option"]]
    strengths = markov_voting.proportional_strengths(weights, utilities)
    chances = markov_voting.markov_incentive(strengths, {"linear": 1, "square": 2}[inputs["vprob"]])
    near(chances, expected["option_probability"], tolerances[0])
    near(markov_voting.weighted_utilities(weights, utilities), expected["zeta"], tolerances[-1])


def check_tournament(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert tolerances == []
    beats = [(winner, loser) for winner, loser in inputs["beats"]]
    size = len(expected["copeland_scores"])
    assert tournament.uncovered_set(beats, size) == set(expected["uncovered_set"])
    assert tournament.smith_set(beats, size) == set(expected["top_cycle"])
    assert tournament.schwartz_set(beats, size) == set(expected["top_cycle"])
    assert tournament.copeland_scores(beats, size) == expected["copeland_scores"]


FAMILIES: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "ktab_pce_": check_election,
    "ktab_matrix_": check_matrix,
    "bdm_ec_emissions_vote_stage": check_votes,
    "bdm_ec_emissions_win_probability": check_win_probability,
    "tournament_": check_tournament,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    checks = [check for prefix, check in FAMILIES.items() if vector["id"].startswith(prefix)]
    if vector["id"] in NOT_COVERED:
        assert not checks
        assert vector["note"].startswith("NOT a target")
        positions, weights = actors(vector["inputs"])
        first = vector["expected"]["weighted_median_by_round"][0]
        assert majority_rule.weighted_median(positions, weights) == (first, first)
        return
    assert len(checks) == 1, f"no single check handles {vector['id']}"
    checks[0](vector["inputs"], vector["expected"], tolerances)


def test_only_what_the_file_calls_no_target_is_left_out() -> None:
    vectors = json.loads((FOLDER / VECTORS).read_text(encoding="utf-8"))["vectors"]
    assert {v["id"] for v in vectors if "NOT a target" in v.get("note", "")} == NOT_COVERED.keys()


def test_the_mean_is_the_fraction_of_the_notes() -> None:
    vectors = json.loads((FOLDER / VECTORS).read_text(encoding="utf-8"), parse_float=Fraction)["vectors"]
    votes = next(v for v in vectors if v["id"] == "bdm_ec_emissions_vote_stage")
    assert "5003/677" in votes["check"]
    assert majority_rule.weighted_mean(*actors(votes["inputs"])) == Fraction(5003, 677)


@pytest.mark.parametrize("rule", [markov_voting.markov_uniform, markov_voting.markov_incentive])
def test_floats_give_what_fractions_give(
    rule: Callable[[list[list[float]] | list[list[Fraction]], int], list[float] | list[Fraction]],
) -> None:
    strengths = [["0", "12.099", "54.921"], ["10.333", "0", "27.079"], ["5.007", "55.047", "0"]]
    exact = rule([[Fraction(x) for x in row] for row in strengths], 2)
    floats = rule([[float(x) for x in row] for row in strengths], 2)
    assert floats == pytest.approx([float(x) for x in exact], abs=1e-14)
