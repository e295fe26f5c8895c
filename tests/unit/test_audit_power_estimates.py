"""Voting power by sampling, where an audit cannot count: errors are told, and the truth is inside them.

False alarm: two intervals of 99 % for each of 20 seats are held against an exact answer; that more than 4 of
the 40 miss, each with a chance of at most 1 %, has a probability below 1e-3 were they independent.
"""

from __future__ import annotations

from whowhom.audit.power.estimates import DRAWS, SEED
from whowhom.audit.power.section import power
from whowhom.report.audit import audit_page
from whowhom.spec.toml import parse
from whowhom.theory.voting_power import penrose_banzhaf, shapley_shubik
from whowhom.theory.weighted_game import weighted_game

WEIGHTS = [1_000_003 * (i % 7) + 7_919 * i + 1 for i in range(60)]
TEXT = f"""
title = "Shareholders of many votes"
from = 2000-01-01
until = 2001-01-01
[bodies.shares]
seats = 60
weights = {WEIGHTS}
"""


def test_a_body_that_cannot_be_counted_is_estimated_with_its_error() -> None:
    section = power(parse(TEXT)).to_dict()
    (found,) = section["estimates"]
    assert (found["draws"], found["seed"], found["confidence"]) == (DRAWS, SEED, 0.99)
    assert [seat["votes"] for seat in found["seats"]] == sorted(WEIGHTS, reverse=True)[:40]
    assert found["more_seats"] == 20
    for seat in found["seats"]:
        for index in ("shapley_shubik", "penrose_banzhaf"):
            one = seat[index]
            assert one["low"] <= one["value"] <= one["high"]
            assert 0.0 < one["standard_error"] < 0.01
    assert any("random orders" in line for line in section["words"])


def test_the_truth_is_inside_the_intervals() -> None:
    """The same seats with votes in whole ten thousands can be counted."""
    small = [max(weight // 10_000, 1) for weight in WEIGHTS]
    game = weighted_game(sum(small) // 2 + 1, small)
    exact = {"shapley_shubik": shapley_shubik(game), "penrose_banzhaf": penrose_banzhaf(game)}
    section = power(parse(TEXT)).to_dict()
    outside = 0
    for seat in section["estimates"][0]["seats"][:20]:
        for index, values in exact.items():
            one, truth = seat[index], float(values[seat["number"] - 1])
            # Votes of the heaviest are cut by a five hundredth at most.
            outside += not one["low"] - 0.01 * truth <= truth <= one["high"] + 0.01 * truth
    assert outside <= 4


def test_the_page_tells_the_estimates() -> None:
    section = power(parse(TEXT)).to_dict()
    page = audit_page(
        {"title": "x", "file": "x", "document_hash": "0", "words": [], "power": section, "seconds": {}}
    )
    assert "estimated" in page and "random orders and coalitions" in page
