"""Every document with one defect is told exactly that one, by its key; some are refused when read."""

from __future__ import annotations

import tomllib
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from whowhom.audit.defects.refilling import Needs, fatal_sets, needs_of, refillable
from whowhom.audit.defects.section import defects
from whowhom.cli import main
from whowhom.spec.document import from_document
from whowhom.spec.scenario import Origin
from whowhom.spec.toml import read

FOLDER = Path(__file__).resolve().parents[1] / "cli" / "defects"
TABLE: dict[str, Any] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
REFUSED: dict[str, str] = TABLE.pop("refused")
EXPECTED: dict[str, list[list[str]]] = TABLE


def found_in(name: str) -> list[tuple[str, str, str]]:
    found = defects(read(FOLDER / f"{name}.toml"))
    groups = (("error", found.errors), ("warning", found.warnings), ("note", found.notes))
    return [(severity, item.key, item.message) for severity, group in groups for item in group]


def test_every_document_has_its_entry() -> None:
    documents = {path.stem for path in FOLDER.glob("*.toml")} - {"expected"}
    assert documents == set(EXPECTED) | set(REFUSED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_document_is_told_its_one_defect_and_no_other(name: str) -> None:
    found, expected = found_in(name), EXPECTED[name]
    assert [item[:2] for item in found] == [(severity, key) for severity, key, _ in expected]
    for (_, _, message), (_, _, words) in zip(found, expected, strict=True):
        assert words in message
        assert "\n" not in message


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_the_reader_refuses_is_refused_in_one_line(name: str) -> None:
    answer = CliRunner().invoke(main, ["check", str(FOLDER / f"{name}.toml")])
    assert answer.exit_code == 2
    lines = [line for line in answer.stderr.splitlines() if f"{name}.toml: rules[" in line]
    assert len(lines) == 1
    assert REFUSED[name] in lines[0]


def test_the_section_is_plain_data_with_one_line_for_each_defect() -> None:
    section = defects(read(FOLDER / "filled_twice.toml")).to_dict()
    assert section["residual"] == 0
    assert len(section["words"]) == len(section["errors"]) == 1
    assert section["words"][0].startswith("error: rules[2]: found that board_elects_chair")
    assert defects(read(FOLDER / "clean.toml")).to_dict()["words"] == ["No defect was found in the rules."]


def every_fatal_set(needs: Needs) -> set[frozenset[str]]:
    """The smallest sets that stay empty, by trying all subsets of the bodies that have a rule."""
    bodies = [name for name, rules in needs.items() if rules]
    stay = [
        frozenset(names)
        for names in chain.from_iterable(combinations(bodies, size) for size in range(1, len(bodies) + 1))
        if all(rule & set(names) for name in names for rule in needs[name])
    ]
    return {names for names in stay if not any(other < names for other in stay)}


NETS: dict[str, dict[str, tuple[frozenset[str], ...]]] = {
    "a needs b or c": {
        "a": (frozenset("b"), frozenset("c")),
        "b": (frozenset("a"),),
        "c": (frozenset("a"),),
    },
    "a needs b and c": {"a": (frozenset("bc"),), "b": (frozenset("a"),), "c": (frozenset("a"),)},
    "one comes from outside": {"a": (frozenset("b"),), "b": (frozenset("a"), frozenset())},
    "itself": {"a": (frozenset("a"),), "b": (frozenset("a"),)},
    "two circles": {
        "a": (frozenset("b"),),
        "b": (frozenset("a"),),
        "c": (frozenset("d"), frozenset("a")),
        "d": (frozenset("c"),),
    },
}


@pytest.mark.parametrize("name", sorted(NETS))
def test_fatal_sets_are_those_of_trying_every_subset(name: str) -> None:
    assert {frozenset(names) for names in fatal_sets(NETS[name])} == every_fatal_set(NETS[name])


def test_what_comes_back_from_nothing_by_hand() -> None:
    assert refillable(NETS["one comes from outside"]) == {"a", "b"}
    assert refillable(NETS["a needs b or c"]) == set()


def test_consent_is_needed_to_refill() -> None:
    document = {
        "title": "Consent of a body that fills itself",
        "from": read(FOLDER / "clean.toml").start,
        "until": read(FOLDER / "clean.toml").until,
        "bodies": {"court": {"seats": 3}, "board": {"seats": 3}},
        "rules": [
            {"name": "a", "verb": "elects", "by": "members", "over": "board"},
            {"name": "b", "verb": "confirms", "by": "court", "over": "board"},
            {"name": "c", "verb": "coopts", "by": "court", "over": "court"},
        ],
    }
    needs = needs_of(from_document(document, Origin()))
    assert needs == {"court": (frozenset({"court"}),), "board": (frozenset({"court"}),)}
    assert refillable(needs) == set()
    assert fatal_sets(needs) == (("court",),)
