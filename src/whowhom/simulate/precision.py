"""How narrow the intervals of a count are, each on the scale of what it is of.

The interval is that of the mean over histories, 95 per cent, normal: half = 1.96 sd / sqrt(n). Of a share or
a probability, and of who holds an office, it is taken as it is; of any other number in units of the largest
mean that the number has in any month, so that a precision of 0.01 means one per cent of it. The variance of
who holds an office, and of a share that was 0 in every history or 1 in every one, is that of Agresti and
Coull (two met and two not), not nothing.

Does not model: the uncertainty of the posterior itself, of which a run draws what was kept (its draws).
Source: Agresti and Coull 1998.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.core.tally import Tally
from whowhom.results.statistics import HOLDER, NORMAL_95, SHARES


@dataclass(frozen=True)
class Widest:
    """The widest interval of a count."""

    name: str
    month: int
    half: float
    """Half of its width, on the scale of the precision."""


def widest(tally: Tally, model: Model) -> Widest | None:
    """Return the widest interval, or None where nothing is recorded or no history counts."""
    if not tally.sound[0]:
        return None
    found: list[Widest] = []
    at = office = 0
    for item in model.recorded:
        columns = slice(at, at + item.width)
        at += item.width
        if item.observable.name == HOLDER:
            half = _of_persons(tally, office)
            office += 1
        else:
            half = _of_numbers(tally, columns, item.observable.unit in SHARES).max(axis=1)
        if half.size and np.isfinite(half).any():
            month = int(np.nanargmax(half))
            found.append(Widest(item.name, month, float(half[month])))
    return max(found, key=lambda one: one.half, default=None)


def _of_numbers(tally: Tally, columns: slice, as_it_is: bool) -> NDArray[np.float64]:
    """Return (T, width) half intervals of means."""
    known = np.maximum(tally.known[:, columns], 2)
    half = NORMAL_95 * np.sqrt(tally.square[:, columns] / (known - 1) / known)
    if as_it_is:
        same = (tally.square[:, columns] == 0) & np.isin(tally.mean[:, columns], (0.0, 1.0))
        return np.asarray(np.where(same, _half_of_share(np.zeros(()), known), half))
    largest = np.abs(tally.mean[:, columns]).max(axis=0)
    return np.asarray(np.divide(half, largest, out=np.zeros_like(half), where=largest > 0))


def _of_persons(tally: Tally, office: int) -> NDArray[np.float64]:
    """Return (T,) half intervals of the chance of whoever is least certain to hold the office."""
    met = tally.persons[:, office].astype(np.float64)
    return np.asarray(_half_of_share(met, tally.sound).max(axis=1))


def _half_of_share(met: NDArray[np.float64], of: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return half intervals of chances met so many times of so many (Agresti and Coull 1998)."""
    share = (met + 2) / (of + 4)
    return np.asarray(NORMAL_95 * np.sqrt(share * (1 - share) / (of + 4)))
