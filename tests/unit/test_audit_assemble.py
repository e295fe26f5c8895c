"""The whole audit: its sections, what errors leave out, time, and what stands at the top."""

from __future__ import annotations

import json
from datetime import date
from time import monotonic
from typing import Any

import pytest
from tests.audit_organisations import Sentence, organisation

from whowhom.audit import SECTIONS, Choices, assemble, audit
from whowhom.audit.assemble import MOST_PAIRS, NEEDS_SOUND_RULES, pairs_of
from whowhom.spec.errors import ModelError
from whowhom.spec.scenario import Scenario


def board(*more: Sentence, **given: Any) -> Scenario:
    return organisation(
        {
            "chief": {"seats": 1, "label": "Chief"},
            "board": {"seats": 3, "term": "2 years", "ends": [date(2021, 1, 1)]},
            "senate": 5,
        },
        [("chief", "appoints", "board"), ("members", "elects", "senate"), *more],
        audit={"principal": "chief", "horizon": "4 years", **given},
    )


def test_every_section_has_its_way_and_speaks() -> None:
    told: list[tuple[str, float]] = []
    found = audit(board(), Choices(seconds=20.0), lambda name, spent: told.append((name, spent)))
    assert tuple(found.sections) == SECTIONS == tuple(assemble._WAYS)
    assert [name for name, _ in told] == list(SECTIONS)
    assert found.seconds == dict(told)
    values = found.to_dict()
    assert json.loads(json.dumps(values)) == values
    for name in SECTIONS:
        assert values[name]["residual"] <= 1e-9
        assert all(line.strip() and line[-1] in ".:)" for line in values[name]["words"] if name != "defects")


def test_chosen_sections_stand_alone_and_unknown_ones_are_refused() -> None:
    found = audit(board(), Choices(sections=("power", "graph")))
    assert list(found.sections) == ["graph", "power"]
    with pytest.raises(ModelError, match=r'no section named "powr".*did you mean "power"'):
        audit(board(), Choices(sections=("powr",)))


def test_errors_of_the_rules_are_told_whatever_was_asked() -> None:
    """Two rules fill one board at any time: capture means nothing, the graph still does."""
    broken = board(("senate", "elects", "board"))
    found = audit(broken, Choices(sections=("graph", "capture")))
    assert list(found.sections) == ["defects", "graph", "capture"]
    assert found.words[0].startswith("Mend rules[2]: found that rule_0 fills all its seats of board too")
    assert found.sections["capture"] == {
        "left_out": "the document has errors, told under defects; mend them first"
    }
    assert found.sections["graph"]["words"]
    whole = audit(broken, Choices(seconds=10.0)).sections
    assert {name for name, section in whole.items() if "words" not in section} == set(NEEDS_SOUND_RULES)


def test_what_a_section_refuses_stands_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> dict[str, Any]:
        raise ModelError("lots: too many tickets; expected fewer")

    monkeypatch.setitem(assemble._WAYS, "lots", refuse)
    found = audit(board(), Choices(sections=("lots",)))
    assert found.sections["lots"] == {"left_out": "lots: too many tickets; expected fewer"}
    assert "  left out: lots: too many tickets; expected fewer" in found.text().splitlines()


def test_whoever_members_choose_is_taken_to_stay_and_that_is_said() -> None:
    found = audit(board(("members", "elects", "chief")), Choices(sections=("graph",)))
    assert found.words[0] == (
        "The Chief is chosen by the members (“rule_2”); it is taken to stay for its tenure, and what can "
        "be reached by then is told."
    )


def test_pairs_are_all_that_are_named_else_a_few_of_several_seats() -> None:
    assert list(pairs_of(board(targets=["senate", "board"]))) == [("chief", "senate"), ("chief", "board")]
    many = organisation(
        {"chief": 1, "deputy": 1, **{f"board_{number}": 3 for number in range(5)}},
        [("chief", "appoints", "deputy"), *(("chief", "appoints", f"board_{number}") for number in range(5))],
        audit={"principal": "chief"},
    )
    assert list(pairs_of(many)) == [("chief", f"board_{number}") for number in range(MOST_PAIRS)]


def test_the_time_for_the_whole_is_kept() -> None:
    """Two bodies of ninety that act on each other take minutes; the audit has two seconds."""
    exits = {"value": 0.1, "unit": "1/month", "source": "test"}
    slow = organisation(
        {
            "chief": 1,
            "board": {"seats": 90, "early_exit": exits},
            "court": {"seats": 90, "early_exit": exits},
        },
        [
            ("chief", "appoints", "board"),
            ("board", "elects", "court"),
            ("court", "expels", "board", {"decision": "2/3", "every": "7 months"}),
        ],
        audit={"principal": "chief", "horizon": "40 years"},
    )
    began = monotonic()
    found = audit(slow, Choices(seconds=2.0, sections=("capture", "contest", "edits")))
    assert monotonic() - began < 40.0
    assert any(pair["left_out"] for pair in found.sections["capture"]["pairs"])


def test_text_says_where_there_is_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(assemble._WAYS, "lots", lambda *_: {"method": "", "residual": 0, "words": []})
    found = audit(board(), Choices(sections=("lots",)))
    assert found.text().splitlines()[-2:] == ["LOTS", "  nothing to say"]


def test_a_pair_that_cannot_be_measured_is_told_where_its_changes_would_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from whowhom.audit.edits import section

    def refuse(*_: object) -> None:
        raise ModelError("counts: 2 s were over after 3 of 48 months")

    monkeypatch.setattr(section, "measure", refuse)
    found = audit(board(targets=["board"]), Choices(sections=("edits",))).sections["edits"]
    assert found["words"] == [
        "No change is measured for the Chief and the board: 2 s were over after 3 of 48 months."
    ]
    assert found["pairs"][0]["left_out"] == "counts: 2 s were over after 3 of 48 months"
