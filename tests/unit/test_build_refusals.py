"""What building a document refuses about mechanisms, in one line with the key."""

from __future__ import annotations

import pytest

from whowhom.build import build
from whowhom.spec.errors import DocumentError
from whowhom.spec.toml import parse

BOARD = """
title = "A chair and a board"
from = 2000-01-01
until = 2001-01-01
[bodies]
chair = { seats = 1 }
board = { seats = 5 }
[[rules]]
name = "names"
verb = "elects"
by = "board"
over = "board"
"""


def refusal(text: str) -> str:
    with pytest.raises(DocumentError) as caught:
        build(parse(BOARD + text))
    return str(caught.value)


def test_a_part_is_refused_where_whole_bodies_are_elected() -> None:
    told = refusal('part = "1-2"\n[[schedule]]\nmechanism = "election"\n')
    assert told == (
        "scenario: rules[0].part: election elects whole bodies; expected no part, or the mechanism party_line"
    )


@pytest.mark.parametrize("mechanism", ["party_line", "party_purge", "party_packing"])
def test_two_sides_need_a_principal(mechanism: str) -> None:
    told = refusal(f'[[schedule]]\nmechanism = "{mechanism}"\n')
    assert told == (
        f"scenario: schedule[0].mechanism: {mechanism} asks whose side to follow; "
        "expected audit.principal, the name of a body"
    )
