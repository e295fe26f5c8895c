"""The error of the record: how far a number on record may lie from what happened, as normal noise.

Each target has a scale on which its error is normal. Counts of persons stand on log(1 + x), because they and
the histories span orders of magnitude and because sources disagree by factors, not by persons; 1 is added so
that a history with none has a place. Shares stay shares: those on record and those of small bodies are often
exactly 0 or 1, where a logit is infinite, and what blurs them (who was counted, who stood for whom) does not
vanish at the ends. Dates and all other numbers stay as they are.

    sd = the error that the row states
       or (high - low) / (2 q), q = 1.645, a range on record taken for the middle 90 per cent
       or by unit: `share` for shares, `date` for years, `relative` * |value| for the rest, and for persons
       sqrt(relative^2 + 1 / (1 + x)^2) on their scale: a share of the count, and one person
    sd / sqrt(recalled_weight) for recalled rows, as if their likelihood were raised to that power
    error of a row = sd (sqrt(shared) common + sqrt(1 - shared) own), common to the rows of its series

A series is all rows of one recorded quantity from the same sources: a department that counts too few in one
year does so in the next. Without `shared`, forty years of one count would be forty independent witnesses.

Every number is an assumption; SWEPT says over which values a fit must be repeated.
Does not model: errors that all sources share, lies by design, a range that is lopsided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import hypot, inf, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from whowhom.core.draw import stream, uniforms
from whowhom.core.elementary import normal_quantiles
from whowhom.fit.targets import YEAR, Target
from whowhom.measures.statistics import Numbers

PERSONS, SHARE = "person", "share"
RECALLED = "recalled"


@dataclass(frozen=True)
class ErrorModel:
    """The numbers of the rule."""

    relative: float = 0.1
    """Of the value, for numbers without a range; of log(1 + x) for persons."""
    share: float = 0.05
    """Of shares without a range, in shares of 1."""
    date: float = 1 / 12
    """Of dates, in years: a month, the grain of the simulator."""
    recalled_weight: float = 0.5
    """How much a recalled row counts beside one that was seen; 0 drops them."""
    shared: float = 0.5
    """Share of the variance of an error that the rows of a series have in common."""
    range_level: float = 0.9
    """What part of the error's distribution a range on record is taken to span."""

    def __post_init__(self) -> None:
        """Raise ValueError where a number is outside its meaning."""
        if min(self.relative, self.share, self.date) <= 0:
            raise ValueError("expected relative, share and date above 0")
        if self.recalled_weight < 0 or not 0 <= self.shared <= 1 or not 0 < self.range_level < 1:
            raise ValueError(
                "expected recalled_weight from 0, shared from 0 to 1, range_level between 0 and 1"
            )


SWEPT: dict[str, tuple[float, ...]] = {
    "relative": (0.05, 0.1, 0.2),
    "share": (0.02, 0.05, 0.1),
    "date": (1 / 12, 0.25),
    "recalled_weight": (0.0, 0.25, 0.5, 1.0),
    "shared": (0.0, 0.5, 0.9),
    "range_level": (0.5, 0.9),
}
"""The values over which each number of the rule is swept."""


def on_scale(values: Numbers | float, target: Target) -> Numbers:
    """Return numbers in a target's unit on the scale of its error: log(1 + x) of persons, x of all else.

    Negative persons (a change that went down) count as none.
    """
    if target.unit != PERSONS:
        return np.asarray(values, np.float64)
    return np.asarray(np.log1p(np.maximum(values, 0.0)), np.float64)


def in_units(table: Numbers, targets: Sequence[Target]) -> Numbers:
    """Return summaries (…, target) in the units of the record: what `on_scale` did is undone."""
    persons = np.array([target.unit == PERSONS for target in targets])
    return np.where(persons, np.expm1(np.where(persons, table, 0.0)), table)


def counted(targets: Sequence[Target], rule: ErrorModel = ErrorModel()) -> tuple[Target, ...]:
    """Return the targets without those that count for nothing: the recalled ones where their weight is 0."""
    return tuple(target for target in targets if target.status != RECALLED or rule.recalled_weight > 0)


def observed(targets: Sequence[Target]) -> Numbers:
    """Return (target,) the numbers on record, on the scales of their errors."""
    return np.array([float(on_scale(target.value, target)) for target in targets], np.float64)


def errors(targets: Sequence[Target], rule: ErrorModel = ErrorModel()) -> Numbers:
    """Return (target,) the standard deviations on the scales of the errors; infinite for rows of weight 0."""
    return np.array([_error(target, rule) for target in targets], np.float64)


def _error(target: Target, rule: ErrorModel) -> float:
    """Return the standard deviation of one target."""
    weight = rule.recalled_weight if target.status == RECALLED else 1.0
    if weight == 0:
        return inf
    return _unweighted(target, rule) / sqrt(weight)


def _unweighted(target: Target, rule: ErrorModel) -> float:
    """Return the standard deviation of one target as if it had been seen."""
    if target.error is not None:
        # d log(1 + x) = dx / (1 + x)
        return target.error / (1.0 + target.value) if target.unit == PERSONS else target.error
    if target.low is not None and target.high is not None:
        low, high = (float(on_scale(end, target)) for end in (target.low, target.high))
        return (high - low) / (2.0 * NormalDist().inv_cdf(0.5 + rule.range_level / 2))
    if target.unit == PERSONS:
        return hypot(rule.relative, 1.0 / (1.0 + target.value))
    by_unit = {SHARE: rule.share, YEAR: rule.date}
    return by_unit.get(target.unit, rule.relative * abs(target.value))


def noise(
    targets: Sequence[Target],
    seed: int,
    histories: NDArray[np.int64],
    rule: ErrorModel = ErrorModel(),
) -> Numbers:
    """Return (history, target) errors drawn by name: those of a target depend on no other target.

    Raises ValueError where a target has weight 0: `counted` drops it.
    """
    spread = errors(targets, rule)
    if not np.isfinite(spread).all():
        raise ValueError("found recalled targets of weight 0; leave them out with `counted`")
    answer = np.empty((histories.size, len(targets)))
    common: dict[str, Numbers] = {}
    for place, target in enumerate(targets):
        series = "|".join((target.series[0], *target.series[1]))
        if series not in common:
            common[series] = _normals("common", series, seed, histories)
        own = _normals("own", target.name, seed, histories)
        answer[:, place] = sqrt(rule.shared) * common[series] + sqrt(1 - rule.shared) * own
    return answer * spread


def _normals(kind: str, name: str, seed: int, histories: NDArray[np.int64]) -> Numbers:
    """Return (history,) standard normal draws that belong to a name."""
    # The name enters through the seed: a stream has 20 bits, too few for hundreds of names.
    digest = blake2b(f"{seed}|{name}".encode(), digest_size=8).digest()
    numbers = np.array([stream("fit.targets", kind)], np.int64)
    # Plain Python warns where compiled 64-bit words wrap around, as the generator means them to.
    with np.errstate(over="ignore"):
        found = uniforms(np.uint64(int.from_bytes(digest, "big")), histories, numbers)
    return np.asarray(normal_quantiles(found[:, 0].copy()), np.float64)


def noisy(
    table: Numbers,
    targets: Sequence[Target],
    seed: int,
    histories: NDArray[np.int64] | None = None,
    rule: ErrorModel = ErrorModel(),
) -> Numbers:
    """Return summaries with the error of the record added: what a record of each history would have said.

    table: (history, target) of `summaries`. histories: their numbers, 0, 1, 2, … where absent; history k gets
    the same errors in any batch. NaN stays NaN.
    """
    numbers = np.arange(table.shape[0], dtype=np.int64) if histories is None else histories
    return np.asarray(table + noise(targets, seed, numbers, rule), np.float64)
