"""Indirect election through tiers: members elect an assembly, which elects the next, up to the top.

At each tier `assembly` delegates are elected. With `random_groups` (Galam 1986) each is the choice of `group`
people drawn at random from the tier below, by majority, ties to the incumbent; with `districts` each is the
majority choice of a fixed district whose share differs from the mean by a logistic amount of scale `spread`.
Where the local secretary is a man of whoever appoints local secretaries, each delegate is the machine's
nominee with probability `bias`, whatever the vote:

    p' = (1 - bias) P(p).

Delegates to the top are shared among places by members.
At bias = 0 the tiers alone push a minority down; at bias = 1 no challenger ever arrives.
Does not model: turnout, delegates who change their mind, quotas by anything but members.
Source: Galam 1986 for the groups; the bias is our own addition.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import binomial, streams
from whowhom.core.elementary import logistic
from whowhom.core.machine import machine_place
from whowhom.core.mechanism import Mechanism, number, word
from whowhom.core.polity import Act
from whowhom.theory.galam import biased_local_majority

(ELECTED,) = streams("tiered_election", "elected")
ELECT = int(Act.ELECT)
RANDOM_GROUPS = 0


class TieredElection(Mechanism):
    """Galam's hierarchy, or fixed districts, with and without a secretary's bias."""

    method = word(
        "random_groups",
        choices=("random_groups", "districts"),
        says="whether delegates come from random groups or from fixed districts",
    )
    group = number(
        3.0, unit="person", low=1.0, high=101.0, source="galam_1986", says="people in a random group"
    )
    assembly = number(
        100.0,
        unit="person",
        low=1.0,
        high=10000.0,
        prior="uniform(50, 400)",
        says="delegates elected in a place at each tier",
    )
    bias = number(
        0.0,
        unit="probability",
        low=0.0,
        high=1.0,
        says="chance that the machine names a delegate where the local secretary is its man",
    )
    spread = number(
        0.15,
        unit="share",
        low=0.001,
        high=10.0,
        prior="uniform(0.05, 0.3)",
        says="logistic scale of the difference between districts",
    )

    whole_bodies = True
    writes = ("places.tier_share", "places.delegates")


def step(
    method: float,
    group: float,
    assembly: float,
    bias: float,
    spread: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Elect delegates in every place, tier by tier."""
    month = state.clock.month[0]
    size = int(assembly)
    for rule in range(polity.rule_act.size):
        public = polity.rule_public[rule]
        tiers = polity.rule_tiers[rule]
        if polity.rule_act[rule] != ELECT or public < 0 or tiers == 0 or polity.rule_due[rule, month] == 0:
            continue
        total = 0.0
        places = state.publics.members.shape[1]
        for place in range(places):
            total += float(state.publics.members[public, place])
        for place in range(places):
            share = float(state.publics.leaning[public, place])
            state.places.tier_share[place, 0] = share
            thumb = bias if machine_place(state, polity, place) else 0.0
            for tier in range(tiers):
                if method == RANDOM_GROUPS:
                    wins = biased_local_majority(share, int(group), 0.0, thumb)
                else:
                    wins = (1.0 - thumb) * logistic((share - 0.5) / spread)
                share = binomial(draw, ELECTED, place * tiers + tier, size, wins) / size
                state.places.tier_share[place, tier + 1] = share
            quota = 0.0
            if total > 0.0:
                members = float(state.publics.members[public, place])
                quota = state.bodies.size[polity.rule_over[rule]] * members / total
            state.places.delegates[place, 0] = quota * (1.0 - share)
            state.places.delegates[place, 1] = quota * share
