"""Every intervention of the flagship edits only what it names: before its date nothing is different.

The date of an intervention is the first one that any of its edits names: the date of a dated change, the
present or the new date of a beginning, an end or an act, the date of an event. An edit that names none acts
from the start. Histories of the base and of the edited document are compared number by number in all months
before that.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
import pytest

from whowhom import read
from whowhom.build import build
from whowhom.build.calendar import month_index
from whowhom.simulate.batch import run_batch
from whowhom.spec.document import to_document
from whowhom.spec.scenario import Edit, Scenario

SCENARIO = read("soviet")
HISTORIES = np.arange(3)
SEED = 1924
DATED = re.compile(r"@(\d{4}-\d{2}-\d{2})$")


def entry(document: dict[str, Any], path: str) -> Any:
    """Return what stands at a path of a document, or None."""
    found: Any = document
    for part in path.split("."):
        if isinstance(found, list):
            names = [item.get("name", item.get("mechanism")) for item in found]
            found = found[names.index(part)] if part in names else found[int(part)]
        elif isinstance(found, dict) and part in found:
            found = found[part]
        else:
            return None
    return found


def dates_in(value: Any) -> list[date]:
    """Return every date anywhere in a value of a document."""
    if isinstance(value, date):
        return [value]
    if isinstance(value, dict):
        return [day for item in value.values() for day in dates_in(item)]
    return [day for item in value for day in dates_in(item)] if isinstance(value, list | tuple) else []


def first_date(scenario: Scenario, edit: Edit) -> date:
    """Return the day before which an edit can change nothing."""
    path = edit.set or edit.remove or edit.add or ""
    dated = DATED.search(path)
    if dated:
        return date.fromisoformat(dated.group(1))
    if edit.add == "events":
        return min(dates_in(edit.value))
    there = entry(to_document(scenario), path)
    if path.split(".")[0] == "events":
        whole = entry(to_document(scenario), ".".join(path.split(".")[:2]))
        return min(dates_in(whole) + dates_in(edit.to))
    if path.split(".")[-1] in ("from", "until", "at"):
        return min(dates_in(there) + dates_in(edit.to))
    return scenario.start


@pytest.fixture(scope="module")
def base() -> Any:
    """Histories of the document as it is."""
    return run_batch(build(SCENARIO), HISTORIES, seed=SEED)


DATES = {
    name: min(first_date(SCENARIO, edit) for edit in item.edits)
    for name, item in SCENARIO.interventions.items()
}
LATER = {name: day for name, day in DATES.items() if month_index(SCENARIO.start, day) > 1}


def test_a_good_part_of_the_interventions_has_a_date() -> None:
    """The test below would be empty if nothing had one."""
    assert len(LATER) >= 15


@pytest.mark.parametrize("name", LATER)
def test_nothing_differs_before_the_date(base: Any, name: str) -> None:
    model = build(SCENARIO.edit(name))
    changed = run_batch(model, HISTORIES, seed=SEED)
    month = month_index(SCENARIO.start, DATES[name])
    same = {item.name for item in model.recorded}
    assert same  # an intervention may stop recording nothing
    assert changed.output[:, :month].tobytes() == base.output[:, :month].tobytes()
