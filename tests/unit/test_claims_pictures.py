"""The pictures of a claim: where the zero line, the margins, the limits and the first months stand."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from tests.judgements import COUNTS, DEATHS, LEVEL, NOTHING, VALUES, claim, comparison, course, turn

from whowhom.report.claims_course import course_figures, course_picture
from whowhom.report.claims_forest import forest_picture
from whowhom.report.claims_turns import turns_picture
from whowhom.report.claims_words import turns_it


def boxes(picture: bytes, opacity: str) -> list[tuple[float, float]]:
    """Return the left and right edges of the boxes that are filled by so much, below the legend."""
    root = ElementTree.fromstring(picture)
    found = [one for one in root.findall("rect") if one.get("fill-opacity") == opacity]
    return [(float(one.get("x", 0)), float(one.get("x", 0)) + float(one.get("width", 0))) for one in found]


def test_margins_lie_about_the_zero_line() -> None:
    """The zone of the margin is as wide on both sides of 0, and the claim's side begins at its edge."""
    for expects, edge in (("less", 1), ("more", 0), ("same", 0), ("not_more", 1), ("not_less", 0)):
        picture = forest_picture([comparison("one", expects)])
        root = ElementTree.fromstring(picture)
        zero = next(
            float(line.get("x1", 0))
            for line in root.findall("line")
            if line.get("stroke-width") == "1.6" and line.get("x1") == line.get("x2")
            if float(line.get("y2", 0)) - float(line.get("y1", 0)) > 0
            if line.get("stroke") == "currentColor"
        )
        ((left, right),) = boxes(picture, "0.1")
        ((low, high),) = boxes(picture, "0.17")
        assert zero - left == pytest.approx(right - zero, abs=0.05)
        assert right - zero > 10
        near = right if expects in ("more", "same", "not_more") else left
        assert (low, high)[edge] == pytest.approx(left if expects in ("same", "not_less") else near, abs=0.05)


def test_a_panel_for_each_unit_and_none_without_an_effect() -> None:
    """Two units have two axes; what has no effect is not drawn; nothing at all leaves no picture."""
    shares = [comparison("one"), comparison("two")]
    assert forest_picture([*shares, NOTHING]).count(b">effect (") == 1
    assert forest_picture([*shares, DEATHS]).count(b">effect (") == 2
    assert b"million persons" in forest_picture([DEATHS])
    assert forest_picture([NOTHING]) == b""


def test_a_course_marks_the_first_month_that_differs() -> None:
    """Two panels, the month in the legend; months long before it are left out and told."""
    picture, note = course_picture(comparison("one"))
    assert b"1919-06: the first month" in picture
    assert picture.count(b'stroke-dasharray="5 4"') == 3
    assert note.replace("\u00a0", " ").startswith("40 % of histories ever differ")
    late, note = course_picture(COUNTS)
    assert b">1925<" in late
    assert b">1918<" not in late
    assert "Months before 1924-06 are not drawn." in note


def test_a_course_without_a_number_is_not_drawn() -> None:
    """Months without a number leave a gap; a course of nothing else leaves no picture."""
    assert course_picture(comparison("gap", course=course(1.0, "1919-06", 30)))[0]
    assert course_figures([NOTHING, LEVEL]) == []


def test_turns_lie_between_the_limits() -> None:
    """The limits stand at 5 and 95 %; what was refused has no mark; a turn that turns is named."""
    one = VALUES["claims"][0]
    picture = turns_picture(one)
    ((first, last),) = (sorted(edge for box in boxes(picture, "0.22") for edge in box)[1:3],)
    root = ElementTree.fromstring(picture)
    limits = [float(line.get("x1", 0)) for line in root.findall("line") if line.get("stroke-dasharray")]
    assert limits == pytest.approx([first, last], abs=0.05)
    words = [text.text for text in root.iter("text")]
    assert words.count("turns the verdict") == 2
    assert words.count("does not fit the claim") == 1
    assert words.count("as expected") == 1
    assert turns_picture(claim("C1", "supported", 0.98, turns=[])) == b""


@pytest.mark.parametrize("turns", [False, True])
def test_what_turns_a_verdict(turns: bool) -> None:
    """What the judge says of it; what is not counted has no verdict to turn."""
    one = turn("switch", "one", 0.9, "") | {"turns": turns}
    assert turns_it(claim("C1", "", 0.3), one) == turns
    assert not turns_it(claim("C1", "", 0.3, cannot="so"), one)


def test_comparisons_of_the_same_versions_share_a_picture() -> None:
    """Two that differ only in what they expect have one course; other versions have their own."""
    other = comparison("other", **{"with": {"no_talks": "no talks"}})
    figures = course_figures([comparison("one"), comparison("two", "same"), other])
    assert [heads[:2] for heads, _, _ in figures] == ["1.", "3."]
    assert "; 2. " in figures[0][0]


def test_what_is_drawn_over_time_is_named_with_its_own_unit() -> None:
    """A person's place is a share of histories; the first year of something is not drawn in years."""
    assert b"Leader is Stalin I.V. (share of histories): mean" in course_picture(comparison("one"))[0]
    asked = ["first_year 0.5 of own/electors from 2013-03 to 2039-11"]
    assert b">Own / electors: mean" in course_picture(comparison("one", ask=asked, unit="year"))[0]
    asked = ["total of sentenced from 1935-01 to 1938-12"]
    picture, _ = course_picture(comparison("one", ask=asked, unit="persons", course=course(4e5)))
    assert b">Sentenced (thousand persons): mean" in picture


def test_few_months_are_named_and_fewer_are_not_drawn() -> None:
    """Eight months have their names on the axis, three show nothing."""
    months = {name: value[28:36] for name, value in course(1.0).items() if isinstance(value, list)}
    picture, _ = course_picture(comparison("short", course={**course(1.0), **months}))
    assert b">1919-06</text>" in picture
    fewer = {name: value[:3] for name, value in months.items()}
    assert course_figures([comparison("short", course={**course(1.0), **fewer})]) == []


def test_a_region_leans_or_is_not_as_expected() -> None:
    """More than half on the side that the claim's file names is as expected, though no verdict is given."""
    for probability, told in ((0.3, "leans to contradicted,"), (0.7, "expected: contradicted")):
        region = turn("region", "region 1", probability, "undetermined", "contradicted")
        assert told.encode() in turns_picture(claim("C1", "supported", 0.98, turns=[region]))
