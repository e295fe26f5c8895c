"""What may be said, and the picture of the country that the rulers get of it.

Toleration. With l the ruling line on the dimension named (+1 tolerate, -1 suppress; 1 where none is named),
C = 1 where a censorship exists, q legal parties that do not rule and N readers of the unofficial press,

    open       = (1 + l)/2 x (1 - censored C),
    toleration = 1 - (1 - open) (1 - opposition)^q (1 - passed N / (N + readers)),

kept within `least` and `most`.
The harvest. A report passes `tiers` offices, each of which adds `inflation` (1 - toleration) to it; there are
n = 1 + (sources - 1) toleration reports, whose errors of deviation `noise` have correlation `correlation`:

    seen = H (1 + inflation (1 - toleration))^tiers (1 + e),    e normal, variance noise^2 (c + (1 - c)/n),

drawn once for each new harvest H at home. |seen / H - 1| is smoothed into the rulers' error at `pace`.
Unrest. Papers print what happens with chance u = `uncover` unless it is held back, with chance 1 -
toleration; the police see `watched` of it, and pass it up through the tiers with `fidelity` at each:

    seen = rising (1 - (1 - u toleration) (1 - watched fidelity^tiers)).

At inflation = 0 and noise = 0 the harvest is seen as it is; at watched = 1 and fidelity = 1 all unrest.
Does not model: what rulers do not want to know, lies of one place alone, statistics that correct themselves.
Sources: Ladha 1995 for correlated reports, Tullock 1965 for what tiers lose, Shadmehr and Bernhardt 2015 for
news held back; inflation by tiers is our own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.command import is_open
from whowhom.core.draw import normal, streams
from whowhom.core.force import exists, rising_at_home
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.polity import Kind
from whowhom.theory.hierarchy import delivered_share
from whowhom.theory.silence import report_probability

CENSORSHIP = int(Kind.CENSORSHIP)
LAST_HARVEST, LAST_ERROR = 0, 1
(MISTAKEN,) = streams("reporting", "mistaken")


class Reporting(Mechanism):
    """Toleration, its price and its gain."""

    dimension = named("dimension", says="on which +1 is to tolerate and -1 to suppress", required=False)
    censored = number(
        0.7, unit="share", low=0.0, high=1.0, prior="uniform(0.4, 0.9)", says="what a censorship takes off"
    )
    opposition = number(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.5)",
        says="share of what is not said that a legal party brings to light",
    )
    passed = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.2)",
        says="the same of an unofficial press that everybody reads",
    )
    readers = number(
        20_000.0,
        unit="person",
        low=1.0,
        high=1e8,
        prior="lognormal(20000, 1)",
        says="readers of the unofficial press that count half as much as everybody",
    )
    least = number(
        0.0, unit="share", low=0.0, high=1.0, source="identity", says="toleration that a law leaves at least"
    )
    most = number(
        1.0, unit="share", low=0.0, high=1.0, source="identity", says="toleration that there is at most"
    )
    tiers = number(
        3.0, unit="1", low=0.0, high=10.0, prior="uniform(2, 4)", says="offices that a report passes"
    )
    inflation = number(
        0.08,
        unit="share",
        low=0.0,
        high=2.0,
        prior="uniform(0, 0.15)",
        says="what an office adds to a harvest where nothing may be said",
    )
    noise = number(
        0.1, unit="share", low=0.0, high=1.0, prior="uniform(0.03, 0.2)", says="error of one report alone"
    )
    sources = number(
        10.0,
        unit="1",
        low=1.0,
        high=1e4,
        prior="uniform(3, 30)",
        says="independent reports where all may be said",
    )
    correlation = number(
        0.2,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.5)",
        says="correlation of the errors of two reports",
    )
    pace = number(
        0.1, unit="1/month", low=0.0, high=1.0, prior="uniform(0.05, 0.3)", says="how fast an error is felt"
    )
    uncover = number(
        0.8, unit="share", low=0.0, high=1.0, prior="uniform(0.5, 1)", says="share of unrest that papers find"
    )
    watched = number(
        0.8,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.5, 1)",
        says="share of unrest that the police see",
    )
    fidelity = number(
        0.9, unit="share", low=0.0, high=1.0, prior="beta(18, 2)", says="what an office passes up of unrest"
    )

    memory = ("fixed", 2)
    writes = ("regime.toleration", "regime.error", "regime.seen_harvest", "regime.seen_unrest")


@inner
def _open(dimension: float, censored: float, state: Any, polity: Any) -> float:
    """Return what may be said by the ruling line and past the censors."""
    said = 1.0
    if dimension >= 0.0:
        said = 0.5 * (1.0 + min(max(float(state.regime.line[int(dimension)]), -1.0), 1.0))
    if is_open(state, polity, CENSORSHIP):
        said *= 1.0 - censored
    return said


@inner
def _tolerated(
    said: float, opposition: float, passed: float, readers: float, state: Any, polity: Any
) -> float:
    """Return what is said, with legal parties and with what passes from hand to hand."""
    unsaid = 1.0 - said
    for party in range(state.parties.legal.size):
        if state.parties.legal[party] > 0.0 and polity.party_ruling[party] == 0:
            unsaid *= 1.0 - opposition
    press = max(float(state.dissent.press[0]), 0.0)
    return 1.0 - unsaid * (1.0 - passed * press / (press + readers))


@inner
def _harvest_at_home(state: Any, polity: Any) -> float:
    """Return the last harvest of all places that have no government of their own, in million tonnes."""
    total = 0.0
    for place in range(state.places.harvest.size):
        if polity.place_dependent[place] == 0 and exists(state, polity, place):
            total += float(state.places.harvest[place])
    return total


def step(
    dimension: float,
    censored: float,
    opposition: float,
    passed: float,
    readers: float,
    least: float,
    most: float,
    tiers: float,
    inflation: float,
    noise: float,
    sources: float,
    correlation: float,
    pace: float,
    uncover: float,
    watched: float,
    fidelity: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Say what may be said, report the harvest, report the unrest."""
    regime = state.regime
    said = _open(dimension, censored, state, polity)
    toleration = _tolerated(said, opposition, passed, readers, state, polity)
    toleration = min(max(toleration, least), most)
    regime.toleration[0] = toleration
    harvest = _harvest_at_home(state, polity)
    # A harvest is told apart from the last one as it is remembered, in 32 bits.
    if abs(harvest - float(memory[LAST_HARVEST])) > 1e-6 * harvest:
        reports = 1.0 + (sources - 1.0) * toleration
        variance = noise * noise * (correlation + (1.0 - correlation) / reports)
        factor = 1.0 + float(np.sqrt(variance)) * normal(draw, MISTAKEN, 0) if variance > 0.0 else 1.0
        for _ in range(int(tiers)):
            factor *= 1.0 + inflation * (1.0 - toleration)
        regime.seen_harvest[0] = max(harvest * factor, 0.0)
        memory[LAST_HARVEST] = harvest
        memory[LAST_ERROR] = abs(max(factor, 0.0) - 1.0)
    regime.error[0] = float(regime.error[0]) + pace * float(memory[LAST_ERROR] - regime.error[0])
    printed = report_probability(1.0, uncover, 1.0 - toleration)
    told = watched * delivered_share(fidelity, int(tiers))
    regime.seen_unrest[0] = rising_at_home(state, polity) * (1.0 - (1.0 - printed) * (1.0 - told))
