"""Closing parties: those with votes are closed while a ban is open or the law does not count.

In a month a legal party that is neither ruling nor protected is closed with probability

    pace v / (v + V) (1 + alarm max(war, threat)) licence (1 - shelter min(1, office / mandates)),

at most 1: v its share of the votes, V that of the ruling party, `licence` 1 while an instrument that bans
parties is open and `lawless` otherwise. What office it had goes to the ruling party. It stays closed for
good, unless a ban had an end of its own, that month has come, and no other ban is open: then every closed
party may exist again. At pace = 0, and with no ban at lawless = 0, nothing is closed. Only rulers close.
Does not model: distance of programmes, what closed parties do, arrests, who is let off for being harmless.
Source: none that is published; our own rule.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.government import ruling_party
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.polity import Kind

(CLOSED,) = streams("party_closure", "closed")
PARTY_BAN = int(Kind.PARTY_BAN)


class PartyClosure(Mechanism):
    """Bans on parties by the votes they have, with and without an end."""

    pace = number(
        0.1,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.5)",
        says="chance that a rival with all the votes is closed in a quiet month",
    )
    alarm = number(
        1.0,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0.0, 4.0)",
        says="how many times more often at full war or at the certainty of being overthrown",
    )
    lawless = number(
        0.0, unit="share", low=0.0, high=1.0, says="what of the pace is left where no ban is open"
    )
    shelter = number(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.3, 1.0)",
        says="how far a party is safe while its share of office is that of its delegates",
    )

    writes = ("parties.legal", "parties.office")


@inner
def _ban_is_open(state: Any, polity: Any) -> bool:
    """Return whether an instrument that bans parties exists this month."""
    for instrument in range(polity.instrument_kind.size):
        if (
            polity.instrument_kind[instrument] == PARTY_BAN
            and float(state.instruments.open[instrument]) > 0.0
        ):
            return True
    return False


@inner
def _ban_has_run_out(state: Any, polity: Any) -> bool:
    """Return whether some ban on parties has reached the end that it was given."""
    for instrument in range(polity.instrument_kind.size):
        until = polity.instrument_until[instrument]
        if polity.instrument_kind[instrument] == PARTY_BAN and 0 <= until <= state.clock.month[0]:
            return True
    return False


@inner
def _chance_to_be_closed(
    party: int, ruling: int, licence: float, shelter: float, state: Any, polity: Any
) -> float:
    """Return the chance in a quiet month at pace 1."""
    votes = polity.party_votes[party]
    total = votes + polity.party_votes[ruling]
    if total <= 0.0:
        return 0.0
    office = float(state.parties.office[party])
    mandates = polity.party_mandates[party]
    safe = shelter * min(office / mandates, 1.0) if mandates > 0.0 else 0.0
    return float(licence * votes / total * (1.0 - safe))


def step(
    pace: float, alarm: float, lawless: float, shelter: float, state: Any, polity: Any, draw: Any
) -> None:
    """Reopen what a ban let go, then close."""
    ruling = ruling_party(polity)
    is_open = _ban_is_open(state, polity)
    if not is_open and _ban_has_run_out(state, polity):
        for party in range(state.parties.legal.size):
            state.parties.legal[party] = 1.0
    if ruling < 0 or float(state.regime.in_power[0]) <= 0.0:
        return
    pressed = 1.0 + alarm * max(float(state.regime.war[0]), float(state.regime.threat[0]))
    licence = 1.0 if is_open else lawless
    for party in range(state.parties.legal.size):
        if polity.party_protected[party] == 1 or polity.party_ruling[party] == 1:
            continue
        if float(state.parties.legal[party]) <= 0.0:
            continue
        closes = pace * pressed * _chance_to_be_closed(party, ruling, licence, shelter, state, polity)
        if chance(draw, CLOSED, party, closes):
            own = float(state.parties.office[ruling] + state.parties.office[party])
            state.parties.legal[party] = 0.0
            state.parties.office[party] = 0.0
            state.parties.office[ruling] = min(own, 1.0)
