"""The monthly talk in the cells: each member hears one other member of his cell, and his patron.

Each month every member i meets a member j of his cell, drawn anew, and all at once move to

    x_i = x_i + weight * (x_j - x_i) + pull * (a_i - x_i),

the middle term only where |x_j - x_i| < confidence, the bound of Deffuant and others; a_i is the stand of i's
patron. Who is heard is not moved by it: he hears somebody himself. Loyalty then settles to closeness:

    l_i = l_i + settling * (1 - (x_i - a_i)^2 - l_i).

At the start each member is given one of the patrons, all alike; stands are normal around `stand`, leanings
around `leaning`, kept within 0 and 1. In cells of two each hears the other, and without a pull this is
Deffuant's meeting. At weight = 0 and pull = 0 nobody moves; at confidence = 1 everybody is heard, and means,
variances and the likeness of cell-mates follow a closed recursion (`whowhom.theory.cell_talk`).
Does not model: meetings beyond the cell, members who change cell, patron or party, patrons who move.
Source: Deffuant, Neau, Amblard and Weisbuch 2000; the patron and loyalty are our own addition.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.cells import FINE, block_members, find_mates, meet, number_seats, settle, split_words
from whowhom.core.dense import clip, fill_normal, fill_whole, gather
from whowhom.core.draw import streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number

PATRON, STAND, START, MET = streams("cell_talk", "patron", "stand", "start", "met")
EVERYBODY = np.float32(2.0)
"""A bound above every distance."""
ALL_BITS = 1 << 32
"""Whole numbers below this are words of the generator as they are."""


class CellTalk(Mechanism):
    """Bounded confidence in the cell, with the patron's pull."""

    confidence = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 1)",
        says="distance from which on another's leaning is not listened to; at 1 everybody is heard",
    )
    weight = number(
        0.25,
        unit="probability per month",
        low=0.0,
        high=0.5,
        prior="uniform(0.05, 0.5)",
        says="share of the distance from whom he meets that a member covers",
    )
    pull = number(
        0.05,
        unit="probability per month",
        low=0.0,
        high=0.5,
        prior="uniform(0, 0.1)",
        says="share of the distance from his patron that a member covers",
    )
    settling = number(
        0.1,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.3)",
        says="share of the distance from closeness that loyalty covers",
    )
    leaning = number(
        0.45,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.3, 0.6)",
        says="mean leaning of members at the start, the challenger's side being 1",
    )
    spread = number(
        0.12,
        unit="share",
        low=0.0,
        high=0.5,
        prior="uniform(0.05, 0.2)",
        says="standard deviation between members at the start",
    )
    stand = number(
        0.35,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.6)",
        says="mean stand of patrons, the challenger's side being 1",
    )
    stand_spread = number(
        0.1,
        unit="share",
        low=0.0,
        high=0.5,
        prior="uniform(0, 0.2)",
        says="standard deviation between patrons",
    )
    loyalty = number(
        0.5, unit="share", low=0.0, high=1.0, prior="uniform(0.2, 0.8)", says="loyalty at the start"
    )

    needs_members = True
    cut_over = "districts"
    writes = (
        "members.patron",
        "members.leaning",
        "members.loyalty",
        "members.told",
        "members.stand",
        "members.district_leaning",
        "members.district_loyalty",
    )


def begin(
    confidence: float,
    weight: float,
    pull: float,
    settling: float,
    leaning: float,
    spread: float,
    stand: float,
    stand_spread: float,
    loyalty: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Draw stands, patrons and leanings."""
    members = state.members
    patrons, districts = members.stand.size, members.district_leaning.size
    if districts == 0:
        return
    zero, one = np.float32(0.0), np.float32(1.0)
    fill_normal(draw, STAND, 0, members.stand)
    for patron in range(patrons):
        drawn = np.float32(stand) + np.float32(stand_spread) * members.stand[patron]
        members.stand[patron] = clip(drawn, zero, one)
    fill_normal(draw, START, 0, members.leaning)
    whom = np.empty(members.patron.size, np.uint32)
    fill_whole(draw, PATRON, 0, patrons, whom)
    for member in range(members.patron.size):
        drawn = np.float32(leaning) + np.float32(spread) * members.leaning[member]
        members.leaning[member] = clip(drawn, zero, one)
        members.loyalty[member] = np.float32(loyalty)
        members.patron[member] = np.int32(whom[member])
        members.told[member] = members.stand[np.uint32(whom[member])]
    size = members.patron.size // districts
    for district in range(districts):
        total = 0.0
        for member in range(district * size, (district + 1) * size):
            total += float(members.leaning[member])
        members.district_leaning[district] = total / size
        members.district_loyalty[district] = np.float32(loyalty)


@inner
def step_part(
    first: int,
    last: int,
    confidence: float,
    weight: float,
    pull: float,
    settling: float,
    leaning: float,
    spread: float,
    stand: float,
    stand_spread: float,
    loyalty: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Let the cells of the districts from `first` up to `last` talk."""
    members = state.members
    cell = int(polity.cell_members[0])
    size = cell * int(polity.district_cells[0])
    bound = np.float32(confidence) if confidence < 1.0 else EVERYBODY
    share, drag, pace = np.float32(weight), np.float32(pull), np.float32(settling)
    most = block_members(cell, size)
    heard, seat = np.empty(most, np.float32), np.empty(most, np.uint32)
    mate, word = np.empty(most, np.uint32), np.empty(most, np.uint32)
    number_seats(cell, seat)
    for district in range(first, last):
        leanings = loyalties = 0
        for at in range(district * size, (district + 1) * size, most):
            n = min(most, (district + 1) * size - at)
            own, trust, told = (
                members.leaning[at : at + n],
                members.loyalty[at : at + n],
                members.told[at : at + n],
            )
            fill_whole(draw, MET, at, ALL_BITS, word[: (n + 1) // 2])
            split_words(word[: (n + 1) // 2], mate[:n])
            find_mates(seat[:n], cell, mate[:n])
            gather(own, mate[:n], heard[:n])
            leanings += meet(own, heard[:n], told, bound, share, drag)
            loyalties += settle(trust, own, told, pace)
        members.district_leaning[district] = leanings / (size * float(FINE))
        members.district_loyalty[district] = loyalties / (size * float(FINE))


def step(
    confidence: float,
    weight: float,
    pull: float,
    settling: float,
    leaning: float,
    spread: float,
    stand: float,
    stand_spread: float,
    loyalty: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Let all cells talk."""
    step_part(
        0,
        state.members.district_leaning.size,
        confidence,
        weight,
        pull,
        settling,
        leaning,
        spread,
        stand,
        stand_spread,
        loyalty,
        state,
        polity,
        draw,
    )
