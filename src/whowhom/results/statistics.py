"""Statistics of histories that were counted and not kept: their file, and its reading.

    statistics/ARM.npz     a tally: sums by month over all histories of an arm, as `core.tally` tells them

A quantile is read from counts in bins, by straight line within a bin, and is right to the width of one bin;
where only whole numbers were seen and a bin holds one of them, it is that number.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from whowhom.results.folder import ArmResults
from whowhom.results.storage import storage_at
from whowhom.spec.errors import ResultError, did_you_mean, one_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

HOLDER = "holder"
"""The observable whose numbers are persons, which no average makes sense of."""
SHARES = frozenset({"share", "probability"})
"""Units of numbers from 0 to 1, which are told as they are."""
NORMAL_95 = 1.959963984540054
"""Standard deviations to either side of a normal mean that hold 95 per cent."""
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
STATISTICS = ("mean", "error", "deviation", "lowest", "q05", "q25", "median", "q75", "q95", "highest")
"""`error` is the standard error of the mean."""
UNREADABLE = (OSError, EOFError, ValueError, KeyError, BadZipFile)
"""What reading a file raises that is cut off, damaged, or of another version."""
Numbers = NDArray[np.float64]


def key_of(arm: str) -> str:
    """Return where the statistics of an arm lie in a results folder."""
    return f"statistics/{arm}.npz"


@dataclass(frozen=True)
class Counts:
    """The statistics of one arm over all histories that were counted."""

    arm: ArmResults
    arrays: dict[str, NDArray[Any]]

    @property
    def histories(self) -> int:
        """How many histories were counted, with those that faulted."""
        return int(self.arrays["histories"])

    @property
    def faulted(self) -> int:
        """How many of them faulted, and count for nothing else."""
        return int(self.arrays["faulted"][0])

    @cached_property
    def columns(self) -> dict[str, slice]:
        """Where each recorded quantity stands among the numbers of a month."""
        found, at = {}, 0
        for name, item in self.arm.about["recorded"].items():
            found[name] = slice(at, at + int(item["width"]))
            at += int(item["width"])
        return found

    @property
    def numbers(self) -> list[str]:
        """The quantities that are numbers."""
        recorded = self.arm.about["recorded"]
        return [name for name in self.columns if recorded[name]["observable"] != HOLDER]

    @property
    def offices(self) -> list[str]:
        """The quantities that are persons."""
        return [name for name in self.columns if name not in self.numbers]

    def of(self, name: str) -> Numbers:
        """Return (statistic, month, place of its axis) of one quantity, in the order of STATISTICS.

        Raises ResultError with the nearest name where it was not recorded, or is a person.
        """
        if name not in self.numbers:
            raise ResultError(
                f"{self.arm.folder}: arm {self.arm.name!r} has no statistics of {name!r}; expected "
                f"{one_of(self.numbers)}{did_you_mean(name, self.numbers)}"
            )
        at = self.columns[name]
        known, mean, square, low, high = (
            np.asarray(self.arrays[field][:, at], np.float64)
            for field in ("known", "mean", "square", "low", "high")
        )
        none = known == 0
        deviation = np.sqrt(square / np.maximum(known - 1, 1))
        error = deviation / np.sqrt(np.maximum(known, 1))
        levels = [self._quantile(at, level) for level in LEVELS]
        stacked = np.stack([mean, error, deviation, low, *levels, high])
        stacked[:, none] = np.nan
        return stacked

    def _quantile(self, at: slice, level: float) -> Numbers:
        """Return (T, width) one quantile."""
        counts = self.arrays["counts"][:, at]
        start, width, whole = (self.arrays[field][:, at] for field in ("start", "width", "whole"))
        low, high = self.arrays["low"][:, at], self.arrays["high"][:, at]
        reached = np.cumsum(counts, axis=2)
        rank = np.maximum(level * reached[:, :, -1], 1e-9)
        place = (reached >= rank[:, :, None]).argmax(axis=2)
        inside = np.take_along_axis(counts, place[:, :, None], 2)[:, :, 0]
        under = np.take_along_axis(reached, place[:, :, None], 2)[:, :, 0] - inside
        part = (rank - under) / np.maximum(inside, 1)
        single = (whole == 1) & (width == 1)
        found = start + width * (place - 1 + np.where(single, 0.5, part))
        return np.asarray(np.clip(found, low, high), np.float64)

    def persons(self, name: str) -> Numbers:
        """Return (month, person): the share of histories in which each holds an office; the last is nobody.

        Raises ResultError with the nearest name where no such office was recorded.
        """
        if name not in self.offices:
            raise ResultError(
                f"{self.arm.folder}: arm {self.arm.name!r} has no office {name!r}; expected "
                f"{one_of(self.offices)}{did_you_mean(name, self.offices)}"
            )
        counts = self.arrays["persons"][:, self.offices.index(name)]
        return np.asarray(np.roll(counts, -1, axis=1) / max(int(self.arrays["sound"][0]), 1))

    def to_xarray(self) -> xr.Dataset:
        """Return everything that is a number as a dataset: statistic, month[, place of its axis]."""
        import pandas as pd
        import xarray as xr

        months = pd.to_datetime([f"{month}-01" for month in self.arm.months])
        found = {}
        for name in self.numbers:
            values = self.of(name)
            wide = values.shape[2] > 1
            axes = ("statistic", "month", f"{name}_axis") if wide else ("statistic", "month")
            about = self.arm.about["recorded"][name]
            said = {"units": about["unit"], "long_name": about["says"]}
            found[name] = (axes, values if wide else values[:, :, 0], said)
        coordinates = {"statistic": list(STATISTICS), "month": months}
        about = {"histories": self.histories, "faulted": self.faulted}
        return xr.Dataset(found, coordinates, about)

    def to_pandas(self) -> pd.DataFrame:
        """Return what is one number a month as a tidy frame: quantity, month, a column for each statistic."""
        import pandas as pd

        frames = []
        for name in self.numbers:
            values = self.of(name)
            if values.shape[2] == 1:
                frame = pd.DataFrame(values[:, :, 0].T, columns=list(STATISTICS))
                frame.insert(0, "month", self.arm.months)
                frame.insert(0, "quantity", name)
                frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    def holders(self, office: str, month: str, least: float = 0.001) -> pd.Series[float]:
        """Return who holds an office in a month ("1929-12"), share of histories, the most frequent first.

        least: smaller shares are left out. Raises ResultError for an unknown office or month.
        """
        import pandas as pd

        if month not in self.arm.months:
            first, last = self.arm.months[0], self.arm.months[-1]
            raise ResultError(f"{self.arm.folder}: found the month {month}; expected {first} to {last}")
        shares = self.persons(office)[self.arm.months.index(month)]
        people = [*self.arm.about["people"], "nobody"]
        told = pd.Series(shares, index=people, name="share")
        return told[told >= least].sort_values(ascending=False)


def counts_of(arm: ArmResults) -> Counts:
    """Return the statistics of an arm. Raises ResultError where none were counted."""
    data = storage_at(arm.folder).read(key_of(arm.name))
    if data is None:
        raise ResultError(
            f"{arm.folder}: arm {arm.name!r} has no statistics; expected a run with --statistics"
        )
    try:
        with np.load(io.BytesIO(data)) as there:
            return Counts(arm, {name: there[name] for name in there.files})
    except UNREADABLE:
        raise ResultError(
            f"{arm.folder}: {key_of(arm.name)} is cut off or damaged; the command that made it makes it again"
        ) from None


def counted(folder: Path | str, arm: str) -> bool:
    """Return whether an arm of a results folder has statistics."""
    return storage_at(folder).has(key_of(arm))
