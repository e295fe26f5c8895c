"""Which change helps most, and which fewest changes are enough: against a search through all sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit.edits import section as module
from whowhom.audit.edits.case import Change
from whowhom.audit.edits.catalogue import catalogue
from whowhom.audit.edits.section import Edits, edits
from whowhom.audit.measure import Measure, measure
from whowhom.spec.errors import WhoWhomError
from whowhom.spec.scenario import Edit, Scenario

LOYALTY, HORIZON = 0.9, 48


def chief_and_board(*rules: Sentence, seats: int = 3, **more: Any) -> Scenario:
    """Return a chief for six years, a board for two, and a senate that the members elect."""
    return organisation(
        {
            "chief": {"seats": 1, "term": "6 years"},
            "senate": 3,
            "board": {"seats": seats, "term": "2 years", "ends": [date(2021, 1, 1)]},
        },
        [("members", "elects", "senate"), ("members", "elects", "chief"), *rules],
        audit={"principal": "chief", "horizon": "4 years", **more},
    )


APPOINTED: Sentence = ("chief", "appoints", "board")


def found(scenario: Scenario, **options: Any) -> Edits:
    return edits(scenario, "chief", "board", LOYALTY, **options)


def chance_of(scenario: Scenario, changes: tuple[Change, ...]) -> float | None:
    """Return the chance of control under some changes, None where they do not go together."""
    try:
        edited = scenario.edit(*[edit for change in changes for edit in change.edits])
        return measure(edited, "chief", "board", HORIZON, LOYALTY).chance
    except WhoWhomError:
        return None


def test_the_best_comes_first_and_of_equals_that_of_fewest_seats() -> None:
    told = found(chief_and_board(APPOINTED))
    kept = [(one.measure.free, one.change.seats) for one in told.tried if one.measure is not None]
    assert kept == sorted(kept, key=lambda item: (-item[0], item[1]))
    assert len({free for free, _ in kept}) > 2
    assert told.complete
    assert len(told.tried) == len(catalogue(chief_and_board(APPOINTED), "chief", "board"))
    values = told.to_dict()
    assert [one["months_won"] for one in values["tried"] if "months_won" in one] == pytest.approx(
        [free - told.base.free for free, _ in kept]
    )
    assert values["residual"] < 1e-12


def test_as_it_stands_the_board_is_free_until_its_terms_end() -> None:
    """All three terms end after twelve months; at loyalty 0.9 two of three are loyal with 0.972.

    Then comes the end of the next terms, twenty-four months later: free is 12 + 24 * 0.028 + 12 * 0.028^2.
    """
    fails = 1.0 - (0.9**3 + 3 * 0.9**2 * 0.1)
    told = found(chief_and_board(APPOINTED))
    assert told.base.free == pytest.approx(12 + 24 * fails + 12 * fails**2, abs=1e-9)
    assert told.base.chance == pytest.approx(1.0 - fails**2, abs=1e-12)


@pytest.mark.parametrize("below", [0.5, 0.2, 0.02])
def test_the_smallest_set_is_that_of_a_search_through_all_sets(below: float) -> None:
    """The senate already elects a third of the board, so that several changes compete."""
    scenario = chief_and_board(
        ("chief", "appoints", "board", {"part": "1-2"}), ("senate", "elects", "board", {"part": "3"})
    )
    told = found(scenario, below=below, seconds=60.0).smallest
    assert told is not None
    assert told.complete
    every = catalogue(scenario, "chief", "board")
    fewest = None
    for size in range(module.LARGEST_SET + 1):
        works = [
            (some, chance)
            for some in combinations(every, size)
            if (chance := chance_of(scenario, some)) is not None and chance < below
        ]
        if works:
            fewest = works
            break
    if fewest is None:
        assert told.chance is None
        return
    seats = min(sum(change.seats for change in some) for some, _ in fewest)
    assert len(told.changes) == size
    assert sum(change.seats for change in told.changes) == seats
    assert told.chance == pytest.approx(chance_of(scenario, told.changes))


def test_a_set_of_two_is_found_where_no_single_change_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """With made-up chances: 0.3 with any one change, 0.09 with any two."""
    scenario = chief_and_board(APPOINTED)
    changes = catalogue(scenario, "chief", "board")[:3]
    monkeypatch.setattr(module, "catalogue", lambda *_: changes)

    def made_up(edited: Scenario, *_: object) -> Measure:
        count = sum(edited.edit(*change.edits) == edited for change in changes)
        return Measure(np.full(HORIZON + 1, 0.3**count), "counts", 0.0)

    monkeypatch.setattr(module, "measure", made_up)
    told = found(scenario, below=0.1).smallest
    assert told is not None
    assert (len(told.changes), told.complete) == (2, True)
    assert told.chance == pytest.approx(0.09)
    cheapest = min(
        combinations(changes, 2), key=lambda some: (sum(one.seats for one in some), changes.index(some[0]))
    )
    assert sum(one.seats for one in told.changes) == sum(one.seats for one in cheapest)


def test_a_board_that_is_safe_already_needs_no_change() -> None:
    """Whoever appoints but two of seven never has four: the empty set is enough."""
    scenario = chief_and_board(
        ("chief", "appoints", "board", {"part": "1-2"}),
        ("senate", "elects", "board", {"part": "3-7"}),
        seats=7,
    )
    told = found(scenario, below=0.1)
    assert told.smallest is not None
    assert (told.smallest.changes, told.smallest.chance, told.smallest.complete) == ((), 0.0, True)
    assert told.words[0] == "As the rules stand, the board stays free of the chief throughout the 4 years."
    assert not [line for line in told.words if "makes that longer" in line]


def test_what_the_document_refuses_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = chief_and_board(APPOINTED)
    broken = Change("broken", "broken", "a seat too many", (Edit(set="bodies.bord.seats", to=4),), 1)
    monkeypatch.setattr(module, "catalogue", lambda *_: (broken, *catalogue(scenario, "chief", "board")))
    told = found(scenario)
    last = told.tried[-1]
    assert last.measure is None
    assert 'no "bord" in bodies; did you mean "board"?' in last.why_not
    assert last.to_dict(told.base)["why_not"] == last.why_not
    assert "months_won" not in last.to_dict(told.base)


def test_time_that_is_up_is_told() -> None:
    told = found(chief_and_board(APPOINTED), seconds=0.0)
    assert not told.complete
    assert told.tried == ()
    assert told.smallest is not None
    assert (told.smallest.changes, told.smallest.chance, told.smallest.complete) == ((), None, False)


def test_a_bound_within_a_shorter_time() -> None:
    """For the first eleven months nobody's term ends: nothing needs to be changed."""
    told = found(chief_and_board(APPOINTED), below=0.1, within=11).smallest
    assert told is not None
    assert (told.changes, told.months, told.chance) == ((), 11, 0.0)


def test_no_search_where_no_bound_is_asked() -> None:
    assert found(chief_and_board(APPOINTED), below=None).smallest is None


def test_sentences_tell_no_change_that_changes_nothing() -> None:
    told = found(chief_and_board(APPOINTED))
    assert "the board can be expected to stay free of the chief for 1 year 1 month of 4" in told.words[0]
    assert told.words[1].startswith("Of single changes the one that helps most is ")
    for line in told.words:
        assert line.endswith(".")
        assert "the the" not in line
    harmless = replace(told.tried[0], measure=told.base)
    words = module._words(chief_and_board(APPOINTED), "chief", "board", HORIZON, told.base, [harmless], None)
    assert list(words)[1] == "The single change that was tried does not make the time free of control longer."
