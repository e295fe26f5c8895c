"""Members vote in their cells, cells in their districts, districts in their provinces, each by majority.

A member votes for the challenger with the chance

    v_i = x_i + obedience * l_i * (a_i - x_i),

his leaning x_i, moved to the stand a_i of his patron as far as he is loyal and the patron can ask it of him
(an open ballot). A cell sends one delegate for the side with more than half of its members, ties to the
ruling line; so does a district of its cells, and a place of its districts. Where the local secretary is a man
of whoever appoints local secretaries, the delegate of each cell, district and place is the machine's nominee
with probability `bias`, whatever the vote. The shares of the challenger go to `places.tier_share`: members,
cells, districts, and 0 or 1 for the place.
Where members lean independently of one another, the shares follow Galam's map, p' = (1 - bias) P_r(p), tier
by tier; where cell-mates are alike, tiers amplify less. At bias = 1 no challenger arrives.
Does not model: abstention, delegates who change their mind, several candidates.
Source: Galam 1986 for the tiers; obedience and bias are our own additions.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.cells import block_members, cast, count_cells, count_won
from whowhom.core.dense import fill_uniform
from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.machine import machine_place
from whowhom.core.mechanism import Mechanism, number

VOTE, CELL, DISTRICT, PLACE = streams("cell_vote", "vote", "cell", "district", "place")


class CellVote(Mechanism):
    """Majorities of members one by one, tier by tier."""

    obedience = number(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="how far a patron can ask of a loyal member to vote as he does: 0 in a secret ballot",
    )
    bias = number(
        0.0,
        unit="probability",
        low=0.0,
        high=1.0,
        says="chance that the machine names a delegate where the local secretary is its man",
    )

    needs_members = True
    cut_over = "places"
    writes = ("places.tier_share",)


@inner
def _cells_won(
    district: int,
    obedience: float,
    thumb: float,
    state: Any,
    polity: Any,
    draw: Any,
    numbers: Any,
    counts: Any,
) -> tuple[int, int]:
    """Let the members of a district vote; return the votes for the challenger and the cells that he won.

    numbers: (2, n) float32 and counts: (2, n) int32, room for a block.
    """
    members = state.members
    cell, size = int(polity.cell_members[0]), int(polity.cell_members[0]) * int(polity.district_cells[0])
    votes = won = 0
    for at in range(district * size, (district + 1) * size, numbers.shape[1]):
        n = min(numbers.shape[1], (district + 1) * size - at)
        luck, names = numbers[0, :n], numbers[1, : n // cell]
        vote, ayes = counts[0, :n], counts[1, : n // cell]
        fill_uniform(draw, VOTE, at, luck)
        fill_uniform(draw, CELL, at // cell, names)
        leaning, loyalty = members.leaning[at : at + n], members.loyalty[at : at + n]
        cast(leaning, loyalty, members.told[at : at + n], luck, np.float32(obedience), vote)
        votes += count_cells(vote, cell, ayes)
        won += count_won(ayes, cell, names, np.float32(thumb))
    return votes, won


@inner
def step_part(
    first: int, last: int, obedience: float, bias: float, state: Any, polity: Any, draw: Any
) -> None:
    """Let the places from `first` up to `last` vote."""
    cell, cells = int(polity.cell_members[0]), int(polity.district_cells[0])
    most = block_members(cell, cell * cells) if cell > 0 else 0
    numbers, counts = np.empty((2, most), np.float32), np.empty((2, most), np.int32)
    for place in range(first, last):
        low, high = polity.place_district[place], polity.place_district[place + 1]
        if low == high:
            continue
        thumb = bias if machine_place(state, polity, place) else 0.0
        votes = cells_won = districts_won = 0
        for district in range(low, high):
            there, won = _cells_won(district, obedience, thumb, state, polity, draw, numbers, counts)
            votes += there
            cells_won += won
            if 2 * won > cells and not chance(draw, DISTRICT, district, thumb):
                districts_won += 1
        arrives = 2 * districts_won > high - low and not chance(draw, PLACE, place, thumb)
        shares = state.places.tier_share[place]
        shares[0] = votes / ((high - low) * cells * cell)
        shares[1] = cells_won / ((high - low) * cells)
        shares[2] = districts_won / (high - low)
        shares[3] = 1.0 if arrives else 0.0


def step(obedience: float, bias: float, state: Any, polity: Any, draw: Any) -> None:
    """Let all places vote."""
    step_part(0, state.places.tier_share.shape[0], obedience, bias, state, polity, draw)
