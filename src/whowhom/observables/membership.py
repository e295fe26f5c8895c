"""Members one by one: where they lean, how loyal they are, how alike cell-mates are."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.kernel import inner
from whowhom.core.observable import observable


@observable(unit="share", says="Mean leaning of the members one by one, the challenger's side being 1.")
def member_leaning(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean over districts, which are of one size; 0 when there are no members."""
    districts = state.members.district_leaning.size
    total = 0.0
    for district in range(districts):
        total += float(state.members.district_leaning[district])
    out[0] = total / districts if districts > 0 else 0.0


@observable(unit="share", says="Mean loyalty of the members one by one.")
def member_loyalty(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean over districts, which are of one size; 0 when there are no members."""
    districts = state.members.district_loyalty.size
    total = 0.0
    for district in range(districts):
        total += float(state.members.district_loyalty[district])
    out[0] = total / districts if districts > 0 else 0.0


@observable(
    unit="share", dimension="places", says="Mean leaning of the members one by one in each place; 0 without."
)
def place_leaning(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean over the districts of each place."""
    for place in range(out.size):
        low, high = polity.place_district[place], polity.place_district[place + 1]
        total = 0.0
        for district in range(low, high):
            total += float(state.members.district_leaning[district])
        out[place] = total / (high - low) if high > low else 0.0


@inner
def _mean_leaning(state: Any) -> float:
    """Return the mean over all members, added up one by one."""
    total = 0.0
    for member in range(state.members.leaning.size):
        total += float(state.members.leaning[member])
    return float(total / max(state.members.leaning.size, 1))


@observable(unit="1", says="Variance of leaning between the members one by one, in squared shares.")
def member_variance(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean square about the mean; it looks at every member."""
    mean = _mean_leaning(state)
    total = 0.0
    for member in range(state.members.leaning.size):
        apart = float(state.members.leaning[member]) - mean
        total += apart * apart
    out[0] = total / max(state.members.leaning.size, 1)


@observable(unit="1", says="Covariance of leaning between members of one cell, in squared shares.")
def cell_covariance(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean product of two members of one cell about the mean of all; 0 in cells of one."""
    mean, cell = _mean_leaning(state), int(polity.cell_members[0])
    total = 0.0
    if cell > 1:
        for first in range(0, state.members.leaning.size, cell):
            whole = squares = 0.0
            for member in range(first, first + cell):
                apart = float(state.members.leaning[member]) - mean
                whole += apart
                squares += apart * apart
            total += (whole * whole - squares) / (cell - 1)
    out[0] = total / max(state.members.leaning.size, 1)


@observable(
    unit="1", says="Covariance of a member's leaning with the stand of his patron, in squared shares."
)
def patron_covariance(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean product of leaning and stand, less that of their means; it looks at every member."""
    members = state.members
    products = stands = 0.0
    for member in range(members.leaning.size):
        # A product of two 32-bit numbers stays one in compiled code, whatever `float` says around them.
        stand = np.float64(members.told[member])
        stands += stand
        products += stand * np.float64(members.leaning[member])
    count = max(members.leaning.size, 1)
    out[0] = products / count - (stands / count) * _mean_leaning(state)
