"""Faults of masses and shares: every number of every checked array, against the rule written plainly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numba import types

from whowhom.core.compile import JIT, compile_loop, state_type
from whowhom.core.fault import MASS_NEGATIVE, NOT_FINITE, SHARE_OUT_OF_RANGE, check_masses
from whowhom.core.kernel import entry_place
from whowhom.core.state import Sizes, State, allocate

SIZES = Sizes(37, 2, 1, 1, 3, 21, 1, subjects=2, members=33, patrons=5)
SHARES = [
    *(f"publics.{name}" for name in ("leaning", "support", "grievance", "hostility", "active")),
    *(f"places.{name}" for name in ("hold", "kept", "collective", "ration")),
    *(f"regime.{name}" for name in ("authority", "threat", "toleration", "war")),
    *(f"members.{name}" for name in ("leaning", "loyalty", "stand")),
    "memory.reputation",
]
MASSES = [
    "publics.members",
    *(f"places.{name}" for name in ("stock", "harvest", "taken", "sown", "garrison", "rising", "dead")),
    "places.livestock",
    *(f"regime.{name}" for name in ("prisoners", "sentenced", "executed")),
]
NUMBERS = ["people.position"]
VALUES = (0.0, 0.5, 1.0, np.nextafter(np.float32(1), np.float32(2)), -1e-30, 3.4e38, np.inf, -np.inf, np.nan)


def expected(kind: list[str], value: float) -> int:
    """Return the fault of one number by the rule."""
    if not np.isfinite(value):
        return NOT_FINITE
    if kind is SHARES:
        return 0 if 0.0 <= value <= 1.0 else SHARE_OUT_OF_RANGE
    return MASS_NEGATIVE if kind is MASSES and value < 0.0 else 0


def call(state: State) -> None:
    """Check once."""
    check_masses(state)


@pytest.fixture(scope="module")
def check() -> Any:
    """Return the compiled check; the plain one under NUMBA_DISABLE_JIT."""
    if not JIT:
        return call
    return compile_loop(call, types.void(state_type()), entry_place(__file__))


@pytest.mark.parametrize(
    ("path", "kind"),
    [(path, kind) for kind in (SHARES, MASSES, NUMBERS) for path in kind],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_one_wrong_number_anywhere_is_found(check: Any, path: str, kind: list[str]) -> None:
    """First, middle and last item, each value, alone in a state of zeros, in month 7."""
    record, field = path.split(".")
    for value in VALUES:
        state, _ = allocate(SIZES)
        items = getattr(getattr(state, record), field).reshape(-1)
        for place in {0, items.size // 2, items.size - 1}:
            state.clock.month[0], state.clock.fault[0], state.clock.fault_month[0] = 7, 0, -1
            items[:] = 0.0
            items[place] = value
            check(state)
            assert state.clock.fault[0] == expected(kind, value), (value, place)
            assert state.clock.fault_month[0] == (7 if state.clock.fault[0] else -1)


def test_faults_of_one_month_are_kept_together(check: Any) -> None:
    """In one cell a mass below zero hides its share, as a number that is not finite hides both."""
    state, _ = allocate(SIZES)
    state.publics.members[1, 2], state.publics.leaning[1, 2] = -1.0, 2.0
    check(state)
    assert state.clock.fault[0] == MASS_NEGATIVE
    state.publics.leaning[1, 3] = 2.0
    check(state)
    assert state.clock.fault[0] == MASS_NEGATIVE | SHARE_OUT_OF_RANGE
    state.people.position[1, 5] = np.nan
    check(state)
    assert state.clock.fault[0] == MASS_NEGATIVE | SHARE_OUT_OF_RANGE | NOT_FINITE
