"""Reports from sources that may be unreliable, and memory that fades."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from whowhom.theory import reputation

VECTORS = "m13_reputation.json"
NOT_COVERED: dict[str, str] = {}


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function as plain Python, which takes exact fractions too."""
    return getattr(function, "py_func", function)


def check_reports(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    exact = [Fraction(inputs[name]) for name in ("prior_h", "prior_reliability", "randomisation")]
    prior, reliability, randomiser = (float(number) for number in exact)
    reports = inputs["independent_reports"]
    wanted = Fraction(expected["P_hyp_given_n_positive"])
    assert plain(reputation.after_reports)(*exact, reports) == wanted
    assert reputation.after_reports(prior, reliability, randomiser, reports) == pytest.approx(
        float(wanted), abs=1e-15
    )
    if reports == 1:
        assert plain(reputation.after_report)(*exact) == wanted
        assert reputation.after_report(prior, reliability, randomiser) == pytest.approx(
            float(wanted), abs=1e-15
        )
    assert ("P_reliable_given_report" in expected) == (reports == 1)
    if reports == 1:
        trust = Fraction(expected["P_reliable_given_report"])
        assert plain(reputation.reliability_after_report)(*exact) == trust
        assert reputation.reliability_after_report(prior, reliability, randomiser) == pytest.approx(
            float(trust), abs=1e-15
        )


def check_surprise(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["rule"] == "one positive report"
    assert expected["trust_rises_iff"] == "prior_h > randomisation parameter"
    grid = [Fraction(k, 10) for k in range(1, 10)]
    for prior, reliability, randomiser in product(grid, repeat=3):
        after = plain(reputation.reliability_after_report)(prior, reliability, randomiser)
        assert (after > reliability) is (prior > randomiser)


def check_fading(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    start, half_life = float(inputs["start"]), float(inputs["half_life"])
    memory = [reputation.faded(start, 0.0, float(t), half_life) for t in inputs["t"]]
    assert memory == pytest.approx([float(each) for each in expected["memory"]], abs=tolerances[0])


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    special = {"bh_surprise_rule": check_surprise, "fading": check_fading}
    assert vector["id"] in special or "independent_reports" in vector["inputs"]
    check = special.get(vector["id"], check_reports)
    check(vector["inputs"], vector["expected"], tolerances)


def test_reports_by_counting_the_sources() -> None:
    # Bayes' rule over every pattern of reliable and unreliable sources, one by one.
    grid = [Fraction(1, 10), Fraction(1, 3), Fraction(4, 5)]
    for prior, reliability, randomiser in product(grid, repeat=3):
        for reports in (0, 1, 2, 4):
            joint = {True: Fraction(0), False: Fraction(0)}
            for so, pattern in product((True, False), product((True, False), repeat=reports)):
                chance = prior if so else 1 - prior
                for reliable in pattern:
                    chance *= reliability * so if reliable else (1 - reliability) * randomiser
                joint[so] += chance
            wanted = joint[True] / (joint[True] + joint[False])
            assert plain(reputation.after_reports)(prior, reliability, randomiser, reports) == wanted


def test_sources_at_their_ends() -> None:
    assert reputation.after_report(0.3, 1.0, 0.5) == 1.0
    assert reputation.after_report(0.3, 0.0, 0.5) == 0.3
    assert reputation.reliability_after_report(0.3, 1.0, 0.5) == 1.0
    assert reputation.reliability_after_report(0.0, 0.6, 0.5) == 0.0
    assert reputation.after_reports(0.3, 0.5, 0.0, 1) == 1.0
    # No report can come from one who never says yes, nor of what cannot be from one who is never wrong.
    for arguments in ((0.3, 0.0, 0.0), (0.0, 1.0, 0.5)):
        assert math.isnan(reputation.after_report(*arguments))
        assert math.isnan(reputation.after_reports(*arguments, 2))
        assert math.isnan(reputation.reliability_after_report(*arguments))
    for arguments in ((-0.1, 0.5, 0.5), (0.5, 1.1, 0.5), (0.5, 0.5, math.nan)):
        assert math.isnan(reputation.after_report(*arguments))
        assert math.isnan(reputation.after_reports(*arguments, 2))
        assert math.isnan(reputation.reliability_after_report(*arguments))
    assert math.isnan(reputation.after_reports(0.5, 0.5, 0.5, -1))


def test_fading_in_two_steps_is_fading_once() -> None:
    once = reputation.faded(0.9, 0.4, 17.0, 6.0)
    twice = reputation.faded(reputation.faded(0.9, 0.4, 5.0, 6.0), 0.4, 12.0, 6.0)
    assert once == pytest.approx(twice, abs=1e-15)
    assert reputation.faded(0.9, 0.4, 17.0, math.inf) == 0.9
    assert reputation.faded(0.2, 0.6, 6.0, 6.0) == pytest.approx(0.4, abs=1e-15)
    assert reputation.faded(0.2, 0.6, 1e6, 6.0) == pytest.approx(0.6, abs=1e-15)
    assert math.isnan(reputation.faded(0.2, 0.6, -1.0, 6.0))
    assert math.isnan(reputation.faded(0.2, 0.6, 1.0, 0.0))
