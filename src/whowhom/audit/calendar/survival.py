"""How long the present holders last: a life table, to the day, and how many of them are left.

Within a year of age the hazard is constant, so that a full year leaves the share of the life table. Every
holder lives or dies alone; the number left is then a sum of independent chances, whose distribution is built
by adding one holder after another (Poisson binomial, in 64 bit).
Does not model: illness, deaths that come together, a life table that changes with the years.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log1p

import numpy as np
from numpy.typing import NDArray

from whowhom.audit.calendar.dates import DAYS_OF_A_YEAR, NEVER, birthday
from whowhom.spec.organisation import Body
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Scenario, Step
from whowhom.spec.units import PER_MONTH, to_internal

MORTALITY = "mortality"
"""The mechanism whose life table is read."""


@dataclass(frozen=True)
class LifeTable:
    """Hazards of death per year of life."""

    name: str
    hazards: tuple[float, ...]
    """Entry a: from birthday a to birthday a + 1; the last one holds for all later years."""

    def cumulative(self, born: date, since: date, until: date) -> float:
        """Return the hazard gathered from one day to another: the integral over the years of age between.

        0 where `until` is not after `since`. Ages below 0 take the first entry.
        """
        total, day = 0.0, since
        age = max(since.year - born.year - 1, 0)
        while day < until:
            begin, end = birthday(born, 12 * age), birthday(born, 12 * age + 12)
            if end > day:
                inside = (min(until, end) - day).days / (end - begin).days
                total += self.hazards[min(age, len(self.hazards) - 1)] * inside
                day = min(until, end)
            age += 1
        return total


def life_table(scenario: Scenario) -> LifeTable:
    """Read the life table of the step `mortality` with its multiplier, or the one that comes with WhoWhom.

    The monthly chance m of the simulator, with the multiplier in it, is a hazard of -12 log(1 - m) a year.
    Dated changes of the multiplier are left out. Raises DocumentError where the table cannot be read.
    """
    # The registry of mechanisms is slow to import.
    from whowhom.build.schedule import resolve
    from whowhom.build.tables import age_tables

    steps = [step for step in scenario.schedule if step.mechanism == MORTALITY]
    step = steps[0] if steps else Step(mechanism=MORTALITY)
    alone = scenario.model_copy(update={"schedule": (step,)})
    found = resolve(alone)
    monthly = age_tables(alone, found)["life_table"]
    given = step.numbers.get("multiplier")
    factor = given.value if isinstance(given, Quantity) else 1.0
    default = found[0].declaration.tables[0].default
    capped = np.minimum(factor * monthly, 1.0 - 1e-12)
    return LifeTable(
        name=str(step.numbers.get("life_table", default)),
        hazards=tuple(float(chance) for chance in -12.0 * np.log1p(-capped)),
    )


def exit_hazard(body: Body) -> float:
    """Return the hazard per year of leaving a body early for other reasons; 0 where it gives none."""
    given = body.early_exit
    if given is None:
        return 0.0
    monthly = min(to_internal(given.value, given.unit, PER_MONTH), 1.0 - 1e-12)
    return -12.0 * log1p(-monthly)


@dataclass(frozen=True)
class Life:
    """One holder: born when, sure to be gone on which day, and in danger of leaving before."""

    born: date | None
    leaves: date
    exit_hazard: float = 0.0

    def survival(self, table: LifeTable, since: date, until: date) -> float:
        """Return the chance that who sits on one day still sits on another; without a birthday nobody dies.

        0 from the day on which the rules end it.
        """
        if until >= self.leaves:
            return 0.0
        gathered = self.exit_hazard * max((until - since).days, 0) / DAYS_OF_A_YEAR
        if self.born is not None:
            gathered += table.cumulative(self.born, since, until)
        return exp(-gathered)


def number_left(chances: Sequence[float], votes: Sequence[int] | None = None) -> NDArray[np.float64]:
    """Return (V + 1,) the distribution of the votes of those left, each left with its own chance.

    P_i(v) = (1 - s_i) P_{i-1}(v) + s_i P_{i-1}(v - w_i). chances: (n,) s_i; votes: (n,) w_i, one each where
    not given; V is their sum. Raises ValueError for a chance outside 0 to 1 or a negative vote.
    """
    weights = [1] * len(chances) if votes is None else list(votes)
    if any(not 0.0 <= chance <= 1.0 for chance in chances) or any(weight < 0 for weight in weights):
        raise ValueError("found a chance outside 0 to 1 or a negative vote")
    total = np.zeros(sum(weights) + 1)
    total[0] = 1.0
    for chance, weight in zip(chances, weights, strict=True):
        moved = np.zeros_like(total)
        moved[weight:] = total[: total.size - weight]
        total = (1.0 - chance) * total + chance * moved
    return total


def quantile(distribution: NDArray[np.float64], level: float) -> int:
    """Return the smallest number whose chance of not being exceeded is at least `level`."""
    sums = np.cumsum(distribution)
    return min(bisect_right(sums.tolist(), level - 1e-12), distribution.size - 1)


def first_day(holds: Callable[[date], bool], since: date, until: date) -> date:
    """Return the first day from `since` to `until` on which something holds that never ceases to hold.

    Found by halving. NEVER where it does not hold on the last day.
    """
    if since > until or not holds(until):
        return NEVER
    low, high = since.toordinal(), until.toordinal()
    while low < high:
        middle = (low + high) // 2
        if holds(date.fromordinal(middle)):
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(high)
