"""Authority borrowed from a representative body that meets when power is seized, and how it is used up.

The body meets in the first month of the step; once the rulers rule, it lends them

    authority = (m + wish * sum of the mandates of other legal parties) * 2^(-gap / timing),

m the named party's share of the delegates, `wish` the share of the other delegates who want all power for the
body, gap the months between seizure and meeting: `lead` of them before it, and those that passed after it.
What was lent is a share of power by mandates; what is taken beyond it uses the loan up, month by month:

    authority' = authority (1 - erosion max(0, office - m)).

In every public the odds of support are multiplied by e^(gain (authority' - authority)), so that a loan that
is lost is lost whole. At wish = 0 only the party's own delegates lend; at erosion = 0 nothing is used up; at
gain = 0 support stays. Rulers who fall lose it all.
Does not model: delegates who change their mind, a second meeting, what publics know of the meeting.
Source: none that is published; the openly shown resistance that it lowers elsewhere follows Kuran 1991.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.elementary import exponential
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number

LN_2 = 0.6931471805599453
LENT, MONTHS = 0, 1
"""Private memory: 1 once it was lent; months since the meeting."""


class Mandate(Mechanism):
    """A label lent by delegates, and the price of taking more than they lent."""

    party = named("party", says="the party that acts in the name of the body")
    wish = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.8)",
        says="share of the delegates of other parties who want all power for the body",
    )
    lead = number(
        0.0,
        unit="month",
        low=0.0,
        high=1200.0,
        source="identity",
        says="months by which power is seized before the meeting",
    )
    timing = number(
        0.5,
        unit="month",
        low=0.01,
        high=1200.0,
        prior="uniform(0.1, 3.0)",
        says="months between the two that halve what is lent",
    )
    erosion = number(
        0.1,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.3)",
        says="share lost in a month if everything is taken and nothing was lent",
    )
    gain = number(
        0.3,
        unit="1",
        low=0.0,
        high=5.0,
        prior="uniform(0.0, 1.0)",
        says="logarithm of the odds of support that full authority adds",
    )

    memory = ("fixed", 2)
    writes = ("regime.authority", "publics.support")


@inner
def _lent(party: int, wish: float, state: Any, polity: Any) -> float:
    """Return the share of the delegates who back the party's formula."""
    backing = 0.0
    for other in range(polity.party_mandates.size):
        if other == party:
            backing += polity.party_mandates[other]
        elif float(state.parties.legal[other]) > 0.0:
            backing += wish * polity.party_mandates[other]
    return min(backing, 1.0)


@inner
def _move_support(change: float, state: Any, polity: Any) -> None:
    """Multiply the odds of support by e^change in every place that exists."""
    factor = exponential(change)
    publics, places = state.publics.support.shape
    for public in range(publics):
        for place in range(places):
            if polity.place_from[place] <= state.clock.month[0]:
                share = float(state.publics.support[public, place])
                moved = share * factor / (1.0 - share + share * factor)
                state.publics.support[public, place] = min(max(moved, 0.0), 1.0)


def step(
    party: float,
    wish: float,
    lead: float,
    timing: float,
    erosion: float,
    gain: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Lend once, then use up."""
    before = state.regime.authority[0]
    authority = float(before)
    if float(state.regime.in_power[0]) <= 0.0:
        authority = 0.0
    elif memory[LENT] == 0.0:
        memory[LENT] = 1.0
        between = lead + float(memory[MONTHS])
        authority = _lent(int(party), wish, state, polity) * exponential(-LN_2 * between / timing)
    else:
        taken = float(state.parties.office[int(party)]) - polity.party_mandates[int(party)]
        authority *= 1.0 - erosion * min(max(taken, 0.0), 1.0)
    memory[MONTHS] += 1.0
    state.regime.authority[0] = min(max(authority, 0.0), 1.0)
    change = float(state.regime.authority[0] - before)
    if change != 0.0 and gain > 0.0:
        _move_support(gain * change, state, polity)
