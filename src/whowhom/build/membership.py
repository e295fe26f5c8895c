"""Members one by one to tables: cells, districts, and which districts lie in which place."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.bodies import place_offsets
from whowhom.core.mechanism import Registered
from whowhom.spec.errors import DocumentError, Problem
from whowhom.spec.scenario import Scenario

TIERS = 4
"""Shares that an election among members leaves in a place: members, cells, districts, the place."""


def membership_sizes(scenario: Scenario) -> dict[str, int]:
    """Return the lengths of the axes of members, all 0 where the document has none."""
    table = scenario.membership
    if table is None:
        return {"members": 0, "patrons": 0, "districts": 0}
    return {"members": table.members, "patrons": table.patrons, "districts": table.districts}


def membership_tables(scenario: Scenario) -> dict[str, NDArray[Any]]:
    """Return members of a cell, cells of a district, and the first district of each place."""
    table = scenario.membership
    places = sum(one.count for one in scenario.places.values())
    first = np.zeros(places + 1, np.int32)
    if table is not None:
        count = scenario.places[table.places].count
        offset = place_offsets(scenario)[table.places]
        first[offset : offset + count + 1] = [table.districts * place // count for place in range(count + 1)]
        first[offset + count + 1 :] = table.districts
    return {
        "cell_members": np.array([table.cell if table else 0], np.int32),
        "district_cells": np.array([table.district if table else 0], np.int32),
        "place_district": first,
    }


def check_members(scenario: Scenario, found: tuple[Registered, ...]) -> None:
    """Raise DocumentError for a mechanism that acts on members where the document has none one by one."""
    if scenario.membership is not None:
        return
    problems = [
        Problem(
            scenario.origin.file,
            f"schedule[{index}].mechanism",
            f"{registered.name} acts on members one by one; expected a table [membership]",
        )
        for index, registered in enumerate(found)
        if registered.declaration.needs_members
    ]
    if problems:
        raise DocumentError(problems)
