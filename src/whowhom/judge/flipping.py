"""The smallest change that would turn a verdict: a switch, a reading, or one number moved within its prior.

A verdict that was given is turned where the other side has more than half of the posterior; one that was not
is turned where a verdict would be given; in both cases only where the intervals of the two shares part. Of
the numbers that go with the chance that the claim holds, the strongest are set, in every draw, to the end of
their prior (5 or 95 %) that speaks against the verdict, and simulated; the one that turns it is then moved
back by halves to find how little is enough.
Does not model: two numbers moved together; the claim's own region does (`otherwise`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from whowhom.build.model import Value
from whowhom.build.values import quantile
from whowhom.judge.assumptions import LEVEL, Association
from whowhom.judge.case import Case
from whowhom.judge.comparing import Setting
from whowhom.judge.ensemble import Version
from whowhom.judge.judged import Turn
from whowhom.judge.shares import Share
from whowhom.judge.verdicts import UNDETERMINED, alone
from whowhom.judge.words import meaning, with_unit
from whowhom.spec.errors import DocumentError
from whowhom.spec.scenario import Edit

MOST_NUMBERS = 3
HALVINGS = 2
ENDS = (0.05, 0.95)


@dataclass
class Moving:
    """One number on its way between the middle and an end of its prior."""

    value: Value
    near: float
    """The quantile nearest to the middle at which it is not known whether the verdict turns."""
    far: float
    """The quantile at which it turns."""
    turn: Turn | None = None

    @property
    def tried(self) -> float:
        """The quantile that is tried next."""
        return self.far if self.turn is None else (self.near + self.far) / 2.0

    def setting(self, draws: int) -> Setting:
        """Return the setting in which the number has the value tried."""
        at = float(quantile_of(self.value, self.tried))
        to = {"value": at, "unit": self.value.given_unit, "source": "intervention"}
        edit = Edit(set=f"schedule.{self.value.name}", to=to)
        given = with_unit(at, self.value.given_unit)
        says = f"{meaning(self.value.name)} at {given} in every draw"
        return Setting(f"{self.value.name}@{self.tried:.4g}", says, (edit,), draws=draws)

    def hear(self, share: Share, was: Share) -> bool:
        """Take note of what came out; return whether the verdict turned."""
        turns = turned(was, share)
        tried = self.tried
        if turns:
            says = self.setting(0).says
            verdict = alone(share.probability)
            self.turn = Turn("number", self.value.name, says, share, verdict, moved=abs(tried - 0.5))
            self.far = tried
        else:
            self.near = tried
        return turns


def quantile_of(value: Value, at: float) -> float:
    """Return a quantile of a number's prior, in the unit of the document."""
    assert value.prior is not None
    return float(quantile(value.prior, np.array([at]))[0])


def turned(was: Share, now: Share) -> bool:
    """Return whether a verdict is turned when the share of the posterior goes from one to another.

    Shares whose intervals overlap are not told apart: they turn nothing.
    """
    if was.low <= now.high and now.low <= was.high:
        return False
    if alone(was.probability) == UNDETERMINED:
        return alone(now.probability) != UNDETERMINED
    return (was.probability > 0.5) != (now.probability > 0.5)


def candidates(case: Case, found: Sequence[Association], was: float) -> list[Moving]:
    """Return the numbers that may turn a verdict, each at the end of its prior that speaks against it."""
    values = case.asking.ensemble.model(Version())[0].values
    names = [value.name for value in values]
    answer = []
    for one in found:
        if one.p_value > LEVEL or names.count(one.name) > 1:
            continue  # a number that changes by date has no one value to be set to
        down = was > 0.5
        end = ENDS[1] if (one.correlation < 0) == down else ENDS[0]
        answer.append(Moving(one.value, 0.5, end))
    return answer[:MOST_NUMBERS]


def usable(case: Case, moving: Sequence[Moving], draws: int) -> list[Moving]:
    """Return the numbers that the document lets be set in every version of the claim."""
    return [one for one in moving if _fits(case, one.setting(draws))]


def rounds(moving: Sequence[Moving]) -> Iterator[list[Moving]]:
    """Give which numbers to simulate next: first each at its end, then the best of those that turned."""
    yield list(moving)
    for _ in range(HALVINGS):
        there = [one for one in moving if one.turn is not None]
        if not there:
            return
        yield [min(there, key=lambda one: one.turn.moved if one.turn else 1.0)]


def _fits(case: Case, setting: Setting) -> bool:
    try:
        case.check(setting)
    except DocumentError:
        return False
    return True
