"""Writing a results folder shard by shard, so that a run that is stopped goes on where it was.

A shard is a fixed range of histories and exactly one chunk of every array. It is marked as done only after
its arrays are on disk; a shard without a mark is simulated again, to the same bytes, because history k does
not depend on the shard it is in.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray

import whowhom
from whowhom.build.model import Model
from whowhom.core.kernel import source_hash
from whowhom.results.folder import MANIFEST, STORE
from whowhom.simulate.batch import Batch
from whowhom.spec.errors import ResultError

EPOCH = date(1900, 1, 1)
SHARD = 256
"""Histories in a shard."""


def about_arm(model: Model, label: str, histories: int, seed: int, document_hash: str) -> dict[str, Any]:
    """Return what a reader of one arm needs to know and cannot see in its arrays."""
    scenario = model.scenario
    return {
        "label": label,
        "title": scenario.title,
        "histories": histories,
        "seed": seed,
        "document_hash": document_hash,
        "months": list(model.month_labels),
        "snapshots": [model.month_labels[month] for month in model.snapshot_months],
        "people": list(model.people),
        "known_people": model.known_people,
        "bodies": list(scenario.bodies),
        "seats": [list(scenario.bodies)[body] for body in model.polity.seat_body],
        "places": [name for places in scenario.places.values() for name in places.names],
        "recorded": {
            item.name: {
                "observable": item.observable.name,
                "unit": item.observable.unit,
                "says": item.observable.says,
                "of": item.given,
            }
            for item in model.recorded
        },
        "values": [
            {
                "name": value.name,
                "month": model.month_labels[min(max(value.month, 0), model.months)],
                "value": value.value,
                "unit": value.unit,
                "source": value.source,
                "status": value.status,
                "prior": str(value.prior) if value.prior else "",
            }
            for value in model.values
        ],
    }


def provenance() -> dict[str, Any]:
    """Return versions and machine; says plainly what is not controlled."""
    packages = ("numpy", "numba", "llvmlite", "xarray", "zarr", "pydantic", "scipy", "pandas")
    return {
        "whowhom": whowhom.__version__,
        "python": sys.version.split()[0],
        "packages": {name: version(name) for name in packages},
        "platform": platform.platform(),
        "device": f"{platform.machine()} CPU",
        "not_controlled": "results are the same bits on every CPU generation tested (see docs); "
        "the prior draws use SciPy's special functions, whose last bit may differ between versions",
    }


def arrays_of(
    model: Model, histories: int
) -> Iterator[tuple[str, tuple[str, ...], tuple[int, ...], str, Any]]:
    """List name, axes, shape, number type and attributes of every array of an arm."""
    months, seats, snapshots = model.months + 1, model.sizes.seats, len(model.snapshot_months)
    for item in model.recorded:
        attributes = {"units": item.observable.unit, "long_name": item.observable.says}
        if item.observable.dimension is None:
            yield item.name, ("history", "month"), (histories, months), "float32", attributes
        else:
            axes = ("history", "month", item.observable.dimension)
            yield item.name, axes, (histories, months, item.width), "float32", attributes
    days = {"units": f"days since {EPOCH.isoformat()}", "calendar": "proleptic_gregorian"}
    if snapshots:
        axes = ("history", "snapshot", "seat")
        yield "snapshot_holder", axes, (histories, snapshots, seats), "int32", {"units": "person"}
        yield "snapshot", ("snapshot",), (snapshots,), "int64", days
    yield "fault", ("history",), (histories,), "int64", {"units": "bit mask"}
    yield "fault_month", ("history",), (histories,), "int64", {"units": "month"}
    values = (histories, len(model.values))
    yield "values", ("history", "value"), values, "float64", {"units": "see manifest"}
    yield "month", ("month",), (months,), "int64", days
    yield "history", ("history",), (histories,), "int64", {}


def create(store: Any, name: str, model: Model, histories: int) -> Any:
    """Return the group of one arm with all its arrays; what a stopped run left unmade is made."""
    group = store.require_group(name)
    for title, axes, shape, kind, attributes in arrays_of(model, histories):
        if title not in group:
            rows = min(SHARD, shape[0]) if axes[0] == "history" else shape[0]
            group.create_array(
                name=title,
                shape=shape,
                chunks=tuple(max(1, length) for length in (rows, *shape[1:])),
                dtype=kind,
                dimension_names=axes,
                attributes=attributes,
                fill_value=0,
            )
    group["month"][:] = _days(model.month_labels)
    if model.snapshot_months:
        group["snapshot"][:] = _days(tuple(model.month_labels[m] for m in model.snapshot_months))
    group["history"][:] = np.arange(histories)
    return group


def _days(labels: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the first days of months as days since the epoch."""
    return np.array([(date.fromisoformat(f"{label}-01") - EPOCH).days for label in labels], np.int64)


def write_shard(group: Any, model: Model, first: int, batch: Batch) -> None:
    """Write one shard into the arrays of its arm."""
    rows = slice(first, first + batch.histories.size)
    column = 0
    for item in model.recorded:
        block = batch.output[:, :, column : column + item.width]
        group[item.name][rows] = block[:, :, 0] if item.observable.dimension is None else block
        column += item.width
    if model.snapshot_months:
        group["snapshot_holder"][rows] = batch.snapshots
    group["fault"][rows] = batch.faults[:, 0]
    group["fault_month"][rows] = batch.faults[:, 1]
    if len(model.values):
        group["values"][rows] = batch.values


def open_store(folder: Path) -> Any:
    """Open, or begin, the Zarr store of a results folder."""
    return zarr.open_group(str(folder / STORE), mode="a")


def mark_done(folder: Path, arm: str, shard: int) -> None:
    """Record that a shard is on disk."""
    marks = folder / "progress"
    marks.mkdir(exist_ok=True)
    fresh = marks / f".{arm}-{shard}"
    fresh.write_text("done\n", encoding="utf-8")
    fresh.replace(marks / f"{arm}-{shard}")


def is_done(folder: Path, arm: str, shard: int) -> bool:
    """Return whether a shard is on disk."""
    return (folder / "progress" / f"{arm}-{shard}").is_file()


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest, all or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{MANIFEST}.{os.getpid()}"
    fresh.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    fresh.replace(folder / MANIFEST)


def is_complete(folder: Path, identity: str) -> bool:
    """Return whether the folder holds this run, finished.

    Raises ResultError when it holds another run than the one that is asked for.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return False
    manifest = json.loads(path.read_text(encoding="utf-8"))
    found = manifest.get("identity")
    if found != identity:
        raise ResultError(
            f"{folder}: holds another run ({found}); expected {identity}; give --out another folder"
        )
    return bool(manifest.get("complete"))


def sources_hash(paths: Iterable[str]) -> str:
    """Return the hash of the sources that decide the numbers: the shared kernels and the given files."""
    text = "".join(source_hash(Path(path)) for path in sorted(paths))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def identity_of(hashes: dict[str, str], seed: int, histories: int, numbers: str) -> str:
    """Return the name of a run: a hash of everything that decides its numbers.

    numbers: where the uncertain ones come from, with the hash of the posterior where there is one.
    """
    text = json.dumps([hashes, seed, histories, numbers, whowhom.__version__], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
