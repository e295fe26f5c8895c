"""An outcome: a question with the answer yes or no, asked of each history of a run.

    leader=Anna at 1929-12                          as it is written
    reached 1 of concessions from 1917-11 to 1921-12
    committee_size at 1930-12, above 60             any other number, held against a level

Does not model: outcomes that join two questions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.measures.asked import Asked, asked, measured
from whowhom.measures.recording import RULE, Recording
from whowhom.measures.statistics import Numbers
from whowhom.spec.errors import ModelError, shown

NOBODY, UNKNOWN = -1, -2
"""Who holds it where nobody does, and where the outcome names no holder or the history does not say."""


@dataclass(frozen=True)
class Outcome:
    """What is asked, and the level that a number is held against."""

    asked: Asked
    above: float | None = None
    below: float | None = None

    @property
    def says(self) -> str:
        """The outcome in words."""
        level = "" if self.above is None else f", above {self.above:g}"
        return self.asked.says + level + ("" if self.below is None else f", below {self.below:g}")

    @property
    def person(self) -> str:
        """Whom it is about; nothing where it is about nobody."""
        return self.asked.terms[0].person if len(self.asked.terms) == 1 else ""

    def names(self, model: Model) -> tuple[str, ...]:
        """Return the entries of `observe` that it needs: its own, and whether the rulers rule."""
        return tuple(
            item.name
            for item in model.recorded
            if item.name in self.asked.names or item.observable.name == RULE
        )

    def held(self, recording: Recording) -> Numbers:
        """Return (history,) 1 where it holds, 0 where not, NaN where the history does not say."""
        values = measured(self.asked, recording)
        if self.above is not None:
            return np.where(np.isnan(values), np.nan, values > self.above)
        if self.below is not None:
            return np.where(np.isnan(values), np.nan, values < self.below)
        return values

    def holders(self, recording: Recording) -> NDArray[np.int64]:
        """Return (history,) the number of whoever holds it in the month, NOBODY or UNKNOWN."""
        if not self.person or self.asked.statistic != "at":
            return np.full(recording.sound.size, UNKNOWN)
        month = recording.layout.months.index(self.asked.first)
        found = recording.recorded(self.asked.terms[0].name)[:, month]
        return np.where(recording.sound & ~np.isnan(found), np.nan_to_num(found), UNKNOWN).astype(np.int64)


def outcome(text: str, above: float | None = None, below: float | None = None) -> Outcome:
    """Read an outcome. Raises ModelError where it cannot be read, or is no question of yes or no."""
    one = asked(text)
    names_someone = one.statistic == "at" and len(one.terms) == 1 and bool(one.terms[0].person)
    answered = one.statistic in ("reached", "below") or names_someone
    if above is not None and below is not None:
        raise ModelError(f"outcome: found above {above:g} and below {below:g}; expected one of them")
    if answered and (above is not None or below is not None):
        raise ModelError(f"outcome: found a level beside {shown(text)}, which is true or not without one")
    if not answered and above is None and below is None:
        raise ModelError(
            f"outcome: found {shown(text)}, a number; expected above or below with a level, or a question "
            'such as "NAME=PERSON at MONTH" or "reached LEVEL of NAME from MONTH to MONTH"'
        )
    return Outcome(one, above, below)
