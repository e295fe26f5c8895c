"""The circular flow of power: officials appointed by a secretary elect the body that confirms him.

The closed form is our own: R. V. Daniels ("Stalin's rise to dictatorship", 1966; Is Russia Reformable?, 1988)
names the loop and gives no equation.
"""

from __future__ import annotations

import math

from whowhom.core.kernel import kernel


@kernel
def next_loyal_share(share: float, turnover: float, loyal_of_new: float) -> float:
    """Return the loyal share of the officials one period later.

    x' = (1 - m) x + m a: the share m is replaced, and a of the replacements is loyal.
    share, turnover, loyal_of_new: x, m and a, from 0 to 1. Source: own construction after Daniels.
    Does not model: who is dismissed; dismissals fall on loyal and other officials alike.
    """
    return (1.0 - turnover) * share + turnover * loyal_of_new


def loyal_share(initial: float, turnover: float, loyal_of_new: float, period: int) -> float:
    """Return the loyal share of the officials after a number of periods.

    x_t = a - (a - x_0)(1 - m)^t; with no turnover there is no drift.
    initial, turnover, loyal_of_new: x_0, m and a, from 0 to 1; period: t, at least 0. ValueError outside
    these.
    Source: own construction after Daniels. Does not model: dismissals aimed at opponents.
    """
    _check(initial, turnover, loyal_of_new)
    if period < 0:
        raise ValueError(f"period: {period}; expected at least 0")
    kept = (1.0 - turnover) ** period
    return initial * kept + loyal_of_new * (1.0 - kept)


def limit_share(initial: float, turnover: float, loyal_of_new: float) -> float:
    """Return the loyal share in the long run.

    a, or x_0 if nobody is ever replaced. Arguments and errors as in `loyal_share`.
    Source: own construction after Daniels. Does not model: the time it takes; `first_majority_period` does.
    """
    _check(initial, turnover, loyal_of_new)
    return loyal_of_new if turnover > 0.0 else initial


def first_majority_period(initial: float, turnover: float, loyal_of_new: float) -> int | None:
    """Return the first period in which more than half of the officials are loyal, or None if it never comes.

    The least t with x_t > 1/2: t > ln((a - 1/2) / (a - x_0)) / ln(1 - m) where x_0 <= 1/2 < a.
    Arguments and errors as in `loyal_share`. Source: own construction after Daniels.
    Does not model: a body that confirms by another quota than a majority.
    """
    _check(initial, turnover, loyal_of_new)
    if initial > 0.5:
        return 0
    if loyal_of_new <= 0.5 or turnover == 0.0:
        return None
    if turnover == 1.0:
        return 1
    estimate = math.log((loyal_of_new - 0.5) / (loyal_of_new - initial)) / math.log1p(-turnover)
    # The logarithms are rounded, so the search starts one period early and lets the shares decide.
    period = max(math.floor(estimate) - 1, 0)
    while loyal_share(initial, turnover, loyal_of_new, period) <= 0.5:
        period += 1
    return period


def _check(initial: float, turnover: float, loyal_of_new: float) -> None:
    for name, value in (("initial", initial), ("turnover", turnover), ("loyal_of_new", loyal_of_new)):
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"{name}: {value}; expected a share from 0 to 1")
