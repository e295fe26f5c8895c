"""Headlines and the grammar of labels: few lines, what must be mended first, verbs that agree."""

from __future__ import annotations

import pytest
from tests.audit_organisations import organisation

from whowhom.audit.headlines import MOST, headlines
from whowhom.audit.labels import is_plural, percent


def test_errors_stand_first_and_the_best_change_last() -> None:
    scenario = organisation(
        {"chief": 1, "board": 3}, [("chief", "appoints", "board")], audit={"principal": "chief"}
    )
    change = "Of single changes the one that helps most is an election."
    loop = {"words": "The Chief appoints the Board, which elects the Chief."}
    found = {
        "defects": {"errors": [{"key": f"rules[{n}]", "message": "found two"} for n in range(9)]},
        "graph": {"loops": {"named": [loop]}},
        "lots": {"draws": [1], "words": [f"A faction needs {n}." for n in range(9)]},
        "edits": {"pairs": [{"tried": [{"months_won": 3.0}], "words": ["It stays free.", change]}]},
    }
    lines = headlines(scenario, found)
    assert lines[0] == "Mend rules[0]: found two."
    assert loop["words"] in lines
    assert lines[-1] == change
    assert len(lines) <= MOST


@pytest.mark.parametrize(
    ("label", "several"),
    [
        ("Deputy governors on the committee", True),
        ("Delegates against", True),
        ("Buyers of votes", True),
        ("Congress of deputies", False),
        ("Chair of the trustees", False),
    ],
)
def test_the_head_noun_of_a_label_decides(label: str, several: bool) -> None:
    assert is_plural(label) is several


def test_small_chances_are_not_told_as_none() -> None:
    assert [percent(chance) for chance in (0.0, 0.0004, 0.5, 0.9996)] == [
        "0.0 %",
        "below 0.1 %",
        "50 %",
        "above 99.9 %",
    ]
