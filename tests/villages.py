"""Small countries of villages and towns, and one mechanism acting alone from a state that the test writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.laws.histories import finals_alone
from tests.organisations import SEED, number, organise
from whowhom.build.model import Model
from whowhom.core.state import State, allocate


def villages(folder: Path, schedule: str, places: int = 1, months: int = 24, observe: str = "") -> Model:
    """A country from January 2000; in each place 12 million tonnes, 12 million growers, 5 million eaters."""
    text = f"""
    [bodies]
    chief = {{ seats = 1 }}
    [places.land]
    count = {places}
    output = {number(12.0 * places, "million tonnes")}
    [publics.growers]
    places = "land"
    members = {number(12e6 * places, "person")}
    leaning = {number(0.5, "share")}
    [publics.eaters]
    places = "land"
    members = {number(5e6 * places, "person")}
    leaning = {number(0.5, "share")}
    [people]
    dimensions = ["market"]
    [[schedule]]
    {schedule}
    {observe}
    """
    return organise(folder, text, months=months)


def alone(model: Model, months: int = 1, **values: Any) -> State:
    """Return the state after the one mechanism of the model has acted for so many months.

    values: arrays of the state to write before, as `places_stock=3.0`.
    """
    state, buffer = allocate(model.sizes)
    buffer[:] = model.initial
    for path, value in values.items():
        record, _, field = path.partition("_")
        getattr(getattr(state, record), field)[:] = np.asarray(value)
    name = model.entries[-1].mechanism.name
    (final,) = finals_alone(model, name, SEED, [buffer], (months,))
    return allocate(model.sizes, final)[0]
