"""Gates: what they compute, held to hand calculations, and that each can pass and can fail.

The cases are drawn from a posterior that is known: truth given the record is N(m, s^2). Draws from the same
distribution are right by construction, draws from another one are wrong by a known amount.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from whowhom.fit import gates

Array = NDArray[np.float64]
NAMES = ("a", "b", "c")
DRAWS, CASES = 199, 400
SEEDS = range(20)


def cases(seed: int, shift: float = 0.0, widen: float = 1.0) -> tuple[Array, Array]:
    """Return draws (M, L, 3) and truths (M, 3): mean m ~ N(0, 0.64), truth ~ N(m, 0.36)."""
    generator = np.random.default_rng(seed)
    mean = 0.8 * generator.standard_normal((CASES, 3))
    truth = mean + 0.6 * generator.standard_normal((CASES, 3))
    draws = mean[:, None] + 0.6 * (shift + widen * generator.standard_normal((CASES, DRAWS, 3)))
    return draws, truth


def verdicts(shift: float = 0.0, widen: float = 1.0) -> dict[str, int]:
    """Return by gate how many of the seeds pass."""
    passed = {"calibration": 0, "coverage": 0, "recovery": 0}
    for seed in SEEDS:
        draws, truth = cases(seed, shift, widen)
        found = gates.ranks(draws, truth)
        passed["calibration"] += gates.calibration(found, DRAWS, NAMES).passed
        passed["coverage"] += gates.coverage(found, DRAWS, NAMES).passed
        passed["recovery"] += gates.recovery(draws, truth, NAMES).passed
    return passed


def test_right_posteriors_pass() -> None:
    """At level 0.01 each of 20 passes with 99 %: fewer than 18 has a chance of 0.001."""
    assert min(verdicts().values()) >= 18


@pytest.mark.parametrize(
    ("shift", "widen"),
    [(0.4, 1.0), (0.0, 0.7), (0.0, 1.4)],
    ids=["shift", "narrow", "wide"],
)
def test_wrong_posteriors_fail(shift: float, widen: float) -> None:
    """Off by 0.4 standard deviations, 0.3 too narrow, 0.4 too wide: all 20 are caught."""
    passed = verdicts(shift, widen)
    if shift:
        passed.pop("coverage")  # central intervals lose little by a small shift
    assert {name: count for name, count in passed.items() if count > 0} == {}


def test_ranks_and_coverage_by_hand() -> None:
    """Nine draws 1 .. 9; truths at 0.5, 4.5 and 9.5 have ranks 0, 4 and 9."""
    draws = np.tile(np.arange(1.0, 10.0)[None, :, None], (3, 1, 1))
    found = gates.ranks(draws, np.array([[0.5], [4.5], [9.5]]))
    assert found[:, 0].tolist() == [0, 4, 9]
    # The 80 % interval of nine draws leaves out one rank of ten at either end: 1 of 3 inside, exactly 0.8.
    part = gates.coverage(found, 9, ["x"], levels=(0.8,)).parts[0]
    assert part.statistic == pytest.approx(1 / 3)
    assert part.expected == pytest.approx(0.8)
    # Wilson by hand: (1/3 + 3.8415/6 +- 1.96 sqrt(2/27 + 3.8415/36)) / (1 + 3.8415/3).
    assert (part.low, part.high) == pytest.approx((0.0615, 0.7923), abs=2e-4)
    # At most 1 inside of 3 with 0.8 each: 0.2^3 + 3 * 0.8 * 0.04 = 0.104; 0.512 and 0.384 are likelier.
    assert part.p_value == pytest.approx(0.104)


def test_holm_by_hand() -> None:
    """0.01 * 3 = 0.03; 0.02 * 2 = 0.04; 0.5 * 1."""
    np.testing.assert_allclose(gates.holm([0.5, 0.01, 0.02]), [0.5, 0.03, 0.04])
    np.testing.assert_allclose(gates.holm([0.9, 0.8]), [1.0, 1.0])


def test_recovery_tells_what_was_found() -> None:
    """Of a truth with variance 1 the mean explains 0.64: correlation 0.8, error 0.6, contraction 0.64."""
    draws, truth = cases(5)
    for row in gates.recovered(draws, truth, NAMES):
        assert row.correlation == pytest.approx(0.8, abs=0.06)
        assert row.error == pytest.approx(0.6, abs=0.07)
        assert row.contraction == pytest.approx(0.64, abs=0.02)
        assert abs(row.z_mean) < 0.2
        assert row.z_sd == pytest.approx(1.0, abs=0.12)


def test_predictive_names_the_target_that_is_missed() -> None:
    """Five targets, one of them five standard deviations off: that one and no other is named."""
    replicates = np.random.default_rng(1).standard_normal((500, 5))
    names = list("vwxyz")
    assert gates.predictive(np.zeros(5), replicates, names).passed
    found = gates.predictive(np.array([0.0, 1.0, -5.0, 0.0, 1.0]), replicates, names)
    assert not found.passed
    assert found.failed == ("x",)
    assert "x" in found.sentence


def test_predictive_p_value_is_uniform_where_the_record_is_a_replicate() -> None:
    """Over 300 records p <= 0.1 in a tenth, within four standard errors of 0.017."""
    generator = np.random.default_rng(2)
    p = [
        gates.predictive(table[0], table[1:], list("abc")).p_value
        for table in (generator.standard_normal((200, 3)) for _ in range(300))
    ]
    assert np.mean(np.array(p) <= 0.1) == pytest.approx(0.1, abs=0.07)


def test_gates_that_could_not_fail_are_refused() -> None:
    """Too few replicates, too few cases, bins that do not fit."""
    with pytest.raises(ValueError, match="100 replicates"):
        gates.predictive(np.zeros(2), np.zeros((50, 2)), ["a", "b"])
    with pytest.raises(ValueError, match="50 cases"):
        gates.calibration(np.zeros((20, 1), np.int64), 199, ["a"])
    with pytest.raises(ValueError, match="multiple"):
        gates.calibration(np.zeros((100, 1), np.int64), 200, ["a"])
    with pytest.raises(ValueError, match="50 cases"):
        gates.recovery(np.zeros((20, 9, 1)), np.zeros((20, 1)), ["a"])
