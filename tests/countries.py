"""A small country as a document: places with a garrison, a public, parties; its first state set by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tests.organisations import SEED, number, organise
from whowhom.build.model import Model
from whowhom.core.state import allocate
from whowhom.simulate.batch import run_batch


def country(
    folder: Path,
    schedule: str,
    *,
    places: int = 2,
    members: float = 1000.0,
    support: float = 0.5,
    garrison: float = 0.0,
    parties: str = "",
    more: str = "",
    months: int = 1,
    **state: ArrayLike,
) -> Model:
    """Build a country; keywords like `regime_war` = 0.5 set arrays of its first state."""
    text = f"""
    [bodies]
    council = {{ seats = 1 }}
    [places.regions]
    count = {places}
    garrison = {number(garrison, "person")}
    [publics.workers]
    places = "regions"
    members = {number(members, "person")}
    leaning = {number(0.5, "share")}
    support = {number(support, "share")}
    {parties or two_parties()}
    {more}
    {schedule}
    """
    model = organise(folder, text, months=months)
    first, _ = allocate(model.sizes, model.initial)
    for name, values in state.items():
        record, _, field = name.partition("_")
        getattr(getattr(first, record), field)[...] = values
    return model


def two_parties(blue: float = 0.4, red: float = 0.6, more: str = "") -> str:
    """Write a ruling blue party and a red one with these shares of votes and delegates."""
    return f"""
    [parties.blue]
    ruling = true
    votes = {number(blue, "share")}
    mandates = {number(blue, "share")}
    [parties.red]
    votes = {number(red, "share")}
    mandates = {number(red, "share")}
    {more}
    """


def step_of(mechanism: str, units: dict[str, str], names: dict[str, str], /, **numbers: float) -> str:
    """Write an entry of the schedule: names of things, then numbers in their units."""
    lines = [f'{key} = "{value}"' for key, value in names.items()]
    lines += [f"{key} = {number(value, units[key])}" for key, value in numbers.items()]
    return "\n".join(["[[schedule]]", f'mechanism = "{mechanism}"', *lines])


def recorded(model: Model, histories: int) -> NDArray[np.float64]:
    """Return what so many histories record, (histories, months + 1, observables), without a fault."""
    with np.errstate(over="ignore"):
        batch = run_batch(model, np.arange(histories), seed=SEED, from_priors=False)
    assert not batch.faults[:, 0].any()
    return batch.output.astype(np.float64)
