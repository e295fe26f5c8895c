"""The graph of who chooses whom, its loops, and the closure of a principal, against counts by hand."""

from __future__ import annotations

import json
import random
from datetime import date
from itertools import permutations
from math import comb, factorial
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from whowhom.audit.acts import lasting_rules, seats_filled
from whowhom.audit.graph import graph
from whowhom.audit.loops import circuits, components, shortest_first
from whowhom.audit.reach import Reach, reach
from whowhom.spec.document import from_document
from whowhom.spec.scenario import Origin, Scenario
from whowhom.spec.toml import read

Sentence = tuple[str, str, str] | tuple[str, str, str, dict[str, Any]]


def organisation(bodies: dict[str, Any], rules: list[Sentence], **more: Any) -> Scenario:
    """Make a scenario of bodies (seats, or a table) and of rules (by, verb, over)."""
    document = {
        "title": "By hand",
        "from": date(2020, 1, 1),
        "until": date(2040, 1, 1),
        "bodies": {name: {"seats": body} if isinstance(body, int) else body for name, body in bodies.items()},
        "rules": [
            {
                "name": f"rule_{number}",
                "by": rule[0],
                "verb": rule[1],
                "over": rule[2],
                **(rule[3] if len(rule) == 4 else {}),
            }
            for number, rule in enumerate(rules)
        ],
        **more,
    }
    return from_document(document, Origin())


CIRCULAR_FLOW = organisation(
    {
        "secretary": {"seats": 1, "label": "general secretary"},
        "provinces": {"seats": 9, "label": "provincial secretaries"},
        "congress": {"seats": 9, "label": "congress"},
        "committee": {"seats": 5, "label": "central committee"},
        "court": 3,
    },
    [
        ("secretary", "appoints", "provinces"),
        ("provinces", "ex_officio", "congress"),
        ("congress", "elects", "committee"),
        ("committee", "elects", "secretary"),
        ("court", "expels", "secretary"),
        ("members", "elects", "court"),
    ],
)


# ---------------------------------------------------------------- circles of any directed graph


def circuits_by_trial(successors: list[list[int]]) -> set[tuple[int, ...]]:
    """All elementary circuits, by trying every ordered choice of nodes that begins with its least."""
    nodes = range(len(successors))
    return {
        path
        for size in range(1, len(successors) + 1)
        for path in permutations(nodes, size)
        if path[0] == min(path)
        and all(b in successors[a] for a, b in zip(path, (*path[1:], path[0]), strict=True))
    }


def random_graphs() -> list[list[list[int]]]:
    chance = random.Random(5)
    return [
        [[b for b in range(6) if chance.random() < density] for _ in range(6)]
        for density in (0.1, 0.2, 0.3, 0.5, 0.8)
        for _ in range(12)
    ]


@pytest.mark.parametrize("number", range(60))
def test_circuits_and_components_of_random_graphs(number: int) -> None:
    successors = random_graphs()[number]
    found = list(circuits(successors))
    assert len(found) == len(set(found))
    assert set(found) == circuits_by_trial(successors)
    matrix = np.array([[b in row for b in range(6)] for row in successors], int)
    count, labels = connected_components(csr_matrix(matrix), directed=True, connection="strong")
    parts = components(successors)
    assert len(parts) == count
    assert all(len({labels[node] for node in part}) == 1 for part in parts)


def test_circuits_of_a_complete_graph_are_as_many_as_johnson_counts() -> None:
    # Johnson 1975, p. 77: a complete directed graph has sum over i of C(n, n - i + 1) (n - i)! circuits.
    n = 7
    successors = [[b for b in range(n) if b != a] for a in range(n)]
    assert len(list(circuits(successors))) == sum(comb(n, n - i + 1) * factorial(n - i) for i in range(1, n))


def test_above_the_cap_every_node_still_has_a_shortest_circuit() -> None:
    n = 9
    found, complete = shortest_first([[b for b in range(n) if b != a] for a in range(n)], 50)
    assert not complete
    assert {node for circuit in found if len(circuit) == 2 for node in circuit} == set(range(n))


# ---------------------------------------------------------------- the graph of an organisation


def test_the_circular_flow_is_one_loop_in_words() -> None:
    found = graph(CIRCULAR_FLOW)
    assert [loop.words for loop in found.loops] == [
        "The general secretary appoints the provincial secretaries, who are the congress, which elects the "
        "central committee, which elects the general secretary."
    ]
    assert (
        found.loops[0].opening_words
        == "What can interrupt it from outside: the court removes the general secretary."
    )
    assert found.components == (("secretary", "provinces", "congress", "committee"),)
    assert [(item.office, item.chooser, item.through) for item in found.own_choosers] == [
        ("secretary", "committee", ("provinces", "congress"))
    ]


def test_without_the_court_nothing_interrupts_it() -> None:
    closed = from_document(
        {
            "title": "Closed",
            "from": date(2020, 1, 1),
            "until": date(2040, 1, 1),
            "bodies": {"head": {"seats": 1, "term": "4 years"}, "board": {"seats": 5}},
            "rules": [
                {"name": "a", "by": "head", "verb": "appoints", "over": "board"},
                {"name": "b", "by": "board", "verb": "elects", "over": "head"},
                {"name": "c", "by": "board", "verb": "coopts", "over": "board"},
            ],
        },
        Origin(),
    )
    found = graph(closed)
    assert [loop.words for loop in found.loops] == [
        "The board fills its own seats.",
        "The head appoints the board, which elects the head.",
    ]
    assert found.loops[1].opening_words == "Nobody outside the loop can interrupt it."
    assert {item.body: item.how for item in found.irremovable} == {
        "head": "only in time",
        "board": "not at all",
    }


def test_a_veto_and_a_pool_close_no_loop() -> None:
    found = graph(
        organisation(
            {"king": 1, "diet": 5},
            [("king", "appoints", "diet", {"pool": "members"}), ("diet", "vetoes", "king")],
        )
    )
    assert found.loop_count == 0
    assert {edge.kind for edge in found.edges} == {"fills", "vetoes", "supplies"}
    assert found.words[0] == "There is no loop: nobody acts on those who act on him."


def test_removal_from_inside_the_circle_is_told_apart() -> None:
    found = graph(
        organisation(
            {"head": 1, "board": 5, "guard": 2},
            [
                ("head", "appoints", "board"),
                ("board", "elects", "head"),
                ("board", "expels", "head"),
                ("members", "draws", "guard", {"every": "12 months"}),
            ],
        )
    )
    assert {item.body: (item.how, item.removers) for item in found.irremovable} == {
        "head": ("only from inside", ("board",)),
        "board": ("not at all", ()),
    }


def test_the_shipped_party_closes_through_the_sway_of_local_offices() -> None:
    found = graph(read("soviet_party"))
    longest = max(found.loops, key=lambda loop: len(loop.bodies))
    assert longest.bodies == ("general_secretary", "provincial_secretary", "congress", "central_committee")
    assert longest.soft
    assert found.loops_complete
    assert found.loop_count == 3


def test_the_section_is_plain_data() -> None:
    section = json.loads(json.dumps(graph(CIRCULAR_FLOW).to_dict()))
    assert section["residual"] == 0
    assert section["loops"]["count"] == 1
    assert [node["name"] for node in section["nodes"]][-1] == "members"
    assert section["edges"][1] == {
        "from": "provinces",
        "to": "congress",
        "kind": "fills",
        "verb": "ex_officio",
        "rule": "rule_1",
        "decision": "majority",
        "part": None,
        "since": None,
        "until": None,
    }


# ---------------------------------------------------------------- which seats, which rules


def test_seats_by_right_come_first_and_leave_the_rest() -> None:
    scenario = organisation(
        {"chair": 1, "deputies": 2, "board": 7},
        [
            ("members", "elects", "board"),
            ("chair", "ex_officio", "board"),
            ("deputies", "ex_officio", "board"),
            ("chair", "appoints", "board", {"part": "6-7"}),
        ],
    )
    assert seats_filled(scenario) == {0: (3, 4, 5, 6), 1: (0,), 2: (1, 2), 3: (5, 6)}


def test_a_rule_that_another_replaces_does_not_last() -> None:
    scenario = organisation(
        {"head": 1, "posts": 5},
        [
            ("members", "elects", "posts", {"at": [date(2020, 4, 1)]}),
            ("head", "appoints", "posts", {"from": date(2021, 1, 1)}),
        ],
    )
    assert lasting_rules(scenario) == (1,)
    assert reach(scenario, "head").body("posts").reached == 5


# ---------------------------------------------------------------- the closure


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
        {"king": 1, "board": {"seats": 3, "weights": [5, 2, 2]}, "chair": 1},
        [("members", "elects", "board"), ("board", "elects", "chair")],
    )
    # Held seats are the lightest: two of them have 4 of 9 votes. Bought seats are the heaviest: one has 5.
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
