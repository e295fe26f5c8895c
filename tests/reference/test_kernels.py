"""Compiled kernels against the same functions run as plain Python: every bit must agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from whowhom.theory import (
    agenda,
    appointment_loop,
    bounded_confidence,
    friedkin_johnsen,
    galam,
    hierarchy,
    ruling_coalition,
)

RANDOM = np.random.default_rng(17)
SHARES = [float(share) for share in RANDOM.random(40)]
CASES: list[tuple[Callable[..., Any], list[tuple[Any, ...]]]] = [
    (galam.local_majority, [(p, r, 0.3) for p in SHARES for r in (1, 2, 3, 4, 15, 40)]),
    (galam.biased_local_majority, [(p, r, 0.0, 0.1) for p in SHARES for r in (3, 4)]),
    (galam.slope, [(p, r, 0.3) for p in SHARES for r in (1, 2, 3, 4, 15, 40)]),
    (agenda.setter_outcome, list(zip(SHARES[:12], SHARES[12:24], SHARES[24:36], strict=True))),
    (appointment_loop.next_loyal_share, list(zip(SHARES[:12], SHARES[12:24], SHARES[24:36], strict=True))),
    (hierarchy.delivered_share, [(p, k) for p in SHARES for k in (0, 1, 6, 30)]),
    (
        friedkin_johnsen.updated_opinion,
        [(RANDOM.dirichlet(np.ones(7)), RANDOM.random(7), share, 1 - share) for share in SHARES],
    ),
    (ruling_coalition.whole_powers, [(RANDOM.random(6), 2**20) for _ in range(10)]),
    (ruling_coalition.ruling_coalition_mask, [(RANDOM.integers(1, 999, size=7), 3, 5) for _ in range(10)]),
    (
        bounded_confidence.deffuant,
        [(RANDOM.random(9), RANDOM.integers(0, 9, 99), RANDOM.integers(0, 9, 99), 0.3, 0.4)],
    ),
]


@pytest.mark.parametrize(("function", "cases"), CASES, ids=[function.__name__ for function, _ in CASES])
def test_plain_python_gives_the_same_bits(function: Callable[..., Any], cases: list[tuple[Any, ...]]) -> None:
    # With NUMBA_DISABLE_JIT=1 there is only the plain function, and the comparison is with itself.
    plain = getattr(function, "py_func", function)
    for case in cases:
        assert np.array_equal(np.asarray(function(*case)), np.asarray(plain(*case)))
