"""Who of a garrison joins, defends or stays out: hand cases, and private signals drawn one by one."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy.stats import norm

from whowhom.theory.rising import chance_to_defend, chance_to_join

SIGNALS = 200_000


def test_the_marginal_government_falls_to_the_share_of_the_stake() -> None:
    """At theta = theta* = 1 - c just theta* of the units join: Phi(0 + Phi^-1(theta*)) = theta*."""
    for cost in (0.1, 0.3, 0.5, 0.9):
        assert chance_to_join(1.0 - cost, cost, 0.2) == pytest.approx(1.0 - cost, abs=1e-12)


def test_a_case_from_the_normal_table() -> None:
    """theta 0.6, c 0.5, error 0.2: j = Phi(-0.1 / 0.2) = Phi(-0.5) = 0.30854.

    With d = Phi(1) = 0.84134: w = Phi(0.5 - 1) / (1 - 0.30854) = 0.30854 / 0.69146 = 0.44621.
    """
    assert chance_to_join(0.6, 0.5, 0.2) == pytest.approx(0.30854, abs=5e-6)
    assert chance_to_defend(0.6, 0.5, 0.8413447, 0.2, 1.0) == pytest.approx(0.44621, abs=1e-5)
    # Half of the 0.55379 who would stay out defend all the same: 0.44621 + 0.27690.
    assert chance_to_defend(0.6, 0.5, 0.8413447, 0.2, 0.5) == pytest.approx(0.72311, abs=1e-5)
    assert chance_to_defend(0.6, 0.5, 0.8413447, 0.2, 0.0) == 1.0


@pytest.mark.parametrize(
    ("strength", "cost", "defence_cost", "error"),
    [(0.5, 0.6, 0.8, 0.2), (0.3, 0.7, 0.9, 0.1), (0.9, 0.4, 0.7, 0.4), (0.4, 0.3, 0.4, 0.2)],
)
def test_the_chances_are_those_of_units_that_look_for_themselves(
    strength: float, cost: float, defence_cost: float, error: float
) -> None:
    """Each draws x = theta + e and weighs P(theta <= theta*) = Phi((theta* - x) / error), by itself."""
    rng = np.random.default_rng(1)
    belief = norm.cdf((1.0 - cost - strength - error * rng.standard_normal(SIGNALS)) / error)
    joins = belief >= cost
    defends = ~joins & (1.0 - belief >= defence_cost)
    j = chance_to_join(strength, cost, error)
    d = (1.0 - j) * chance_to_defend(strength, cost, defence_cost, error, 1.0)
    for found, expected in ((joins, j), (defends, d)):
        assert abs(found.mean() - expected) <= 5.0 * sqrt(expected * (1.0 - expected) / SIGNALS)


def test_nobody_is_neutral_where_the_two_beliefs_meet() -> None:
    """c + d <= 1: whoever does not join believes in the survival with more than 1 - c >= d."""
    assert chance_to_defend(0.5, 0.4, 0.6, 0.2, 1.0) == pytest.approx(1.0, abs=1e-9)
    assert chance_to_defend(0.5, 0.4, 0.3, 0.2, 1.0) == 1.0


def test_strength_deters_and_stiffens() -> None:
    strengths = np.linspace(-0.5, 1.5, 21)
    joins = [chance_to_join(s, 0.6, 0.2) for s in strengths]
    stands = [
        (1.0 - j) * chance_to_defend(s, 0.6, 0.8, 0.2, 1.0) for s, j in zip(strengths, joins, strict=True)
    ]
    assert (np.diff(joins) < 0.0).all()
    assert (np.diff(stands) > 0.0).all()
    assert np.isnan(chance_to_join(0.5, 0.0, 0.2))
    assert chance_to_defend(-50.0, 0.6, 0.8, 0.2, 0.0) == 0.0
