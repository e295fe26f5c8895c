"""Choosers of choosers: the fewest persons who suffice when they act through several tiers.

Persons of one tier carry the acts that fill seats of the tier above, those seats carry theirs, and so up to
the choice that is asked about. A body that nobody chooses stands for itself on every deeper tier, and so do
publics. Where several rules may fill a seat, any one of them counts. Nothing stands in the way of the best
arrangement: these are the persons who suffice if they sit in the right places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from whowhom.audit.ruling.acts_of_choice import (
    Choice,
    Group,
    NotToldError,
    Rulebook,
    choice_of,
    cost,
    demands_of,
    everybody,
)
from whowhom.audit.ruling.persons import Demand
from whowhom.spec.organisation import Verb

MOST_TIERS = 6
MOST_RULES = 12
"""The most rules that fill one body, of which all selections are tried."""
MOST_CHOICES = 4_000
"""The most ways through the tiers that are tried for one document."""

Pairs = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Tier:
    """The fewest persons of one tier who suffice, 1 for those who choose themselves, 2 for their choosers."""

    tier: int
    persons: int
    of: int | None
    """All who take part on this tier; None where the document does not say."""
    certain: bool
    """Whether fewer can not do; else so many are enough."""
    groups: tuple[Group, ...]


class Ladder:
    """Climbs down from a choice to those who choose the choosers."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._known: dict[tuple[Choice, int], tuple[int, bool, tuple[Group, ...]] | str] = {}
        self._tried = 0

    def tiers(self, number: int) -> tuple[list[Tier], str]:
        """Return the tiers below one rule's choice, the first being its choosers, and why they end.

        Raises NotToldError where the choosers themselves are not told.
        """
        everyone = choice_of(self.book, [(number, 1)])
        choice = everyone
        found: list[Tier] = []
        seen: set[str] = set()
        for depth in range(MOST_TIERS):
            try:
                persons, certain, groups = self._best(choice, depth)
            except NotToldError as error:
                if not found:
                    raise
                return found, str(error)
            acting = {group.by for group in groups}
            found.append(Tier(depth + 1, persons, self._everybody(everyone), certain, groups))
            if acting <= seen:
                return found, "the same bodies choose again: the tiers go round"
            seen |= acting
            below = self._all_below(everyone)
            if below == everyone:
                return found, self._end(groups)
            everyone = below
        return found, f"more than {MOST_TIERS} tiers are not followed"

    def _everybody(self, choice: Choice) -> int | None:
        try:
            return everybody(self.book, choice)
        except NotToldError:
            return None

    def _best(self, choice: Choice, depth: int) -> tuple[int, bool, tuple[Group, ...]]:
        """Return the fewest persons so many tiers below a choice. Raises NotToldError."""
        key = (choice, depth)
        if key not in self._known:
            try:
                self._known[key] = self._search(choice, depth)
            except NotToldError as error:
                self._known[key] = str(error)
        known = self._known[key]
        if isinstance(known, str):
            raise NotToldError(known)
        return known

    def _search(self, choice: Choice, depth: int) -> tuple[int, bool, tuple[Group, ...]]:
        if depth == 0:
            return cost(self.book, choice)
        kept, ways, certain = self._ways(choice)
        if not ways:
            return self._best(Choice(kept), depth - 1)
        best: tuple[int, bool, tuple[Group, ...]] | None = None
        reason = ""
        for way in product(*ways):
            self._tried += 1
            if self._tried > MOST_CHOICES:
                raise NotToldError(f"more than {MOST_CHOICES} ways through the tiers")
            below = choice_of(self.book, frozenset[tuple[int, int]]().union(*way))
            try:
                answer = self._best(Choice(kept | below.rules), depth - 1)
            except NotToldError as error:
                # A way of unknown length might be shorter than those that are known.
                reason, certain = str(error), False
                continue
            best = answer if best is None or answer[0] < best[0] else best
        if best is None:
            raise NotToldError(reason)
        return best[0], best[1] and certain, best[2]

    def _ways(self, choice: Choice) -> tuple[Pairs, list[list[Pairs]], bool]:
        """Return the rules that stay, selections of rules for every other demand, and certainty."""
        demands = demands_of(self.book, choice)
        kept = {pair for pair in choice.rules if not self.book.is_body(pair[0])}
        ways: list[list[Pairs]] = []
        certain = True
        for name, demand in demands.items():
            fillers = self._fillers(demand)
            if not fillers:
                body = name.removesuffix(" (head)")
                kept |= {pair for pair in choice.rules if self.book.rule(pair[0]).by == body}
                continue
            chosen = {person for persons in fillers.values() for person in persons}
            certain = certain and chosen == set(demand.votes)
            selections = list(self._selections(name, demand, fillers))
            if not selections:
                raise NotToldError(f"too few seats of {name} are filled by somebody's choice")
            ways.append(selections)
        return frozenset(kept), ways, certain

    def _fillers(self, demand: Demand) -> dict[int, set[tuple[str, int]]]:
        """Return the persons of a demand whom each rule chooses; a body that fills itself chooses nobody."""
        found: dict[int, set[tuple[str, int]]] = {}
        for number, seats in self.book.seats.items():
            rule = self.book.rule(number)
            own = {(body, seat) for body, seat in demand.votes if body == rule.over and seat in seats}
            if own and rule.by != rule.over:
                found[number] = own
        return found

    def _selections(
        self, name: str, demand: Demand, fillers: dict[int, set[tuple[str, int]]]
    ) -> Iterator[Pairs]:
        """Give selections of rules that bring the votes needed, none of them with a rule too many."""
        single = {number for number in fillers if self.book.is_local(number)}
        whole = [number for number in fillers if number not in single]
        if len(whole) > MOST_RULES:
            raise NotToldError(f"{len(whole)} rules fill {name}; up to {MOST_RULES} are tried")
        enough: list[set[int]] = []
        for size in range(len(whole) + 1):
            for chosen in combinations(whole, size):
                if any(smaller <= set(chosen) for smaller in enough):
                    continue
                sure = {person for number in chosen for person in fillers[number]}
                missing = demand.needed - sum(demand.votes[person] for person in sure)
                if missing <= 0:
                    enough.append(set(chosen))
                    yield frozenset((number, 1) for number in chosen)
                    continue
                for number in single:
                    rest = sorted((demand.votes[person] for person in fillers[number] - sure), reverse=True)
                    times = _times(rest, missing)
                    if times:
                        yield frozenset({(number, times), *((other, 1) for other in chosen)})

    def _all_below(self, choice: Choice) -> Choice:
        """Return every rule that fills a seat of those who act, with what stays as it is."""
        kept: set[tuple[int, int]] = set()
        pairs: set[tuple[int, int]] = set()
        for number, times in choice.rules:
            rule = self.book.rule(number)
            demand = self.book.demand(rule.by, 0) if self.book.is_body(number) else None
            fillers = self._fillers(demand) if demand else {}
            pairs |= {
                (other, len(persons) if self.book.is_local(other) else 1)
                for other, persons in fillers.items()
            }
            kept |= set() if fillers else {(number, times)}
        return Choice(frozenset(kept) | choice_of(self.book, pairs).rules)

    def _end(self, groups: tuple[Group, ...]) -> str:
        """Say why there are no choosers below some groups."""
        drawn = {rule.over for rule in self.book.scenario.rules if rule.verb is Verb.DRAWS}
        return (
            "they are drawn by lot" if any(group.by in drawn for group in groups) else "nobody chooses them"
        )


def _times(votes: list[int], missing: int) -> int:
    """Return how many of these votes, heaviest first, make up what is missing; 0 where all do not."""
    gathered = 0
    for number, own in enumerate(votes, 1):
        gathered += own
        if gathered >= missing:
            return number
    return 0
