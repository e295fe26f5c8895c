"""What surrounds the bodies, as parts of a state: publics, places, the rulers, parties, coercion, memory.

Shapes: D dimensions of position, G publics, L places, X tiers, Q parties, I instruments, N subjects,
C campaigns. Numbers of one history are arrays of length 1, so that kernels write them in place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Publics(NamedTuple):
    """Cohorts of people not known one by one, in each place."""

    members: NDArray[np.float32]
    """(G, L) persons."""
    leaning: NDArray[np.float32]
    """(G, L) share leaning to the challenger of the ruling line, 0 to 1."""
    support: NDArray[np.float32]
    """(G, L) share that backs the rulers in private, 0 to 1."""
    grievance: NDArray[np.float32]
    """(G, L) what there is to complain of this month, 0 to 1."""
    hostility: NDArray[np.float32]
    """(G, L) remembered enmity to the rulers, which fades slowly, 0 to 1."""
    active: NDArray[np.float32]
    """(G, L) share openly against the rulers this month, 0 to 1."""


class Places(NamedTuple):
    """What a place sends upward, grows, eats and suffers."""

    tier_share: NDArray[np.float32]
    """(L, X) share of the challenger among the delegates of each tier at the last election, lowest first."""
    delegates: NDArray[np.float32]
    """(L, 2) delegates sent to the top: for the ruling line, for the challenger."""
    hold: NDArray[np.float32]
    """(L,) how far the rulers hold the place, 0 to 1."""
    garrison: NDArray[np.float32]
    """(L,) their troops there, persons."""
    rising: NDArray[np.float32]
    """(L,) people in open revolt, persons."""
    sown: NDArray[np.float32]
    """(L,) area sown against a normal year, 1 as normal."""
    harvest: NDArray[np.float32]
    """(L,) the last harvest, million tonnes."""
    stock: NDArray[np.float32]
    """(L,) grain with the producers, million tonnes."""
    taken: NDArray[np.float32]
    """(L,) grain that left them this farm year, by force, tax or sale, million tonnes."""
    kept: NDArray[np.float32]
    """(L,) share of the worth of the last harvest that they kept or were paid for, 0 to 1."""
    livestock: NDArray[np.float32]
    """(L,) draught animals against a normal year, 1 as normal."""
    collective: NDArray[np.float32]
    """(L,) share of holdings in collective farms, 0 to 1."""
    ration: NDArray[np.float32]
    """(L,) food of those who do not grow it against their need, 0 to 1."""
    dead: NDArray[np.float32]
    """(L,) people who died of hunger and violence since the start, persons."""
    killed: NDArray[np.float32]
    """(L,) of them, those who died in risings on either side, persons."""


class Regime(NamedTuple):
    """The rulers of the country as a whole; each (1,) but the line."""

    in_power: NDArray[np.float32]
    """1 while they rule."""
    line: NDArray[np.float32]
    """(D,) the ruling line on each dimension of positions."""
    authority: NDArray[np.float32]
    """obedience lent by a label, 0 to 1."""
    war: NDArray[np.float32]
    """share of troops and resources that a war ties up, 0 to 1."""
    weather: NDArray[np.float32]
    """yield of the year against a normal one, 1 as normal."""
    extraction: NDArray[np.float32]
    """share of a normal harvest that is demanded for the year, 0 to 1."""
    forced: NDArray[np.float32]
    """1 when grain is taken without pay, 0 when it is taxed and bought."""
    drive: NDArray[np.float32]
    """force put into collectivisation, 0 to 1."""
    threat: NDArray[np.float32]
    """the rulers' own estimate of the chance of being overthrown, 0 to 1."""
    concessions: NDArray[np.float32]
    """retreats made since the start."""
    toleration: NDArray[np.float32]
    """how much may be said, 0 to 1."""
    error: NDArray[np.float32]
    """mean relative error of the rulers' picture of the harvest."""
    seen_harvest: NDArray[np.float32]
    """the harvest they believe in, million tonnes."""
    seen_unrest: NDArray[np.float32]
    """the rising they believe in, persons."""
    sentenced: NDArray[np.float32]
    """persons sentenced for politics this month."""
    executed: NDArray[np.float32]
    """of them to death."""
    prisoners: NDArray[np.float32]
    """persons held."""
    personal: NDArray[np.float32]
    """how far one man commands all instruments and bodies, 0 to 1."""
    purged: NDArray[np.float32]
    """members of the elite put to death this month."""
    challenges: NDArray[np.float32]
    """challenges to the leading man since the start."""
    restraint: NDArray[np.float32]
    """challenges that somebody was strong enough for and held back from, since the start."""
    hours: NDArray[np.float32]
    """hours that the seizure of power took; 0 when there was none."""


class Parties(NamedTuple):
    """The parties of the country."""

    legal: NDArray[np.float32]
    """(Q,) 1 while it may exist."""
    office: NDArray[np.float32]
    """(Q,) its share of the government."""


class Instruments(NamedTuple):
    """The means of coercion."""

    capacity: NDArray[np.float32]
    """(I,) persons it can deal with in a month."""
    used: NDArray[np.float32]
    """(I,) persons dealt with this month."""
    open: NDArray[np.float32]
    """(I,) 1 while it exists."""


class Memory(NamedTuple):
    """What publics believe of persons."""

    reputation: NDArray[np.float32]
    """(N, G) belief that the person is to be honoured, 0 to 1."""
    reliability: NDArray[np.float32]
    """(G,) how far the public trusts what the rulers print, 0 to 1."""
    ruled: NDArray[np.float32]
    """(N,) months in which he led."""
    defamed: NDArray[np.float32]
    """(N,) months in which the rulers' press wrote against him."""


class Dissent(NamedTuple):
    """Protest by signature; each (1,)."""

    signatures: NDArray[np.float32]
    """people whose names stand under a petition this month."""
    signed: NDArray[np.float32]
    """names since the start."""
    punished: NDArray[np.float32]
    """people punished for it since the start."""
    press: NDArray[np.float32]
    """readers of the unofficial press, persons."""
    trial: NDArray[np.float32]
    """how much a trial of writers is spoken of, 0 to 1."""


class Campaigns(NamedTuple):
    """Decisions pressed for."""

    pressure: NDArray[np.float32]
    """(C,) push of those who want it, 0 to 1."""
    resistance: NDArray[np.float32]
    """(C,) push of those who do not, 0 to 1."""
    stage: NDArray[np.float32]
    """(C,) tiers that have decided for it."""
    ordered: NDArray[np.float32]
    """(C,) 1 once the order to prepare was sent."""
    called_back: NDArray[np.float32]
    """(C,) 1 once it was called back."""
    executed: NDArray[np.float32]
    """(C,) recipients who carried out the first order."""
    too_late: NDArray[np.float32]
    """(C,) of them, those whom the reversal did not reach."""
