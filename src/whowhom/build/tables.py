"""Tables by age from CSV files, for the mechanisms that ask for one."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.mechanism import Registered, Table
from whowhom.spec.data_files import locate
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of
from whowhom.spec.scenario import Scenario

OLDEST = 121
"""Ages 0 to 120 years."""


def age_tables(scenario: Scenario, found: tuple[Registered, ...]) -> dict[str, NDArray[Any]]:
    """Return the age tables of the polity, as chances per month; zeros where no mechanism asks for one."""
    tables: dict[str, NDArray[np.float64]] = {"life_table": np.zeros(OLDEST)}
    for number, (registered, step) in enumerate(zip(found, scenario.schedule, strict=True)):
        for item in registered.declaration.tables:
            name = str(step.numbers.get(item.name, item.default))
            tables[item.into] = _read(scenario, name, item, f"schedule[{number}].{item.name}")
    return tables


def _read(scenario: Scenario, name: str, item: Table, key: str) -> NDArray[np.float64]:
    """Read yearly chances by age and turn them to monthly ones: 1 - (1 - q)^(1/12).

    Ages below the table take its first value, ages above and gaps the last one before.
    """
    path = locate(scenario, key, name)
    with path.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    columns = list(rows[0]) if rows else []
    for column in ("age", item.column):
        if column not in columns:
            message = (
                f"no column {column!r} in {name}; expected {one_of(columns)}{did_you_mean(column, columns)}"
            )
            raise DocumentError([Problem(scenario.origin.file, key, message)])
    given: dict[int, float] = {}
    for line, row in enumerate(rows, start=2):
        try:
            age, chance = int(float(row["age"])), float(row[item.column])
        except ValueError:
            message = f"{name} line {line}: found {row['age']!r}, {row[item.column]!r}; expected two numbers"
            raise DocumentError([Problem(scenario.origin.file, key, message)]) from None
        if not 0.0 <= chance <= 1.0:
            message = f"{name} line {line}: {chance:g} is not a probability (0 to 1)"
            raise DocumentError([Problem(scenario.origin.file, key, message)])
        given[age] = chance
    yearly = np.zeros(OLDEST)
    current = given[min(given)]
    for age in range(OLDEST):
        current = given.get(age, current)
        yearly[age] = current
    return np.asarray(1.0 - (1.0 - yearly) ** (1.0 / 12.0))
