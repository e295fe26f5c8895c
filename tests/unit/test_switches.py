"""The key `switches`: interventions under which claims are judged again."""

from __future__ import annotations

from pathlib import Path

import pytest

from whowhom.build import build
from whowhom.spec.checks import check
from whowhom.spec.errors import DocumentError
from whowhom.spec.toml import parse, read, shipped, write

TEXT = """
title = "Small"
from = 2000-01-01
until = 2001-01-01
bodies.board.seats = 3
interventions.larger = { label = "larger", edits = [{ set = "bodies.board.seats", to = 5 }] }
interventions.smaller = { label = "smaller", edits = [{ set = "bodies.board.seats", to = 1 }] }
"""


def test_they_are_read_and_written() -> None:
    scenario = parse('switches = ["smaller", "larger"]\n' + TEXT)
    assert scenario.switches == ("smaller", "larger")
    assert parse(write(scenario)) == scenario
    assert parse(TEXT).switches == ()


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ('["larger", "smaler"]', r'switches\[1\]: no intervention named "smaler"; did you mean "smaller"'),
        ('["larger", "larger"]', r'switches\[1\]: found "larger", as in switches\[0\]; expected each once'),
        ('"larger"', r"switches: found"),
    ],
)
def test_a_wrong_one_is_told_in_one_line(given: str, line: str) -> None:
    with pytest.raises(DocumentError, match=line) as caught:
        check(parse(f"switches = {given}\n{TEXT}"))
    assert len(caught.value.lines) == 1


def test_an_edited_document_keeps_them() -> None:
    assert parse('switches = ["smaller"]\n' + TEXT).edit("larger").switches == ("smaller",)


def test_in_an_extension_a_switch_goes_with_its_intervention(tmp_path: Path) -> None:
    """A document that keeps some interventions of its base need not say so twice; it may name others."""
    (tmp_path / "base.toml").write_text('switches = ["smaller", "larger"]\n' + TEXT, encoding="utf-8")
    for further, left in (
        ("", ("smaller", "larger")),
        ('keep.interventions = ["larger"]', ("larger",)),
        ("keep.interventions = []", ()),
        ('switches = ["larger"]', ("larger",)),
    ):
        (tmp_path / "own.toml").write_text(f'extends = "base.toml"\n{further}\n', encoding="utf-8")
        assert read(tmp_path / "own.toml").switches == left


def test_the_soviet_ones() -> None:
    """The part has those of the whole that its interventions allow."""
    whole = (
        "districts",
        "open_ballot",
        "c13_secret_ballot",
        "minimum_winning_coalition",
        "bounded_confidence",
    )
    assert read("soviet").switches == whole
    assert read("soviet_party").switches == tuple(name for name in whole if name != "c13_secret_ballot")
    assert read("soviet_party_1926").switches == ()


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_shipped_ones_can_be_applied(name: str) -> None:
    """Each alone makes a document that differs and that can be built."""
    scenario = read(name)
    for switch in scenario.switches:
        edited = scenario.edit(switch)
        assert edited != scenario
        build(edited)
