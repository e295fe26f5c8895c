"""Opinion and persuasion: published equilibria and consensus weights, exact chains, and seeded crowds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from whowhom.theory import bounded_confidence, consensus, friedkin_johnsen, persuasion

VECTORS = "m08_opinion.json"
NOT_COVERED: dict[str, str] = {}
Check = Callable[[dict[str, Any], dict[str, Any], list[float]], None]


def floats(rows: Sequence[Sequence[Any]]) -> NDArray[np.float64]:
    return np.array([[float(x) for x in row] for row in rows])


def fractions(rows: Sequence[Sequence[Any]]) -> list[list[Fraction]]:
    return [[Fraction(x) for x in row] for row in rows]


def check_equilibrium(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["susceptibility"] == "1 - diag(W)"
    weights = floats(inputs["W"])
    susceptibility = 1.0 - np.diag(weights)
    initial = np.array([float(x) for x in inputs["x0"]])
    limit = friedkin_johnsen.limit(weights, susceptibility, initial)
    settled = friedkin_johnsen.path(weights, susceptibility, initial, 500)[-1]
    for route in (limit, settled):
        assert route.tolist() == pytest.approx(
            [float(x) for x in expected["equilibrium_published"]], abs=tolerances[0]
        )
        assert route.tolist() == pytest.approx([float(x) for x in expected["equilibrium"]], abs=tolerances[1])


def check_influence(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    weights = floats(inputs["W"])
    total = friedkin_johnsen.total_influence(weights, 1.0 - np.diag(weights))
    assert np.abs(total - floats(expected["V"])).max() <= tolerances[0]


def check_degroot(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    trust = fractions(inputs["T"])
    if expected.get("consensus") is False:
        assert not consensus.reaches_consensus(trust)
        assert [list(block) for block in consensus.closed_blocks(trust)] == expected["blocks"]
        with pytest.raises(ValueError, match="no consensus"):
            consensus.consensus_weights(trust)
        return
    wanted = [Fraction(x) for x in expected.get("consensus_weights") or expected["influence"]]
    assert consensus.reaches_consensus(trust)
    assert consensus.consensus_weights(trust) == wanted
    rounded = [[float(x) for x in row] for row in trust]
    assert consensus.consensus_weights(rounded) == pytest.approx([float(x) for x in wanted], abs=1e-14)


def check_chain(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    start, confidence = [Fraction(x) for x in inputs["x0"]], Fraction(inputs["eps"])
    outcome = bounded_confidence.settle(start, confidence)
    assert list(outcome.opinions) == [Fraction(x) for x in expected["final"]]
    assert outcome.steps == expected["steps"]
    if "after_1" in expected:
        after = bounded_confidence.step(start, confidence)
        assert list(after) == [Fraction(x) for x in expected["after_1"]]
    rounded = bounded_confidence.settle([float(x) for x in start], float(confidence))
    assert list(rounded.opinions) == pytest.approx([float(x) for x in outcome.opinions], abs=1e-12)


def check_crowd(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    # The published counts are one run each, so a right model must produce them often without always doing so.
    # The rarest, two groups at 0.15, came up in 23 of 60 other seeds (three groups in the rest): missing it
    # in 25 runs has probability 6e-6. The range at the narrowest confidence is more than three deviations
    # wide.
    assert inputs["x0"] == "uniform on [0,1]"
    for confidence, published in zip(inputs["eps"], expected["clusters"], strict=True):
        bound = float(confidence)
        starts = [np.random.default_rng(seed).random(inputs["n"]).tolist() for seed in range(1000, 1025)]
        ends = [bounded_confidence.settle(start, bound).opinions for start in starts]
        counts = [bounded_confidence.clusters(end, bound) for end in ends]
        assert published in counts
        if published > 10:
            assert tolerances[0] <= min(counts) <= max(counts) <= tolerances[1]
        else:
            assert {published} <= set(counts) <= {published, published + 1}


def deffuant_end(confidence: float, seed: int) -> list[float]:
    random = np.random.default_rng(seed)
    start = random.random(1000)
    first = random.integers(0, 1000, size=400_000)
    second = (first + random.integers(1, 1000, size=400_000)) % 1000
    return bounded_confidence.deffuant(start, first, second, confidence, 0.5).tolist()


def check_consensus_threshold(
    inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]
) -> None:
    assert inputs["models"] == ["HK", "Deffuant"]
    assert expected["deffuant_cluster_rule"] == "about 1/(2 eps)"
    # The published threshold is that of a very large population, which evenly spaced people stand for without
    # any chance; random crowds need a little more confidence.
    for people in (501, 1001, 2001):
        start = [(i + 0.5) / people for i in range(people)]
        below, above = (float(expected["HK_eps"]) + sign * tolerances[0] for sign in (-1, 1))
        split = bounded_confidence.settle(start, below)
        assert bounded_confidence.clusters(split.opinions, below) > 1
        agreed = bounded_confidence.settle(start, above)
        assert bounded_confidence.clusters(agreed.opinions, above) == 1
    # In 20 other seeds none of the crowds agreed below and all did above, so a majority of 11 runs on the
    # wrong side, even at a true rate of 0.1, has probability 3e-4.
    below, above = (float(expected["Deffuant_eps"]) + sign * tolerances[0] for sign in (-1, 1))
    agreements = {
        bound: sum(
            bounded_confidence.largest_cluster(deffuant_end(bound, seed), bound / 2) > 0.8
            for seed in range(1000, 1011)
        )
        for bound in (below, above)
    }
    assert agreements[below] <= 5
    assert agreements[above] >= 6
    # Deffuant et al. take the whole part of 1/(2 eps) as a rough count of the large groups; "about" is read
    # as one more or less for the middle of 11 runs. In 100 other seeds at most 7 runs (at 0.07) fell outside,
    # so a false alarm has probability 5e-5.
    for bound in (0.07, 0.1, 0.15, 0.2, 0.3):
        ends = [deffuant_end(bound, seed) for seed in range(1000, 1011)]
        counts = [bounded_confidence.major_clusters(end, bound / 2, 0.02) for end in ends]
        assert abs(np.median(counts) - int(1 / (2 * bound))) <= 1


CHECKS: dict[str, Check] = {
    "fj_issue": check_equilibrium,
    "fj_total": check_influence,
    "degroot": check_degroot,
    "golub": check_degroot,
    "jackson": check_degroot,
    "hk_chain": check_chain,
    "hk_625": check_crowd,
    "bounded_confidence": check_consensus_threshold,
}


def check_prosecutor(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    signal = persuasion.best_signal(Fraction(inputs["prior_guilty"]), Fraction(inputs["threshold"]))
    assert signal.probability == Fraction(expected["max_conviction_probability"])
    assert signal.posterior == Fraction(expected["posterior_on_convict"])
    assert signal.lie_rate == Fraction(expected["lie_rate_when_innocent"])
    rounded = persuasion.best_signal(float(inputs["prior_guilty"]), float(inputs["threshold"]))
    assert rounded == pytest.approx([float(x) for x in signal], abs=tolerances[0])


def check_persuasion(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    rows = zip(inputs["cases"], expected["max_persuasion"], expected["lie_rate"], strict=True)
    for case, probability, lie_rate in rows:
        signal = persuasion.best_signal(Fraction(case["prior"]), Fraction(case["threshold"]))
        assert signal.probability == Fraction(probability)
        assert signal.lie_rate == Fraction(lie_rate)


CHECKS |= {"persuasion_prosecutor": check_prosecutor, "persuasion_other": check_persuasion}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    checks = [check for prefix, check in CHECKS.items() if vector["id"].startswith(prefix)]
    if vector["id"] in NOT_COVERED:
        assert not checks
        return
    assert len(checks) == 1, f"no single check handles {vector['id']}"
    checks[0](vector["inputs"], vector["expected"], tolerances)


def test_consensus_weights_are_the_limit_of_averaging() -> None:
    random = np.random.default_rng(3)
    for people in (1, 2, 5, 9):
        heard = random.random((people, people)) < 0.6
        trust = random.random((people, people)) * heard + np.eye(people) * 0.1
        trust[:, 0] += 0.05
        trust /= trust.sum(axis=1, keepdims=True)
        far = np.linalg.matrix_power(trust, 4000)
        assert np.abs(far - consensus.consensus_weights(trust.tolist())).max() < 1e-9


def test_a_block_with_a_period_never_agrees() -> None:
    turn = [[Fraction(0), Fraction(1), Fraction(0)], [Fraction(0), Fraction(0), Fraction(1)]]
    assert not consensus.reaches_consensus([*turn, [Fraction(1), Fraction(0), Fraction(0)]])
    assert consensus.reaches_consensus([*turn, [Fraction(1, 2), Fraction(0), Fraction(1, 2)]])
    with pytest.raises(ValueError, match="row 0"):
        consensus.closed_blocks([[0.5, 0.4], [0.0, 1.0]])


def test_influence_adds_up_and_names_the_forgetful() -> None:
    weights = np.array([[0.5, 0.5, 0.0], [0.2, 0.4, 0.4], [0.0, 0.3, 0.7]])
    total = friedkin_johnsen.total_influence(weights, np.array([1.0, 1.0, 0.5]))
    assert total.sum(axis=1) == pytest.approx([1.0, 1.0, 1.0], abs=1e-12)
    assert total[:, :2] == pytest.approx(np.zeros((3, 2)), abs=1e-12)
    with pytest.raises(ValueError, match=r"\[0, 1, 2\]"):
        friedkin_johnsen.total_influence(weights, np.ones(3))
    with pytest.raises(ValueError, match="susceptibility"):
        friedkin_johnsen.path(weights, np.array([1.0, 2.0, 0.5]), np.zeros(3), 1)
    with pytest.raises(ValueError, match="row 0"):
        friedkin_johnsen.path(weights * 2, np.zeros(3), np.zeros(3), 1)


def test_full_susceptibility_is_averaging_and_none_is_standing_still() -> None:
    weights = np.array([[0.5, 0.5], [0.25, 0.75]])
    start = np.array([1.0, 4.0])
    assert friedkin_johnsen.path(weights, np.ones(2), start, 200)[-1] == pytest.approx([3.0, 3.0], abs=1e-12)
    assert friedkin_johnsen.path(weights, np.zeros(2), start, 3)[-1].tolist() == [1.0, 4.0]


def test_step_is_the_mean_of_those_within_the_bound() -> None:
    random = np.random.default_rng(5)
    for _ in range(50):
        opinions = [Fraction(int(k), 20) for k in random.integers(0, 60, size=12)]
        bound = Fraction(int(random.integers(0, 20)), 20)
        near = [[y for y in opinions if abs(x - y) <= bound] for x in opinions]
        assert list(bounded_confidence.step(opinions, bound)) == [sum(ys) / Fraction(len(ys)) for ys in near]
    with pytest.raises(ValueError, match="confidence"):
        bounded_confidence.step([1.0], -1.0)


def test_groups_of_opinions() -> None:
    line = [0.0, 5.0, 0.5, 5.1, 9.0]
    assert bounded_confidence.clusters(line, 1.0) == 3
    assert bounded_confidence.largest_cluster(line, 1.0) == 0.4
    assert bounded_confidence.major_clusters(line, 1.0, 0.3) == 2
    assert bounded_confidence.clusters([], 1.0) == 0


def test_meetings_by_hand() -> None:
    start = np.array([0.0, 0.4, 1.0])
    first, second = np.array([0, 1, 0]), np.array([1, 2, 2])
    met = bounded_confidence.deffuant(start, first, second, 0.6, 0.25)
    # 0 and 1 move to 0.1 and 0.3; 1 and 2 are then 0.7 apart and so are not heard, nor are 0 and 2.
    assert met.tolist() == pytest.approx([0.1, 0.3, 1.0], abs=1e-15)
    assert start.tolist() == [0.0, 0.4, 1.0]


def test_signal_makes_beliefs_average_to_the_prior() -> None:
    for prior in (Fraction(0), Fraction(1, 7), Fraction(1, 2), Fraction(1)):
        for threshold in (Fraction(1, 5), Fraction(1, 2), Fraction(1)):
            signal = persuasion.best_signal(prior, threshold)
            assert signal.probability * signal.posterior == prior
            assert signal.probability == prior + (1 - prior) * signal.lie_rate
            assert signal.posterior >= threshold
    for prior, threshold in ((-0.1, 0.5), (0.5, 0.0), (0.5, 1.5)):
        with pytest.raises(ValueError, match="expected"):
            persuasion.best_signal(prior, threshold)
