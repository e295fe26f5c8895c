"""Criticism and information: juries with and without correlation, and what silence tells."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from scipy.special import betainc
from scipy.stats import betabinom, binom

from whowhom.theory import jury, silence

VECTORS = "m09_information.json"
NOT_COVERED = {
    "censorship_signs": "signs of four strategic models known from their abstracts; none of them is built",
}


def check_exact_jury(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    wanted = Fraction(expected["P_majority_correct"])
    assert jury.exact_majority_correct(inputs["n"], inputs["p"]) == wanted
    assert jury.majority_correct(inputs["n"], float(inputs["p"]), 0.0) == pytest.approx(
        float(wanted), abs=1e-15
    )


def check_jury(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    sizes = inputs["n"] if isinstance(inputs["n"], list) else [inputs["n"]]
    wanted = expected["P"] if isinstance(expected["P"], list) else [expected["P"]]
    found = [jury.majority_correct(n, float(inputs["p"]), 0.0) for n in sizes]
    assert found == pytest.approx([float(p) for p in wanted], abs=tolerances[0])


def check_silence(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    prior, uncover = float(inputs["prior_bad"]), float(inputs["media_uncovers_if_bad"])
    beliefs = [silence.belief_after_silence(prior, uncover, float(rate)) for rate in inputs["censor_rate"]]
    wanted = [float(p) for p in expected["posterior_bad_given_silence"]]
    assert beliefs == pytest.approx(wanted, abs=tolerances[0])


CHECKS: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "jury_n3_p0.6": check_exact_jury,
    "jury_n5_p0.6": check_exact_jury,
    "jury_n3_p0.9": check_exact_jury,
    "jury_growth": check_jury,
    "jury_below_half": check_jury,
    "no_news_inference": check_silence,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    if vector["id"] in NOT_COVERED:
        assert vector["id"] not in CHECKS
        assert vector["tolerance"] == "sign only"
        assert vector["check"] == "none: qualitative"
        return
    CHECKS[vector["id"]](vector["inputs"], vector["expected"], tolerances)


@pytest.mark.parametrize("n", [1, 2, 7, 40, 101])
@pytest.mark.parametrize("p", [0.03, 0.4, 0.5, 0.6, 0.97])
@pytest.mark.parametrize("correlation", [0.0, 0.05, 0.5, 0.95])
def test_a_jury_is_a_beta_binomial(n: int, p: float, correlation: float) -> None:
    votes: Any = binom(n, p)
    if correlation > 0.0:
        weight = 1.0 / correlation - 1.0
        votes = betabinom(n, p * weight, (1.0 - p) * weight)
    wanted = votes.sf(n // 2) + (0.5 * votes.pmf(n // 2) if n % 2 == 0 else 0.0)
    assert jury.majority_correct(n, p, correlation) == pytest.approx(wanted, abs=1e-11)
    exact = jury.exact_majority_correct(n, Fraction(str(p)), Fraction(str(correlation)))
    assert jury.majority_correct(n, p, correlation) == pytest.approx(float(exact), abs=1e-12)


def test_correlation_is_that_of_two_verdicts() -> None:
    # Of two, P(majority) counts a tie half and is p whatever the correlation; of three,
    # P = 3 E[x^2] - 2 E[x^3], with E[x^2] = p^2 + c p (1 - p) by the definition of the correlation and
    # E[x^3] = E[x^2] (p (1 - c) + 2c) / (1 + c) by one more draw from the urn.
    p, c = Fraction(3, 5), Fraction(1, 4)
    both = p * p + c * p * (1 - p)
    three = both * (p * (1 - c) + 2 * c) / (1 + c)
    assert jury.exact_majority_correct(2, p, c) == p
    assert jury.exact_majority_correct(3, p, c) == 3 * both - 2 * three


def test_a_correlated_jury_stays_fallible() -> None:
    # The limit is the chance that a beta variable with mean 0.6 and c = 0.2, so a = 2.4, b = 1.6, exceeds
    # 1/2 (an incomplete beta function); independent members are sure to be right in the end.
    limit = 1.0 - betainc(2.4, 1.6, 0.5)
    assert jury.majority_correct(10_001, 0.6, 0.2) == pytest.approx(limit, abs=1e-4)
    assert jury.majority_correct(10_001, 0.6, 0.0) == pytest.approx(1.0, abs=1e-12)
    assert jury.majority_correct(10_001, 0.6, 1.0) == 0.6


def test_right_and_wrong_are_mirrors() -> None:
    for n in (1, 4, 9):
        for c in (0.0, 0.3):
            both = jury.majority_correct(n, 0.35, c) + jury.majority_correct(n, 0.65, c)
            assert both == pytest.approx(1.0, abs=1e-14)
    assert jury.majority_correct(5, 0.0, 0.3) == 0.0
    assert jury.majority_correct(5, 1.0, 0.3) == 1.0


def test_a_jury_outside_its_domain() -> None:
    for arguments in ((0, 0.5, 0.0), (3, 1.1, 0.0), (3, 0.5, -0.1), (3, 0.5, 1.1)):
        assert math.isnan(jury.majority_correct(*arguments))
    with pytest.raises(ValueError, match="n: 0"):
        jury.exact_majority_correct(0, Fraction(1, 2))
    with pytest.raises(ValueError, match="p: 2"):
        jury.exact_majority_correct(3, Fraction(2))
    with pytest.raises(ValueError, match="correlation: 2"):
        jury.exact_majority_correct(3, Fraction(1, 2), 2)
    assert jury.exact_majority_correct(3, Fraction(1, 3), 1) == Fraction(1, 3)


def test_beliefs_average_to_the_prior() -> None:
    for prior in (0.0, 0.2, 0.9, 1.0):
        for uncover in (0.0, 0.4, 0.99):
            for censor in (0.0, 0.7, 1.0):
                printed = silence.report_probability(prior, uncover, censor)
                belief = silence.belief_after_silence(prior, uncover, censor)
                assert printed + (1 - printed) * belief == pytest.approx(prior, abs=1e-15)
    assert math.isnan(silence.belief_after_silence(1.0, 1.0, 0.0))
    assert math.isnan(silence.belief_after_silence(1.1, 0.5, 0.0))
    assert math.isnan(silence.report_probability(0.5, 0.5, -0.1))
