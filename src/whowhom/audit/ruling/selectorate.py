"""Selectorate and winning coalition of every office and body that others choose.

S votes take part in a choice and W carry it; W / S is the loyalty norm of B. Bueno de Mesquita, A. Smith,
R. Siverson and J. Morrow, The Logic of Political Survival (2003): the smaller it is, the less can one who
carries the choice hope to be needed again. Resources and discount are in no document, so that no payment is
worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from whowhom.audit.ruling.acts_of_choice import (
    NotToldError,
    Part,
    Rulebook,
    by_place,
    part_of,
)
from whowhom.audit.ruling.tiers import Ladder, Tier
from whowhom.spec.scenario import Scenario


@dataclass(frozen=True)
class Chosen:
    """How some seats of a body are filled by choice."""

    over: str
    rules: tuple[str, ...]
    seats: tuple[int, ...]
    """Counted from 1."""
    each: bool
    """Whether a public fills every seat apart, in its own place."""
    parts: tuple[Part, ...]
    tiers: tuple[Tier, ...]
    ends: str
    above: Fraction | None = None
    """A share of the bottom that tiers of unknown size let suffice, or a little more; see `nested_share`."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "over": self.over,
            "rules": list(self.rules),
            "seats": list(self.seats),
            "each_in_its_place": self.each,
            "choosers": [
                {
                    "by": part.by,
                    "role": part.role,
                    "selectorate": part.selectorate,
                    "winning_coalition": part.coalition,
                    "loyalty_norm": rational(part.coalition, part.selectorate),
                }
                for part in self.parts
            ],
            "tiers": [_plain(tier) for tier in self.tiers],
            "tiers_end": self.ends,
            "nested_share": None if self.above is None else rational(*self.above.as_integer_ratio()),
        }


def chosen_of(scenario: Scenario) -> tuple[list[Chosen], list[tuple[str, str]]]:
    """Return all seats filled by choice, by who chooses them, and what is left out with the reason."""
    found: dict[tuple[str, tuple[Part, ...]], Chosen] = {}
    left: list[tuple[str, str]] = []
    book = Rulebook(scenario)
    ladder = Ladder(book)
    for number, seats in book.seats.items():
        rule = scenario.rules[number]
        above = nested_share(rule.decision, len(rule.tiers)) if rule.tiers else None
        try:
            parts = tuple(part_of(scenario, each) for each in book.consents(number))
            tiers, ends = ladder.tiers(number)
        except NotToldError as error:
            if above is None:
                left.append((rule.over, str(error)))
                continue
            parts, tiers, ends = (), [], str(error)
        key = (rule.over, parts)
        old = found.get(key)
        found[key] = Chosen(
            rule.over,
            (*(old.rules if old else ()), rule.name),
            tuple(sorted({*(old.seats if old else ()), *(seat + 1 for seat in seats)})),
            by_place(scenario, rule),
            parts,
            tuple(tiers),
            ends,
            above,
        )
    return list(found.values()), left


def nested_share(decision: str, tiers: int) -> Fraction | None:
    """Return the product of the shares that carry each tier, where all decide by majority; else None.

    (1/2)^k: with large groups on every tier a little more than this share of the bottom, rightly placed,
    carries the top; with groups of an odd m it is ((m + 1) / 2m)^k. None for other decisions.
    Source: elementary; `nested_majority_share` for groups of a known size. Does not model: chance.
    """
    return Fraction(1, 2) ** tiers if decision in ("majority", "majority of seats", "plurality") else None


def rational(part: int, whole: int) -> dict[str, Any] | None:
    """Write a share as text beside its float; None of nothing."""
    return {"exact": str(Fraction(part, whole)), "value": part / whole} if whole else None


def _plain(tier: Tier) -> dict[str, Any]:
    return {
        "tier": tier.tier,
        "persons": tier.persons,
        "of": tier.of,
        "share": None if tier.of is None else rational(tier.persons, tier.of),
        "fewest": tier.certain,
        "groups": [{"by": group.by, "persons": group.persons, "of": group.of} for group in tier.groups],
    }
