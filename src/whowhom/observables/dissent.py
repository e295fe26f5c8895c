"""Dissent: petitions, the unofficial press, campaigns and their orders, and what the rulers see of it all."""

from __future__ import annotations

from typing import Any

from whowhom.core.observable import observable
from whowhom.core.polity import MOST_TIERS


@observable(unit="person/month", says="People who signed a petition this month.")
def signatures(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the names of the month."""
    out[0] = state.dissent.signatures[0]


@observable(unit="person", says="Names under petitions since the start.")
def signed_so_far(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write all names."""
    out[0] = state.dissent.signed[0]


@observable(unit="person", says="People punished for signing since the start.")
def signers_punished(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write all punished."""
    out[0] = state.dissent.punished[0]


@observable(unit="person", says="Readers of the unofficial press.")
def unofficial_readers(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the readers."""
    out[0] = state.dissent.press[0]


@observable(unit="share", says="How much a trial for writings is spoken of.")
def trial_spoken_of(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write what is left of the talk."""
    out[0] = state.dissent.trial[0]


@observable(needs=("campaign",), unit="share", says="Push of those who want what the campaign is for.")
def campaign_pressure(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the pressure."""
    out[0] = state.campaigns.pressure[arguments[0]]


@observable(needs=("campaign",), unit="share", says="Push of those who resist what the campaign is for.")
def campaign_resistance(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the resistance."""
    out[0] = state.campaigns.resistance[arguments[0]]


@observable(needs=("campaign",), unit="1", says="Tiers that have decided for what the campaign is for.")
def campaign_stage(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the tiers passed."""
    out[0] = state.campaigns.stage[arguments[0]]


@observable(needs=("campaign",), unit="1", says="1 once every tier has decided for it, else 0.")
def campaign_won(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write whether all tiers were for it."""
    tiers = 0
    for tier in range(MOST_TIERS):
        if polity.campaign_tier[arguments[0] * MOST_TIERS + tier] >= 0:
            tiers += 1
    out[0] = 1.0 if state.campaigns.stage[arguments[0]] >= tiers else 0.0


@observable(needs=("campaign",), unit="1", says="1 once the order to prepare was sent, else 0.")
def campaign_ordered(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write whether it was ordered."""
    out[0] = state.campaigns.ordered[arguments[0]]


@observable(needs=("campaign",), unit="1", says="1 once a higher tier called the order back, else 0.")
def campaign_called_back(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write whether it was called back."""
    out[0] = state.campaigns.called_back[arguments[0]]


@observable(needs=("campaign",), unit="1", says="Recipients who carried out the order as first sent.")
def campaign_executed(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write how many carried it out."""
    out[0] = state.campaigns.executed[arguments[0]]


@observable(needs=("campaign",), unit="1", says="Recipients whom the reversal did not reach in time.")
def campaign_too_late(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write how many it was too late for."""
    out[0] = state.campaigns.too_late[arguments[0]]


@observable(unit="share", says="How much may be said.")
def toleration(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the toleration."""
    out[0] = state.regime.toleration[0]


@observable(unit="1", says="Error of the rulers' picture of the harvest, as a share of it, smoothed.")
def error_of_the_picture(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the error."""
    out[0] = state.regime.error[0]


@observable(unit="million tonnes", says="The last harvest as the rulers believe it to be.")
def harvest_believed(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the harvest they see."""
    out[0] = state.regime.seen_harvest[0]


@observable(unit="person", says="People in revolt as the rulers believe them to be.")
def unrest_believed(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the unrest they see."""
    out[0] = state.regime.seen_unrest[0]
