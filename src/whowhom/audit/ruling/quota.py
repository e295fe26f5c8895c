"""Decision rules as the majority alpha of the theory of ruling coalitions, and how far that is exact.

The theory lets a group win with more than alpha of the votes of those who remain. A document may say "at
least", and may count on all seats.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from whowhom.spec.decision import parse_decision

HALF = Fraction(1, 2)

FIXED = "the document counts the votes needed on all seats, the model on those who remain"


@dataclass(frozen=True)
class Majority:
    """A decision rule as the theory takes it.

    alpha: the share that a winning group must exceed; at_least: a share so little below alpha that "more
    than" it is "alpha at least" for every group of the body, None where the document says "more than";
    exact: whether one of them says what the document says, whoever has been shut out; note: how it was
    mapped.
    """

    alpha: Fraction
    at_least: Fraction | None
    exact: bool
    note: str

    @property
    def as_written(self) -> Fraction:
        """The share that comes nearest to the words of the document."""
        return self.alpha if self.at_least is None else self.at_least


def majority_of(text: str, votes: int) -> Majority | str:
    """Return the alpha of a decision where there are so many votes, or why there is none.

    "majority": 1/2, exact. p/q above 1/2: p/q; as votes are whole numbers, "at least p/q" is "more than p/q -
    1/(2 q votes)", exactly. k votes of so many: (k - 1) / votes, but 1/2 at least; exact only while all sit.
    Raises ValueError where the text is no decision. Source: house rule. Does not model: quorums, absence.
    """
    decision = parse_decision(text)
    if decision.kind in ("majority", "plurality"):
        note = "more than half, as in the model"
        if decision.kind == "plurality":
            note = "a plurality between two sides is more than half"
        return Majority(HALF, None, not decision.of_seats, FIXED if decision.of_seats else note)
    quota = decision.quota(votes)
    if quota > votes:
        return f"{quota} of {votes} votes are never reached"
    if 2 * quota <= votes:
        return f"{quota} of {votes} votes carry: two separate groups could, which the model excludes"
    if decision.kind == "unanimity" or quota == votes:
        return Majority(Fraction(votes - 1, votes), None, True, "all votes: nobody can be shut out")
    share = Fraction(decision.numerator, decision.denominator) if decision.kind == "share" else HALF
    if decision.kind == "votes" or decision.plus_one or share <= HALF:
        return Majority(max(HALF, Fraction(quota - 1, votes)), None, False, FIXED)
    below = share - Fraction(1, 2 * share.denominator * votes)
    note = f"the model's group needs more than {share}, the document's at least {share}; both are worked out"
    return Majority(share, below, not decision.of_seats, FIXED if decision.of_seats else note)
