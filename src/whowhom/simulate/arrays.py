"""The arrays of an arm as the files of a Zarr store, format 3: what they are, and the bytes of their shards.

A shard is exactly one chunk of every array that has histories. The files are written here and not by Zarr,
which any reader uses: an arm of the whole system has 130 arrays, and to make them one by one through Zarr
took longer than to simulate them. `tests/cluster/test_storage.py` holds each file against what Zarr itself
would write.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.results.folder import STORE
from whowhom.simulate.batch import Batch

EPOCH = date(1900, 1, 1)
SHARD = 256
"""Histories in a shard."""
NODE = "zarr.json"
"""The file that says what a group or an array is."""
CODECS = (
    {"name": "bytes", "configuration": {"endian": "little"}},
    {"name": "zstd", "configuration": {"level": 0, "checksum": False}},
)
Files = Iterator[tuple[str, bytes]]
"""Keys below the results folder, and what lies there."""


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


def root_file() -> tuple[str, bytes]:
    """Return the file that makes the folder a Zarr store."""
    return f"{STORE}/{NODE}", _json({"attributes": {}, "zarr_format": 3, "node_type": "group"})


def arm_file(arm: str) -> str:
    """Return the key of the file that is written last when the arrays of an arm are made."""
    return f"{STORE}/{arm}/{NODE}"


def made_files(arm: str, model: Model, histories: int) -> Files:
    """List the files of an arm without its shards; the last one also tells what all its arrays are."""
    nodes = {}
    for title, axes, shape, kind, attributes in arrays_of(model, histories):
        nodes[title] = _node(shape, kind, axes, attributes)
        yield f"{STORE}/{arm}/{title}/{NODE}", _json(nodes[title])
    fixed = {"month": _days(model.month_labels)}
    if model.snapshot_months:
        fixed["snapshot"] = _days(tuple(model.month_labels[m] for m in model.snapshot_months))
    for title, days in fixed.items():
        yield from _chunk(arm, title, 0, days.size, days)
    rows = min(SHARD, histories)
    for shard, first in enumerate(range(0, histories, SHARD)):
        numbers = np.arange(first, min(first + SHARD, histories), dtype=np.int64)
        yield from _chunk(arm, "history", shard, rows, numbers)
    known = {"kind": "inline", "must_understand": False, "metadata": nodes}
    group = {"attributes": {}, "zarr_format": 3, "node_type": "group", "consolidated_metadata": known}
    yield arm_file(arm), _json(group)


def shard_files(arm: str, model: Model, histories: int, shard: int, batch: Batch) -> Files:
    """List the files of one shard of an arm that has so many histories."""
    rows = min(SHARD, histories)
    column = 0
    for item in model.recorded:
        block = batch.output[:, :, column : column + item.width]
        block = block[:, :, 0] if item.observable.dimension is None else block
        yield from _chunk(arm, item.name, shard, rows, block)
        column += item.width
    if model.snapshot_months:
        yield from _chunk(arm, "snapshot_holder", shard, rows, batch.snapshots)
    yield from _chunk(arm, "fault", shard, rows, batch.faults[:, 0])
    yield from _chunk(arm, "fault_month", shard, rows, batch.faults[:, 1])
    if len(model.values):
        yield from _chunk(arm, "values", shard, rows, batch.values)


def _chunk(arm: str, title: str, shard: int, rows: int, block: NDArray[Any]) -> Files:
    """Give the file of one chunk; none where it would hold zero bytes only, which is what no file means."""
    from numcodecs.zstd import Zstd

    whole = np.zeros((rows, *block.shape[1:]), block.dtype.newbyteorder("<"))
    whole[: len(block)] = block
    if whole.size and whole.view(np.uint8).any():
        place = "/".join(["c", str(shard), *["0"] * (block.ndim - 1)])
        yield f"{STORE}/{arm}/{title}/{place}", bytes(Zstd(level=0, checksum=False).encode(whole))


def _node(shape: tuple[int, ...], kind: str, axes: tuple[str, ...], attributes: Any) -> dict[str, Any]:
    """Say what an array is, in the words of Zarr's format 3."""
    rows = min(SHARD, shape[0]) if axes[0] == "history" else shape[0]
    chunks = [max(1, length) for length in (rows, *shape[1:])]
    return {
        "shape": list(shape),
        "data_type": kind,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": chunks}},
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
        "fill_value": 0.0 if kind.startswith("float") else 0,
        "codecs": list(CODECS),
        "attributes": attributes,
        "dimension_names": list(axes),
        "zarr_format": 3,
        "node_type": "array",
        "storage_transformers": [],
    }


def _json(node: dict[str, Any]) -> bytes:
    return json.dumps(node).encode()


def _days(labels: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the first days of months as days since the epoch."""
    return np.array([(date.fromisoformat(f"{label}-01") - EPOCH).days for label in labels], np.int64)
