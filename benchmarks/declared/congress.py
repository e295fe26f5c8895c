"""Step 11 of the declared model, first half: three tiers of delegates, a thumb on each."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import HALF, ONE, ZERO, exponential32, fill_normal, gather
from whowhom.core.draw import stream
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number

DELEGATES = stream("declared", "delegates")
CURRENTS, TIERS = 4, 3
POSITION = np.array([[-0.5, 0.5, -0.5, 0.5], [-0.5, -0.5, 0.5, 0.5]], np.float32)
TINY, FAR = np.float32(1e-20), np.float32(1e30)


class Congress(Mechanism):
    """Indirect election of the congress (`places.delegates`, a row for each current)."""

    bias = number(
        0.3, unit="1", low=0.0, high=9.0, prior="uniform(0, 1)", says="votes added by the secretary"
    )
    lowest = number(
        200.0,
        unit="person",
        low=1.0,
        high=1000.0,
        prior="uniform(100, 400)",
        says="delegates of the lowest tier",
    )
    middle = number(
        50.0,
        unit="person",
        low=1.0,
        high=1000.0,
        prior="uniform(25, 100)",
        says="delegates of the middle tier",
    )
    highest = number(
        12.0, unit="person", low=1.0, high=1000.0, prior="uniform(6, 24)", says="delegates sent by each place"
    )

    writes = ("places.delegates",)


@inner
def find_favourites(favourite: Any, at_0: Any, at_1: Any) -> None:
    """Write the current nearest to each secretary, the first of equals."""
    for place in range(favourite.size):
        best, nearest = FAR, ZERO
        for c in range(CURRENTS):
            d_0, d_1 = at_0[place] - POSITION[0, c], at_1[place] - POSITION[1, c]
            distance = d_0 * d_0 + d_1 * d_1
            if distance < best:
                best, nearest = distance, np.float32(c)
        favourite[place] = nearest


@inner
def split_current(votes: Any, left: Any, rest: Any, share: Any, noise: Any) -> None:
    """Replace one current's votes by its conditional binomial share of the delegates left in each place."""
    for place in range(votes.size):
        part = votes[place] / (rest[place] if rest[place] > TINY else TINY)
        share[place] = part if part < ONE else ONE
    for place in range(votes.size):
        rest[place] -= votes[place]
    for place in range(votes.size):
        mean = left[place] * share[place]
        value = mean + np.sqrt(mean * (ONE - share[place])) * noise[place] + HALF
        value = value if value > ZERO else ZERO
        value = value if value < left[place] else left[place]
        votes[place] = np.float32(np.int32(value))
    for place in range(votes.size):
        left[place] -= votes[place]


@inner
def elect_tier(tier: int, delegates: Any, tilt: Any, spare: Any, places: int, draw: Any) -> None:
    """Turn the votes of one tier into its delegates."""
    votes = spare[: CURRENTS * places]
    left, rest = spare[4 * places : 5 * places], spare[5 * places : 6 * places]
    share, noise = spare[6 * places : 7 * places], spare[7 * places : 8 * places]
    favourite = spare[8 * places : 9 * places]
    for c in range(CURRENTS):
        for place in range(places):
            votes[c * places + place] *= tilt if favourite[place] == np.float32(c) else ONE
    first, second = votes[:places], votes[places : 2 * places]
    third, last = votes[2 * places : 3 * places], votes[3 * places :]
    for place in range(places):
        left[place] = delegates
        rest[place] = (first[place] + second[place]) + (third[place] + last[place])
    for c in range(CURRENTS - 1):
        fill_normal(draw, DELEGATES, (TIERS * tier + c) * places, noise)
        split_current(votes[c * places : (c + 1) * places], left, rest, share, noise)
    for place in range(places):
        last[place] = left[place]


def step(
    bias: float,
    lowest: float,
    middle: float,
    highest: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Elect the congress."""
    places = state.publics.leaning.shape[1]
    spare = np.empty(11 * places, np.float32)
    at_0, at_1 = spare[9 * places : 10 * places], spare[10 * places : 11 * places]
    secretaries = state.seats.holder[:places]
    gather(state.people.position[0], secretaries, at_0)
    gather(state.people.position[1], secretaries, at_1)
    find_favourites(spare[8 * places : 9 * places], at_0, at_1)
    for c in range(CURRENTS):
        for place in range(places):
            spare[c * places + place] = exponential32(state.publics.leaning[c, place])
    tilt = np.float32(1.0 + bias)
    elect_tier(0, np.float32(lowest), tilt, spare, places, draw)
    elect_tier(1, np.float32(middle), tilt, spare, places, draw)
    elect_tier(2, np.float32(highest), tilt, spare, places, draw)
    for c in range(CURRENTS):
        total = ZERO
        for place in range(places):
            total += spare[c * places + place]
        state.places.delegates[c, 0] = total
