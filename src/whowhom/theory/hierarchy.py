"""Orders through a hierarchy: what is lost, how tall it should be, what it lets through, how slow it is.

Sources: G. Tullock, The Politics of Bureaucracy (1965); A. Downs, Inside Bureaucracy (1967); O. Williamson,
"Hierarchical control and optimum firm size", Journal of Political Economy 75 (1967) 123-138; R. Sah and
J. Stiglitz, "The architecture of economic systems", American Economic Review 76 (1986) 716-727.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from whowhom.core.kernel import kernel


class Delay(NamedTuple):
    """Mean and variance of a time."""

    mean: float
    variance: float


@kernel
def delivered_share(fidelity: float, links: int) -> float:
    """Return the share of an order that survives a chain of links.

    p^k, multiplied out so that every machine gives the same bits; 1 where there is no link.
    fidelity: p, 0 to 1, kept at each link; links: k, at least 0. A number outside its range returns NaN.
    Source: Tullock 1965; Downs 1967. Does not model: checks, or orders that reach the bottom by two ways.
    """
    if links < 0 or not 0.0 <= fidelity <= 1.0:
        return math.nan
    share = 1.0
    for _ in range(links):
        share *= fidelity
    return share


def best_levels(span: float, compliance: float, wage_ratio: float, wage_over_price: float) -> float:
    """Return the number of levels that makes a hierarchy most profitable, as a real number.

    n = 1 + [ln(w0/(P theta)) + ln(s/(s-b)) + ln(ln s / ln(a s))] / ln a: output is (a s)^(n-1), and each
    level up is paid b times the one below. Can be below 1 where a hierarchy does not pay.

    span: s, subordinates of one superior; compliance: a, below 1 with a s > 1; wage_ratio: b, from 1 to below
    s; wage_over_price: w0/(P theta), positive. Raises ValueError outside these.
    Source: Williamson 1967. Does not model: spans or losses that differ by level.
    """
    _check_williamson(span, compliance, wage_ratio, wage_over_price)
    scale = math.log(wage_over_price) + math.log(span / (span - wage_ratio))
    return 1.0 + (scale + math.log(math.log(span) / math.log(compliance * span))) / math.log(compliance)


def best_whole_levels(span: float, compliance: float, wage_ratio: float, wage_over_price: float) -> int:
    """Return the whole number of levels that makes a hierarchy most profitable, at least 1.

    Profit (a s)^(n-1) - w (s^n - b^n)/(s - b), with the wage bill summed exactly over the levels. What one
    more level adds, over s^(n-1), is a^(n-1) (a s - 1) - w [s(s-1) - b(b-1)(b/s)^(n-1)] / (s-b); it falls in
    n, so the best n is the first at which it is not positive. Scaling by s^(n-1) keeps tall hierarchies
    finite.

    Arguments and errors as in `best_levels`. Source: Williamson 1967. Does not model: what `best_levels` does
    not.
    """
    _check_williamson(span, compliance, wage_ratio, wage_over_price)
    gain = compliance * span - 1.0
    wages = wage_over_price / (span - wage_ratio)
    levels = 1
    passed = 1.0
    relief = wage_ratio * (wage_ratio - 1.0)
    while passed * gain > wages * (span * (span - 1.0) - relief):
        levels += 1
        passed *= compliance
        relief *= wage_ratio / span
    return levels


def hierarchy_acceptance(accept: float, screens: int) -> float:
    """Return the probability that a project passes a hierarchy: every screen must accept it.

    f^k. accept: f, 0 to 1; screens: k, at least 0. Raises ValueError outside these.
    Source: Sah and Stiglitz 1986. Does not model: screens that see each other's verdicts.
    """
    _check_screens(accept, screens)
    return delivered_share(accept, screens)


def polyarchy_acceptance(accept: float, screens: int) -> float:
    """Return the probability that a project passes a polyarchy: one screen of several must accept it.

    1 - (1-f)^k. Arguments and errors as in `hierarchy_acceptance`.
    Source: Sah and Stiglitz 1986. Does not model: screens that see each other's verdicts.
    """
    _check_screens(accept, screens)
    return 1.0 - delivered_share(1.0 - accept, screens)


def total_delay(levels: int, mean_delay: float) -> Delay:
    """Return the mean and variance of the time an order takes through all levels.

    A sum of k independent exponential times of mean m (Erlang): k m and k m^2, in the unit of m and its
    square.
    levels: k, at least 0; mean_delay: m, at least 0. Raises ValueError outside these.
    Source: elementary. Does not model: queues, or levels of different speed.
    """
    if levels < 0 or mean_delay < 0.0:
        raise ValueError(f"levels, mean delay: {levels}, {mean_delay}; expected no negative number")
    return Delay(levels * mean_delay, levels * mean_delay * mean_delay)


def _check_williamson(span: float, compliance: float, wage_ratio: float, wage_over_price: float) -> None:
    if not 0.0 < compliance < 1.0 or compliance * span <= 1.0:
        raise ValueError(f"compliance: {compliance}; expected below 1 and above 1/span = {1.0 / span}")
    if not 1.0 <= wage_ratio < span:
        raise ValueError(f"wage_ratio: {wage_ratio}; expected from 1 to below the span, {span}")
    if wage_over_price <= 0.0:
        raise ValueError(f"wage_over_price: {wage_over_price}; expected a positive ratio")


def _check_screens(accept: float, screens: int) -> None:
    if not 0.0 <= accept <= 1.0:
        raise ValueError(f"accept: {accept}; expected a probability")
    if screens < 0:
        raise ValueError(f"screens: {screens}; expected at least 0")
