"""Opinions that are not on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from tests.laws.histories import final_bytes
from tests.laws.organisations import model_of, write_people

from whowhom.core.state import allocate

PEOPLE = 400


def positions(folder: Path, spread: float, seed: int) -> np.ndarray:
    """Return the positions of 400 people, one of whom is on record at 0.7, after the start."""
    rows = [
        {"name": f"Person {i}", "born": "1950", "line": "0.7" if i == 0 else "", "other": ""}
        for i in range(PEOPLE)
    ]
    write_people(folder, rows)
    number = {"value": spread, "unit": "1", "source": "identity"}
    document = {
        "title": "Opinions",
        "from": date(2000, 1, 1),
        "until": date(2001, 1, 1),
        "bodies": {"board": {"seats": 1}},
        "people": {"file": "people.csv", "dimensions": ["line", "other"]},
        "schedule": [{"mechanism": "conviction", "spread": number}],
    }
    model = model_of(document, folder)
    state, _ = allocate(model.sizes, final_bytes(model, months=2, seed=seed))
    assert np.array_equal(state.people.position, state.people.anchor)
    return state.people.position[:, :PEOPLE].copy()


def test_what_is_on_record_stays_and_the_rest_is_drawn(tmp_path: Path) -> None:
    """799 normal draws: their deviation is 0.5 within 5 standard errors of 0.5 / sqrt(2 * 799)."""
    found = positions(tmp_path, 0.5, seed=1)
    assert found[0, 0] == np.float32(0.7)
    rest = np.delete(found.ravel(), 0)
    assert abs(rest.std() - 0.5) < 5 * 0.5 / np.sqrt(2 * rest.size)
    assert abs(rest.mean()) < 5 * 0.5 / np.sqrt(rest.size)
    assert not np.array_equal(found, positions(tmp_path, 0.5, seed=2))


def test_without_a_spread_nobody_moves(tmp_path: Path) -> None:
    found = positions(tmp_path, 0.0, seed=1)
    assert found[0, 0] == np.float32(0.7)
    assert not np.delete(found.ravel(), 0).any()
