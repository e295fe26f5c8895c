"""Evenly staggered seats: how many terms end within a span of office, and how long terms must be to slow it.

n seats with a term of L have an end every g = L/n. A span of office T, its first and last day counted, meets
at least floor(T/g) and at most floor(T/g) + 1 ends, according to how the first one falls; both occur.
So k ends are not certain if T/g < k, that is L > nT/k, and impossible if T/g < k - 1, that is
L > nT/(k-1). Neither holds at equality: with T = kg every span meets k ends, and with T = (k-1)g the span
that begins on an end meets k. A single end is never impossible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any


def fewest_ends(seats: int, term: Fraction, span: Fraction) -> int:
    """Return how many terms are sure to end within a span: floor(n T / L).

    seats: n, 1 or more; term and span: L and T in one unit, above 0 and at least 0. Raises ValueError
    outside these. Does not model: a calendar's months, holders who leave early.
    """
    if seats < 1 or term <= 0 or span < 0:
        raise ValueError(f"found {seats} seats, term {term}, span {span}; expected positive numbers")
    return int(seats * span / term)


def most_ends(seats: int, term: Fraction, span: Fraction) -> int:
    """Return how many terms can end within a span, both its days counted: floor(n T / L) + 1.

    Arguments, errors and limits as in `fewest_ends`.
    """
    return fewest_ends(seats, term, span) + 1


def not_sure_above(seats: int, needed: int, span: Fraction) -> Fraction:
    """Return the term above which `needed` ends within a span are not certain: n T / k.

    seats: n; needed: k, 1 or more; span: T, in the unit of the answer. Raises ValueError outside these.
    """
    if seats < 1 or needed < 1 or span < 0:
        raise ValueError(f"found {seats} seats, {needed} needed, span {span}; expected positive numbers")
    return seats * span / needed


def never_above(seats: int, needed: int, span: Fraction) -> Fraction | None:
    """Return the term above which `needed` ends never fall within a span: n T / (k - 1); None where k = 1.

    Arguments and errors as in `not_sure_above`.
    """
    not_sure_above(seats, needed, span)
    return None if needed == 1 else seats * span / (needed - 1)


@dataclass(frozen=True)
class Window:
    """The seats of a body that the principal fills within a span of office, by the ends of terms alone."""

    name: str
    months: int
    dates: tuple[date, ...]
    """Each day on which it fills a seat, as often as it fills one."""
    own: int
    """Seats of its side at the end, with those it held at the start."""
    quota: int

    @property
    def reaches(self) -> bool:
        """Whether its side then has the quota."""
        return self.own >= self.quota

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "window": self.name,
            "months": self.months,
            "count": len(self.dates),
            "dates": [day.isoformat() for day in self.dates],
            "own": self.own,
            "quota": self.quota,
            "reaches": self.reaches,
        }


def closed_form(seats: int, quota: int, hold: int, months: int) -> dict[str, Any]:
    """Return how long evenly staggered terms must be against a tenure, as plain values in years.

    seats: of the body; quota: seats that decide; hold: seats held at the start, which need not be filled;
    months: the tenure.
    """
    span, needed = Fraction(months, 12), quota - hold
    if needed < 1:
        return {"seats": seats, "tenure_years": float(span), "needed": 0}
    never = never_above(seats, needed, span)
    sure = not_sure_above(seats, needed, span)
    return {
        "seats": seats,
        "tenure_years": float(span),
        "needed": needed,
        "not_sure_above_years": float(sure),
        "not_sure_above": str(sure),
        "never_above_years": None if never is None else float(never),
        "never_above": None if never is None else str(never),
    }


def months_of_windows(tenure: int | None, term: int | None) -> Sequence[tuple[str, int]]:
    """Return the spans that are looked at: 4 years, a term of the principal, its tenure, and two tenures."""
    found = [("4 years", 48)]
    if term is not None:
        found.append(("one term", term))
    if tenure is not None:
        found += [("tenure", tenure), ("two tenures", 2 * tenure)]
    return found
