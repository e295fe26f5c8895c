"""Rule changes: every single change of the catalogue, ranked by how long it keeps a body free of control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor
from time import monotonic
from typing import Any

from whowhom.audit.edits.case import Change
from whowhom.audit.edits.catalogue import catalogue
from whowhom.audit.labels import agreeing, counted, noun, sentence, span
from whowhom.audit.measure import Measure, measure
from whowhom.audit.two_sided import asked, horizon
from whowhom.spec.duration import months_in
from whowhom.spec.errors import WhoWhomError
from whowhom.spec.scenario import Edit, Scenario

LOYALTY = 0.9
"""The chance that an appointee is loyal at which changes are compared: an assumption; `--loyalty` sets it."""
SECONDS = 60.0
SHORTEST = 0.5
"""Seconds for one measure at least."""
LARGEST_SET = 3
MOST_COMBINED = 14
NOTICEABLE = 1.0
"""Months free of control that a change must win to be told as one that helps."""

METHOD = (
    "Each change is applied to the file as an ordinary edit and the chain of counts, or the calendar, is run "
    "again; changes are ranked by the expected months free of control."
)


@dataclass(frozen=True)
class Tried:
    """A change and what came of it."""

    change: Change
    measure: Measure | None
    why_not: str = ""

    def to_dict(self, base: Measure) -> dict[str, Any]:
        """Return plain values, with the months won against the document as it is."""
        found = {**self.change.to_dict(), "why_not": self.why_not}
        if self.measure is not None:
            found |= self.measure.to_dict() | {"months_won": self.measure.free - base.free}
        return found


@dataclass(frozen=True)
class SmallestSet:
    """The fewest changes that keep the chance of control below a bound for some time."""

    below: float
    months: int
    changes: tuple[Change, ...]
    chance: float | None
    """The chance with these changes; None where no set was found."""
    complete: bool
    """Whether every set of fewer changes was tried."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "below": self.below,
            "months": self.months,
            "changes": [change.to_dict() for change in self.changes],
            "chance": self.chance,
            "complete": self.complete,
        }


@dataclass(frozen=True)
class Edits:
    """The section "edits" of an audit, for one principal and one body."""

    principal: str
    target: str
    loyalty: float
    months: int
    base: Measure
    tried: tuple[Tried, ...]
    """The best first; those that could not be tried last."""
    smallest: SmallestSet | None
    words: tuple[str, ...]
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "method": METHOD,
            "residual": max(
                [self.base.residual, *(one.measure.residual for one in self.tried if one.measure)]
            ),
            "principal": self.principal,
            "target": self.target,
            "loyalty": self.loyalty,
            "months": self.months,
            "base": self.base.to_dict(),
            "tried": [one.to_dict(self.base) for one in self.tried],
            "smallest": None if self.smallest is None else self.smallest.to_dict(),
            "complete": self.complete,
            "words": list(self.words),
        }


def edits(
    scenario: Scenario,
    principal: str,
    target: str,
    loyalty: float = LOYALTY,
    below: float | None = 0.1,
    within: int | None = None,
    seconds: float = SECONDS,
) -> Edits:
    """Try every change of the catalogue, and look for the smallest set that keeps control improbable.

    below, within: the bound on the chance of control, and the months for which it must hold (by default the
    horizon); None for no search. Raises ModelError where the document itself cannot be measured.
    """
    until = monotonic() + seconds
    months = min(months_in(asked(scenario).horizon), max(horizon(scenario, principal), 1))
    base = measure(scenario, principal, target, months, loyalty, max(round(seconds / 2, 1), SHORTEST))
    changes = catalogue(scenario, principal, target)
    tried = []
    for change in changes:
        if monotonic() > until:
            break
        left = max(round(until - monotonic(), 1), SHORTEST)
        tried.append(_try(scenario, principal, target, months, loyalty, change, left))
    complete = len(tried) == len(changes)
    tried.sort(
        key=lambda one: (one.measure is None, -(one.measure.free if one.measure else 0.0), one.change.seats)
    )
    smallest = None
    if below is not None:
        search = _Search(scenario, principal, target, loyalty, below, min(within or months, months), until)
        smallest = search.smallest(base, tried, complete)
    words = tuple(_words(scenario, principal, target, months, base, tried, smallest))
    return Edits(principal, target, loyalty, months, base, tuple(tried), smallest, words, complete)


def _try(
    scenario: Scenario,
    principal: str,
    target: str,
    months: int,
    loyalty: float,
    change: Change,
    seconds: float,
) -> Tried:
    """Apply one change and measure; what the document or the chain refuses is told with the reason."""
    try:
        edited = scenario.edit(*change.edits)
        return Tried(change, measure(edited, principal, target, months, loyalty, seconds))
    except WhoWhomError as error:
        return Tried(change, None, str(error).splitlines()[0])


class _Search:
    """The search for the smallest set of changes."""

    def __init__(
        self,
        scenario: Scenario,
        principal: str,
        target: str,
        loyalty: float,
        below: float,
        months: int,
        until: float,
    ) -> None:
        self.scenario, self.principal, self.target = scenario, principal, target
        self.loyalty, self.below, self.months, self.until = loyalty, below, months, until

    def smallest(self, base: Measure, tried: Sequence[Tried], every: bool) -> SmallestSet:
        """Look through sets of one change, of two, of three; of the fewest, those of fewest seats.

        every: whether each single change was tried.
        """
        if float(base.reached[self.months]) < self.below:
            return self._found((), float(base.reached[self.months]), True)
        measured = [one for one in tried if one.measure is not None]
        singles = [
            (one.change.seats, one.change, float(one.measure.reached[self.months]))
            for one in measured
            if one.measure is not None and float(one.measure.reached[self.months]) < self.below
        ]
        if singles:
            _, change, chance = min(singles, key=lambda item: (item[0], item[2]))
            return self._found((change,), chance, True)
        helpful = [one.change for one in measured][:MOST_COMBINED]
        complete = every and len(helpful) == len(measured)
        for size in range(2, LARGEST_SET + 1):
            for chosen in sorted(
                combinations(helpful, size), key=lambda some: sum(one.seats for one in some)
            ):
                if monotonic() > self.until:
                    return self._found((), None, False)
                reached = self._chance(chosen)
                if reached is not None and reached < self.below:
                    return self._found(chosen, reached, complete)
        return self._found((), None, complete)

    def _chance(self, chosen: Sequence[Change]) -> float | None:
        """Return the chance of control under some changes together, None where they do not go together."""
        every: list[Edit] = [edit for change in chosen for edit in change.edits]
        try:
            edited = self.scenario.edit(*every)
            left = max(round(self.until - monotonic(), 1), SHORTEST)
            found = measure(edited, self.principal, self.target, self.months, self.loyalty, left)
        except WhoWhomError:
            return None
        return float(found.reached[self.months])

    def _found(self, changes: tuple[Change, ...], chance: float | None, complete: bool) -> SmallestSet:
        return SmallestSet(self.below, self.months, changes, chance, complete)


def _words(
    scenario: Scenario,
    principal: str,
    target: str,
    months: int,
    base: Measure,
    tried: Sequence[Tried],
    smallest: SmallestSet | None,
) -> Iterator[str]:
    """Tell the ranking in sentences."""
    who, where = noun(scenario, principal), noun(scenario, target)
    if base.free >= months - 0.5:
        stays = agreeing(scenario, target, "stays", "stay")
        yield sentence(f"as the rules stand, {where} {stays} free of {who} throughout the {span(months)}")
    elif base.free < 0.5:
        stands = agreeing(scenario, target, "is", "are")
        yield sentence(f"as the rules stand, {where} {stands} under the control of {who} from the first day")
    else:
        yield sentence(
            f"as the rules stand, {where} can be expected to stay free of {who} for {_months(base.free)} "
            f"of {span(months)}"
        )
    measured = [(one.change, one.measure) for one in tried if one.measure is not None]
    helping = [(change, found) for change, found in measured if found.free - base.free >= NOTICEABLE]
    if not helping and base.free < months - 0.5:
        tries = (
            "the single change that was tried does not make"
            if len(measured) == 1
            else (f"none of the {len(measured)} single changes that were tried makes")
        )
        yield sentence(
            f"{tries} the time free of control longer"
            if measured
            else "no change of the catalogue applies here"
        )
    for place, (change, found) in enumerate(helping[:3]):
        first = "of single changes the one that helps most is" if place == 0 else "next comes"
        yield sentence(
            f"{first} {change.label}: free for {_months(found.free)} instead of {_months(base.free)} "
            f"({change.kind}; {counted(change.seats, 'seat')} concerned)"
        )
    worse = [change.label for change, found in measured if base.free - found.free >= NOTICEABLE]
    if worse:
        more = len(worse) - 1
        others = f", and with {counted(more, 'other change')}" if more else ""
        yield sentence(f"beware: with {worse[-1]} that time becomes shorter{others}")
    if smallest is not None and (smallest.changes or base.free < months - 0.5):
        yield _smallest_in_words(where, smallest)


def _months(free: float) -> str:
    """Write expected months, halves rounded up."""
    return span(floor(free + 0.5))


def _smallest_in_words(where: str, smallest: SmallestSet) -> str:
    """Tell the smallest set."""
    aim = f"the chance of control of {where} below {100 * smallest.below:g} % for {span(smallest.months)}"
    if smallest.chance is None and not smallest.complete:
        return sentence(f"of the sets of changes that were tried, not all there are, none keeps {aim}")
    if smallest.chance is None:
        return sentence(f"no set of up to {LARGEST_SET} changes keeps {aim}")
    if not smallest.changes:
        return sentence(f"as they stand the rules keep {aim}")
    labels = "; ".join(change.label for change in smallest.changes)
    if len(smallest.changes) == 1:
        return sentence(f"a single change keeps {aim}; the one of fewest seats is {labels}")
    fewest = "the smallest set of changes" if smallest.complete else "the smallest set that was found"
    return sentence(f"{fewest} that keeps {aim} has {len(smallest.changes)}: {labels}")
