"""The posterior: units, what is told of each number, files, and which draw a history uses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from whowhom import read
from whowhom.build import build
from whowhom.build.model import Value
from whowhom.build.values import from_prior, value_table
from whowhom.fit import gates
from whowhom.fit.posterior import (
    INFORMED,
    NOT_INFORMED,
    WEAKLY,
    Posterior,
    overlap,
    posterior_of,
    read_csv,
    word_for,
)
from whowhom.fit.transform import inward, to_numbers
from whowhom.spec.errors import ModelError, ResultError
from whowhom.spec.prior import parse_prior
from whowhom.spec.units import PER_MONTH

VALUES = (
    Value("a.share", 0, 0.1, "1", "", "assumption", parse_prior("beta(2, 18)"), "1", 0.0, 1.0),
    Value("b.rate", 0, 0.1, PER_MONTH, "", "assumption", parse_prior("uniform(0, 0.5)"), "1/year", 0.0, 1.0),
    Value("c.level", 0, 0.1, "1", "", "assumption", parse_prior("normal(3, 2)"), "1", -1e9, 1e9),
)
MIDDLE, SD = (1.0, 0.0, 0.0), (0.3, 0.9, 1.0)
"""Normal scores of the draws: moved and narrow; a little narrower; the prior."""


def posterior(draws: int = 4000) -> Posterior:
    """Return draws whose normal scores are quantiles of N(MIDDLE, SD), in a shuffled order."""
    quantiles = stats.norm.ppf((np.arange(draws) + 0.5) / draws)
    generator = np.random.default_rng(0)
    z = np.stack([m + s * generator.permutation(quantiles) for m, s in zip(MIDDLE, SD, strict=True)], axis=1)
    return posterior_of(
        VALUES,
        z,
        targets=("t", "u"),
        observed=np.array([1.5, 2.25]),
        provenance={"seed": 7, "scenario": "x"},
    )


def test_units_are_those_of_the_document_and_the_run_reads_its_own() -> None:
    """A yearly rate of p is 1 - (1 - p)^(1/12) a month; the run's are those of the prior's quantile."""
    found = posterior()
    np.testing.assert_allclose(found.numbers[:, 1], 1.0 - (1.0 - found.given[:, 1]) ** (1 / 12), rtol=1e-12)
    np.testing.assert_allclose(found.given[:, 2], 3.0 + 2.0 * found.z[:, 2], atol=1e-7)
    np.testing.assert_allclose(found.numbers, to_numbers(VALUES, found.z), rtol=1e-9, atol=1e-12)


def test_inward_is_the_conversion_of_the_run() -> None:
    """The second method is `from_prior`: a uniform prior's quantile at u is u / 2 a year."""
    u = np.linspace(0.01, 0.99, 99)
    np.testing.assert_array_equal(inward(VALUES[1:2], 0.0 + 0.5 * u[:, None])[:, 0], from_prior(VALUES[1], u))


def test_what_is_told_of_each_number() -> None:
    """Contraction 1 - sd^2; priors by their formulas; intervals by quantiles of the normal distribution."""
    a, b, c = posterior().table()
    assert (a.word, b.word, c.word) == (INFORMED, WEAKLY, NOT_INFORMED)
    assert (a.contraction, b.contraction, c.contraction) == pytest.approx((0.91, 0.19, 0.0), abs=2e-3)
    # Beta(2, 18): mean 0.1, variance 36 / (400 * 21); uniform on 0 to 0.5: sd 0.5 / sqrt(12).
    assert (a.prior_mean, a.prior_sd) == pytest.approx((0.1, np.sqrt(36 / 8400)), rel=1e-3)
    assert (b.prior_mean, b.prior_sd) == pytest.approx((0.25, 0.5 / np.sqrt(12)), rel=1e-3)
    assert (c.mean, c.sd) == pytest.approx((3.0, 2.0), rel=2e-3)
    half = [2.0 * stats.norm.ppf(0.5 + level / 2) for level in (0.5, 0.8, 0.95)]
    np.testing.assert_allclose(c.intervals, [(3 - h, 3 + h) for h in half], rtol=5e-3, atol=5e-3)


@pytest.mark.parametrize(("middle", "sd"), [(0.0, 1.0), (2.0, 1.0), (0.0, 0.5), (1.0, 0.3)])
def test_overlap_is_the_integral_of_the_smaller_density(middle: float, sd: float) -> None:
    """The second method integrates the two normal densities; the kernel's width costs up to 0.03."""
    grid = np.linspace(-10, 10, 20001)
    expected = np.minimum(stats.norm.pdf(grid), stats.norm.pdf(grid, middle, sd)).sum() * (grid[1] - grid[0])
    draws = middle + sd * stats.norm.ppf((np.arange(2000) + 0.5) / 2000)
    assert overlap(draws) == pytest.approx(expected, abs=0.03)
    # For equal widths in closed form: 2 P(-middle / 2).
    if sd == 1.0:
        assert expected == pytest.approx(2 * stats.norm.cdf(-middle / 2), abs=1e-3)


def test_words() -> None:
    """The bounds of the module, from either side."""
    assert [
        word_for(c, o) for c, o in ((0.5, 0.95), (0.1, 0.95), (0.09, 0.91), (0.0, 0.35), (-0.2, 0.9))
    ] == [
        INFORMED,
        WEAKLY,
        NOT_INFORMED,
        INFORMED,
        WEAKLY,
    ]


def test_the_gate_of_information_fails_where_nothing_moved() -> None:
    """Draws of the prior itself inform nothing; those above inform two of three."""
    z = stats.norm.ppf((np.arange(2000) + 0.5) / 2000)[:, None]
    assert not gates.informed(posterior_of(VALUES[2:], z)).passed
    found = gates.informed(posterior())
    assert found.passed
    assert found.failed == ("c.level",)


def test_a_file_read_back_gives_the_same_runs(tmp_path: Path) -> None:
    """To the last digit in the units of the document and of the run; scores to rounding."""
    found = posterior(200)
    found.write_csv(tmp_path / "p.csv")
    again = read_csv(tmp_path / "p.csv", VALUES)
    np.testing.assert_array_equal(again.given, found.given)
    np.testing.assert_array_equal(again.numbers, found.numbers)
    np.testing.assert_allclose(again.z, found.z, atol=1e-6)
    assert (again.names, again.units, again.targets) == (found.names, found.units, found.targets)
    np.testing.assert_array_equal(again.observed, found.observed)
    assert again.provenance == found.provenance
    again.write_csv(tmp_path / "q.csv")
    assert (tmp_path / "q.csv").read_bytes() == (tmp_path / "p.csv").read_bytes()


def test_files_that_are_not_meant_for_the_scenario_are_refused(tmp_path: Path) -> None:
    """A number that is not there, another unit, text, no file."""
    path = tmp_path / "p.csv"
    posterior(50).write_csv(path)
    with pytest.raises(ResultError, match=r"no number .b\.rate"):
        read_csv(path, (VALUES[0], VALUES[2]))
    changed = VALUES[1].__class__(**{**VALUES[1].__dict__, "given_unit": "1/month"})
    with pytest.raises(ResultError, match=r"unit of b\.rate"):
        read_csv(path, (VALUES[0], changed, VALUES[2]))
    path.write_text("a.share\nmany\n", encoding="utf-8")
    with pytest.raises(ResultError, match="no posterior can be read"):
        read_csv(path, VALUES)
    with pytest.raises(ResultError, match="no posterior can be read"):
        read_csv(tmp_path / "none.csv", VALUES)


def test_a_history_uses_the_same_draw_in_any_batch() -> None:
    """Rows follow the number of the history, and all draws are used about equally often."""
    found = posterior(20)
    histories = np.arange(4000, dtype=np.int64)
    rows = found.rows_for(histories, 3)
    np.testing.assert_array_equal(found.rows_for(histories[1000:1010][::-1], 3), rows[1000:1010][::-1])
    np.testing.assert_array_equal(found.draw_for(histories[:5], 3), found.numbers[rows[:5]])
    assert stats.chisquare(np.bincount(rows, minlength=20)).pvalue > 0.001
    assert not np.array_equal(found.rows_for(histories, 4), rows)


def test_the_numbers_find_their_columns() -> None:
    """In a real scenario the fitted columns change and no other."""
    model = build(read("conclave"))
    fitted = [value for value in model.values if value.prior is not None][:2]
    z = np.random.default_rng(0).standard_normal((30, 2))
    found = posterior_of(fitted, z)
    histories = np.arange(8, dtype=np.int64)
    table = value_table(model.values, 1, histories, True)
    filled = found.filled(model.values, table, histories, 1)
    columns = [model.values.index(value) for value in fitted]
    np.testing.assert_array_equal(filled[:, columns], found.draw_for(histories, 1))
    others = [k for k in range(len(model.values)) if k not in columns]
    np.testing.assert_array_equal(filled[:, others], table[:, others])
    with pytest.raises(ModelError, match="no number"):
        posterior().filled(model.values, table, histories, 1)
