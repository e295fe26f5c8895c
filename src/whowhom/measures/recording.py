"""What histories recorded, whether they lie in memory or in a results folder, under one reading.

Where the run recorded whether the rulers rule, a month in which they do not counts for nothing: it is NaN,
except of what is told of every history whoever rules in it (ALWAYS). The report reads it so as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.measures.statistics import Numbers
from whowhom.results import ArmResults
from whowhom.simulate.batch import Batch

RULE = "in_power"
"""The observable that says whether the rulers rule."""

ALWAYS = frozenset({RULE, "seizure_hours", "authority", "held_places", "held_place", "threat", "concessions"})
"""The observables that are told of every history, whoever rules in it."""


@dataclass(frozen=True)
class Layout:
    """What a run records, without its histories: enough to say which targets can be asked of it."""

    months: tuple[str, ...]
    """As "1921-03"; the first is the state before anything can have happened."""
    observables: dict[str, str]
    """What each recorded quantity measures: its name, and that of its observable."""
    widths: dict[str, int]
    """Places on the axis of each recorded quantity, 0 where it is one number."""
    people: tuple[str, ...]
    snapshots: tuple[str, ...]
    """The months at which holders are kept."""
    seats: tuple[str, ...]
    """The body of each seat."""


@dataclass(frozen=True)
class Recording:
    """The histories of one arm as the statistics read them."""

    layout: Layout
    read: Callable[[str], NDArray[np.generic]]
    """(history, month[, place]) of a recorded quantity, as it was recorded."""
    holders: Callable[[], NDArray[np.integer]]
    """(history, snapshot, seat) numbers of persons, negative where vacant."""
    sound: NDArray[np.bool_]
    """(history,) False where the simulator found a fault."""

    @property
    def years(self) -> Numbers:
        """(month,) the ends of the months on an axis of years."""
        return np.array([int(month[:4]) + int(month[5:7]) / 12 for month in self.layout.months])

    def fallen(self) -> NDArray[np.bool_] | None:
        """Return (history, month) where the rulers do not rule; None where the run did not record it."""
        names = [name for name, of in self.layout.observables.items() if of == RULE]
        if not names:
            return None
        fallen: NDArray[np.bool_] = np.asarray(self.read(names[0])) == 0
        fallen[:, 0] = fallen[:, 1]  # the month before anything can have happened
        return fallen

    def recorded(self, name: str) -> Numbers:
        """Return (history, month[, place]) of something recorded, NaN where the rulers do not rule."""
        values: Numbers = np.asarray(self.read(name), np.float64)
        fallen = None if self.layout.observables[name] in ALWAYS else self.fallen()
        if fallen is None:
            return values
        return np.where(fallen if values.ndim == 2 else fallen[:, :, None], np.nan, values)

    def members(self, body: str, first: str, last: str) -> list[NDArray[np.integer]]:
        """Return (history, seat) who sat in a body at each snapshot from one month to another."""
        seats = [place for place, name in enumerate(self.layout.seats) if name == body]
        kept = [k for k, month in enumerate(self.layout.snapshots) if first <= month <= last]
        holders = self.holders()
        return [holders[:, k][:, seats] for k in kept]


def layout_of_model(model: Model) -> Layout:
    """Return what the runs of a model record."""
    return Layout(
        months=model.month_labels,
        observables={item.name: item.observable.name for item in model.recorded},
        widths={item.name: item.width if item.observable.dimension else 0 for item in model.recorded},
        people=model.people,
        snapshots=tuple(model.month_labels[month] for month in model.snapshot_months),
        seats=tuple(list(model.scenario.bodies)[body] for body in model.polity.seat_body),
    )


def of_batch(batch: Batch, model: Model) -> Recording:
    """Return the histories of a batch, in its order."""
    columns: dict[str, slice] = {}
    at = 0
    for item in model.recorded:
        columns[item.name] = slice(at, at + item.width)
        at += item.width
    layout = layout_of_model(model)

    def read(name: str) -> NDArray[np.generic]:
        block = batch.output[:, :, columns[name]]
        return block if layout.widths[name] else block[:, :, 0]

    return Recording(layout, read, lambda: batch.snapshots, batch.faults[:, 0] == 0)


def of_arm(arm: ArmResults) -> Recording:
    """Return the histories of an arm of a results folder, in its order; arrays are read when asked for."""
    found = arm.about["recorded"]
    shapes = {name: arm.group[name].shape for name in found}
    layout = Layout(
        months=tuple(arm.months),
        observables={name: item["observable"] for name, item in found.items()},
        widths={name: shape[2] if len(shape) == 3 else 0 for name, shape in shapes.items()},
        people=tuple(arm.about["people"]),
        snapshots=tuple(arm.about["snapshots"]),
        seats=tuple(arm.about["seats"]),
    )
    return Recording(layout, arm.array, lambda: arm.array("snapshot_holder"), arm.sound)
