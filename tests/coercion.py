"""A small country: a chief, a board, publics in two sets of places, instruments; for tests of coercion."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.organisations import number, organise
from whowhom.build.model import Model
from whowhom.core.state import State, allocate

# h is chief; a and b of the board are his men, b through a; c and d are not; e sits nowhere.
PEOPLE = "\n".join(
    [
        "name,body,patron,prestige,line",
        "h,chief|board,,0.9,0",
        "a,board,h,0.2,0",
        "b,board,a,0,2",
        "c,board,,0.6,1",
        "d,board,,0.1,-3",
        "e,,,0,3",
    ]
)
POLICE = {"guards": ("police", "chief", 100.0)}
CAMPS = {"cells": ("camp", "chief", 50.0)}
BAN = {"unity": ("faction_ban", "board", 1.0)}
UNITS = {
    "growth": "1/month",
    "decay": "1/month",
    "pace": "1/month",
    "answer": "1/month",
    "suspicion": "1/month",
    "release": "1/month",
    "rate": "1/month",
    "most": "1",
    "strength": "1",
    "place": "1",
    "distance": "1",
    "scale": "1",
}


def country(
    folder: Path,
    mechanism: str,
    instruments: Mapping[str, tuple[str, str, float]] = POLICE,
    names: Mapping[str, str] | None = None,
    *,
    months: int = 1,
    people: str = PEOPLE,
    more: str = "",
    dated: str = "",
    **given: float,
) -> Model:
    """Return a country with one mechanism; numbers that are not given keep their default.

    names: what the mechanism asks for by name; more: further tables; dated: lines of every instrument.
    """
    text = """
    [bodies]
    chief = { seats = 1 }
    board = { seats = 6 }
    desk = { seats = 1 }
    [places.provinces]
    count = 2
    [places.islands]
    count = 1
    dependent = true
    [people]
    file = "people.csv"
    dimensions = ["line"]
    capacity = 12
    """
    for public, places in (("folk", "provinces"), ("crews", "provinces"), ("others", "islands")):
        text += f'[publics.{public}]\nplaces = "{places}"\nmembers = {number(1000.0, "person")}\n'
        text += f"leaning = {number(0.0, 'share')}\n"
    for name, (kind, owner, capacity) in instruments.items():
        text += f'[instruments.{name}]\nkind = "{kind}"\nowner = "{owner}"\n'
        text += f"capacity = {number(capacity, 'person/month')}\n{dated}\n"
    text += f'{more}\n[[schedule]]\nmechanism = "{mechanism}"\n'
    text += "".join(f'{name} = "{value}"\n' for name, value in (names or {}).items())
    text += "".join(f"{name} = {number(value, UNITS.get(name, 'share'))}\n" for name, value in given.items())
    (folder / "people.csv").write_text(people + "\n", encoding="utf-8")
    return organise(folder, text, months=months)


def start_of(model: Model) -> State:
    """Return the state in which every history of the model begins, to be written in place."""
    state, _ = allocate(model.sizes, model.initial)
    return state
