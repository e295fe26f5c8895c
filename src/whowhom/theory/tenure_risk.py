"""Tenure under risk: how long a ruler lasts, and what ends it, from the hazards of each way out.

A hazard is a rate: exits in a year of those still in place. Constant hazards of several causes add up, and
each cause ends the share of tenures that its hazard has in the sum. A Weibull hazard falls with tenure if its
shape is below 1, as that of a ruler who has entrenched himself does, and rises if it is above 1.

Sources: J. Kalbfleisch and R. Prentice, The Statistical Analysis of Failure Time Data (2002); M. Svolik, The
Politics of Authoritarian Rule (2012), for hazards that fall with tenure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from whowhom.core.elementary import exponential, power
from whowhom.core.kernel import kernel

LN2 = 0.6931471805599453


@kernel
def exit_probability(hazard: float, time: float) -> float:
    """Return the probability that a tenure under a constant hazard ends within a time.

    1 - e^(-h t). hazard: h, at least 0, in exits per unit of time; time: t, at least 0. NaN outside these.
    Source: constant hazard. Does not model: a hazard that changes with tenure; `weibull_exit` does.
    """
    if not hazard >= 0.0 or not time >= 0.0:
        return math.nan
    if hazard == 0.0 or time == 0.0:
        return 0.0
    return 1.0 - exponential(-hazard * time)


@kernel
def weibull_survival(time: float, scale: float, shape: float) -> float:
    """Return the probability that a tenure lasts longer than a time.

    e^(-(t/s)^k). time: t, at least 0; scale: s, above 0, in the same unit: the time by which 63 of 100
    tenures have ended; shape: k, above 0. NaN outside these. Source: Weibull.
    Does not model: several causes; multiply the survivals of each.
    """
    if not time >= 0.0 or not scale > 0.0 or not shape > 0.0:
        return math.nan
    return exponential(-power(time / scale, shape))


@kernel
def weibull_exit(tenure: float, time: float, scale: float, shape: float) -> float:
    """Return the probability that a tenure which has lasted `tenure` ends within a further `time`.

    1 - S(tenure + time) / S(tenure), taken as one exponential so that long tenures keep their digits.

    tenure, time: at least 0; scale, shape: as in `weibull_survival`. NaN outside these. Source: Weibull.
    Does not model: what `weibull_survival` does not.
    """
    if not tenure >= 0.0 or not time >= 0.0 or not scale > 0.0 or not shape > 0.0:
        return math.nan
    return 1.0 - exponential(power(tenure / scale, shape) - power((tenure + time) / scale, shape))


@kernel
def weibull_hazard(time: float, scale: float, shape: float) -> float:
    """Return the hazard of a tenure that has lasted a time.

    (k/s) (t/s)^(k-1); infinite at 0 if k < 1. Arguments and NaN as in `weibull_survival`. Source: Weibull.
    Does not model: what `weibull_survival` does not.
    """
    if not time >= 0.0 or not scale > 0.0 or not shape > 0.0:
        return math.nan
    return shape / scale * power(time / scale, shape - 1.0)


def weibull_median(scale: float, shape: float) -> float:
    """Return the time by which half of all tenures have ended.

    s (ln 2)^(1/k). scale: s, shape: k, both above 0; raises ValueError outside. Source: Weibull.
    Does not model: what `weibull_survival` does not.
    """
    _check_above_zero(scale=scale, shape=shape)
    return scale * math.pow(LN2, 1.0 / shape)


def weibull_mean(scale: float, shape: float) -> float:
    """Return the mean length of a tenure.

    s Gamma(1 + 1/k). Arguments and errors as in `weibull_median`. Source: Weibull.
    Does not model: what `weibull_survival` does not.
    """
    _check_above_zero(scale=scale, shape=shape)
    return scale * math.gamma(1.0 + 1.0 / shape)


def expected_tenure(hazards: Mapping[str, float]) -> float:
    """Return the mean length of a tenure under constant hazards of several causes.

    1 / sum of h; infinite if none is above 0. hazards: of each cause, at least 0, in exits per unit of time.
    Raises ValueError for a negative one. Source: competing risks.
    Does not model: causes that depend on each other, or a hazard that changes.
    """
    total = _total(hazards)
    return 1.0 / total if total > 0.0 else math.inf


def exit_shares(hazards: Mapping[str, float]) -> dict[str, float]:
    """Return the share of tenures that each cause ends.

    h_j / sum of h. Arguments as in `expected_tenure`; raises ValueError also if no hazard is above 0.
    Source: competing risks. Does not model: what `expected_tenure` does not.
    """
    total = _total(hazards)
    if total <= 0.0:
        raise ValueError("hazards: none is above 0; expected a cause that ends tenures")
    return {cause: hazard / total for cause, hazard in hazards.items()}


def survival(hazards: Mapping[str, float], time: float) -> float:
    """Return the probability that a tenure lasts longer than a time, whatever could end it.

    e^(-t sum of h). hazards: as in `expected_tenure`; time: at least 0. Raises ValueError outside these.
    Source: competing risks. Does not model: what `expected_tenure` does not.
    """
    total = _total(hazards)
    if not time >= 0.0:
        raise ValueError(f"time: {time}; expected at least 0")
    return math.exp(-total * time) if total > 0.0 else 1.0


def ended_by(hazards: Mapping[str, float], time: float) -> dict[str, float]:
    """Return the probability of each cause that it has ended a tenure by a time (its cumulative incidence).

    (h_j / sum of h) (1 - e^(-t sum of h)). Arguments and errors as in `survival`.
    Source: competing risks. Does not model: what `expected_tenure` does not.
    """
    total = _total(hazards)
    ended = 1.0 - survival(hazards, time)
    return {cause: ended * hazard / total if total > 0.0 else 0.0 for cause, hazard in hazards.items()}


def hazard_rate(events: int, exposure: float) -> float:
    """Return the hazard that data show: events over the time in which they could have happened.

    d / T, the likeliest constant hazard. events: d, at least 0; exposure: T, above 0.
    Raises ValueError outside these. Source: occurrence over exposure.
    Does not model: a hazard that changes within the interval.
    """
    if events < 0:
        raise ValueError(f"events: {events}; expected at least 0")
    _check_above_zero(exposure=exposure)
    return events / exposure


def survival_by_interval(
    intervals: Sequence[tuple[float, float]], hazards: Sequence[float], time: float
) -> float:
    """Return the probability that a tenure lasts longer than a time, from a hazard for each interval of it.

    e^(-sum of h_i times the part of `time` that lies in interval i).

    intervals: from and to, the first from 0 and each from where the one before ends; hazards: one each, at
    least 0; time: from 0 to the end of the last. Raises ValueError otherwise.
    Source: piecewise constant hazard. Does not model: what lies beyond the last interval.
    """
    if not intervals or len(intervals) != len(hazards):
        raise ValueError(f"hazards: {len(hazards)} for {len(intervals)} intervals; expected one each")
    ends = [0.0, *(end for _, end in intervals)]
    if any(start != before or end <= start for before, (start, end) in zip(ends, intervals, strict=False)):
        raise ValueError("intervals: expected the first from 0 and each from where the one before ends")
    if any(not hazard >= 0.0 for hazard in hazards):
        raise ValueError("hazards: one of them is below 0; expected none")
    if not 0.0 <= time <= ends[-1]:
        raise ValueError(f"time: {time}; expected from 0 to {ends[-1]}, the end of the last interval")
    met = sum(
        hazard * max(0.0, min(time, end) - start)
        for (start, end), hazard in zip(intervals, hazards, strict=True)
    )
    return math.exp(-met)


def _total(hazards: Mapping[str, float]) -> float:
    for cause, hazard in hazards.items():
        if not hazard >= 0.0:
            raise ValueError(f"hazard of {cause}: {hazard}; expected at least 0")
    return math.fsum(hazards.values())


def _check_above_zero(**numbers: float) -> None:
    for name, number in numbers.items():
        if not 0.0 < number < math.inf:
            raise ValueError(f"{name}: {number}; expected above 0")
