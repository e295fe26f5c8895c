"""A small country to try revolts in: two farming places, a club, and a place under the centre."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.organisations import last_state, number, organise
from whowhom.build.model import Model
from whowhom.core.state import State, allocate

GROWERS, WORKERS, SOLDIERS, CLUB, VASSALS = range(5)
FIRST, SECOND, CLUBHOUSE, VASSAL = range(4)
UNITS = {
    "delay": "month",
    "pause": "month",
    "wanted": "person",
    "readiness": "1/month",
    **dict.fromkeys(
        ("crush", "killed", "lost", "slip", "move", "mobilisation", "cost", "pace", "voices"), "share"
    ),
    **dict.fromkeys(("most", "withdrawal", "noise", "persistence", "kinship", "subjection"), "share"),
    **dict.fromkeys(("arming_producers", "arming_armed", "arming_others", "level"), "share"),
}


def country(folder: Path, mechanism: str, months: int = 1, /, **given: float | str) -> Model:
    """Build the country with one mechanism that has the given numbers and names; the rest are defaults.

    A number with dated changes is given as the document writes it.
    """
    publics = {"growers": "farms", "workers": "farms", "soldiers": "farms", "club": "clubs"}
    publics["vassals"] = "dependents"
    text = f"""
    [bodies]
    chief = {{ seats = 1 }}
    [places.farms]
    count = 2
    output = {number(10.0, "million tonnes")}
    [places.clubs]
    count = 1
    [places.dependents]
    count = 1
    dependent = true
    """
    for public, places in publics.items():
        text += f'[publics.{public}]\nplaces = "{places}"\nmembers = {number(0.0, "person")}\n'
        text += f"leaning = {number(0.5, 'share')}\nsupport = {number(0.0, 'share')}\n"
    text += f'[[schedule]]\nmechanism = "{mechanism}"\n'
    for name, value in given.items():
        shown = number(value, UNITS.get(name, "1")) if isinstance(value, float) else f'"{value}"'
        if isinstance(value, str) and value.startswith("{"):
            shown = value
        text += f"{name} = {shown}\n"
    text += '[people]\nfile = "people.csv"\ndimensions = ["market"]\n'
    people = "name,born,body,market\nsomebody,1950-01-01,chief,0\n"
    (folder / "people.csv").write_text(people, encoding="utf-8")
    return organise(folder, text, months=months)


def lived(model: Model, change: Callable[[State], None], history: int = 0) -> State:
    """Return the state in which a history of the country ends that starts with the given change."""
    initial = model.initial.copy()
    change(allocate(model.sizes, initial)[0])
    state = last_state(replace(model, initial=initial), history)
    assert state.clock.fault[0] == 0
    return state
