"""The layout of a results folder, and its reading.

    manifest.json          provenance: document, edits, seed, versions, machine, what is not controlled
    histories.zarr/ARM/    one Zarr group for each arm; arrays with dimension names and units
    statistics/ARM.npz     statistics of more histories, where they were counted (`results.statistics`)
    report.html            the report, when one was written

Every array of an arm has `history` first: recorded quantities (history, month[, axis]), `snapshot_holder`
(history, snapshot, seat), `fault` and `fault_month` (history), `values` (history, value).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from whowhom.results.storage import storage_at
from whowhom.spec.errors import ResultError

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from whowhom.results.statistics import Counts

MANIFEST = "manifest.json"
STORE = "histories.zarr"


@dataclass(frozen=True)
class ArmResults:
    """One version of history: its recorded quantities and what they are called."""

    name: str
    label: str
    folder: Path | str
    """The folder, or its address in an object store."""
    about: dict[str, Any]
    """Names and units: "people", "bodies", "seats", "months", "snapshots", "recorded", "values", "title"."""

    @cached_property
    def group(self) -> Any:
        """The open Zarr group."""
        import zarr

        return zarr.open_group(self._store, mode="r")

    @property
    def _store(self) -> Any:
        """What Zarr reads the arm from."""
        return storage_at(self.folder).zarr(f"{STORE}/{self.name}")

    def array(self, name: str) -> NDArray[Any]:
        """Return one array whole. Raises ResultError with the nearest name when there is none."""
        import zarr

        from whowhom.spec.errors import did_you_mean, one_of

        try:
            # The one array, so that what the others are need not be read first.
            return np.asarray(zarr.open_array(self._store, path=name, mode="r")[...])
        except (FileNotFoundError, KeyError, ValueError):
            names = sorted(self.group.array_keys())
            if name in names:
                raise
            raise ResultError(
                f"{self.folder}: arm {self.name!r} has no array {name!r}; expected {one_of(names)}"
                f"{did_you_mean(name, names)}"
            ) from None

    def statistics(self) -> Counts:
        """Return the statistics of histories that were counted and not kept.

        Raises ResultError where none were counted.
        """
        from whowhom.results.statistics import counts_of

        return counts_of(self)

    @property
    def months(self) -> list[str]:
        """The months as "1921-03"."""
        return list(self.about["months"])

    @property
    def sound(self) -> NDArray[np.bool_]:
        """(history,) True where no fault was found."""
        sound: NDArray[np.bool_] = self.array("fault") == 0
        return sound

    def to_xarray(self) -> xr.Dataset:
        """Return the arm as a labelled dataset, opened lazily, months as dates."""
        import xarray as xr

        known = self.group.metadata.consolidated_metadata is not None
        dataset: xr.Dataset = xr.open_zarr(self._store, consolidated=known, chunks=None)
        return dataset.assign_attrs(
            {key: self.about[key] for key in ("title", "label", "seed", "document_hash")}
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return what is one number a month as a tidy frame: history, month, a column for each quantity."""
        dataset = self.to_xarray()
        plain = [name for name, item in dataset.data_vars.items() if item.dims == ("history", "month")]
        return dataset[plain].to_dataframe().reset_index()


@dataclass(frozen=True)
class Results:
    """A results folder."""

    folder: Path | str
    """The folder, or its address in an object store."""
    manifest: dict[str, Any]
    arms: dict[str, ArmResults]

    def __getitem__(self, arm: str) -> ArmResults:
        """Return one arm. Raises ResultError with the nearest name when there is none."""
        from whowhom.spec.errors import did_you_mean, one_of

        if arm not in self.arms:
            raise ResultError(
                f"{self.folder}: no arm {arm!r}; expected {one_of(self.arms)}{did_you_mean(arm, self.arms)}"
            )
        return self.arms[arm]

    @property
    def title(self) -> str:
        """The title of the scenario."""
        return str(self.manifest["title"])

    def to_xarray(self) -> xr.DataTree:
        """Return all arms as one tree of datasets."""
        import xarray as xr

        return xr.DataTree.from_dict({name: arm.to_xarray() for name, arm in self.arms.items()})

    def to_pandas(self) -> pd.DataFrame:
        """Return all arms as one tidy frame with a column `arm`."""
        import pandas as pd

        return pd.concat(
            [arm.to_pandas().assign(arm=name) for name, arm in self.arms.items()], ignore_index=True
        )

    def _repr_html_(self) -> str:
        """Show title, arms and numbers of histories in a notebook."""
        rows = "".join(
            f"<tr><td>{name}</td><td>{arm.label}</td><td>{arm.about['histories']}</td>"
            f"<td>{arm.months[0]} to {arm.months[-1]}</td></tr>"
            for name, arm in self.arms.items()
        )
        head = "<tr><th>arm</th><th>what differs</th><th>histories</th><th>months</th></tr>"
        return f"<b>{self.title}</b><table>{head}{rows}</table><code>{self.folder}</code>"


def open_results(folder: Path | str) -> Results:
    """Open a results folder, or one in an object store by its address (`s3://…`, needs the extra `cluster`).

    Raises ResultError when it is none, or when its run is not complete.
    """
    storage = storage_at(folder)
    text = storage.read(MANIFEST)
    if text is None:
        raise ResultError(
            f"{folder}: no results here; expected a folder with {MANIFEST}, as `whowhom run` writes it"
        )
    try:
        manifest = json.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ResultError(f"{folder}/{MANIFEST}: not readable as JSON: {error}") from None
    if not manifest.get("complete"):
        raise ResultError(f"{folder}: this run was stopped; the same command goes on where it was")
    where = storage.address
    arms = {name: ArmResults(name, about["label"], where, about) for name, about in manifest["arms"].items()}
    return Results(where, manifest, arms)
