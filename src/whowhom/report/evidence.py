"""What a chapter may look at: the arms of a results folder without the histories that faulted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.report.section import LeftOut
from whowhom.report.statistics import Numbers, Truths
from whowhom.results import ArmResults, Results
from whowhom.spec.errors import ResultError

MOST_FAULTED = 0.01
"""Share of faulted histories past which an arm is not averaged."""

FAULT_SENTENCES = {
    1: "a seat is held by someone dead",
    2: "a number is not finite",
    4: "a share is outside 0 to 1",
    8: "a mass is negative",
    16: "more people entered than people.capacity allows",
    32: "a seat names a person who does not exist",
}
"""What each bit of the fault mask means; a test holds it to the simulator's own list."""


@dataclass(frozen=True)
class Faults:
    """How many histories of an arm faulted, with which bits, first when."""

    arm: str
    count: int
    histories: int
    kinds: tuple[str, ...]
    first: str
    """The earliest month of a fault, empty where there is none."""

    @property
    def too_many(self) -> bool:
        """Whether the report refuses to average this arm."""
        return self.count > MOST_FAULTED * self.histories

    @property
    def sentence(self) -> str:
        """What the report says of it."""
        if not self.count:
            return f"{self.arm}: none of {self.histories} histories faulted"
        kinds = ", ".join(self.kinds)
        found = (
            f"{self.arm}: {self.count} of {self.histories} histories faulted ({kinds}; first in {self.first})"
        )
        if self.too_many:
            return f"{found}: more than 1 %, so this arm is not averaged and its results are left out"
        return f"{found}: left out, the others are averaged"


@dataclass(frozen=True)
class Arm:
    """One version of history, restricted to the histories that are kept."""

    results: ArmResults
    kept: Truths

    @property
    def name(self) -> str:
        """Its name in the folder."""
        return self.results.name

    @property
    def label(self) -> str:
        """What it is called in words."""
        return self.results.label

    @property
    def about(self) -> dict[str, Any]:
        """Names and units."""
        return self.results.about

    @property
    def histories(self) -> int:
        """How many histories are kept."""
        return int(self.kept.sum())

    @property
    def months(self) -> list[str]:
        """The months as "1921-03"."""
        return self.results.months

    @cached_property
    def years(self) -> Numbers:
        """(month,) the ends of the months on an axis of years: a month's state is that after its last day."""
        return np.array([int(month[:4]) + int(month[5:7]) / 12 for month in self.months])

    def array(self, name: str) -> NDArray[Any]:
        """Return an array for the kept histories. Raises LeftOut where the folder has none."""
        try:
            stored = self.results.group[name]
        except KeyError:
            raise LeftOut(f"The arm {self.name} did not record {name}.") from None
        values = np.asarray(stored[...])
        values = values[: self.kept.size]
        return values if self.kept.all() else values[self.kept]

    def has(self, *names: str) -> bool:
        """Return whether the arm recorded all of them."""
        return all(name in self.about["recorded"] for name in names)

    def month(self, label: str) -> int:
        """Return the position of a month. Raises LeftOut where the histories do not reach it."""
        if label not in self.months:
            raise LeftOut(
                f"The arm {self.name} runs from {self.months[0]} to {self.months[-1]}, without {label}."
            )
        return self.months.index(label)


class Evidence:
    """A results folder as the chapters see it."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.manifest = results.manifest
        self._sound: dict[str, Truths] = {}
        self.faults: dict[str, Faults] = {}
        for name, arm in results.arms.items():
            self._sound[name], self.faults[name] = _faults(arm)

    def has(self, name: str) -> bool:
        """Return whether there is an arm of that name that may be averaged."""
        return name in self.faults and not self.faults[name].too_many

    def arm(self, name: str) -> Arm:
        """Return one arm. Raises LeftOut where it is missing or has too many faults."""
        return self.together([name])[0]

    def together(self, names: Sequence[str]) -> list[Arm]:
        """Return arms restricted to the histories that all of them have and are sound in, so that they pair.

        Raises LeftOut where one is missing, has too many faults, or no history is left.
        """
        for name in names:
            if name not in self.faults:
                raise LeftOut(f"The folder has no arm {name}.")
            if self.faults[name].too_many:
                raise LeftOut(f"{self.faults[name].sentence}.")
        fewest = min(self._sound[name].size for name in names)
        kept = np.logical_and.reduce([self._sound[name][:fewest] for name in names])
        if not kept.any():
            raise LeftOut("No history is sound.")
        return [Arm(self.results[name], kept) for name in names]

    def present(self, names: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
        """Split names of arms into those that may be averaged and a sentence for each of the others."""
        absent = [name for name in names if not self.has(name)]
        said = tuple(
            f"{self.faults[name].sentence}." if name in self.faults else f"The folder has no arm {name}."
            for name in absent
        )
        return [name for name in names if name not in absent], said


def _faults(arm: ArmResults) -> tuple[Truths, Faults]:
    """Return which histories are sound, and the count of faults.

    Raises ResultError where the folder lacks them.
    """
    try:
        fault, month = (np.asarray(arm.group[name][...]) for name in ("fault", "fault_month"))
    except (KeyError, OSError) as error:
        raise ResultError(f"{arm.folder}: arm {arm.name!r} cannot be read: {error}") from None
    bad = fault != 0
    union = int(np.bitwise_or.reduce(fault[bad])) if bad.any() else 0
    first = arm.months[min(max(int(month[bad].min()), 0), len(arm.months) - 1)] if bad.any() else ""
    bits = [1 << place for place in range(63) if union >> place & 1]
    kinds = tuple(FAULT_SENTENCES.get(bit, f"fault {bit}") for bit in bits)
    return ~bad, Faults(arm.name, int(bad.sum()), int(fault.size), kinds, first)
