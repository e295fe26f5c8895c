"""Supply under a levy: who keeps less of what he makes makes less.

With effort e at cost c e and output A e^a, a producer who keeps the share k makes Y0 k^eta, with
eta = a / (1 - a). A taker of the share 1 - k then takes the most at 1 / (1 + eta). One who takes all above a
norm gets the norm.

Sources: the constant-elasticity supply curve; R. Sah and J. Stiglitz, "The economics of price scissors",
American Economic Review 74 (1984) 125-138, for the signs. The closed forms are derived in the tests.
"""

from __future__ import annotations

import math

from whowhom.core.elementary import power
from whowhom.core.kernel import kernel


@kernel
def output_share(kept: float, elasticity: float) -> float:
    """Return output over the output of a producer who keeps everything.

    k^eta; 1 where output does not respond at all (eta = 0), even if nothing is kept.

    kept: k, the share of output that the producer keeps, 0 to 1; elasticity: eta, at least 0. A number
    outside its range returns NaN. Source: constant-elasticity supply.
    Does not model: a lag, hiding of output, or a least output to live on.
    """
    if not 0.0 <= kept <= 1.0 or not elasticity >= 0.0:
        return math.nan
    return power(kept, elasticity)


@kernel
def taken_share(rate: float, elasticity: float) -> float:
    """Return what is taken over the output of a producer who keeps everything.

    t (1 - t)^eta. rate: t, the share of output taken, 0 to 1; elasticity: eta, at least 0. A number outside
    its range returns NaN. Source: constant-elasticity supply. Does not model: what `output_share` does not.
    """
    return rate * output_share(1.0 - rate, elasticity)


@kernel
def best_rate(elasticity: float) -> float:
    """Return the rate that takes the most.

    1 / (1 + eta): everything where output does not respond. elasticity: eta, at least 0; NaN below.
    Source: first-order condition of `taken_share`. Does not model: a taker who minds the producer's loss.
    """
    if not elasticity >= 0.0:
        return math.nan
    return 1.0 / (1.0 + elasticity)


@kernel
def output_under_norm(free_output: float, norm: float, rate: float, elasticity: float) -> float:
    """Return the output of a producer of whom only what he makes above a norm is taken, at a rate.

    Y0 where Y0 is at most the norm s; else the larger of s and Y0 (1 - t)^eta. With t = 1, confiscation of
    the surplus, a producer who could make more than the norm makes the norm: the return beyond it is zero.

    free_output: Y0, what he makes if nothing is taken; norm: s, in the same unit; both at least 0; rate: t, 0
    to 1; elasticity: eta, above 0 (at 0 he has no choice and makes Y0). A number outside its range returns
    NaN. Source: first-order condition; concave return and convex cost make the kink at s the corner.
    Does not model: hiding of output, or a norm that is raised when it is met.
    """
    if not free_output >= 0.0 or not norm >= 0.0:
        return math.nan
    share = output_share(1.0 - rate, elasticity)
    if math.isnan(share) or free_output <= norm:
        return share if math.isnan(share) else free_output
    return max(norm, free_output * share)


def supply_elasticity(effort_elasticity: float) -> float:
    """Return the elasticity of supply from the elasticity of output in effort.

    eta = a / (1 - a). effort_elasticity: a, from 0 to below 1; raises ValueError outside.
    Source: the producer's best effort at linear cost. Does not model: a cost of effort that is not linear.
    """
    if not 0.0 <= effort_elasticity < 1.0:
        raise ValueError(f"effort_elasticity: {effort_elasticity}; expected from 0 to below 1")
    return effort_elasticity / (1.0 - effort_elasticity)


def producer_income(kept: float, elasticity: float) -> float:
    """Return what a producer has, net of the cost of effort, over what he has if he keeps everything.

    k^(1 + eta): income and cost fall in the same proportion.
    kept: k, 0 to 1; elasticity: eta, at least 0. Raises ValueError outside these.
    Source: the area above the supply curve. Does not model: what the levy buys for him.
    """
    if not 0.0 <= kept <= 1.0:
        raise ValueError(f"kept: {kept}; expected a share from 0 to 1")
    if not elasticity >= 0.0:
        raise ValueError(f"elasticity: {elasticity}; expected at least 0")
    return math.pow(kept, 1.0 + elasticity)
