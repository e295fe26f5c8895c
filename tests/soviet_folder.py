"""A small folder of results on which the chapters of the whole system can be written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import zarr

from whowhom.results import MANIFEST, STORE

HISTORIES = 4
MONTHS = [f"{month // 12}-{month % 12 + 1:02d}" for month in range(1917 * 12 + 10, 1971 * 12)]
PEOPLE = ["Molotov V.M.", "Stalin I.V.", "Trotsky L.D."]
SNAPSHOTS = ["1921-03", "1922-03", "1923-04"]

Arrays = Mapping[str, np.ndarray[Any, Any]]


def constant(value: float) -> np.ndarray[Any, Any]:
    """Return (history, month) one value."""
    return np.full((HISTORIES, len(MONTHS)), value)


def steps(changes: Mapping[str, float]) -> np.ndarray[Any, Any]:
    """Return (history, month) what holds from each month on; 0 before the first."""
    values = constant(0.0)
    for month, value in sorted(changes.items()):
        values[:, MONTHS.index(month) :] = value
    return values


def write(folder: Path, arms: Mapping[str, Arrays], seats: Sequence[str] = ()) -> Path:
    """Write arms of arrays as a folder of results and return it."""
    store = zarr.open_group(str(folder / STORE), mode="w")
    about = {"months": MONTHS, "snapshots": SNAPSHOTS, "people": PEOPLE, "seats": list(seats)}
    told: dict[str, Any] = {}
    for name, arrays in arms.items():
        group = store.create_group(name)
        whole = {
            **arrays,
            "fault": np.zeros(HISTORIES, np.int64),
            "fault_month": np.zeros(HISTORIES, np.int64),
        }
        for key, array in whole.items():
            group.create_array(name=key, shape=array.shape, dtype=array.dtype)[...] = array
        told[name] = {
            **about,
            "values": [],
            "interventions": [],
            "label": name,
            "recorded": {key: {} for key in whole},
        }
    packages: dict[str, Any] = {"whowhom": "0", "python": "3", "packages": {}}
    packages |= dict.fromkeys(("platform", "device", "not_controlled"), "")
    manifest: dict[str, Any] = {
        "identity": "a",
        "name": "soviet",
        "title": "System",
        "description": "",
        "report": "soviet",
    }
    manifest |= {
        "seed": 1,
        "histories": HISTORIES,
        "numbers": "priors",
        "posterior": None,
        "provenance": packages,
    }
    manifest |= {"document": "", "document_hash": "b", "arms": told, "complete": True}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return folder
