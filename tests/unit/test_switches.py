"""The key `switches`: interventions under which claims are judged again."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_shipped_ones_can_be_applied(name: str) -> None:
    """Each alone makes a document that is read and differs; nothing else of the run is edited by it."""
    scenario = read(name)
    for switch in scenario.switches:
        assert scenario.edit(switch) != scenario
