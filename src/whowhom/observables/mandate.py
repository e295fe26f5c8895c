"""Power seized and shared: hours, places held, authority, office against what the delegates gave."""

from __future__ import annotations

from typing import Any

from whowhom.core.government import ruling_party
from whowhom.core.observable import observable


@observable(unit="hour", says="Hours that the seizure of power took; 0 where there has been none.")
def seizure_hours(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the hours."""
    out[0] = state.regime.hours[0]


@observable(unit="share", says="Authority lent to the rulers by a representative body, 0 to 1.")
def authority(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write what is left of the loan."""
    out[0] = state.regime.authority[0]


@observable(needs=("places",), unit="1", says="Places of the set that the rulers hold fully.")
def held_places(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Count the places that exist and are held."""
    count = 0
    for place in range(state.places.hold.size):
        exists = polity.place_from[place] <= state.clock.month[0]
        if polity.place_set[place] == arguments[0] and exists and state.places.hold[place] >= 1.0:
            count += 1
    out[0] = count


@observable(needs=("place",), unit="share", says="How far the rulers hold the place, 0 to 1.")
def held_place(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the hold."""
    out[0] = state.places.hold[arguments[0]]


@observable(
    needs=("party",),
    unit="share",
    says="Share of the government that the party has or, while talks go on, is offered.",
)
def office_share(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the party's office."""
    out[0] = state.parties.office[arguments[0]]


@observable(
    unit="share",
    says="Share of the government that parties other than the ruling one have or are offered in talks.",
)
def office_of_others(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Add up the office of all parties but the ruling one."""
    total = 0.0
    ruling = ruling_party(polity)
    for party in range(state.parties.office.size):
        if party != ruling:
            total += float(state.parties.office[party])
    out[0] = total


@observable(
    needs=("party",),
    unit="1",
    says="Share of the government of the party less its share of the delegates, -1 to 1.",
)
def office_less_mandate(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write what the party took beyond what the delegates gave."""
    out[0] = float(state.parties.office[arguments[0]]) - polity.party_mandates[arguments[0]]


@observable(
    unit="share",
    says="Share of the government that is not where the delegates' parties would put it: half the sum of "
    "the differences.",
)
def mandate_distance(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write half the sum of absolute differences of office and mandates, over the parties of the document."""
    total = 0.0
    for party in range(state.parties.office.size):
        difference = float(state.parties.office[party]) - polity.party_mandates[party]
        total += difference if difference > 0.0 else -difference
    out[0] = 0.5 * total


@observable(unit="1", says="Parties that may exist.")
def legal_parties(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Count the legal parties."""
    count = 0
    for party in range(state.parties.legal.size):
        if state.parties.legal[party] > 0.0:
            count += 1
    out[0] = count


@observable(needs=("party",), unit="1", says="1 while the party may exist.")
def legal_party(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write whether it is legal."""
    out[0] = state.parties.legal[arguments[0]]
