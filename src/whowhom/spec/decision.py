"""Decision rules and quorums as a document writes them, and how many votes they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from whowhom.spec.errors import did_you_mean, shown

_WORDS = ("majority", "majority of seats", "unanimity", "plurality", "any holder")
_VOTES = re.compile(r"^([0-9]{1,6}) votes?$")
_SEATS = re.compile(r"^([0-9]{1,6}) seats?$")
_SHARE = re.compile(r"^([0-9]{1,6})/([0-9]{1,6})( of seats)?( plus one)?$")
_EXPECTED = (
    '"majority", "majority of seats", "2/3", "2/3 of seats", "2/3 plus one", "unanimity", "plurality", '
    '"any holder" or "17 votes"'
)


@dataclass(frozen=True)
class Decision:
    """The votes that carry a proposal.

    `majority`: more than half; `share`: at least numerator/denominator, one more with `plus_one`; `votes`: so
    many at least; `unanimity`: all; `plurality`: more than any other; `any holder`: one is enough. The base
    is the votes of those present, or with `of_seats` the votes of all seats.
    """

    kind: Literal["majority", "share", "votes", "unanimity", "plurality", "any holder"]
    numerator: int = 0
    denominator: int = 1
    of_seats: bool = False
    plus_one: bool = False
    votes: int = 0

    def quota(self, base: int) -> int:
        """Give the fewest yes votes that carry where the base holds `base` votes; in integers, exact."""
        if self.kind == "majority":
            return base // 2 + 1
        if self.kind == "share":
            return -(-self.numerator * base // self.denominator) + self.plus_one
        if self.kind == "votes":
            return self.votes
        return base if self.kind == "unanimity" else 1


@dataclass(frozen=True)
class Quorum:
    """The seats that must be present: a share of all seats, or a number of them."""

    numerator: int = 0
    denominator: int = 1
    seats: int = 0

    def needed(self, seats: int) -> int:
        """Give the fewest present of so many seats."""
        return max(self.seats, -(-self.numerator * seats // self.denominator))


def parse_decision(text: str) -> Decision:
    """Read a decision rule: "2/3 plus one" is two thirds of those present, rounded up, and one more.

    Raises ValueError where the text is none of the known forms or asks for a share outside 0 to 1.
    """
    if text in _WORDS:
        kind = text.removesuffix(" of seats")
        return Decision(kind=kind, of_seats=kind != text)  # type: ignore[arg-type]  # one of _WORDS
    if found := _VOTES.match(text):
        if int(found[1]) == 0:
            raise ValueError(f"found {shown(text)}; expected at least 1 vote")
        return Decision(kind="votes", votes=int(found[1]))
    if found := _SHARE.match(text):
        numerator, denominator = _share(text, found)
        return Decision("share", numerator, denominator, found[3] is not None, found[4] is not None)
    near = did_you_mean(text, (*_WORDS, "2/3 of seats", "2/3 plus one"))
    raise ValueError(f"found {shown(text)}; expected {_EXPECTED}{near}")


def parse_quorum(text: str) -> Quorum:
    """Read a quorum: "1/2" of the seats, or "20 seats".

    Raises ValueError where the text is neither.
    """
    if found := _SEATS.match(text):
        return Quorum(seats=int(found[1]))
    found = _SHARE.match(text)
    if found is None or found[4] is not None:
        raise ValueError(f'found {shown(text)}; expected a quorum like "1/2" or "20 seats"')
    numerator, denominator = _share(text, found)
    return Quorum(numerator, denominator)


def _share(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Take a share p/q above 0 and at most 1 from what was matched."""
    numerator, denominator = int(found[1]), int(found[2])
    if not 0 < numerator <= denominator:
        raise ValueError(f"found {shown(text)}; expected a share above 0 and at most 1")
    return numerator, denominator
