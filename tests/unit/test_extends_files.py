"""Where the files of a document that extends another lie, and that its keys are known everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from whowhom.spec.data_files import PREFIX, locate, named_files
from whowhom.spec.document import document_hash
from whowhom.spec.errors import DocumentError
from whowhom.spec.extends import Extension, Keep
from whowhom.spec.mistakes import allowed_keys, record_at
from whowhom.spec.reference import schema
from whowhom.spec.scenario import Scenario
from whowhom.spec.toml import organisations, parse, read, shipped

BASE = """
title = "Secretary"
from = 1920-01-01
until = 1930-01-01
people = { file = "people.csv" }
bodies = { secretary = { seats = 1 }, committee = { seats = 9 } }
schedule = [{ mechanism = "mortality", life_table = "lives.csv" }]

[interventions.others]
label = "Others"
edits = [{ set = "people.file", to = "few.csv" }]
"""


def extending(folder: Path, text: str) -> Scenario:
    """Write a document that extends the one in the folder below, and read it."""
    (folder / "other.toml").write_text(f'extends = "bases/base.toml"\n{text}', encoding="utf-8")
    return read(folder / "other.toml")


def test_files_lie_beside_the_document_that_names_them(tmp_path: Path) -> None:
    inner = tmp_path / "bases"
    inner.mkdir()
    (inner / "base.toml").write_text(BASE, encoding="utf-8")
    for place, file, person in (
        (inner, "people", "Anna"),
        (inner, "few", "Boris"),
        (tmp_path, "own", "Clara"),
    ):
        (place / f"{file}.csv").write_text(f"name\n{person}\n", encoding="utf-8")
    (inner / "lives.csv").write_text("age\n", encoding="utf-8")
    made = extending(tmp_path, "")
    assert [locate(made, key, name) for key, name in named_files(made)] == [
        (inner / "people.csv").resolve(),
        (inner / "lives.csv").resolve(),
    ]
    others = made.edit("others")
    assert locate(others, "people.file", others.people.file or "") == (inner / "few.csv").resolve()
    own = extending(tmp_path, '[[edits]]\nset = "people.file"\nto = "own.csv"\n')
    assert locate(own, "people.file", own.people.file or "") == (tmp_path / "own.csv").resolve()
    before = document_hash(made)
    (inner / "people.csv").write_text("name\nDaria\n", encoding="utf-8")
    assert document_hash(made) != before


def test_shipped_documents_name_shipped_files_only() -> None:
    """Else a document elsewhere that extends one would look for them in its own folder."""
    for name in (*shipped(), *organisations()):
        assert all(file.startswith(PREFIX) for _, file in named_files(read(name))), name


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ('extend = "base.toml"', 'did you mean "extends"?'),
        ('extends = "whowhom:conclave"\nkeeps = {}', 'did you mean "keep"?'),
        ('extends = "whowhom:conclave"\nedit = []', 'did you mean "edits"?'),
        (
            'keep = { rules = ["a"] }',
            "extends: found nothing; expected the base of which this document has keep",
        ),
        ('extends = "base.toml"', "but a scenario without a folder has no files beside it"),
    ],
)
def test_keys_of_an_extension_are_suggested(text: str, end: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(text)
    assert caught.value.lines[-1].endswith(end)


def test_keep_knows_every_table_and_array_of_entries() -> None:
    """A collection of entries is an array of records, or a table of records by name."""
    collections = {
        key
        for key in allowed_keys(Scenario)
        if record_at(Scenario, (key, 0)) or (record_at(Scenario, (key,)) is None and _named(key))
    }
    assert {"bodies", "rules", "schedule", "interventions", "arms"} <= collections
    assert set(allowed_keys(Keep)) == collections
    assert {name for name, field in Extension.model_fields.items() if field.is_required()} == {"extends"}


def _named(key: str) -> bool:
    return record_at(Scenario, (key, "name")) is not None


def test_the_schema_for_editors_has_the_keys_of_both() -> None:
    found = json.loads(schema())
    assert set(found["properties"]) == {*allowed_keys(Scenario), "extends", "keep", "edits"}
    assert found["anyOf"][0] == {"required": ["extends"]}
    assert set(found["$defs"]["Keep"]["properties"]) == set(allowed_keys(Keep))
    assert "default" not in found["properties"]["title"]
