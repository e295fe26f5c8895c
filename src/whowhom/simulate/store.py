"""Writing a results folder shard by shard, so that a run that is stopped goes on where it was.

A shard is a fixed range of histories and exactly one chunk of every array. It is marked as done only after
its arrays are on disk; a shard without a mark is simulated again, to the same bytes, because history k does
not depend on the shard it is in.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import whowhom
from whowhom.build.model import Model
from whowhom.core.kernel import source_hash
from whowhom.results.folder import MANIFEST
from whowhom.results.storage import Storage
from whowhom.simulate.arrays import arm_file, made_files, root_file, shard_files
from whowhom.simulate.batch import Batch
from whowhom.spec.errors import ResultError

PROGRESS = "progress"
"""Where the marks of finished shards lie."""


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
                "width": item.width,
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


def create(storage: Storage, arm: str, model: Model, histories: int) -> None:
    """Make all arrays of an arm that are not there yet, their shards excepted."""
    there = storage.read(arm_file(arm))
    # What an earlier version of WhoWhom began lacks the list of all arrays, and may lack some of them.
    if there is None or b"consolidated_metadata" not in there:
        storage.write_all(made_files(arm, model, histories))


def keep_shard(storage: Storage, arm: str, model: Model, histories: int, shard: int, batch: Batch) -> None:
    """Put one shard of an arm that has so many histories on disk, and only then say so there."""
    storage.write_all(shard_files(arm, model, histories, shard, batch))
    storage.write(f"{PROGRESS}/{mark(arm, shard)}", b"done\n")


def mark(arm: str, shard: int) -> str:
    """Return the name of the mark of a shard that is on disk."""
    return f"{arm}-{shard}"


def marks(storage: Storage) -> set[str]:
    """Return the marks of all shards that are on disk."""
    return set(storage.names(PROGRESS))


def is_done(storage: Storage, arm: str, shard: int) -> bool:
    """Return whether a shard is on disk, though it was put there a moment ago and by another process."""
    return storage.has(f"{PROGRESS}/{mark(arm, shard)}")


def begin(storage: Storage, manifest: bytes) -> None:
    """Write what a run is before it is carried out, all or nothing."""
    storage.write(MANIFEST, manifest)
    storage.write(*root_file())


def encoded(manifest: dict[str, Any]) -> bytes:
    """Write a manifest as JSON: a line for each thing it says, and one for each arm."""
    return _lines({**manifest, "arms": None}, {"arms": _lines(manifest["arms"], {})}).encode()


def conclude(storage: Storage, manifest: bytes, seconds: float) -> None:
    """Write that the run of an encoded manifest is complete, and tidy up."""
    said = f'{{\n"complete": true,\n"seconds": {round(seconds, 2)},\n'
    storage.write(MANIFEST, said.encode() + manifest.removeprefix(b'{\n"complete": false,\n'))
    storage.tidy()


def _lines(values: dict[str, Any], texts: dict[str, str]) -> str:
    """Write an object with a line for each key; `texts` are values that are written already."""
    rows = [
        f"{json.dumps(key)}: {texts.get(key) or json.dumps(value, ensure_ascii=False)}"
        for key, value in values.items()
    ]
    return "{\n" + ",\n".join(rows) + "\n}"


def is_complete(storage: Storage, identity: str) -> bool:
    """Return whether the folder holds this run, finished.

    Raises ResultError when it holds another run than the one that is asked for.
    """
    text = storage.read(MANIFEST)
    if text is None:
        return False
    manifest = json.loads(text)
    found = manifest.get("identity")
    if found != identity:
        raise ResultError(
            f"{storage.address}: holds another run ({found}); expected {identity}; give --out another folder"
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
