"""Small organisations written as documents, their histories, and the state in which one history ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whowhom.build import build
from whowhom.build.calendar import month_label
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.core.drive import compiled_drive
from whowhom.core.state import VACANT, State, allocate
from whowhom.simulate.batch import pointers, run_batch
from whowhom.spec.toml import read

SEED = 7
START = date(2000, 1, 1)


def organise(folder: Path, text: str, people: str = "", months: int = 1) -> Model:
    """Build the model of a document that starts in January 2000, from its tables and its lines of persons."""
    until = f"{month_label(START, months)}-01"
    head = f'title = "A small organisation"\nfrom = {START}\nuntil = {until}\n'
    if people:
        (folder / "people.csv").write_text(people.replace(" ", "").strip() + "\n", encoding="utf-8")
        text += '\n[people]\nfile = "people.csv"\n'
    path = folder / "small.toml"
    path.write_text(head + text, encoding="utf-8")
    model = build(read(path))
    every_month = np.arange(months + 1, dtype=np.int32)
    return replace(
        model,
        snapshot_months=tuple(range(months + 1)),
        plan=model.plan._replace(snapshot_month=every_month),
    )


def number(value: float, unit: str = "probability") -> str:
    """Write a number as a document gives it."""
    return f'{{ value = {value}, unit = "{unit}", source = "identity" }}'


def histories_of(model: Model, count: int = 1, *, faults: int = 0) -> NDArray[np.int32]:
    """Return who holds each seat, (histories, months + 1, seats), at point values.

    The faults must be the given ones, and nobody may hold two seats of one body.
    """
    # Plain Python warns where compiled 64-bit words wrap around, as the generator means them to.
    with np.errstate(over="ignore"):
        batch = run_batch(model, np.arange(count), seed=SEED, from_priors=False)
    assert set(batch.faults[:, 0]) == {faults}
    conserved(model, batch.snapshots)
    return batch.snapshots


def conserved(model: Model, holders: NDArray[np.int32]) -> None:
    """Check that nobody holds two seats of one body in any month."""
    for body in range(model.sizes.bodies):
        mine = np.sort(holders[:, :, model.polity.seat_body == body], axis=2)
        assert not np.any((mine[:, :, 1:] == mine[:, :, :-1]) & (mine[:, :, 1:] != VACANT))


def last_state(model: Model, history: int = 0) -> State:
    """Return the state in which one history ends, at point values."""
    functions, observers = pointers(model)
    state, buffer = allocate(model.sizes)
    one = np.array([history])
    with np.errstate(over="ignore"):
        compiled_drive()(
            functions,
            observers,
            model.plan,
            state,
            model.polity,
            model.initial,
            buffer,
            np.zeros(model.memory, np.float32),
            value_table(model.values, SEED, one, False),
            np.uint64(SEED),
            one,
            np.zeros((1, model.months + 1, model.width), np.float32),
            np.zeros((1, len(model.snapshot_months), model.sizes.seats), np.int32),
            np.zeros((1, 2), np.int64),
        )
    return state


def near(share: float, chance: float, trials: int) -> bool:
    """Return whether a share of so many trials is within 5 standard deviations: false alarms below 10^-6."""
    return abs(share - chance) <= 5.0 * sqrt(chance * (1.0 - chance) / trials)
