"""The flagship is not scripted: other names, and another order of people, places, publics and parties, change
no distribution.

The first years of the shipped scenario are run twice with independent luck: as it is, and with every person
and place under a new name, in another order, the publics and parties in another order. Means of all recorded
quantities agree within the bound of independent samples; quantities that name a person by the row are left
out.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from whowhom import read
from whowhom.build import build
from whowhom.simulate.batch import run_batch
from whowhom.spec.data_files import SHIPPED_DATA
from whowhom.spec.document import from_document, to_document
from whowhom.spec.scenario import Origin, Scenario

HISTORIES = 256
UNTIL = date(1922, 7, 1)
FALSE_ALARM = 1e-6
BY_ROW = ("holder", "strongest")
"""Observables whose numbers are rows of the table of people."""
BY_PLACE = ("tier_share", "delegates")
"""Observables with one number for each place, in the order of the places."""


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Return a part of a document in which persons and places go by other names."""
    if isinstance(value, dict):
        return {key: renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def shuffled(table: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Return the entries of a table in another order."""
    order = list(table)
    rng.shuffle(order)
    return {name: table[name] for name in order}


def other_table(file: str, names: dict[str, str], out: Path, rng: Random, keep: str) -> None:
    """Write a shipped table with other names, in another order; who sits in a body keeps his order."""
    with (SHIPPED_DATA / file.removeprefix("whowhom:")).open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    seated = [row for row in rows if row.get(keep)]
    others = [row for row in rows if not row.get(keep)]
    rng.shuffle(others)
    with out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows([row | {"name": names[row["name"]]} for row in [*others, *seated]])


def short() -> dict[str, Any]:
    """Return the first years of the scenario, one arm, without its interventions."""
    document = to_document(read("soviet"))
    document["until"] = UNTIL
    document["snapshots"] = []
    document["arms"] = [{"name": "base"}]
    document["interventions"] = {}
    document["events"] = [event for event in document["events"] if event["date"] < UNTIL]
    document["campaigns"] = {}
    for entry in [*document["rules"], *document["schedule"]]:
        if "at" in entry:
            entry["at"] = [day for day in entry["at"] if day < UNTIL]
        for item in entry.values():
            if isinstance(item, dict) and "changes" in item:
                item["changes"] = [one for one in item["changes"] if one["date"] < UNTIL]
    document["rules"] = [rule for rule in document["rules"] if rule.get("at") != []]
    document["schedule"] = [step for step in document["schedule"] if step.get("at") != []]
    document["observe"] = [
        item for item in document["observe"] if item["observable"] not in BY_ROW + BY_PLACE
    ]
    document["observe"] = [item for item in document["observe"] if "campaign" not in item]
    return document


def other_world(document: dict[str, Any], folder: Path, rng: Random) -> dict[str, Any]:
    """Return the document with people, places, publics and parties renamed and in another order."""
    with (SHIPPED_DATA / document["people"]["file"].removeprefix("whowhom:")).open(encoding="utf-8") as file:
        people = [row["name"] for row in csv.DictReader(file)]
    new = [f"Nobody {number:03d}" for number in range(len(people))]
    rng.shuffle(new)
    names = dict(zip(people, new, strict=True))
    regions = document["places"]["regions"]["names"]
    names |= {place: f"Place {number:02d}" for number, place in enumerate(rng.sample(regions, len(regions)))}
    other_table(document["people"]["file"], names, folder / "people.csv", rng, "body")
    other_table(document["places"]["regions"]["file"], names, folder / "regions.csv", rng, "no column")
    other: dict[str, Any] = renamed(document, names)
    other["people"]["file"], other["places"]["regions"]["file"] = "people.csv", "regions.csv"
    # The first of the places is where power is seized; the order of the rest means nothing.
    first, *rest = other["places"]["regions"]["names"]
    rng.shuffle(rest)
    other["places"]["regions"]["names"] = [first, *rest]
    for table in ("publics", "parties", "instruments"):
        other[table] = shuffled(other[table], rng)
    return other


def means(scenario: Scenario, seed: int) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """Return names, means and squared standard errors of everything recorded, at three months."""
    model = build(scenario)
    batch = run_batch(model, np.arange(HISTORIES), seed=seed)
    values = batch.output[:, [3, 30, model.months - 1], :].astype(np.float64)
    assert not batch.faults[:, 0].any()
    return (
        [item.name for item in model.recorded],
        values.mean(axis=0),
        values.var(axis=0, ddof=1) / HISTORIES,
    )


def test_other_names_and_another_order_change_no_distribution(tmp_path: Path) -> None:
    """Two independent runs: no difference beyond the bound of their standard errors."""
    document = short()
    names, first, error = means(from_document(document, Origin("as_it_is.toml", tmp_path)), seed=1)
    other = other_world(document, tmp_path, Random(5))
    _, second, other_error = means(from_document(other, Origin("other.toml", tmp_path)), seed=2)
    bound = norm.isf(FALSE_ALARM / (2 * first.size))
    # Heavy tails (people in arms) make the normal bound too narrow: six standard errors at the least.
    slack = max(bound, 6.0) * np.sqrt(error + other_error) + 1e-5 * (1 + np.abs(first))
    at, column = np.nonzero(np.abs(first - second) > slack)
    assert [(names[c], int(m), first[m, c], second[m, c]) for m, c in zip(at, column, strict=True)] == []
    assert (error > 0).any()
