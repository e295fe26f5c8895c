"""What a principal comes to hold in the end, against small organisations worked out by hand."""

from __future__ import annotations

import json

import pytest
from tests.audit_organisations import CIRCULAR_FLOW, Sentence, organisation

from whowhom.audit.reach.section import Reach, reach


def test_what_a_secretary_comes_to_hold_step_by_step() -> None:
    found = reach(CIRCULAR_FLOW, "secretary")
    assert [(item.name, item.reached, item.step) for item in found.bodies] == [
        ("secretary", 1, 0),
        ("provinces", 9, 1),
        ("congress", 9, 2),
        ("committee", 5, 3),
        ("court", 0, 0),
    ]
    # The committee that could refuse him is his in the end; the court, elected by the members, never is.
    assert [(act.by, act.over) for act in found.undoings if act.open_in_the_end] == [("court", "secretary")]
    assert not found.irreversible
    without = CIRCULAR_FLOW.model_copy(update={"rules": CIRCULAR_FLOW.rules[:4]})
    assert reach(without, "secretary").irreversible
    assert "After this nobody outside can undo it." in reach(without, "secretary").words


def price_of(found: Reach, target: str) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    return [(price.bodies, price.seats) for price in found.prices if price.target == target]


def test_three_of_four_nominators_are_the_price_of_the_last_office() -> None:
    scenario = organisation(
        {"outsider": 1, "committee": 4, "electors": 40, "doge": 1},
        [
            ("members", "draws", "committee"),
            ("committee", "coopts", "electors"),
            ("electors", "elects", "doge"),
        ],
    )
    found = reach(scenario, "outsider")
    assert price_of(found, "doge") == [(("committee",), (3,)), (("electors",), (21,))]
    assert price_of(found, "electors") == [(("committee",), (3,)), (("electors",), (21,))]
    # Two of the four are no majority: they only block.
    half = reach(scenario, "outsider", hold={"committee": 2})
    assert (half.body("committee").controls, half.body("committee").blocks) == (False, True)
    assert price_of(half, "doge")[0] == (("committee",), (1,))
    assert reach(scenario, "outsider", hold={"committee": 3}).body("doge").controls


def test_three_of_six_is_no_majority_but_blocks() -> None:
    scenario = organisation(
        {"board": 3, "others": 3, "directors": 6, "president": 1},
        [
            ("board", "ex_officio", "directors", {"part": "1-3"}),
            ("others", "ex_officio", "directors", {"part": "4-6"}),
            ("directors", "elects", "president"),
        ],
    )
    found = reach(scenario, "board")
    directors, president = found.body("directors"), found.body("president")
    assert (directors.reached, directors.controls, directors.blocks) == (3, False, True)
    assert president.reached == 0
    assert president.missing is not None
    assert (president.missing.kind, president.missing.by, president.missing.votes) == (
        "votes",
        "directors",
        1,
    )
    assert "it lacks 1 more vote in the directors" in " ".join(found.words)


@pytest.mark.parametrize(
    ("verb", "decision", "held", "reached"),
    [
        ("confirms", "majority", 2, 0),
        ("confirms", "majority", 3, 1),
        ("confirms", "2/3", 3, 0),
        ("confirms", "2/3", 4, 1),
        ("vetoes", "majority", 2, 0),
        ("vetoes", "majority", 3, 1),
        ("vetoes", "2/3", 1, 0),
        ("vetoes", "2/3", 2, 1),
        ("vetoes", "any holder", 4, 0),
        ("vetoes", "any holder", 5, 1),
    ],
)
def test_consent_is_carried_and_a_veto_is_out_of_others_reach(
    verb: str, decision: str, held: int, reached: int
) -> None:
    # A senate of five; 2/3 of 5 is 4. A veto is gone when the others have fewer votes than it takes.
    scenario = organisation(
        {"king": 1, "minister": 1, "senate": 5},
        [
            ("king", "appoints", "minister"),
            ("senate", verb, "minister", {"decision": decision}),
            ("members", "elects", "senate"),
        ],
    )
    assert reach(scenario, "king", hold={"senate": held}).body("minister").reached == reached


def test_a_slate_of_somebody_else_blocks_and_a_slate_of_ones_own_is_not_enough() -> None:
    bodies = {"king": 1, "rival": 1, "assembly": 5, "minister": 1}
    elects: Sentence = ("assembly", "elects", "minister")
    choose: Sentence = ("members", "elects", "assembly")
    rivals = organisation(bodies, [elects, ("rival", "proposes", "minister"), choose])
    mine = organisation(bodies, [elects, ("king", "proposes", "minister"), choose])
    for scenario, held, reached in ((rivals, 3, 0), (rivals, 5, 0), (mine, 2, 0), (mine, 3, 1)):
        assert reach(scenario, "king", hold={"assembly": held}).body("minister").reached == reached
    assert price_of(reach(rivals, "king", hold={"assembly": 3}), "minister") == [(("rival",), (1,))]


def test_a_lot_is_certain_only_when_the_whole_pool_is_ones_own() -> None:
    scenario = organisation(
        {"king": 1, "guild": 4, "jury": 2},
        [("members", "elects", "guild"), ("members", "draws", "jury", {"pool": "guild"})],
    )
    assert reach(scenario, "king", hold={"guild": 3}).body("jury").reached == 0
    assert reach(scenario, "king", hold={"guild": 4}).body("jury").reached == 2


def test_a_part_fills_only_its_seats_and_a_pool_only_as_many_as_sit_in_it() -> None:
    scenario = organisation(
        {"king": 1, "board": 7, "inner": 3, "chair": 1},
        [
            ("king", "appoints", "board", {"part": "1-2"}),
            ("members", "elects", "board", {"part": "3-7"}),
            ("king", "appoints", "inner", {"pool": "board"}),
        ],
    )
    found = reach(scenario, "king")
    assert (found.body("board").reached, found.body("inner").reached) == (2, 2)
    assert found.body("inner").controls


def test_two_rules_over_one_seat_must_both_be_carried() -> None:
    rules: list[Sentence] = [("king", "appoints", "post"), ("rival", "appoints", "post")]
    scenario = organisation({"king": 1, "rival": 1, "post": 1}, rules)
    assert reach(scenario, "king").body("post").reached == 0


def test_weights_count_as_votes() -> None:
    scenario = organisation(
        {"king": 1, "board": {"seats": 3, "weights": [2, 2, 5]}, "chair": 1},
        [("members", "elects", "board"), ("board", "elects", "chair")],
    )
    # Held seats are the first: two of them have 4 of 9 votes. Bought seats are the heaviest: one has 5.
    assert reach(scenario, "king", hold={"board": 2}).body("chair").reached == 0
    assert price_of(reach(scenario, "king"), "chair") == [(("board",), (1,))]


def test_two_bodies_are_bought_where_none_alone_is_enough() -> None:
    scenario = organisation(
        {"king": 1, "house": 5, "senate": 3, "minister": 1},
        [
            ("members", "elects", "house"),
            ("members", "elects", "senate"),
            ("house", "elects", "minister"),
            ("senate", "confirms", "minister"),
        ],
    )
    assert price_of(reach(scenario, "king"), "minister") == [(("house", "senate"), (3, 2))]


def test_what_is_still_open_at_the_start_and_lost_on_the_way() -> None:
    scenario = organisation(
        {"king": 1, "council": 5},
        [("king", "appoints", "council"), ("council", "expels", "king"), ("council", "elects", "king")],
    )
    found = reach(scenario, "king")
    assert [(act.kind, act.open_at_start, act.open_in_the_end) for act in found.undoings] == [
        ("chooses another", False, False),
        ("removes", True, False),
        ("chooses another", True, False),
    ]
    section = json.loads(json.dumps(found.to_dict()))
    assert section["irreversible"] is True
    assert section["residual"] == 0
    assert section["bodies"][1]["acts"][0] == {
        "rule": "rule_1",
        "verb": "expels",
        "over": "king",
        "carries": True,
        "blocks": True,
    }


def test_an_unknown_principal_is_refused() -> None:
    with pytest.raises(ValueError, match="no body named 'nobody'"):
        reach(CIRCULAR_FLOW, "nobody")
