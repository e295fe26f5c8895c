"""Who governs and how much of the country it holds: questions that mechanisms and observables share."""

from __future__ import annotations

from whowhom.core.kernel import inner
from whowhom.core.polity import Polity
from whowhom.core.state import State


@inner
def ruling_party(polity: Polity) -> int:
    """Return the party whose bodies the document gives, or -1 where there is none."""
    for party in range(polity.party_ruling.size):
        if polity.party_ruling[party] == 1:
            return party
    return -1


@inner
def mean_hold(state: State, polity: Polity, places: int) -> float:
    """Return how far the rulers hold the places of a set that exist this month, on average; 0 for none."""
    count = 0
    held = 0.0
    for place in range(state.places.hold.size):
        if polity.place_set[place] == places and polity.place_from[place] <= state.clock.month[0]:
            count += 1
            held += float(state.places.hold[place])
    return held / count if count > 0 else 0.0
