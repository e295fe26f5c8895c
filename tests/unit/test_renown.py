"""One person's prestige against all others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.laws.histories import final_bytes
from tests.laws.organisations import model_of, quantity, write_people

from whowhom.core.state import allocate


def prestige(folder: Path, factor: float) -> list[float]:
    """Return the prestige of a, b and c, who begin with 0.6, 0.3 and 0.0, when that of a is multiplied."""
    write_people(folder, [{"name": n, "prestige": p} for n, p in (("a", "0.6"), ("b", "0.3"), ("c", "0"))])
    document = {
        "title": "Renown",
        "from": date(2000, 1, 1),
        "until": date(2001, 1, 1),
        "bodies": {"board": {"seats": 1}},
        "people": {"file": "people.csv"},
        "schedule": [{"mechanism": "renown", "person": "a", "factor": quantity(factor, "1")}],
    }
    model = model_of(document, folder)
    state, _ = allocate(model.sizes, final_bytes(model, months=2, seed=1))
    return [float(value) for value in state.people.prestige[:3]]


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        (1.0, [0.6, 0.3, 0.0]),
        (0.5, [0.3, 0.3, 0.0]),
        (1.5, [0.9, 0.3, 0.0]),
        # 2 * 0.6 = 1.2 is too much: all are divided by 1.2, so that a : b is 4 : 1 as asked
        (2.0, [1.0, 0.25, 0.0]),
        (0.0, [0.0, 0.3, 0.0]),
    ],
)
def test_ratios_are_as_asked(tmp_path: Path, factor: float, expected: list[float]) -> None:
    assert np.allclose(prestige(tmp_path, factor), expected, atol=1e-6)
