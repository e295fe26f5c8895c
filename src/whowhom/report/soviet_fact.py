"""A stylised fact: a measure, the words in which the fact is told, and when histories bear it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from whowhom.report.evidence import Arm
from whowhom.report.measure import Measure
from whowhom.report.section import Row, plain
from whowhom.report.statistics import Numbers

STATUS = "stylised fact"


def two(number: float) -> str:
    """Write a number with two digits after the point at most, and no sign where that is 0."""
    text = plain(number, 2)
    return "0" if text == "-0" else text


def whole(number: float) -> str:
    """Write a number without digits after the point, and no sign where that is 0."""
    text = plain(number, 0)
    return "0" if text == "-0" else text


def mostly(values: Numbers) -> bool:
    """Return whether it happens in more than half of the histories that can say."""
    return float(values.mean()) > 0.5


def above_nothing(values: Numbers) -> bool:
    """Return whether the median of histories is above 0."""
    return float(np.median(values)) > 0


def below_nothing(values: Numbers) -> bool:
    """Return whether the median of histories is below 0."""
    return float(np.median(values)) < 0


def not_rare(values: Numbers) -> bool:
    """Return whether it happens in one history of twenty or more: what happened once is then no surprise."""
    return float(values.mean()) >= 0.05


@dataclass(frozen=True)
class Fact(Measure):
    """A measure that is told in the table of model against data as reproduced or missed."""

    told_as: str = ""
    """What is on record, in words."""
    holds: Callable[[Numbers], bool] = mostly
    """Whether histories bear it out; it gets those that can say, at least one."""
    reason: str = ""
    """Why it is missed, where it is."""
    sources: tuple[str, ...] = ()

    def row(self, arm: Arm) -> Row:
        """Return the line of model against data; where no history can say, it is missed."""
        values = self.of(arm)
        there = values[~np.isnan(values)]
        borne_out = bool(there.size) and self.holds(there)
        middle, interval = self.told(values)
        note = "reproduced" if borne_out else f"missed; likely reason: {self.reason}"
        return Row(self.label, middle, interval, self.told_as, borne_out, STATUS, self.sources, note)
