"""The built model: everything that `simulate` and `exact` need, and nothing that depends on a history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.core.drive import Plan
from whowhom.core.mechanism import Registered
from whowhom.core.observable import Observable
from whowhom.core.polity import Polity
from whowhom.core.state import Sizes
from whowhom.spec.prior import Prior
from whowhom.spec.scenario import Scenario


@dataclass(frozen=True)
class Entry:
    """One call of the schedule: `begin` in month 0, or `step` in the months of its cadence."""

    mechanism: Registered
    which: str


@dataclass(frozen=True)
class Value:
    """One number of the model as it holds from `month` on, in its internal unit."""

    name: str
    """"mechanism.number"."""
    month: int
    value: float
    unit: str
    source: str
    status: str
    prior: Prior | None
    given_unit: str
    """The unit of the document, in which the prior is written."""
    low: float
    high: float


@dataclass(frozen=True)
class Recorded:
    """One recorded quantity of a run."""

    name: str
    observable: Observable
    arguments: tuple[int, ...]
    given: dict[str, str]
    width: int


@dataclass(frozen=True)
class Model:
    """A scenario as arrays."""

    scenario: Scenario
    months: int
    """Months after the start; a history has months + 1 records."""
    month_labels: tuple[str, ...]
    sizes: Sizes
    polity: Polity
    initial: NDArray[np.uint8]
    """The buffer of the state in month 0."""
    memory: int
    entries: tuple[Entry, ...]
    plan: Plan
    values: tuple[Value, ...]
    """The columns of the table of values that each history reads."""
    recorded: tuple[Recorded, ...]
    people: tuple[str, ...]
    """Names by slot; slots for unknown persons are called after the entrants' label."""
    known_people: int
    """How many of them are in the table of people."""
    snapshot_months: tuple[int, ...]

    @property
    def width(self) -> int:
        """Numbers recorded each month."""
        return sum(item.width for item in self.recorded)
