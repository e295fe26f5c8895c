"""The declared model in the library: nine mechanisms, one observable of 21 numbers, and a scenario.

Everything is composed at run time: the document names mechanisms and their cadence, `build` turns it into
tables, and the compiled driver of the library calls the mechanisms through pointers. Nothing is compiled
for this model as a whole.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from benchmarks.parameters import MONTHS, OFFICES, PEOPLE, PLACES
from whowhom import mechanisms, observables
from whowhom.build import Model, build
from whowhom.core.fault import MASS_NEGATIVE, SHARE_OUT_OF_RANGE
from whowhom.core.observable import Observable
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import parse

ORDER = (
    "society",
    "frailty",
    "replacement",
    "hearing",
    "standing",
    "filling",
    "currents",
    "congress",
    "contest",
)
ACTORS = ("frailty", "replacement", "hearing", "standing")
"""Steps 3 to 8, which run without seats, places and groups too; person 0 leads throughout."""
YEARLY = ("congress", "contest")
MEANT = SHARE_OUT_OF_RANGE | MASS_NEGATIVE
"""Faults that this model means: its leanings are no shares, and its economy falls below 0."""
DOCUMENT = """
title = "The declared model of the speed benchmark"
from = 1950-01-01
until = {until}

[bodies.secretaries]
seats = {places}
place = "provinces"

[bodies.offices]
seats = {offices}

[places.provinces]
count = {places}

[people]
capacity = {people}
dimensions = ["first", "second"]
"""
PUBLIC = """
[publics.current_{number}]
places = "provinces"
members = {{ value = 0, unit = "person", source = "benchmark" }}
leaning = {{ value = 0, unit = "share", source = "benchmark" }}
"""


def document(months: int, people: int, places: int, actors_alone: bool = False) -> str:
    """Return the scenario as TOML, with all mechanisms or those of the actors alone."""
    until = date(1950 + months // 12, 1 + months % 12, 1)
    text = DOCUMENT.format(until=until, places=places, offices=OFFICES, people=people)
    text += "".join(PUBLIC.format(number=number) for number in range(4))
    for name in ACTORS if actors_alone else ORDER:
        cadence = 'every = "12 months"\n' if name in YEARLY else ""
        text += f'\n[[schedule]]\nmechanism = "{name}"\n{cadence}'
    observable = "actors" if actors_alone else "outputs"
    return text + f'\n[[observe]]\nname = "{observable}"\nobservable = "{observable}"\n'


def adopt(folder: str = "benchmarks.declared") -> None:
    """Adopt the mechanisms and observables of a package.

    Raises ValueError when two files disagree about a constant.
    """
    constants: dict[str, int] = {}
    for name in (*ORDER, "record"):
        module = import_module(f"{folder}.{name}")
        _agree(constants, module)
        if name != "record":
            mechanisms.adopt(module)
        for item in vars(module).values():
            if isinstance(item, Observable):
                observables.adopt(item)


def _agree(constants: dict[str, int], module: ModuleType) -> None:
    """Compare the whole-number constants of a file with those of the files before."""
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, int) and constants.setdefault(name, value) != value:
            raise ValueError(f"{module.__name__}: {name} is {value}, elsewhere {constants[name]}")


@cache
def model_of(months: int, people: int, places: int, actors_alone: bool = False) -> Model:
    """Return the built model."""
    adopt()
    return build(parse(document(months, people, places, actors_alone)))


def run(
    seed: int,
    first: int,
    count: int,
    months: int = MONTHS,
    people: int = PEOPLE,
    places: int = PLACES,
    threads: int = 1,
    actors_alone: bool = False,
) -> NDArray[np.float32]:
    """Return the outputs of histories first .. first+count-1, shape (count, months, 21).

    `actors_alone` runs steps 3 to 8 and leaves the other outputs at 0.
    Raises ValueError for a fault other than those that this model means.
    """
    histories = np.arange(first, first + count, dtype=np.int64)
    model = model_of(months, people, places, actors_alone)
    batch = run_batch(model, histories, seed=seed, from_priors=False, threads=threads)
    faults = int(np.bitwise_or.reduce(batch.faults[:, 0])) & ~MEANT
    if faults:
        raise ValueError(f"faults {faults:#x} in the declared model")
    return batch.output[:, 1:]
