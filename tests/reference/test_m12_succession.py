"""Tenure: closed forms of competing risks and Weibull; data of rulers held to their own arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import weibull_min

from whowhom.theory import tenure_risk

VECTORS = "m12_succession.json"
NOT_COVERED: dict[str, str] = {}


def check_exit_share(inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    causes = {
        name: float(number) for name, number in expected.items() if name not in ("leaders", "coup_share")
    }
    assert sum(causes.values()) == expected["leaders"] == 303
    # Counts over one common exposure are hazards, so the share of a cause is its share of the counts.
    share = tenure_risk.exit_shares(causes)["coup"]
    assert share == pytest.approx(float(expected["coup_share"]), abs=1e-15)
    assert share == pytest.approx(0.6766, abs=5e-5)


def check_exit_counts(inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    assert inputs["data"].endswith("708 rows, 698 distinct leader spells")
    assert sum(expected["distinct"].values()) == 698
    # Ten spells stand in the rows twice: no cause has fewer rows than spells, and those listed lose at most
    # ten.
    lost = {cause: rows - expected["distinct"][cause] for cause, rows in expected["rows"].items()}
    assert min(lost.values()) >= 0
    assert sum(lost.values()) <= 708 - 698
    shares = tenure_risk.exit_shares({cause: float(n) for cause, n in expected["distinct"].items()})
    assert shares["coup"] == pytest.approx(200 / 698)
    assert max(shares, key=shares.__getitem__) == "coup"


def check_hazards(inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    exposures = [float(years) for years in expected["exposure_years"]]
    found = [
        tenure_risk.hazard_rate(events, years)
        for events, years in zip(expected["coup_events"], exposures, strict=True)
    ]
    coup, every = ([float(x) for x in expected[f"{name}_hazard"]] for name in ("coup", "all_exit"))
    assert found == pytest.approx(coup, abs=0.0005)
    # 200 coups among 698 spells, as in the counts above.
    assert sum(expected["coup_events"]) == 200
    assert all(one < several for one, several in zip(coup, every, strict=True))
    # Hazard times exposure must be a whole number of exits, to half a unit of the printed digit; together
    # they are the 698 - 64 spells that are not censored, less one that lies in no interval.
    exits = [hazard * years for hazard, years in zip(every, exposures, strict=True)]
    for number, exposure in zip(exits, exposures, strict=True):
        assert abs(number - round(number)) <= 0.00005 * exposure
    assert sum(map(round, exits)) == 698 - 64 - 1
    intervals = [(float(start), float(end)) for start, end in inputs["intervals_years"]]
    for at in range(1, len(intervals) + 1):
        lengths = np.array([end - start for start, end in intervals[:at]])
        survival = tenure_risk.survival_by_interval(intervals, every, intervals[at - 1][1])
        assert survival == pytest.approx(math.exp(-float(lengths @ np.array(every[:at]))), rel=1e-12)


def check_regimes(inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    kinds = {"party", "personal", "military", "monarchy"}
    assert kinds == set(expected["mean_years"]) == set(expected["median_years"]) == set(expected["n"])
    assert sum(expected["n"].values()) == 219
    # The one regime that is named: from the seizure of power to the resignation of its last head.
    years = (date(1991, 12, 25) - date(1917, 11, 7)).days / 365.25
    assert years == pytest.approx(float(expected["ussr_1917_1991_years"]), abs=0.06)
    # A constant hazard has a median of ln 2 times its mean. Military rule ends faster at first than that,
    # party rule slower; personal rule is close to it.
    over = {
        kind: float(expected["median_years"][kind])
        / tenure_risk.weibull_median(float(expected["mean_years"][kind]), 1.0)
        for kind in kinds
    }
    assert over["military"] < 0.8 < over["personal"] < 1.05 < over["monarchy"] < over["party"]


def check_competing(inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    hazards = {cause: float(hazard) for cause, hazard in inputs["hazards"].items()}
    wanted = {cause: float(share) for cause, share in expected["share"].items()}
    assert tenure_risk.expected_tenure(hazards) == pytest.approx(
        float(expected["expected_tenure"]), abs=1e-12
    )
    assert tenure_risk.exit_shares(hazards) == pytest.approx(wanted, abs=1e-12)
    survival = float(expected["survival_5y"])
    assert tenure_risk.survival(hazards, 5.0) == pytest.approx(survival, abs=1e-12)
    total = sum(hazards.values())
    assert 1.0 - tenure_risk.exit_probability(total, 5.0) == pytest.approx(survival, abs=1e-12)


def check_weibull(inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    scale, shape = float(inputs["scale"]), float(inputs["shape"])
    assert tenure_risk.weibull_median(scale, shape) == pytest.approx(float(expected["median"]), abs=1e-9)
    assert tenure_risk.weibull_mean(scale, shape) == pytest.approx(float(expected["mean"]), abs=1e-9)


CHECKS: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {
    "svolik_exit_share": check_exit_share,
    "svolik_dataset_exit_counts": check_exit_counts,
    "svolik_hazard_by_tenure": check_hazards,
    "gwf_regime_duration": check_regimes,
    "competing_risks_closed_form": check_competing,
    "weibull": check_weibull,
}
TOLERANCES = {
    "svolik_exit_share": "coup_share 0.6766; counts exact",
    "svolik_dataset_exit_counts": "exact counts",
    "svolik_hazard_by_tenure": "0.0005",
    "gwf_regime_duration": "0.06",
    "competing_risks_closed_form": 1e-12,
    "weibull": 1e-9,
}


def test_vector(vector: dict[str, Any]) -> None:
    written = vector["tolerance"]
    assert TOLERANCES[vector["id"]] == (written if isinstance(written, str) else float(written))
    CHECKS[vector["id"]](vector["inputs"], vector["expected"])


@pytest.mark.parametrize("shape", [0.4, 1.0, 2.5])
@pytest.mark.parametrize("scale", [0.5, 8.0])
def test_weibull_agrees_with_scipy(shape: float, scale: float) -> None:
    tenure = weibull_min(shape, scale=scale)
    for time in (0.1 * scale, scale, 3.0 * scale):
        assert tenure_risk.weibull_survival(time, scale, shape) == pytest.approx(tenure.sf(time), rel=1e-11)
        hazard = tenure.pdf(time) / tenure.sf(time)
        assert tenure_risk.weibull_hazard(time, scale, shape) == pytest.approx(hazard, rel=1e-9)
        wanted = 1.0 - tenure.sf(time + 2.0) / tenure.sf(time)
        assert tenure_risk.weibull_exit(time, 2.0, scale, shape) == pytest.approx(wanted, rel=1e-9)
    mean, _ = quad(tenure.sf, 0.0, np.inf)
    assert tenure_risk.weibull_mean(scale, shape) == pytest.approx(mean, rel=1e-6)
    median = tenure_risk.weibull_median(scale, shape)
    assert tenure_risk.weibull_survival(median, scale, shape) == pytest.approx(0.5, abs=1e-12)


def test_causes_share_what_has_ended() -> None:
    hazards = {"a": 0.05, "b": 0.03, "c": 0.0}
    ended = tenure_risk.ended_by(hazards, 4.0)
    # The cumulative incidence is the integral of h_j S(t).
    wanted, _ = quad(lambda t: 0.05 * math.exp(-0.08 * t), 0.0, 4.0)
    assert ended["a"] == pytest.approx(wanted, abs=1e-14)
    assert sum(ended.values()) + tenure_risk.survival(hazards, 4.0) == pytest.approx(1.0, abs=1e-15)
    assert ended["c"] == 0.0
    assert tenure_risk.ended_by({"a": 0.0}, 4.0) == {"a": 0.0}
    assert tenure_risk.expected_tenure({"a": 0.0}) == math.inf
    assert tenure_risk.survival({}, 3.0) == 1.0


def test_equal_hazards_by_interval_are_one_hazard() -> None:
    intervals = [(0.0, 1.0), (1.0, 3.0), (3.0, 10.0)]
    for time in (0.0, 0.5, 1.0, 2.2, 10.0):
        survival = tenure_risk.survival_by_interval(intervals, [0.2] * 3, time)
        assert survival == pytest.approx(tenure_risk.survival({"any": 0.2}, time), abs=1e-15)


def test_tenure_outside_its_domain() -> None:
    bad = [(-1.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0), (math.nan, 1.0, 1.0)]
    for arguments in bad:
        assert math.isnan(tenure_risk.weibull_survival(*arguments))
        assert math.isnan(tenure_risk.weibull_hazard(*arguments))
        assert math.isnan(tenure_risk.weibull_exit(arguments[0], 1.0, *arguments[1:]))
    assert math.isnan(tenure_risk.exit_probability(-0.1, 1.0))
    assert math.isnan(tenure_risk.exit_probability(0.1, -1.0))
    assert tenure_risk.exit_probability(0.0, 1.0) == tenure_risk.exit_probability(0.3, 0.0) == 0.0
    for scale, shape in ((0.0, 1.0), (1.0, -1.0), (math.inf, 1.0)):
        with pytest.raises(ValueError, match="expected above 0"):
            tenure_risk.weibull_median(scale, shape)
        with pytest.raises(ValueError, match="expected above 0"):
            tenure_risk.weibull_mean(scale, shape)
    with pytest.raises(ValueError, match="hazard of coup"):
        tenure_risk.expected_tenure({"coup": -0.1})
    with pytest.raises(ValueError, match="none is above 0"):
        tenure_risk.exit_shares({"coup": 0.0})
    with pytest.raises(ValueError, match="time"):
        tenure_risk.survival({"coup": 0.1}, -1.0)
    with pytest.raises(ValueError, match="events"):
        tenure_risk.hazard_rate(-1, 2.0)
    with pytest.raises(ValueError, match="exposure"):
        tenure_risk.hazard_rate(1, 0.0)


def test_intervals_that_do_not_fit_are_refused() -> None:
    by_interval = tenure_risk.survival_by_interval
    with pytest.raises(ValueError, match="one each"):
        by_interval([(0.0, 1.0)], [0.1, 0.2], 0.5)
    with pytest.raises(ValueError, match="one each"):
        by_interval([], [], 0.5)
    for intervals in ([(1.0, 2.0)], [(0.0, 1.0), (2.0, 3.0)], [(0.0, 0.0)]):
        with pytest.raises(ValueError, match="where the one before ends"):
            by_interval(intervals, [0.1] * len(intervals), 0.5)
    with pytest.raises(ValueError, match="below 0"):
        by_interval([(0.0, 1.0)], [-0.1], 0.5)
    with pytest.raises(ValueError, match="time"):
        by_interval([(0.0, 1.0)], [0.1], 1.5)
