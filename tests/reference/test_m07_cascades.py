"""Thresholds and open defiance: Granovetter's crowds, Kuran's ten people, Epstein's citizens."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr

from whowhom.theory import civil_violence, threshold_cascade

VECTORS = "m07_cascades.json"
NOT_COVERED: dict[str, str] = {}
Check = Callable[[dict[str, Any], dict[str, Any], list[float]], None]


def settled(thresholds: list[int]) -> int:
    """Return where a crowd settles, by the path and by the kernel."""
    path = threshold_cascade.crowd_path(thresholds)
    assert threshold_cascade.settled_count(np.array(thresholds, dtype=np.float64), 0) == path[-1]
    return path[-1]


def check_uniform(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs == {"thresholds": "0,1,...,99", "rule": "join when participants >= threshold"}
    thresholds = list(range(100))
    assert settled(thresholds) == expected["equilibrium"]
    assert len(threshold_cascade.crowd_path(thresholds)) - 1 == expected["rounds_to_equilibrium"]


def check_perturbed(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs == {"thresholds": "0,2,2,3,...,99"}
    assert settled([0, 2, *range(2, 100)]) == expected["equilibrium"]


def check_friends(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    names = ("rioters", "crowd", "friends_rioting", "friends", "friend_weight")
    *numbers, weight = [float(inputs[name]) for name in names]
    share = threshold_cascade.perceived_share(numbers[0], numbers[1], numbers[2], numbers[3], weight)
    assert share == float(Fraction(expected["perceived_share"]))
    assert (share >= inputs["threshold"]) is expected["joins"]
    alone = threshold_cascade.perceived_share(numbers[0], numbers[1], numbers[2], numbers[3], 1.0)
    assert (alone >= inputs["threshold"]) is expected["joins_without_structure"]


def check_sampling(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["population"] == "1% at each of 0..99%"
    crowd = inputs["crowd"]
    resting = threshold_cascade.resting_probabilities([0.01] * 100, crowd)
    assert resting[0] == pytest.approx(float(expected["p_equilibrium_0"]), abs=tolerances[0])
    assert resting[1] == pytest.approx(float(expected["exact_multinomial"]), abs=tolerances[0])
    # The paper multiplies one instigator by nobody at 1%, as if the two were drawn apart.
    nobody = threshold_cascade.quiet_probability(0.01, crowd)
    one_instigator = crowd * 0.01 * threshold_cascade.quiet_probability(0.01, crowd - 1)
    printed = float(expected["p_one_instigator_no_one_percenter_as_printed"])
    assert one_instigator * nobody == pytest.approx(printed, abs=tolerances[0])
    published = [float(number) for number in expected["published"]]
    assert [resting[0], resting[1], resting[0] + resting[1]] == pytest.approx(published, abs=tolerances[1])


def check_incidents(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    quiet = threshold_cascade.quiet_probability(float(inputs["p"]), inputs["incidents"])
    assert quiet == pytest.approx(float(expected["p_no_riot"]), abs=tolerances[0])
    assert quiet == pytest.approx(float(expected["published"]), abs=tolerances[1])


def check_kuran(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    thresholds = [Fraction(each, 100) for each in inputs["thresholds_percent"]]
    path = threshold_cascade.share_path(thresholds, Fraction(inputs["start_percent"], 100))
    assert path[-1] * 100 == expected["equilibrium_percent"]
    if "path" in expected:
        assert [share * 100 for share in path] == expected["path"]


def check_epstein(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    constant, threshold = float(inputs["k"]), float(inputs["T"])
    cases = [(float(case["cops"]), float(case["actives"])) for case in inputs["cases"]]
    arrest = [civil_violence.arrest_probability(cops, active, constant) for cops, active in cases]
    assert arrest == pytest.approx([float(p) for p in expected["arrest_probability"]], abs=tolerances[0])
    # The printed rule, written out again: active iff H(1-L) - R*P > T.
    for p, hardship, legitimacy, aversion in product(arrest, (0.2, 0.9), (0.1, 0.8), (0.0, 0.6, 1.0)):
        active = civil_violence.is_active(hardship, legitimacy, aversion, p, threshold)
        assert active == (hardship * (1 - legitimacy) - aversion * p > threshold)


CHECKS: dict[str, Check] = {
    "uniform_0_99": check_uniform,
    "uniform_perturbed": check_perturbed,
    "friend_weighting": check_friends,
    "sampling_no_instigator": check_sampling,
    "repeated_incidents": check_incidents,
    "kuran_A": check_kuran,
    "kuran_A_prime": check_kuran,
    "epstein_rule": check_epstein,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    CHECKS[vector["id"]](vector["inputs"], vector["expected"], tolerances)


def test_normal_thresholds_jump_where_the_paper_says() -> None:
    # Granovetter 1978, thresholds with mean 25 of 100: "approximately 12.2" is the spread at which the end
    # jumps from "about six" to nearly all. The curve touches the diagonal where Phi(z) = mean + spread z and
    # the density over the spread is 1.
    def above_the_diagonal(spread: float) -> float:
        z = -math.sqrt(-2.0 * math.log(spread * math.sqrt(2.0 * math.pi)))
        return float(ndtr(z)) - (0.25 + spread * z)

    critical = brentq(above_the_diagonal, 0.1, 0.15, xtol=1e-15)
    assert critical == pytest.approx(0.122, abs=0.0005)
    touching = 0.25 - critical * math.sqrt(-2.0 * math.log(critical * math.sqrt(2.0 * math.pi)))
    assert touching == pytest.approx(0.06, abs=0.005)
    below = threshold_cascade.settled_share(0.0, 0.25, critical - 1e-7, 0.0, 1_000_000)
    above = threshold_cascade.settled_share(0.0, 0.25, critical + 1e-7, 0.0, 1_000_000)
    assert below == pytest.approx(touching, abs=1e-3)
    assert above > 0.9999
    # A push to everybody does what a lower mean does.
    pushed = threshold_cascade.settled_share(0.0, 0.35, 0.11, 0.1, 1000)
    lowered = threshold_cascade.settled_share(0.0, 0.25, 0.11, 0.0, 1000)
    assert pushed == pytest.approx(lowered, abs=1e-12)


def test_a_settled_share_is_the_first_crossing_of_the_diagonal() -> None:
    grid = np.linspace(0.0, 1.0, 200_001)
    for mean, spread, push in product((0.2, 0.4, 0.6), (0.05, 0.15, 0.3), (0.0, 0.1)):
        # A second method: the first point of a fine grid at which no more join than already act.
        joined = np.array([0.5 * math.erfc(-(r + push - mean) / spread / math.sqrt(2)) for r in grid[::100]])
        first = grid[::100][np.argmax(joined <= grid[::100] + 1e-15)]
        share = threshold_cascade.settled_share(0.0, mean, spread, push, 100_000)
        assert first - 0.0005 - 1e-9 <= share <= first + 1e-9


def test_a_share_outside_its_domain_is_not_a_number() -> None:
    settle = threshold_cascade.settled_share
    for arguments in ((-0.1, 0.5, 0.1, 0.0, 3), (0.1, 0.5, -0.1, 0.0, 3), (0.1, 0.5, 0.1, 0.0, -1)):
        assert math.isnan(settle(*arguments))
    assert math.isnan(settle(0.1, math.nan, 0.1, 0.0, 3))
    assert settle(0.3, 0.5, 0.1, 0.0, 0) == 0.3
    # No spread: everybody waits for the same share.
    assert settle(0.4, 0.4, 0.0, 0.0, 1) == 1.0
    assert settle(0.4, 0.41, 0.0, 0.0, 1) == 0.0


def test_resting_probabilities_count_every_crowd() -> None:
    # Every crowd of four drawn from five kinds of people, one by one, with exact probabilities.
    shares = [Fraction(1, 10), Fraction(3, 10), Fraction(1, 5), Fraction(1, 10)]
    wanted = [Fraction(0)] * 5
    kinds = [*enumerate(shares), (99, 1 - sum(shares))]
    for crowd in product(kinds, repeat=4):
        chance = math.prod((share for _, share in crowd), start=Fraction(1))
        wanted[threshold_cascade.crowd_path([threshold for threshold, _ in crowd])[-1]] += chance
    resting = threshold_cascade.resting_probabilities([float(share) for share in shares], 4)
    assert resting == pytest.approx([float(p) for p in wanted], abs=1e-15)


def test_a_crowd_that_starts_above_its_rest_falls_back() -> None:
    assert threshold_cascade.crowd_path([0, 3, 3, 9], 3) == (3,)
    assert threshold_cascade.crowd_path([0, 4, 4, 9], 3) == (3, 1)
    assert threshold_cascade.settled_count(np.array([0.0, 4.0, 4.0, 9.0]), 3) == 1


def test_crowds_refuse_what_has_no_meaning() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        threshold_cascade.crowd_path([])
    with pytest.raises(ValueError, match="NaN"):
        threshold_cascade.crowd_path([0.0, math.nan])
    with pytest.raises(ValueError, match="start"):
        threshold_cascade.crowd_path([0, 1], 3)
    with pytest.raises(ValueError, match="at least one person"):
        threshold_cascade.share_path([])
    with pytest.raises(ValueError, match="start"):
        threshold_cascade.share_path([Fraction(1, 2)], 2)
    with pytest.raises(ValueError, match="crowd"):
        threshold_cascade.resting_probabilities([0.1], 0)
    for shares in ([0.9, 0.2], [-0.1, 0.2]):
        with pytest.raises(ValueError, match="shares"):
            threshold_cascade.resting_probabilities(shares, 3)
    with pytest.raises(ValueError, match="chance"):
        threshold_cascade.quiet_probability(1.1, 2)
    with pytest.raises(ValueError, match="incidents"):
        threshold_cascade.quiet_probability(0.1, -1)
    assert math.isnan(threshold_cascade.perceived_share(3.0, 5.0, 4.0, 3.0, 2.0))
    assert math.isnan(threshold_cascade.perceived_share(3.0, 5.0, 1.0, 4.0, 2.0))
    assert math.isnan(threshold_cascade.perceived_share(5.0, 5.0, 5.0, 5.0, 0.0))


def test_rounding_of_the_risk_is_offered_as_well() -> None:
    # round() of Python, which the Mesa example uses: halves go to the even number.
    for cops, active in product(range(9), range(1, 9)):
        wanted = 1 - math.exp(-2.3 * round(cops / active))
        rounded = civil_violence.rounded_arrest_probability(float(cops), float(active), 2.3)
        assert rounded == pytest.approx(wanted, abs=1e-15)
    for arguments in ((-1.0, 1.0, 2.3), (1.0, 0.0, 2.3), (1.0, 1.0, -2.3)):
        assert math.isnan(civil_violence.arrest_probability(*arguments))
        assert math.isnan(civil_violence.rounded_arrest_probability(*arguments))
