"""Parties of members one by one as documents, and the state in which a month leaves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.organisations import number, organise
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.core.draw import history_key
from whowhom.core.state import State
from whowhom.simulate.batch import pointers
from whowhom.simulate.parts import OneHistory

UNITS = {
    **dict.fromkeys(("weight", "pull", "settling"), "1/month"),
    **dict.fromkeys(("confidence", "leaning", "spread", "stand", "stand_spread", "loyalty"), "share"),
    "obedience": "share",
    "bias": "probability",
}
OF_THE_VOTE = ("obedience", "bias")


def party(
    folder: Path,
    *,
    places: int = 2,
    districts: int = 4,
    cells: int = 5,
    cell: int = 4,
    patrons: int = 3,
    months: int = 1,
    machine: int = 0,
    observe: tuple[str, ...] = (),
    **given: float,
) -> Model:
    """Return a party of `districts` in all, whose members talk every month and then vote.

    The first `machine` places have secretaries of the man who appoints them.
    """
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    local = {{ seats = {places}, place = "provinces" }}
    [places.provinces]
    count = {places}
    [membership]
    places = "provinces"
    members = {districts * cells * cell}
    cell = {cell}
    district = {cells}
    patrons = {patrons}
    [[rules]]
    name = "assigns"
    verb = "appoints"
    by = "office"
    over = "local"
    """
    for name in ("cell_talk", "cell_vote"):
        text += f'\n[[schedule]]\nmechanism = "{name}"\n'
        mine = {key: value for key, value in given.items() if (key in OF_THE_VOTE) == (name == "cell_vote")}
        text += "".join(f"{key} = {number(value, UNITS[key])}\n" for key, value in mine.items())
    for name in observe:
        text += f'\n[[observe]]\nname = "{name}"\nobservable = "{name}"\n'
    locals_ = "".join(f"s{i},local,{'h' if i < machine else ''}\n" for i in range(places))
    return organise(folder, text, f"name,body,patron\nh,office,\n{locals_}", months)


@contextmanager
def living(
    model: Model, threads: int = 1, history: int = 0, seed: int = 7
) -> Iterator[tuple[State, Callable[[int], None]]]:
    """Give the state of a history after month 0, and a function that lives one month more."""
    with OneHistory(model, *pointers(model), threads) as one, np.errstate(over="ignore"):
        values = value_table(model.values, seed, np.array([history]), False)[0]
        key = np.uint64(history_key(np.uint64(seed), np.uint64(history)))
        one.begin()
        one.live(0, values, key)
        yield one.state, lambda month: one.live(month, values, key)
