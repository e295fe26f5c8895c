"""The graph of who chooses whom and its loops, against counts by hand and by trying everything."""

from __future__ import annotations

import json
import random
from datetime import date
from itertools import permutations
from math import comb, factorial

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from tests.audit_organisations import CIRCULAR_FLOW, organisation

from whowhom.audit.acts import lasting_rules, seats_filled
from whowhom.audit.graph.loops import circuits, components, shortest_first
from whowhom.audit.graph.section import graph
from whowhom.audit.reach.section import reach
from whowhom.spec.toml import read

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
    # The congress sits by right of the provinces, and only the court can remove anybody at all.
    assert [item.body for item in found.irremovable] == ["provinces", "committee", "court"]
    assert found.components == (("secretary", "provinces", "congress", "committee"),)
    assert [(item.office, item.chooser, item.through) for item in found.own_choosers] == [
        ("secretary", "committee", ("provinces", "congress"))
    ]


def test_without_the_court_nothing_interrupts_it() -> None:
    closed = organisation(
        {"head": {"seats": 1, "term": "4 years"}, "board": 5},
        [("head", "appoints", "board"), ("board", "elects", "head"), ("board", "coopts", "board")],
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
            {"king": 1, "diet": 5, "guild": 9},
            [
                ("king", "appoints", "diet", {"pool": "guild"}),
                ("diet", "vetoes", "king"),
                ("diet", "elects", "guild"),
            ],
        )
    )
    assert found.loop_count == 0
    assert {edge.kind for edge in found.edges} == {"fills", "vetoes", "supplies"}
    assert found.words[0] == "There is no loop: no body acts on those that act on it."


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
