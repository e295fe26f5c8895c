"""A small country with police, censors, a campaign, remembered persons; for tests of dissent and memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.organisations import SEED, number, organise
from whowhom import mechanisms
from whowhom.build.model import Model
from whowhom.core.mechanism import Number
from whowhom.core.state import allocate
from whowhom.simulate.batch import run_batch
from whowhom.spec.units import PER_MONTH

POLICE = '[instruments.guards]\nkind = "police"\n'
CENSORS = '[instruments.desk]\nkind = "censorship"\n'
PEOPLE = "\n".join(["name,body,line", "h,chief|board,0.5", "a,board,-1", "s,,0", "t,,0"])
RECIPIENTS, DUE, LONGEST = 200, 5, 24
MEMBERS = 5000.0


def number_lines(mechanism: str, numbers: dict[str, float]) -> str:
    """Write numbers of a mechanism in its own units."""
    units = {
        item.name: "1/month" if item.unit == PER_MONTH else item.unit
        for item in mechanisms.load(mechanism).declaration.parameters
        if isinstance(item, Number)
    }
    return "".join(f"{name} = {number(value, units[name])}\n" for name, value in numbers.items())


def observe(**items: dict[str, str]) -> str:
    """Write what is recorded: the observable and what it needs."""
    return "".join(
        f'[[observe]]\nname = "{name}_here"\nobservable = "{name}"\n'
        + "".join(f'{need} = "{what}"\n' for need, what in given.items())
        for name, given in items.items()
    )


def country(
    folder: Path,
    mechanism: str,
    names: dict[str, str],
    *,
    instruments: str = POLICE,
    decides: str = '"chief", "board"',
    months: int = 1,
    people: str = PEOPLE,
    more: str = "",
    state: dict[str, Any] | None = None,
    **numbers: float,
) -> Model:
    """Build two publics of 5000 in each of two places, one mechanism, and a campaign from month 1 to 5.

    state: arrays of the first state by their dotted names, written in place.
    """
    owned = f'owner = "chief"\ncapacity = {number(10.0, "person/month")}\n'
    text = f"""
    subjects = ["s", "t"]
    [bodies]
    chief = {{ seats = 1 }}
    board = {{ seats = 3 }}
    empty = {{ seats = 1 }}
    [places.regions]
    count = 2
    [parties.blue]
    ruling = true
    [parties.red]
    [people]
    file = "people.csv"
    dimensions = ["line"]
    capacity = 8
    [campaigns.statue]
    about = "s"
    tiers = [{decides}]
    recipients = {RECIPIENTS}
    from = 2000-02-01
    due = 2000-06-21
    """
    for public in ("folk", "others"):
        text += f'[publics.{public}]\nplaces = "regions"\nmembers = {number(2 * MEMBERS, "person")}\n'
        text += f"leaning = {number(0.0, 'share')}\n"
    text += "".join(f"{lines}\n{owned}" for lines in instruments.split("\n\n") if lines)
    text += f'{more}\n[[schedule]]\nmechanism = "{mechanism}"\n'
    text += "".join(f'{name} = "{value}"\n' for name, value in names.items())
    text += number_lines(mechanism, numbers)
    (folder / "people.csv").write_text(people + "\n", encoding="utf-8")
    model = shortened(organise(folder, text, months=LONGEST), months)
    first, _ = allocate(model.sizes, model.initial)
    for path, value in (state or {}).items():
        record, field = path.split(".")
        getattr(getattr(first, record), field)[...] = value
    return model


def shortened(model: Model, months: int) -> Model:
    """Return the model of the first months only; its document goes on, so that a campaign may."""
    plan = model.plan._replace(
        column=np.ascontiguousarray(model.plan.column[: months + 1]),
        snapshot_month=np.arange(months + 1, dtype=np.int32),
    )
    return replace(model, plan=plan, months=months, snapshot_months=tuple(range(months + 1)))


def recorded(model: Model, histories: int) -> NDArray[np.float64]:
    """Return what so many histories record, (histories, months + 1, observables), without a fault."""
    with np.errstate(over="ignore"):
        batch = run_batch(model, np.arange(histories), seed=SEED, from_priors=False)
    assert not batch.faults[:, 0].any()
    return batch.output.astype(np.float64)
