"""Whatever a file holds, `read` gives a scenario or a DocumentError, and nothing else."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import documents, names, scenarios

from whowhom.spec.checks import check
from whowhom.spec.document import document_hash, from_document, to_document
from whowhom.spec.errors import DocumentError
from whowhom.spec.scenario import Edit, Origin, Scenario
from whowhom.spec.toml import parse, read, write

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(
    [
        "title",
        "from",
        "until",
        "bodies",
        "rules",
        "schedule",
        "people",
        "events",
        "interventions",
        "arms",
        "value",
    ]
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents") / "random.toml"


def _checked(make: Callable[[], Scenario]) -> Scenario | None:
    """Make and check a scenario; None where it is refused, every line being one line."""
    try:
        scenario = make()
        check(scenario)
    except DocumentError as error:
        assert error.lines
        assert len(str(error).splitlines()) == len(error.lines)
        return None
    return scenario


@QUICK
@given(data=st.binary(max_size=200))
def test_random_bytes(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    _checked(lambda: read(file))


@QUICK
@given(text=st.text("[]{}=.,\"'\n#a1-: T", max_size=60))
def test_random_punctuation(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    _checked(lambda: read(file))


@QUICK
@given(document=st.dictionaries(keys | st.text(max_size=6), junk, max_size=6))
def test_random_tables(document: dict[str, Any]) -> None:
    _checked(lambda: from_document(document, Origin("random.toml")))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List every place of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, item in items for found in ((*path, key), *_places(item, (*path, key)))]


@QUICK
@given(document=documents(), data=st.data())
def test_one_thing_changed_in_a_right_document(document: dict[str, Any], data: st.DataObject) -> None:
    mutant = copy.deepcopy(document)
    path = data.draw(st.sampled_from(_places(mutant)))
    holder = mutant
    for key in path[:-1]:
        holder = holder[key]
    change = data.draw(st.sampled_from(["delete", "replace", "rename"]))
    if change == "replace" or isinstance(holder, list):
        holder[path[-1]] = data.draw(junk | names)
    else:
        value = holder.pop(path[-1])
        if change == "rename":
            holder[data.draw(names | st.text(max_size=5))] = value
    _checked(lambda: from_document(mutant, Origin("random.toml")))


@QUICK
@given(scenario=scenarios(), data=st.data())
def test_one_byte_changed_in_a_right_document(file: Path, scenario: Scenario, data: st.DataObject) -> None:
    text = bytearray(write(scenario).encode())
    place = data.draw(st.integers(0, len(text) - 1))
    text[place] = data.draw(st.integers(0, 255))
    file.write_bytes(bytes(text))
    _checked(lambda: read(file))


@QUICK
@given(
    scenario=scenarios(),
    path=st.lists(keys | names | st.integers(0, 3).map(str), max_size=4).map(".".join) | st.text(max_size=12),
    value=junk.filter(lambda value: value is not None),
)
def test_random_edits(scenario: Scenario, path: str, value: Any) -> None:
    _checked(lambda: scenario.edit(Edit(set=path, to=value)))
    _checked(lambda: scenario.edit(Edit(remove=path)))
    _checked(lambda: scenario.edit(Edit(add=path, value={"name": value})))


@QUICK
@given(scenario=scenarios())
def test_write_and_read_give_the_same_records(file: Path, scenario: Scenario) -> None:
    file.write_text(write(scenario), encoding="utf-8", newline="\n")
    again = read(file)
    assert again == scenario
    assert document_hash(again) == document_hash(scenario)
    assert write(again) == write(scenario)
    assert to_document(again) == to_document(scenario)


@QUICK
@given(scenario=scenarios(), data=st.data())
def test_setting_the_present_value_changes_nothing(scenario: Scenario, data: st.DataObject) -> None:
    document = to_document(scenario)
    document.pop("interventions")
    paths = [
        path for path in _places(document) if all("." not in str(key) and "@" not in str(key) for key in path)
    ]
    path = data.draw(st.sampled_from(paths))
    present: Any = document
    for key in path:
        present = present[key]
    edited = scenario.edit(Edit(set=".".join(map(str, path)), to=present))
    assert document_hash(edited) == document_hash(scenario)
    assert edited == scenario


@QUICK
@given(scenario=scenarios(), share=st.floats(0, 1), seats=st.integers(13, 20))
def test_independent_edits_commute_and_survive_writing(scenario: Scenario, share: float, seats: int) -> None:
    body = next(iter(scenario.bodies))
    edits = [
        Edit(set=f"bodies.{body}", to={"seats": seats}),
        Edit(set="people.entrants.age", to=share),
        Edit(set="people.entrants.age@1925-01-01", to=share),
        Edit(set="people.entrants.age@1923-01-01", to=share),
        Edit(remove="snapshots") if scenario.snapshots else Edit(set="report", to="general"),
        Edit(add="observe", value={"observable": "turnover", "name": "turnover", "body": body}),
    ]
    forward, backward = scenario.edit(*edits), scenario.edit(*reversed(edits))
    assert forward == backward
    assert document_hash(forward) == document_hash(backward)
    assert parse(write(forward)) == forward
    assert forward.people.entrants is not None
    assert {date(1923, 1, 1), date(1925, 1, 1)} <= {
        change.date for change in forward.people.entrants.age.changes
    }


def test_a_time_is_no_date() -> None:
    for value in (datetime(1920, 1, 1), time(12), "1920-01-01", 1920):
        with pytest.raises(DocumentError):
            from_document({"from": value}, Origin())


def test_toml_of_a_random_document_is_toml() -> None:
    text = 'title = "x"\nfrom = 1920-01-01\nuntil = 1921-01-01\n[bodies.a]\nseats = 1\n'
    assert tomllib.loads(write(parse(text))) == tomllib.loads(text)
