"""Compiled closed forms of cascades, information, levies, coups and tenure; plain Python: the same bits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from whowhom.core import elementary
from whowhom.theory import (
    civil_violence,
    contest,
    jury,
    regime_change,
    reputation,
    silence,
    supply_response,
    tenure_risk,
    threshold_cascade,
)

RANDOM = np.random.default_rng(29)


def drawn(width: int, highest: float = 1.0) -> list[tuple[float, ...]]:
    """Return fifty tuples of numbers between 0 and `highest`."""
    return [tuple(row) for row in (highest * RANDOM.random((50, width))).tolist()]


CASES: list[tuple[Callable[..., Any], list[tuple[Any, ...]]]] = [
    (elementary.normal_probability, [(x,) for x in np.linspace(-38.0, 9.0, 200).tolist()]),
    (elementary.power, drawn(2, 5.0)),
    (threshold_cascade.joining_share, drawn(4)),
    (threshold_cascade.settled_share, [(*numbers, 12) for numbers in drawn(4)]),
    (
        threshold_cascade.settled_count,
        [(RANDOM.integers(0, 30, 25).astype(np.float64), start) for start in range(25)],
    ),
    (threshold_cascade.perceived_share, [(9.0, 20.0, 4.0, 7.0, weight) for (weight,) in drawn(1, 5.0)]),
    (civil_violence.arrest_probability, drawn(3, 5.0)),
    (civil_violence.rounded_arrest_probability, drawn(3, 5.0)),
    (civil_violence.is_active, drawn(5)),
    (supply_response.output_share, drawn(2)),
    (supply_response.taken_share, drawn(2)),
    (supply_response.best_rate, drawn(1)),
    (supply_response.output_under_norm, drawn(4)),
    (silence.belief_after_silence, drawn(3)),
    (silence.report_probability, drawn(3)),
    (reputation.after_report, drawn(3)),
    (reputation.after_reports, [(*numbers, 3) for numbers in drawn(3)]),
    (reputation.reliability_after_report, drawn(3)),
    (reputation.faded, drawn(4, 9.0)),
    (jury.majority_correct, [(n, *numbers) for n, numbers in enumerate(drawn(2), start=1)]),
    (contest.win_probability, drawn(3, 4.0)),
    (contest.lanchester_survivors, drawn(4, 4.0)),
    (regime_change.falls, drawn(2)),
    (regime_change.is_unique, drawn(2, 3.0)),
    (regime_change.public_threshold, drawn(4)),
    (regime_change.attacking_share, drawn(5)),
    (tenure_risk.exit_probability, drawn(2)),
    (tenure_risk.weibull_survival, drawn(3, 4.0)),
    (tenure_risk.weibull_exit, drawn(4, 4.0)),
    (tenure_risk.weibull_hazard, drawn(3, 4.0)),
]


@pytest.mark.parametrize(("function", "cases"), CASES, ids=[function.__name__ for function, _ in CASES])
def test_plain_python_gives_the_same_bits(function: Callable[..., Any], cases: list[tuple[Any, ...]]) -> None:
    # With NUMBA_DISABLE_JIT=1 there is only the plain function, and the comparison is with itself.
    plain = getattr(function, "py_func", function)
    for case in cases:
        assert np.array_equal(np.asarray(function(*case)), np.asarray(plain(*case)), equal_nan=True)
