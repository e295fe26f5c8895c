"""How many seats of which body must be bought in advance so that a target is captured with certainty.

Bought seats are held from the first step on. Where a body's head acts alone the buyer takes the head first or
the seats with most votes first, whichever is cheaper. One body at a time; two together only where no single
body is enough. Does not model: what a seat costs, or how long a bought holder sits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from whowhom.audit.reach.closure import Organisation, Seats, close

MOST_CLOSURES_OF_PAIRS = 4000
"""Closures that the search over two bodies may take; above it pairs are left out."""


@dataclass(frozen=True)
class Price:
    """The fewest seats of one body, or of two, that capture a target for certain; `seats` beside `bodies`."""

    target: str
    bodies: tuple[str, ...]
    seats: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the price as plain data."""
        return {"target": self.target, "bodies": list(self.bodies), "seats": list(self.seats)}


class Market:
    """Closures after purchases, each computed once."""

    def __init__(self, organisation: Organisation, reached: Seats) -> None:
        self.organisation = organisation
        # What is reached anyway need not be bought, so every search begins from there.
        self.reached = reached
        self._known: dict[tuple[tuple[str, int], ...], tuple[Seats, ...]] = {}

    def for_sale(self, body: str) -> int:
        """Return how many seats of a body the side does not reach by itself."""
        return self.organisation.scenario.bodies[body].seats - len(self.reached[body])

    def captures(self, bought: Sequence[tuple[str, int]], target: str) -> bool:
        """Return whether a target is controlled after a purchase, in one of the two orders of seats."""
        key = tuple(bought)
        if key not in self._known:
            self._known[key] = tuple(self._closed(key))
        return any(self.organisation.controls(target, held) for held in self._known[key])

    def _closed(self, bought: tuple[tuple[str, int], ...]) -> Iterator[Seats]:
        """Give what is reached with the seats of most votes bought first, then with the heads first."""
        for head_first in (False, True):
            held = dict(self.reached)
            for body, count in bought:
                votes = self.organisation.votes[body]
                free = [seat for seat in range(len(votes)) if seat not in held[body]]
                free.sort(key=lambda seat, v=votes: (head_first and seat != 0, -v[seat], seat))  # type: ignore[misc]
                held[body] |= frozenset(free[:count])
            yield close(self.organisation, held)[0]

    def fewest(self, body: str, target: str, most: int, others: Sequence[tuple[str, int]] = ()) -> int | None:
        """Return the fewest seats of a body that do, with other purchases; None where `most` do not.

        By halving: with more seats bought nothing is lost.
        """
        if not self.captures([*others, (body, most)], target):
            return None
        low, high = 0, most
        while high - low > 1:
            middle = (low + high) // 2
            if self.captures([*others, (body, middle)], target):
                high = middle
            else:
                low = middle
        return high


def prices(organisation: Organisation, reached: Seats, targets: Sequence[str]) -> list[Price]:
    """Return what captures each target not controlled yet: single bodies, cheapest first, else pairs."""
    market = Market(organisation, reached)
    found: list[Price] = []
    for target in targets:
        if organisation.controls(target, reached):
            continue
        single = [
            Price(target, (body,), (count,))
            for body in organisation.scenario.bodies
            if market.for_sale(body) and not (body == target and len(organisation.votes[body]) == 1)
            for count in [market.fewest(body, target, market.for_sale(body))]
            if count is not None
        ]
        found += sorted(single or _pairs(market, target), key=lambda price: (sum(price.seats), price.bodies))
    return found


def _pairs(market: Market, target: str) -> list[Price]:
    """Return the cheapest purchases in two bodies, one for each pair of bodies where any does."""
    bodies = [
        body for body in market.organisation.scenario.bodies if body != target and market.for_sale(body)
    ]
    pairs = list(combinations(bodies, 2))
    if sum(market.for_sale(one) for one, _ in pairs) * 8 > MOST_CLOSURES_OF_PAIRS:
        return []
    found: list[Price] = []
    for one, other in pairs:
        most = market.for_sale(other)
        choices = []
        for count in range(1, market.for_sale(one) + 1):
            further = market.fewest(other, target, most, [(one, count)])
            if further is not None:
                choices.append((count, further))
        if choices:
            found.append(Price(target, (one, other), min(choices, key=lambda pair: (sum(pair), pair))))
    return found
