"""The selectorate: what a leader must pay a winning coalition, and in which goods.

Source: B. Bueno de Mesquita, A. Smith, R. Siverson and J. Morrow, The Logic of Political Survival (2003). The
closed forms are derived for the simple utilities stated; the book's model is richer.
"""

from __future__ import annotations

from typing import NamedTuple


class Survival(NamedTuple):
    """What keeps a leader in office: pay a member, what is left to him, and the loyalty norm W/S."""

    private_good_per_member: float
    kept_by_leader: float
    loyalty_norm: float


class Split(NamedTuple):
    """A budget divided between a private good for each member and one public good."""

    private_good: float
    public_good: float
    public_share: float


def incumbent_survival(resources: float, coalition: float, selectorate: float, discount: float) -> Survival:
    """Return the least an incumbent must pay when a challenger offers everything once.

    z / (1-d) = R/W + d/(1-d) (W/S) z: a member weighs steady pay against one rich offer and the chance W/S of
    being in the challenger's coalition later. So z = (R/W) (1-d) / (1 - d W/S), and the leader keeps R - W z;
    with W = S he keeps nothing.

    resources: R, per period; coalition, selectorate: W and S, people, 0 < W <= S; discount: d, 0 <= d < 1.
    Raises ValueError outside these. Source: Bueno de Mesquita et al. 2003, linear private goods.
    Does not model: public goods, affinities, or a coalition that is itself divided.
    """
    _check_budget(resources, coalition)
    if coalition > selectorate:
        raise ValueError(f"coalition: {coalition}; expected at most the selectorate, {selectorate}")
    if not 0.0 <= discount < 1.0:
        raise ValueError(f"discount: {discount}; expected 0 <= discount < 1")
    norm = coalition / selectorate
    pay = resources / coalition * (1.0 - discount) / (1.0 - discount * norm)
    return Survival(pay, resources - coalition * pay, norm)


def public_private_split(resources: float, coalition: float, price: float) -> Split:
    """Return how a budget is best divided when members value sqrt(private) + sqrt(public).

    On the budget line W x + p g = R the best is g/x = (W/p)^2, so the public good takes W / (W + p) of it:
    the larger the coalition, the more is spent on what everybody enjoys.

    resources: R; coalition: W, people; price: p of a unit of the public good; all positive, else ValueError.
    Source: Bueno de Mesquita et al. 2003, for this utility. Does not model: what the leader keeps.
    """
    _check_budget(resources, coalition)
    if price <= 0.0:
        raise ValueError(f"price: {price}; expected a positive price")
    public_share = coalition / (coalition + price)
    private = resources * (1.0 - public_share) / coalition
    return Split(private, resources * public_share / price, public_share)


def _check_budget(resources: float, coalition: float) -> None:
    if resources <= 0.0:
        raise ValueError(f"resources: {resources}; expected a positive amount")
    if coalition <= 0.0:
        raise ValueError(f"coalition: {coalition}; expected a positive number of people")
