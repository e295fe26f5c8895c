"""How far a document is from capture, in one number that any two documents can be compared by.

The number is the months, out of the horizon, that a body can be expected to stay free of the principal's
control; once it has been controlled it counts as captured for good. Where counts of seats can answer, they
do; where seats open by age or death alone, the calendar does: with the deaths of holders whose birthdays the
table of people gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.audit.calendar.section import calendar
from whowhom.audit.two_sided import asked, horizon, model_of, opens_by_age_alone
from whowhom.spec.scenario import Scenario


@dataclass(frozen=True)
class Measure:
    """The chance of having been captured by each month, and what follows from it."""

    reached: NDArray[np.float64]
    """(T,) the chance that the body has been controlled up to each month; month 0 first."""
    method: str
    """"counts" or "calendar"."""
    residual: float

    @property
    def free(self) -> float:
        """The expected months, out of the horizon, before control is first reached."""
        return float((1.0 - self.reached[:-1]).sum())

    @property
    def chance(self) -> float:
        """The chance that control has been reached by the last month."""
        return float(self.reached[-1])

    def month_of(self, level: float) -> int | None:
        """Return the first month with at least this chance, or None."""
        there = np.flatnonzero(self.reached >= level)
        return int(there[0]) if there.size else None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "free_months": self.free,
            "chance": self.chance,
            "even_chance_month": self.month_of(0.5),
            "method": self.method,
            "residual": self.residual,
        }


def measure(
    scenario: Scenario, principal: str, target: str, months: int, loyalty: float, seconds: float = 20.0
) -> Measure:
    """Return how probably the principal comes to control the target within so many months.

    A principal that leaves earlier (tenure, term limit) captures nothing after it. Raises ModelError where
    neither counts nor the calendar can answer.
    """
    own = min(months, horizon(scenario, principal))
    if opens_by_age_alone(scenario, target):
        reached, residual, method = *_by_calendar(scenario, principal, target, own), "calendar"
    else:
        reached, residual, method = *_by_counts(scenario, principal, target, own, loyalty, seconds), "counts"
    full = np.concatenate([reached, np.full(max(months + 1 - reached.size, 0), reached[-1])])
    return Measure(full[: months + 1], method, residual)


def _by_counts(
    scenario: Scenario, principal: str, target: str, months: int, loyalty: float, seconds: float
) -> tuple[NDArray[np.float64], float]:
    """Ask the chain of counts."""
    from whowhom.exact.counts.chain import CountChain

    model = model_of(scenario, principal, (target,), months, {"party_line.loyalty": loyalty})
    return CountChain(model, (target,)).first_passage(target, months, seconds)


def _by_calendar(
    scenario: Scenario, principal: str, target: str, months: int
) -> tuple[NDArray[np.float64], float]:
    """Ask the calendar, with deaths where a life table is at hand, else by the rules alone."""
    audit = asked(scenario).model_copy(update={"principal": principal, "targets": (target,)})
    named = scenario.model_copy(update={"audit": audit})
    named._origin = scenario.origin
    found = calendar(named)
    one = next(item for item in found.to_dict()["principals"] if item["principal"] == principal)
    thresholds = one["bodies"][target]["thresholds"]
    hardest = max(thresholds.values(), key=lambda item: item["first_day"]["quota"])
    reached = np.zeros(months + 1)
    deaths = hardest["mortality"]
    if deaths is not None:
        chances = np.maximum.accumulate(np.array(deaths["probability"], np.float64))[: months + 1]
        reached[: chances.size] = chances
        reached[chances.size :] = chances[-1] if chances.size else 0.0
    elif hardest["control"]["rules"]["years"] is not None:
        reached[min(int(np.ceil(12 * hardest["control"]["rules"]["years"])), months + 1) :] = 1.0
    return reached, found.residual
