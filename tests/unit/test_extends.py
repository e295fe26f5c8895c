"""A document that extends another: what is kept, edited, replaced and added."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whowhom.spec.document import document_hash, to_document
from whowhom.spec.errors import DocumentError
from whowhom.spec.scenario import Edit, Scenario
from whowhom.spec.toml import parse, read, write

BASE = """
title = "Secretary"
from = 1920-01-01
until = 1930-01-01
snapshots = [1925-01-01]
bodies = { secretary = { seats = 1 }, committee = { seats = 9, capacity = 12 }, congress = { seats = 40 } }
rules = [
  { name = "election", verb = "elects", by = "committee", over = "secretary" },
  { name = "naming", verb = "appoints", by = "secretary", over = "committee", decision = "any holder" },
  { name = "entry", verb = "draws", by = "members", over = "congress", pool = "entrants" },
]
events = [
  { name = "shrinks", date = 1924-01-21, act = "resizes", body = "committee", seats = 7, source = "book" },
  { date = 1926-01-01, act = "resizes", body = "committee", seats = 5, source = "book" },
  { name = "ends", date = 1928-01-01, act = "closes", body = "committee", source = "book" },
]
observe = [
  { observable = "turnover", name = "seats_changed", body = "committee" },
  { observable = "own", name = "own", body = "committee" },
]

[[schedule]]
mechanism = "events"

[[schedule]]
mechanism = "appointment"
turnover = { value = 0.1, unit = "1/month", source = "assumption", prior = "beta(2, 18)" }

[[schedule]]
mechanism = "mortality"

[[schedule]]
mechanism = "appointment"
every = "12 months"

[interventions.larger]
label = "Larger"
edits = [{ set = "bodies.committee.seats", to = 11 }]

[interventions.elected]
label = "Elected"
edits = [{ set = "rules.naming.verb", to = "elects" }, { set = "rules.naming.decision", to = "majority" }]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")
    return tmp_path


def extending(folder: Path, text: str, base: str = "base.toml", name: str = "other.toml") -> Scenario:
    """Write a document that extends another beside it, and read it."""
    (folder / name).write_text(f'extends = "{base}"\n{text}', encoding="utf-8")
    return read(folder / name)


def told(folder: Path, text: str, base: str = "base.toml") -> tuple[str, ...]:
    """Give the lines with which a document is refused."""
    with pytest.raises(DocumentError) as caught:
        extending(folder, text, base)
    return caught.value.lines


def test_nothing_changed_says_what_the_base_says(folder: Path) -> None:
    same, base = extending(folder, ""), read(folder / "base.toml")
    assert same == base
    assert document_hash(same) == document_hash(base)
    assert (same.origin.file, same.origin.folder) == ("other.toml", folder)


def test_edits_do_what_the_same_edits_of_the_base_do(folder: Path) -> None:
    edits = [
        Edit(remove="schedule.mortality"),
        Edit(set="schedule.1.turnover", to=0.3),
        Edit(set="schedule.1.turnover@1923-01-01", to=0.4),
        Edit(set="events.shrinks.seats", to=8),
        Edit(remove="events.1"),
        Edit(add="bodies.bureau", value={"seats": 3}),
    ]
    text = """
edits = [
  { remove = "schedule.mortality" },
  { set = "schedule.1.turnover", to = 0.3 },
  { set = "schedule.1.turnover@1923-01-01", to = 0.4 },
  { set = "events.shrinks.seats", to = 8 },
  { remove = "events.1" },
  { add = "bodies.bureau", value = { seats = 3 } },
]
"""
    made, edited = extending(folder, text), read(folder / "base.toml").edit(*edits)
    assert made == edited
    assert document_hash(made) == document_hash(edited)
    assert [event.seats for event in made.events] == [8, None]


def test_edits_are_applied_left_to_right(folder: Path) -> None:
    text = 'edits = [{ set = "title", to = "One" }, { set = "title", to = "Two" }]'
    assert extending(folder, text).title == "Two"


def test_a_shipped_scenario_is_extended_from_text() -> None:
    text = 'extends = "whowhom:conclave"\nedits = [{ remove = "schedule.mortality" }]'
    without = Edit(remove="schedule.mortality"), Edit(remove="posterior")
    assert parse(text) == read("conclave").edit(*without)


def test_keep_drops_what_is_not_named_in_the_order_of_the_base(folder: Path) -> None:
    text = """
[keep]
schedule = ["appointment", "events"]
rules = ["naming", "election"]
events = ["1", "ends"]
observe = []
bodies = ["committee", "secretary"]
interventions = ["elected"]
"""
    made = extending(folder, text)
    assert [step.mechanism for step in made.schedule] == ["events", "appointment", "appointment"]
    assert [step.every for step in made.schedule] == [None, None, "12 months"]
    assert [rule.name for rule in made.rules] == ["election", "naming"]
    assert [event.date.year for event in made.events] == [1926, 1928]
    assert made.observe == ()
    assert list(made.bodies) == ["secretary", "committee"]
    assert list(made.interventions) == ["elected"]
    assert made.snapshots == (date(1925, 1, 1),)


def test_an_entry_of_a_mechanism_named_twice_is_kept_by_its_number(folder: Path) -> None:
    made = extending(folder, 'keep = { schedule = ["3", "events"] }')
    assert [(step.mechanism, step.every) for step in made.schedule] == [
        ("events", None),
        ("appointment", "12 months"),
    ]


def test_keys_that_hold_one_thing_replace_those_of_the_base(folder: Path) -> None:
    text = """
title = "Another"
description = "Shorter"
until = 1929-01-01
snapshots = [1921-01-01, 1922-01-01]
report = "general"
audit = { horizon = "5 years" }
"""
    made, base = extending(folder, text), read(folder / "base.toml")
    assert (made.title, made.description, made.report) == ("Another", "Shorter", "general")
    assert (made.start, made.until) == (date(1920, 1, 1), date(1929, 1, 1))
    assert made.snapshots == (date(1921, 1, 1), date(1922, 1, 1))
    assert made.audit is not None and made.audit.horizon == "5 years"
    assert (made.bodies, made.rules, made.schedule) == (base.bodies, base.rules, base.schedule)


def test_further_entries_come_after_those_of_the_base(folder: Path) -> None:
    text = """
[bodies.bureau]
seats = 3

[[rules]]
name = "cooption"
verb = "coopts"
by = "bureau"
over = "bureau"

[[schedule]]
mechanism = "tenure"

[interventions.smaller]
label = "Smaller bureau"
edits = [{ set = "bodies.bureau.seats", to = 2 }]

[[arms]]
name = "small"
interventions = ["smaller", "larger"]
"""
    made = extending(folder, text)
    assert list(made.bodies) == ["secretary", "committee", "congress", "bureau"]
    assert [rule.name for rule in made.rules] == ["election", "naming", "entry", "cooption"]
    assert made.schedule[-1].mechanism == "tenure"
    assert [(arm.name, arm.interventions) for arm in made.arms] == [
        ("base", ()),  # the arm of a base that declares none is there to be joined
        ("small", ("smaller", "larger")),
    ]
    assert made.edit("smaller").bodies["bureau"].seats == 2
    assert extending(folder, text + "[keep]\narms = []\n").arms == made.arms[1:]


def test_an_entry_is_replaced_by_removing_it_and_giving_another(folder: Path) -> None:
    text = """
edits = [{ remove = "rules.naming" }]
rules = [{ name = "naming", verb = "elects", by = "congress", over = "committee" }]
"""
    made = extending(folder, text)
    assert [(rule.name, rule.by) for rule in made.rules][-1] == ("naming", "congress")


def test_interventions_of_the_base_can_be_edited_and_removed(folder: Path) -> None:
    text = """
edits = [{ remove = "interventions.elected" }, { set = "interventions.larger.edits.0.to", to = 12 }]
"""
    made = extending(folder, text)
    assert list(made.interventions) == ["larger"]
    assert made.edit("larger").bodies["committee"].seats == 12


def test_a_base_may_extend_another_base(folder: Path) -> None:
    extending(folder, 'title = "Middle"\nuntil = 1929-01-01\n', name="middle.toml")
    made = extending(folder, 'title = "Top"\nkeep = { schedule = ["events"] }', base="middle.toml")
    assert (made.title, made.until.year, len(made.schedule)) == ("Top", 1929, 1)


def test_writing_gives_the_whole_document(folder: Path) -> None:
    made = extending(folder, 'title = "Whole"\nkeep = { schedule = ["events", "appointment"] }')
    assert "extends" not in to_document(made) and "keep" not in to_document(made)
    again = parse(write(made))
    assert again == made
    assert document_hash(again) == document_hash(made)


def test_a_mistake_of_the_base_may_be_put_right(folder: Path) -> None:
    (folder / "base.toml").write_text(BASE.replace('by = "secretary"', 'by = "secretry"'), encoding="utf-8")
    assert told(folder, "") == (
        'base.toml: rules[1].by: no body named "secretry"; did you mean "secretary"?',
    )
    assert (
        extending(folder, '[[edits]]\nset = "rules.naming.by"\nto = "secretary"\n').rules[1].by == "secretary"
    )


def test_every_mistake_of_a_stage_is_told_at_once(folder: Path) -> None:
    text = """
keep = { rules = ["election", "nameing"], observe = ["own"] }
edits = [
  { remove = "bodies.comittee" }, { remove = "schedule.mortality" }, { remove = "observe.seats_changed" },
]
[bodies.congress]
seats = 5
"""
    assert told(folder, text) == (
        'other.toml: keep.rules[1]: no entry of rules named "nameing"; did you mean "naming"?',
        'other.toml: edits[0].remove: no "comittee" in bodies; did you mean "committee"?',
        'other.toml: edits[2].remove: no "seats_changed" in observe; expected "own"',
        'other.toml: bodies.congress: found "congress", which the base has already; '
        "expected a new name, or edits of that entry",
    )


@pytest.mark.parametrize(
    ("path", "further", "line"),
    [
        ("rules", '[[rules]]\nname = "a"\nverb = "draws"\nby = "members"\nover = "congress"', "an array"),
        ("bodies", "[bodies.bureau]\nseats = 3", "a table"),
    ],
)
def test_entries_cannot_join_what_an_edit_put_there(folder: Path, path: str, further: str, line: str) -> None:
    text = f'edits = [{{ set = "{path}", to = 5 }}]\n{further}\n'
    assert f"other.toml: {path}: found 5; expected {line}" in told(folder, text)[0]
    assert told(folder, text.replace("to = 5", "to = [[5]]"))
