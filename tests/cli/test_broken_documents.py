"""Every broken document is refused with the exact line that helps its writer."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from whowhom.spec.errors import DocumentError
from whowhom.spec.toml import read

BROKEN = Path(__file__).parent / "broken"
EXPECTED: dict[str, str] = tomllib.loads((BROKEN / "expected.toml").read_text(encoding="utf-8"))


def test_every_broken_document_has_its_expected_line() -> None:
    documents = {path.stem for path in BROKEN.glob("*.toml")} - {"expected"}
    assert documents == set(EXPECTED)
    assert len(documents) >= 40


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_broken_document_is_told_exactly(name: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(BROKEN / f"{name}.toml")
    assert EXPECTED[name] in caught.value.lines
    assert str(caught.value).splitlines() == list(caught.value.lines)


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = (BROKEN / "unknown_verb.toml").read_text(encoding="utf-8").replace("seats = 7", 'seats = "7"')
    document = tmp_path / "two.toml"
    document.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read(document)
    assert len(caught.value.lines) == 2
    assert caught.value.lines[0] == 'two.toml: bodies.board.seats: found "7"; expected a whole number'


def test_contradictions_of_document_and_table_are_told_at_once(tmp_path: Path) -> None:
    text = (
        (BROKEN / "people_twice.toml").read_text(encoding="utf-8").replace('over = "chair"', 'over = "chiar"')
    )
    (tmp_path / "people_twice.csv").write_bytes((BROKEN / "people_twice.csv").read_bytes())
    document = tmp_path / "two.toml"
    document.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read(document)
    assert [line.split(":")[0] for line in caught.value.lines] == ["two.toml", "people_twice.csv"]


def test_missing_file_names_the_nearest() -> None:
    with pytest.raises(DocumentError) as caught:
        read(BROKEN / "unknown_vreb.toml")
    assert caught.value.lines == ('unknown_vreb.toml: found no such file; did you mean "unknown_verb.toml"?',)


def test_folder_is_no_document() -> None:
    with pytest.raises(DocumentError) as caught:
        read(BROKEN)
    assert caught.value.lines == ("broken: found a folder; expected a TOML file",)


def test_unknown_bare_name_is_no_shipped_scenario() -> None:
    with pytest.raises(DocumentError) as caught:
        read("zzzzzzzz")
    assert caught.value.lines == ("zzzzzzzz: found no such file or shipped scenario",)


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000, "x" * 5000 + ".toml", "x/y/z.toml", "\n.toml"])
def test_impossible_names_are_refused_in_one_line(name: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(name)
    assert len(str(caught.value).splitlines()) == 1


def test_huge_document_is_refused_before_it_is_read(tmp_path: Path) -> None:
    document = tmp_path / "huge.toml"
    with document.open("wb") as file:
        file.truncate(10_000_001)
    with pytest.raises(DocumentError) as caught:
        read(document)
    assert caught.value.lines == (
        "huge.toml: found 10000001 bytes; expected at most 10000000, a document of 10 MB",
    )


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("name\nAnna\n", encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "people.csv").symlink_to(tmp_path / "outside.csv")
    text = (BROKEN / "people_columns_only.toml").read_text(encoding="utf-8")
    (inner / "scenario.toml").write_text(
        text.replace("people_columns_only.csv", "people.csv"), encoding="utf-8"
    )
    with pytest.raises(DocumentError) as caught:
        read(inner / "scenario.toml")
    assert caught.value.lines == (
        'scenario.toml: people.file: found "people.csv"; expected a file inside the document\'s folder',
    )
