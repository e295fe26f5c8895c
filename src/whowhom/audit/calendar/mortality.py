"""Control of a body with deaths: the exact chance, day by day, while the principal fills what falls vacant.

Each present holder of a seat that the principal itself fills is still there with an independent chance, from
a life table and the rate of early exits, until the rules end his time. The votes of those left have a Poisson
binomial distribution; for each outcome the votes of the principal's side are certain. Seats that are filled
through other bodies change hands on the day of the reading "rules". A rule that acts only on some days fills
on the last of them what fell vacant before.
Does not model: deaths of the principal's own appointees, whom it replaces; vacancies between days of filling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.audit.calendar.capture import Claim, Track, votes_needed
from whowhom.audit.calendar.dates import NEVER, add_months
from whowhom.audit.calendar.seats import Side
from whowhom.audit.calendar.survival import Life, LifeTable, first_day, number_left
from whowhom.spec.decision import Decision

LEVELS = (0.05, 0.50, 0.95)
"""The chances whose days are told."""
_CERTAIN = 1.0 - 1e-12
MOST_VOTES = 5_000
"""Bodies with more votes than this get no distribution."""


@dataclass
class Holders:
    """The present holders of a body who may die, and what follows for its decisions."""

    track: Track
    table: LifeTable
    _known: dict[date, NDArray[np.float64]] = field(default_factory=dict)
    residual: float = 0.0
    """The largest distance of a distribution's sum from 1 so far."""

    @property
    def mortal(self) -> tuple[Claim, ...]:
        """Return the seats of others that the principal itself fills."""
        return tuple(c for c in self.track.claims if c.seat.side is Side.OTHER and c.days is not None)

    @property
    def can_be_counted(self) -> bool:
        """Whether there is somebody to count, and few enough votes."""
        return 0 < sum(claim.seat.votes for claim in self.mortal) <= MOST_VOTES

    def left(self, day: date) -> NDArray[np.float64]:
        """Return (V + 1,) the distribution of the votes that present holders still have on a day."""
        if day not in self._known:
            chances = [self._remains(claim, day) for claim in self.mortal]
            found = number_left(chances, [claim.seat.votes for claim in self.mortal])
            self.residual = max(self.residual, abs(float(found.sum()) - 1.0))
            self._known[day] = found
        return self._known[day]

    def _remains(self, claim: Claim, day: date) -> float:
        """Return the chance that a seat was not yet filled by the principal on a day."""
        filled = claim.days.last(day) if claim.days else date.min
        if filled < self.track.since:
            return 1.0
        seat = claim.seat
        return Life(seat.born, claim.leaves, seat.exit_hazard).survival(self.table, self.track.since, filled)

    def chance(self, decision: Decision, day: date) -> float:
        """Return the probability that the principal's side carries a decision on a day."""
        left = self.left(day)
        sure, fixed, hold = self._certain(day)
        votes, ceiling, size = left.size - 1, self.track.ceiling, self.track.course.at(day)[2]
        remaining = np.arange(votes + 1)
        others = remaining + fixed
        own = votes - remaining + sure
        if ceiling is not None:
            own = np.maximum(np.minimum(own, ceiling - others), hold)
        base = np.full_like(own, size) if decision.of_seats else own + others
        quota = np.array([votes_needed(decision, int(number)) for number in base])
        return float(min(left[own >= quota].sum(), 1.0))

    def _certain(self, day: date) -> tuple[int, int, int]:
        """Return the votes that are sure to be the side's, sure to be others', and held from the start."""
        sure = fixed = hold = 0
        mortal = {claim.seat.number for claim in self.mortal}
        for claim in self.track.claims:
            seat = claim.seat
            if seat.number in mortal or not seat.begins <= day < seat.closes:
                continue
            hold += seat.votes * (seat.side is Side.OWN)
            sure += seat.votes * (claim.owned <= day)
            fixed += seat.votes * (seat.side is Side.OTHER and claim.leaves > day)
        return sure, fixed, hold


@dataclass(frozen=True)
class Chances:
    """How likely a decision is carried by each month, and the days of the levels."""

    months: tuple[date, ...]
    stays: tuple[float, ...]
    """(n,) if the principal stays."""
    lives: tuple[float, ...] | None
    """(n,) reached while the principal still lived; None where his birthday is not known."""
    half_width: float
    """Largest error of `lives`, from the months within which control and death fall together."""
    days: tuple[date, ...]
    """(levels,) the first day with each level if the principal stays; NEVER where it is not reached."""
    days_alive: tuple[date, ...]
    """(levels,) the first month with each level while he lives; NEVER where it is not reached."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""

        def told(days: Sequence[date]) -> dict[str, str | None]:
            names = (f"{100 * level:.0f}%" for level in LEVELS)
            return {
                name: None if day == NEVER else day.isoformat() for name, day in zip(names, days, strict=True)
            }

        alive = None
        if self.lives is not None:
            alive = {
                "probability": list(self.lives),
                "dates": told(self.days_alive),
                "half_width": self.half_width,
            }
        return {
            "months": [day.isoformat() for day in self.months],
            "probability": list(self.stays),
            "dates": told(self.days),
            "with_own_life": alive,
        }


def chances(holders: Holders, decision: Decision, limit: date, principal: Life | None) -> Chances:
    """Return the chance of control by the end of each month of office, to a last day or to certainty.

    Reached while the principal lives: sum over months of the gain in the chance, times his chance to live
    then; taken halfway between the start and the end of the month.
    """
    since = holders.track.since
    months, stays = [since], [holders.chance(decision, since)]
    while stays[-1] < _CERTAIN and months[-1] < limit:
        months.append(min(add_months(since, len(months)), limit))
        stays.append(max(holders.chance(decision, months[-1]), stays[-1]))
    lives, width = None, 0.0
    if principal is not None:
        alive = np.array([principal.survival(holders.table, since, day) for day in months])
        gains = np.diff(np.array(stays), prepend=0.0)
        early = np.cumsum(gains * np.concatenate(([1.0], alive[:-1])))
        late = np.cumsum(gains * alive)
        lives, width = tuple(((early + late) / 2).tolist()), float((early - late).max() / 2)
    return Chances(
        months=tuple(months),
        stays=tuple(stays),
        lives=lives,
        half_width=width,
        days=tuple(_day(holders, decision, months, stays, level) for level in LEVELS),
        days_alive=tuple(
            next((day for day, value in zip(months, lives or (), strict=False) if value >= level), NEVER)
            for level in LEVELS
        ),
    )


def _day(
    holders: Holders, decision: Decision, months: Sequence[date], stays: Sequence[float], level: float
) -> date:
    """Return the first day with a level, looked for within the first month that has it."""
    place = next((number for number, value in enumerate(stays) if value >= level), None)
    if place is None:
        return NEVER
    begin = months[max(place - 1, 0)]
    return first_day(lambda day: holders.chance(decision, day) >= level, begin, months[place])
