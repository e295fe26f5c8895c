"""People are interchangeable: renaming them and permuting the rows of their table changes no distribution.

Two independent sets of 4 096 histories are compared, before and after, at three months for every recorded
quantity. All mechanisms act. False alarms: below 1e-6 for the whole test, by a normal bound shared out
over the comparisons (Bonferroni).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from tests.laws.organisations import MONTHS, NAMES, everything, model_of, organisation, write_people

from whowhom import observables
from whowhom.simulate.batch import run_batch

HISTORIES = 4096
FALSE_ALARM = 1e-6
NAMED = {
    **{kind: names[:1] for kind, names in NAMES.items()},
    "body": ("board", "secretary", "council"),
    "office": ("chief",),
    "person": ("Person 00",),
    "public": ("folk",),
    "place": ("2",),
}
A_SLOT = re.compile(r"number of the person|slot|of the first")
"""Says that an observable gives the row of a person, which a permutation changes by definition."""


def observed() -> list[dict[str, Any]]:
    """Return every observable that does not depend on the row of a person, over the named things."""
    wanted = []
    for item in observables.shipped().values():
        if A_SLOT.search(item.says) or item.dimension in ("people", "seats"):
            continue
        for body in NAMED["body"] if "body" in item.needs else ("",):
            given = {need: NAMED[need][0] for need in item.needs} | ({"body": body} if body else {})
            wanted.append({"name": f"{item.name}_{body or 'all'}", "observable": item.name, **given})
    return wanted


def permuted(rows: list[dict[str, str]], rng: Random) -> list[dict[str, str]]:
    """Return the rows in another order with other names; those who sit in one body keep their order.

    The order within a body is no accident of the table: the first seat is the head, terms end by seat.
    """
    order = list(range(len(rows)))
    rng.shuffle(order)
    for body in sorted({row["body"] for row in rows if row["body"]}):
        places = [at for at, number in enumerate(order) if rows[number]["body"] == body]
        for at, number in zip(places, sorted(order[at] for at in places), strict=True):
            order[at] = number
    others = [f"Nobody {number:02d}" for number in range(len(rows))]
    rng.shuffle(others)
    names = {row["name"]: other for row, other in zip(rows, others, strict=True)} | {"": ""}
    return [
        rows[number] | {"name": names[rows[number]["name"]], "patron": names[rows[number]["patron"]]}
        for number in order
    ]


def means(
    document: dict[str, Any], folder: Path, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return means and squared standard errors of everything recorded at months 1, 12 and 24."""
    batch = run_batch(model_of(document, folder), np.arange(HISTORIES), seed=seed, from_priors=False)
    values = batch.output[:, [1, 12, MONTHS], :].astype(np.float64)
    return values.mean(axis=0), values.var(axis=0, ddof=1) / HISTORIES


def test_permuting_people_changes_no_distribution(tmp_path: Path) -> None:
    """Means agree within the bound; where both are constant they are equal."""
    document = organisation(3, tmp_path, everything(Random(3))) | {"observe": observed(), "snapshots": []}
    document["people"]["capacity"] = 150
    with (tmp_path / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first, error = means(document, tmp_path, seed=1)
    rng = Random(4)
    other = permuted(rows, rng)
    assert [row["name"] for row in other] != [row["name"] for row in rows]
    renamed = {row["name"]: new for row, new in zip(rows, _names_of(rows, other), strict=True)}
    write_people(tmp_path, other)
    second, other_error = means(_renamed(document, renamed), tmp_path, seed=2)
    bound = norm.isf(FALSE_ALARM / (2 * first.size))
    # Recorded numbers are float32: a constant is equal to its rounding.
    wrong = np.abs(first - second) > bound * np.sqrt(error + other_error) + 1e-5 * (1 + np.abs(first))
    at, column = np.nonzero(wrong)
    found = [
        (int(m), int(c), float(first[m, c]), float(second[m, c])) for m, c in zip(at, column, strict=True)
    ]
    assert found == [], [item["name"] for item in observed()]
    assert (error > 0).any()


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """Return a part of a document in which persons go by their new names."""
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def _names_of(rows: list[dict[str, str]], other: list[dict[str, str]]) -> list[str]:
    """Return the new name of each row, found by everything else that the row says."""
    keys = [key for key in rows[0] if key not in ("name", "patron")]
    new = {tuple(row[key] for key in keys): row["name"] for row in other}
    return [new[tuple(row[key] for key in keys)] for row in rows]
