"""Reports from a source that may be unreliable: what they make one believe, and what they do to the source.

A reliable source says what is so. An unreliable one says yes with probability a, whatever is so. Sources are
reliable independently, with probability rho. What is remembered fades by half in a fixed time.

Source: L. Bovens and S. Hartmann, Bayesian Epistemology (2003), chapter 3.
"""

from __future__ import annotations

import math

from whowhom.core.elementary import exponential
from whowhom.core.kernel import kernel

LN2 = 0.6931471805599453


@kernel
def after_report(prior: float, reliability: float, randomiser: float) -> float:
    """Return the probability of a claim after one source has reported it.

    h (rho + a (1 - rho)) / (h rho + a (1 - rho)).

    prior: h; reliability: rho; randomiser: a, the chance that an unreliable source says yes; all 0 to 1. NaN
    outside, and where no report could come. Source: Bovens and Hartmann 2003.
    Does not model: a source that lies to an end; it only guesses.
    """
    if not 0.0 <= prior <= 1.0 or not 0.0 <= reliability <= 1.0 or not 0.0 <= randomiser <= 1.0:
        return math.nan
    guessed = randomiser * (1 - reliability)
    reported = prior * reliability + guessed
    if reported == 0.0:
        return math.nan
    return prior * (reliability + guessed) / reported


@kernel
def after_reports(prior: float, reliability: float, randomiser: float, reports: int) -> float:
    """Return the probability of a claim after `reports` independent sources have all reported it.

    h / (h + (1 - h) x^n), with x = a (1 - rho) / (rho + a (1 - rho)).

    reports: n, at least 0; the rest as in `after_report`. NaN outside, and where no report could come.
    Source: Bovens and Hartmann 2003. Does not model: sources that copy each other.
    """
    if not 0.0 <= prior <= 1.0 or not 0.0 <= reliability <= 1.0 or not 0.0 <= randomiser <= 1.0:
        return math.nan
    if reports < 0:
        return math.nan
    if reports == 0:
        return prior
    guessed = randomiser * (1 - reliability)
    if reliability + guessed == 0.0:
        return math.nan
    doubt = 1 - prior
    for _ in range(reports):
        doubt *= guessed / (reliability + guessed)
    if prior + doubt == 0.0:
        return math.nan
    return prior / (prior + doubt)


@kernel
def reliability_after_report(prior: float, reliability: float, randomiser: float) -> float:
    """Return the probability that a source is reliable after it has reported a claim.

    h rho / (h rho + a (1 - rho)). It rises if and only if h > a: an implausible claim lowers the standing of
    whoever makes it.

    Arguments and NaN as in `after_report`. Source: Bovens and Hartmann 2003.
    Does not model: a claim that is later found true or false.
    """
    if not 0.0 <= prior <= 1.0 or not 0.0 <= reliability <= 1.0 or not 0.0 <= randomiser <= 1.0:
        return math.nan
    reported = prior * reliability + randomiser * (1 - reliability)
    if reported == 0.0:
        return math.nan
    return prior * reliability / reported


@kernel
def faded(value: float, rest: float, months: float, half_life: float) -> float:
    """Return what is left of a value that returns to its rest by half in each half-life.

    rest + (value - rest) 2^(-t/T). Infinity as half-life keeps the value for ever.

    months: t, at least 0; half_life: T, above 0, in the same unit. NaN outside these.
    Source: exponential fading. Does not model: memory that is revived.
    """
    if not months >= 0.0 or not half_life > 0.0:
        return math.nan
    return rest + (value - rest) * exponential(-LN2 * (months / half_life))
