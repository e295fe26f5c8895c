"""Bargaining in a legislature: who gets what when members are recognised at random and a majority decides.

Source: D. Baron and J. Ferejohn, "Bargaining in legislatures", American Political Science Review 83 (1989)
1181-1206. For the open rule see also D. Primo, Public Choice 130 (2007) 149-165: other strategies of the
amender give slightly different payoffs.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

Number = TypeVar("Number", float, Fraction)

SWITCH_DISCOUNT = math.sqrt(3.0) - 1.0
"""The discount above which the open-rule proposer of three satisfies one member instead of two."""


class Division(NamedTuple, Generic[Number]):
    """Shares of one unit under the closed rule."""

    proposer: Number
    each_partner: Number
    partners: int
    each_outsider: int
    value: Number


class OpenProposal(NamedTuple):
    """The first proposal under the open rule: how many members it satisfies and what the proposer keeps."""

    members_satisfied: int
    proposer: float


def closed_rule(members: int, discount: Number) -> Division[Number]:
    """Return the division proposed and passed at once in the stationary equilibrium of the closed rule.

    The proposer keeps 1 - d(n-1)/(2n), (n-1)/2 partners get d/n each, the others nothing; before recognition
    the game is worth 1/n to everybody.

    members: n, odd; discount: d, 0 to 1; a Fraction gives exact fractions. Raises ValueError outside these.
    Source: Baron and Ferejohn 1989, Proposition 3.
    Does not model: unequal recognition, weights, quotas other than a majority.
    """
    if members < 1 or members % 2 == 0:
        raise ValueError(f"members: {members}; expected an odd number of at least 1")
    _check_discount(discount)
    one = discount * 0 + 1
    partners = (members - 1) // 2
    share = discount / members
    return Division(one - discount * (members - 1) / (2 * members), share, partners, 0, one / members)


def any_division_discount(members: int) -> Fraction:
    """Return the discount above which every division is a subgame-perfect outcome of the closed rule.

    (n + 2) / (2(n - 1)). members: n, odd and at least 5. Raises ValueError otherwise.
    Source: Baron and Ferejohn 1989, Proposition 2. Does not model: stationary strategies, which rule this
    out.
    """
    if members < 5 or members % 2 == 0:
        raise ValueError(f"members: {members}; expected an odd number of at least 5")
    return Fraction(members + 2, 2 * (members - 1))


def open_rule_of_three(discount: float) -> OpenProposal:
    """Return the first proposal of three members under the open rule.

    Above d = sqrt 3 - 1 the proposer satisfies one member and keeps (4 - d^2) / (4 + 2d - d^2); the other may
    amend. At or below it he satisfies both and keeps 1 / (1 + 2d).

    discount: d, 0 to 1; ValueError outside. Source: Baron and Ferejohn 1989, Proposition 4.
    Does not model: more than three members, or the other amendment strategies of Primo 2007.
    """
    _check_discount(discount)
    if discount > SWITCH_DISCOUNT:
        square = discount * discount
        return OpenProposal(1, (4.0 - square) / (4.0 + 2.0 * discount - square))
    return OpenProposal(2, 1.0 / (1.0 + 2.0 * discount))


def _check_discount(discount: float | Fraction) -> None:
    if not 0 <= discount <= 1:
        raise ValueError(f"discount: {discount}; expected 0 to 1")
