"""The picture of who chooses whom: nothing overlaps, nothing is left out, and it is always the same."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from tests.audit_organisations import CIRCULAR_FLOW, organisation

from whowhom.audit.graph.section import graph
from whowhom.report.graph_layout import apart, lay_out
from whowhom.report.graph_picture import graph_picture
from whowhom.spec.toml import read

TWELVE = organisation(
    {
        "president": {"seats": 1, "label": "President"},
        "senate": {"seats": 100, "label": "Senate"},
        "house": {"seats": 435, "label": "House of deputies"},
        "governors": {"seats": 7, "label": "Board of governors"},
        "chair": {"seats": 1, "label": "Chair of the board of governors"},
        "banks": {"seats": 12, "label": "Presidents of the regional banks"},
        "directors": {"seats": 108, "label": "Directors of the regional banks"},
        "committee": {"seats": 12, "label": "Monetary committee"},
        "court": {"seats": 9, "label": "Court"},
        "advisers": {"seats": 3, "label": "Council of advisers"},
        "staff": {"seats": 30, "label": "Staff"},
        "auditors": {"seats": 5, "label": "Auditors"},
    },
    [
        ("members", "elects", "president"),
        ("members", "elects", "senate"),
        ("members", "elects", "house"),
        ("president", "appoints", "governors"),
        ("senate", "confirms", "governors"),
        ("president", "appoints", "chair", {"pool": "governors"}),
        ("senate", "confirms", "chair"),
        ("governors", "ex_officio", "committee", {"part": "1-7"}),
        ("banks", "ex_officio", "committee", {"part": "8-12"}),
        ("directors", "elects", "banks"),
        ("governors", "confirms", "banks"),
        ("governors", "appoints", "directors", {"part": "1-36"}),
        ("banks", "elects", "directors", {"part": "37-108"}),
        ("governors", "expels", "banks"),
        ("president", "appoints", "court"),
        ("senate", "vetoes", "court"),
        ("court", "expels", "president"),
        ("house", "expels", "president"),
        ("house", "enlarges", "court"),
        ("president", "appoints", "advisers"),
        ("chair", "appoints", "staff"),
        ("committee", "proposes", "auditors"),
        ("house", "elects", "auditors"),
        ("auditors", "expels", "staff"),
        ("advisers", "coopts", "advisers"),
        ("court", "expels", "court"),
    ],
)


def drawn(scenario_graph: dict[str, object]) -> ElementTree.Element:
    return ElementTree.fromstring(graph_picture(scenario_graph))


def boxes_of(picture: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    rects = [rect for rect in picture.iter("rect") if rect.get("height")]
    return [
        (
            float(rect.attrib["x"]),
            float(rect.attrib["y"]),
            float(rect.attrib["x"]) + float(rect.attrib["width"]),
            float(rect.attrib["y"]) + float(rect.attrib["height"]),
        )
        for rect in rects
    ]


def points_of(path: str) -> list[tuple[float, float]]:
    """Points along a path of M, L and C, twenty on each piece."""
    numbers = [
        (kind, [float(x) for x in text.split()]) for kind, text in re.findall(r"([MLC])([^MLC]+)", path)
    ]
    here, found = (0.0, 0.0), []
    for kind, values in numbers:
        end = (values[-2], values[-1])
        for k in range(21):
            t = k / 20
            if kind == "C":
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                corners = (here, (values[0], values[1]), (values[2], values[3]), end)
                found.append(
                    (
                        sum(w * x for w, (x, _) in zip(weights, corners, strict=True)),
                        sum(w * y for w, (_, y) in zip(weights, corners, strict=True)),
                    )
                )
            elif kind == "L":
                found.append((here[0] + t * (end[0] - here[0]), here[1] + t * (end[1] - here[1])))
        here = end
    return found


PICTURES = {
    "twelve bodies": TWELVE,
    "circular flow": CIRCULAR_FLOW,
    "everybody on everybody": organisation(
        {f"body_{a}": a + 1 for a in range(7)},
        [(f"body_{a}", "appoints", f"body_{b}") for a in range(7) for b in range(7)],
    ),
    "fifteen abreast": organisation(
        {
            "head": 1,
            **{f"post_{k}": {"seats": 2, "label": f"The office number {k} of many"} for k in range(14)},
        },
        [("head", "appoints", f"post_{k}") for k in range(14)],
    ),
    "alone": organisation({"club": 9}, []),
    "shipped conclave": read("conclave"),
    "shipped party": read("soviet_party"),
}


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_no_box_overlaps_another_and_no_arrow_crosses_a_box(name: str) -> None:
    section = graph(PICTURES[name]).to_dict()
    picture = drawn(section)
    boxes = boxes_of(picture)
    assert len(boxes) == len(section["nodes"])
    for one, other in combinations(boxes, 2):
        apart_from = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart_from, (one, other)
    for path in picture.iter("path"):
        for x, y in points_of(path.attrib["d"]):
            inside = [box for box in boxes if box[0] + 1 < x < box[2] - 1 and box[1] + 1 < y < box[3] - 1]
            assert not inside, (path.attrib["d"], inside)


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_every_edge_has_its_arrow_within_the_picture(name: str) -> None:
    section = graph(PICTURES[name]).to_dict()
    picture = drawn(section)
    width = float(picture.attrib["viewBox"].split()[2])
    shift = next(g for g in picture.findall("g") if g.find("rect") is not None).attrib["transform"]
    left = float(shift.removeprefix("translate(").split()[0])
    wanted = {(edge["from"], edge["verb"], edge["to"]) for edge in section["edges"]}
    titles = {" ".join((title.text or "").split()[:3]) for title in picture.iter("title")}
    kinds = {(edge["from"], edge["kind"], edge["to"]) for edge in section["edges"]}
    assert len(wanted) >= len(kinds) >= len(titles)
    assert {(a, c) for a, _, c in kinds} == {(title.split()[0], title.split()[-1]) for title in titles}
    for box in boxes_of(picture):
        assert 0 <= left + box[0] <= left + box[2] <= width


def test_labels_stay_within_their_boxes_and_say_the_seats() -> None:
    picture = drawn(graph(TWELVE).to_dict())
    texts = [text.text for text in picture.iter("text")]
    assert "435 seats" in texts
    assert "1 seat" in texts
    for box in boxes_of(picture):
        lines = [
            text
            for text in picture.iter("text")
            if text.get("text-anchor") == "middle"
            and box[0] < float(text.attrib["x"]) < box[2]
            and box[1] < float(text.attrib["y"]) < box[3]
        ]
        assert lines
        # A letter of this face is some 0.6 of its size wide.
        longest = max(len(line.text or "") * 0.55 * float(line.attrib["font-size"]) for line in lines)
        assert longest <= box[2] - box[0]


def test_loops_are_underlaid_and_only_loops() -> None:
    def bands(picture: ElementTree.Element) -> int:
        return sum(path.get("stroke-width") == "9" for path in picture.iter("path"))

    # The circle of four acts; the court and the members stand outside it.
    assert bands(drawn(graph(CIRCULAR_FLOW).to_dict())) == 4
    open_chain = organisation({"a": 1, "b": 2, "c": 3}, [("a", "appoints", "b"), ("b", "elects", "c")])
    assert bands(drawn(graph(open_chain).to_dict())) == 0
    assert b"loop of power" not in graph_picture(graph(open_chain).to_dict())


def test_the_same_data_give_the_same_bytes() -> None:
    section = graph(TWELVE).to_dict()
    assert graph_picture(section) == graph_picture(graph(TWELVE).to_dict())
    assert b"http" not in graph_picture(section)


def test_places_apart_are_the_nearest_ones() -> None:
    # By hand: 0 and 0 a distance of 10 apart are nearest at -5 and 5; 20 does not mind.
    assert apart([0, 0, 20], [10, 10]) == pytest.approx([-5, 5, 20])
    # Three at 0, 10 apart: -10, 0, 10.
    assert apart([0, 0, 0], [10, 10]) == pytest.approx([-10, 0, 10])
    assert apart([], []) == []


def test_a_chain_is_laid_out_straight_down() -> None:
    layout = lay_out([(100, 40)] * 3, [(0, 1, 1), (1, 2, 1)])
    assert layout.x == pytest.approx((50, 50, 50))
    assert layout.y[0] < layout.y[1] < layout.y[2]
    assert all(route.down for route in layout.routes)
