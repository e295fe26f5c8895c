"""Numbers as normal scores and back, for every family, unit and range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from whowhom.build.model import Value
from whowhom.build.values import from_prior, quantile, value_table
from whowhom.fit.transform import columns_of, cumulative, to_normal, to_numbers
from whowhom.spec.errors import ModelError
from whowhom.spec.prior import Prior, parse_prior

PRIORS = [
    "uniform(-2, 3)",
    "beta(2, 18)",
    "beta(0.5, 0.5)",
    "normal(1, 0.3)",
    "lognormal(0.02, 0.8)",
    "triangular(0, 1, 3)",
    "triangular(0, 0, 3)",
    "triangular(0, 3, 3)",
]
PROBABILITIES = np.linspace(0.001, 0.999, 333)


def number(
    prior: str, *, unit: str = "1", given_unit: str = "1", low: float = -1e9, high: float = 1e9
) -> Value:
    """Return a number with this prior."""
    return Value("m.x", 0, 0.0, unit, "", "assumption", parse_prior(prior), given_unit, low, high)


def referee(prior: Prior) -> stats.distributions.rv_frozen:
    """Return the same distribution from SciPy's own table."""
    a = prior.arguments
    if prior.family == "uniform":
        return stats.uniform(a[0], a[1] - a[0])
    if prior.family == "beta":
        return stats.beta(*a)
    if prior.family == "normal":
        return stats.norm(*a)
    if prior.family == "lognormal":
        return stats.lognorm(a[1], scale=a[0])
    return stats.triang((a[1] - a[0]) / (a[2] - a[0]), a[0], a[2] - a[0])


@pytest.mark.parametrize("text", PRIORS)
def test_the_probability_is_that_of_an_independent_table(text: str) -> None:
    """SciPy's distributions are the second method; points beyond the support included."""
    prior = parse_prior(text)
    x = np.linspace(-3.0, 4.0, 211)
    np.testing.assert_allclose(cumulative(prior, x), referee(prior).cdf(x), atol=1e-12)


@pytest.mark.parametrize("text", PRIORS)
def test_quantile_and_probability_undo_one_another(text: str) -> None:
    """Quantile(cdf(x)) = x and cdf(quantile(u)) = u, to the 2e-9 of the normal quantile."""
    prior = parse_prior(text)
    x = quantile(prior, PROBABILITIES)
    np.testing.assert_allclose(cumulative(prior, x), PROBABILITIES, atol=1e-8)
    np.testing.assert_allclose(quantile(prior, cumulative(prior, x)), x, rtol=1e-7, atol=1e-9)


@given(text=st.sampled_from(PRIORS), z=st.lists(st.floats(-5.0, 5.0), min_size=1, max_size=20, unique=True))
@settings(max_examples=80, deadline=None)
def test_scores_come_back(text: str, z: list[float]) -> None:
    """z to number to z, five standard deviations out."""
    scores = np.array(z)[:, None]
    value = number(text)
    # 1e-4: within 1e-16 of the end of a prior, a number cannot tell scores apart better than this.
    np.testing.assert_allclose(to_normal([value], to_numbers([value], scores)), scores, atol=1e-4)


@pytest.mark.parametrize(
    ("unit", "given_unit", "prior", "outside", "inside"),
    [
        # A chance of 0.19 in a year: 1 - 0.81^(1/12) = 0.0174068 in a month.
        ("probability per month", "1/year", "uniform(0, 1)", 0.19, 0.01740681),
        ("probability per month", "1/month", "uniform(0, 1)", 0.19, 0.19),
        ("share", "percent", "uniform(0, 100)", 25.0, 0.25),
        ("month", "year", "lognormal(2, 0.5)", 2.0, 24.0),
        ("1/month", "1/year", "uniform(0, 12)", 3.0, 0.25),
    ],
)
def test_units(unit: str, given_unit: str, prior: str, outside: float, inside: float) -> None:
    """The score is that of the number in the unit in which its prior is written."""
    value = number(prior, unit=unit, given_unit=given_unit, low=0.0)
    expected = stats.norm.ppf(referee(parse_prior(prior)).cdf(outside))
    assert to_normal([value], np.array([[inside]]))[0, 0] == pytest.approx(expected, abs=1e-6)
    assert to_numbers([value], np.array([[expected]]))[0, 0] == pytest.approx(inside, rel=1e-6)


def test_a_bound_that_cuts_the_prior_gets_the_middle_of_what_it_cuts() -> None:
    """normal(0, 1) within -1 to 2, by SciPy's table: half of P(z < -1), and half-way from P(z < 2) to 1."""
    value = number("normal(0, 1)", low=-1.0, high=2.0)
    scores = to_normal([value], np.array([[-1.0], [0.5], [2.0]]))[:, 0]
    low, high = stats.norm.ppf([stats.norm.cdf(-1.0) / 2.0, (1.0 + stats.norm.cdf(2.0)) / 2.0])
    np.testing.assert_allclose(scores, [low, 0.5, high], atol=1e-9)
    np.testing.assert_allclose(to_numbers([value], scores[:, None])[:, 0], [-1.0, 0.5, 2.0])


def test_ends_of_a_prior_give_finite_scores() -> None:
    """A number exactly at the end of its support lies 8 standard deviations out, not at infinity."""
    value = number("uniform(0, 1)", low=0.0, high=1.0)
    np.testing.assert_array_equal(to_normal([value], np.array([[0.0], [1.0]]))[:, 0], [-8.0, 8.0])
    assert np.isfinite(to_numbers([number("normal(0, 1)")], np.array([[-99.0], [99.0]]))).all()


def test_numbers_of_a_run_are_standard_normal_in_scores() -> None:
    """What `value_table` draws from any prior is N(0, 1) here: Kolmogorov-Smirnov at the level 0.001."""
    values = tuple(
        Value(f"m.x{i}", 0, 0.0, "1", "", "", parse_prior(text), "1", -1e9, 1e9)
        for i, text in enumerate(PRIORS)
    )
    with np.errstate(over="ignore"):
        numbers = value_table(values, 7, np.arange(2000), True)
    scores = to_normal(values, numbers)
    for column in range(len(values)):
        assert stats.kstest(scores[:, column], "norm").pvalue > 0.001 / len(values)


def test_columns_by_name() -> None:
    """All with a prior by default; the first of a number that changes by date, in the order asked for."""
    fixed = Value("m.x", 60, 0.0, "1", "", "", None, "1", -1e9, 1e9)
    other = Value("m.y", 0, 0.0, "1", "", "", parse_prior("beta(2, 2)"), "1", -1e9, 1e9)
    values = (number("uniform(0, 1)"), fixed, other)
    assert columns_of(values).tolist() == [0, 2]
    assert columns_of(values, ["m.y", "m.x"]).tolist() == [2, 0]
    with pytest.raises(ModelError, match=r'did you mean "m\.y"'):
        columns_of(values, ["m.Y"])
    with pytest.raises(ModelError, match="stands twice"):
        columns_of(values, ["m.y", "m.y"])


def test_from_prior_is_what_a_run_uses() -> None:
    """`to_numbers` of the score of u is `from_prior` at u."""
    value = number("beta(2, 18)", unit="probability per month", given_unit="1/year", low=0.0, high=1.0)
    scores = stats.norm.ppf(PROBABILITIES)[:, None]
    np.testing.assert_allclose(to_numbers([value], scores)[:, 0], from_prior(value, PROBABILITIES), rtol=1e-9)
