"""The page of an audit: every section is there, nothing runs or is fetched, pictures say what values say."""

from __future__ import annotations

import json
import math
import re
import tomllib
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit_organisations import organisation

from whowhom.audit import Choices, audit
from whowhom.report.audit import audit_page
from whowhom.report.audit_edits import as_toml, toml_value
from whowhom.report.audit_method import TITLES, command
from whowhom.report.audit_names import chance, day, many, rational, residual, shortened, span, year
from whowhom.report.audit_overview import overview
from whowhom.report.audit_picture import Bar, bars, heights, legend_rows, round_ticks
from whowhom.report.svg import Picture

_OUTSIDE = re.compile(
    r"""(?:src|href|srcset|data|action|poster)\s*=\s*["'](?!#)|url\(|@import|<script|<link"""
)
_HOSTILE = "<script>alert('x')</script> & \"court\""


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    """Audit a court that a president fills, with a jury by lot and a vote by which the court expels."""
    ends = [date(2021 + number, 1, 1) for number in range(5)]
    scenario = organisation(
        {
            "president": {"seats": 1, "label": "President <b>"},
            "court": {"seats": 5, "label": _HOSTILE, "term": "5 years", "ends": ends},
            "assembly": 20,
            "jury": {"seats": 3, "term": "1 year"},
            "ombudsman": 1,
        },
        [
            ("president", "appoints", "court"),
            ("court", "expels", "court"),
            ("assembly", "draws", "jury"),
            ("jury", "elects", "ombudsman"),
        ],
        title=_HOSTILE,
        audit={"principal": "president", "targets": ["court"], "tenure": "6 years", "horizon": "6 years"},
    )
    found = audit(scenario, Choices(seconds=30)).to_dict()
    return dict(json.loads(json.dumps(found)))


@pytest.fixture(scope="module")
def page(values: dict[str, Any]) -> str:
    return audit_page(values)


class _Balance(HTMLParser):
    """Keeps the open elements, and notes those that close out of order."""

    _VOID = ("meta", "br", "link", "img", "hr")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self._VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def pictures(text: str) -> list[ElementTree.Element]:
    """Return the pictures of a page, parsed as XML."""
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg .*?</svg>", text, re.DOTALL)]


def chapter(text: str, name: str) -> str:
    """Return the text of one chapter."""
    return text.partition(f'<section id="{name}">')[2].partition("</section>")[0]


def test_every_section_is_written(values: dict[str, Any], page: str) -> None:
    assert set(TITLES) <= set(values)
    for name in TITLES:
        assert chapter(page, name).strip(), name
        assert "Left out:" not in chapter(page, name), name
    for name in ("graph", "calendar", "capture", "lots", "contest", "edits"):
        assert "<svg " in chapter(page, name), name


def test_every_method_and_residual_is_told(values: dict[str, Any], page: str) -> None:
    last = chapter(page, "method")
    for name in TITLES:
        assert values[name]["method"].partition("'")[0] in last, name
        assert residual(values[name]["residual"]) in last, name
    assert chapter(page, "capture").count("Residual:") == 1
    assert "What is not modelled" in last


def test_headlines_stand_first(values: dict[str, Any], page: str) -> None:
    first = page.partition('<section id="defects">')[0]
    assert values["document_hash"] in first
    assert len(values["words"]) > 3
    assert first.count("<li>") >= len(values["words"])


def test_elements_are_balanced(page: str) -> None:
    reader = _Balance()
    reader.feed(page)
    assert (reader.open, reader.wrong) == ([], [])


def test_pictures_are_well_formed(page: str) -> None:
    found = pictures(page)
    assert len(found) >= 6
    for picture in found:
        _, _, width, height = (float(part) for part in picture.attrib["viewBox"].split())
        for text in picture.iter("text"):
            if "transform" not in text.attrib:
                assert 0 <= float(text.attrib["y"]) <= height, text.text
                assert 0 <= float(text.attrib["x"]) <= width, text.text


def test_nothing_is_run_or_fetched(page: str) -> None:
    assert _OUTSIDE.search(page) is None
    assert "&lt;script&gt;" in page
    assert "President &lt;b&gt;" in page


def test_the_search_for_outside_references_finds_them() -> None:
    for text in ('<img src="x.png">', "<a href='https://a'>", "url(x)", "<script>"):
        assert _OUTSIDE.search(text), text
    assert _OUTSIDE.search('<a href="#graph">') is None


@pytest.mark.parametrize("name", list(TITLES))
def test_a_section_left_out_is_told(values: dict[str, Any], name: str) -> None:
    without = {key: value for key, value in values.items() if key != name}
    assert "not asked for" in chapter(audit_page(without), name)
    refused = chapter(audit_page({**values, name: {"left_out": "too <many> states"}}), name)
    assert "Left out: too &lt;many&gt; states." in refused


def test_a_page_without_any_section() -> None:
    page = audit_page({"title": "Nothing", "file": "nothing.toml"})
    assert page.count("it was not asked for") == len(TITLES)


def test_edits_can_be_pasted(values: dict[str, Any]) -> None:
    tried = values["edits"]["pairs"][0]["tried"]
    assert len(tried) > 3
    for change in tried:
        read = tomllib.loads(as_toml(change))["interventions"][change["name"]]
        assert read == {"label": change["label"], "edits": change["edits"]}


_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(_PLAIN)
def test_any_plain_value_is_written_as_toml(value: Any) -> None:
    assert tomllib.loads(f"x = {toml_value(value)}") == {"x": value}


def test_what_is_no_plain_value_is_refused() -> None:
    with pytest.raises(TypeError, match="expected a text"):
        toml_value(object())


def test_the_command_names_what_differs(values: dict[str, Any]) -> None:
    assert command(values) == "whowhom audit scenario --seconds 30"
    chosen = {"loyalty": 0.8, "below": 0.1, "within": 24, "seconds": 120.0}
    only = {"file": "a b.toml", "graph": {}, "edits": {}, "choices": chosen}
    told = "whowhom audit 'a b.toml' --only graph --only edits --loyalty 0.8 --within '24 months'"
    assert command(only) == told


def test_the_overview_tells_both_sides_of_control(values: dict[str, Any]) -> None:
    table = overview(values)[0]
    rows = [" ".join(row).replace("\u00a0", " ").replace("\n", " ") for row in table.rows]  # type: ignore[union-attr]
    assert len(rows) == 1
    # Terms end one by one from 1 January 2021 on, and three of five decide: the third ends two years later.
    assert "1 January 2023 (3 of 5)" in rows[0]
    assert "loyalty 1" in rows[0]


def test_bars_are_as_long_as_their_figures() -> None:
    rows = [Bar("one", 2.0, 3.0, "#111111", "+1"), Bar("two", 2.0, 6.0, "#222222", "+4")]
    drawn = ElementTree.fromstring(bars(rows, (0, 10), "years", (2.0, "as it is")))
    boxes = [box for box in drawn.iter("rect") if box.attrib.get("fill", "").startswith("#")]
    widths = [float(box.attrib["width"]) for box in boxes]
    assert widths[1] / widths[0] == pytest.approx(4, rel=0.01)
    assert boxes[0].attrib["x"] == boxes[1].attrib["x"]


def test_long_names_of_bars_stay_within_their_room() -> None:
    name = "consent of the assembly of all members of every district to whoever enters the board of directors"
    drawn = ElementTree.fromstring(bars([Bar(name, 0, 1, "#111111", "1")], (0, 1), "", room=300))
    lines = [text.text or "" for text in drawn.iter("text") if text.attrib["text-anchor"] == "end"]
    assert len(lines) == 2
    assert lines[1].endswith("…")
    # 6.8 pixels is a wide letter of 11 pixels in the page's font.
    assert all(len(line) * 6.8 <= 330 for line in lines)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6))
def test_names_of_thresholds_never_overlap(quotas: list[int]) -> None:
    picture = Picture(300)
    panel = picture.panel(40, 180, (0, 1), (0, 50))
    heights(panel, [(quota, f"threshold {quota}") for quota in quotas])
    texts = [ElementTree.fromstring(item) for item in panel.elements if item.startswith("<text")]
    places = sorted(float(text.attrib["y"]) for text in texts)
    assert len(places) == len(set(quotas))
    assert all(after - before >= 12 for before, after in pairwise(places))


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=40), min_size=1, max_size=9, unique=True))
def test_room_for_a_legend_is_what_the_legend_takes(labels: list[str]) -> None:
    panel = Picture(300).panel(100, 100, (0, 1), (0, 1), 74, 600)
    for label in labels:
        panel.name(label, "")
    rows = {re.search(r"translate\([\d.]+ ([\d.-]+)\)", item)[1] for item in panel.legend_elements()}  # type: ignore[index]
    assert legend_rows(labels, 600) == len(rows)


@given(st.floats(-50, 50), st.floats(0.01, 300), st.integers(2, 10))
def test_ticks_lie_on_the_axis(low: float, length: float, most: int) -> None:
    ticks = round_ticks((low, low + length), most)
    assert 1 <= len(ticks) <= most + 1
    for place, word in ticks:
        assert low - 1e-6 * length <= place <= low + length * (1 + 1e-6)
        assert math.isclose(float(word), place, rel_tol=1e-9, abs_tol=1e-9)


def test_figures_in_words() -> None:
    tie = "\u00a0"
    assert [chance(value) for value in (0.0, 1.0, -3e-19, 0.5, 0.0004, 0.99996)] == [
        f"{text}{tie}%" for text in ("0", "100", "0", "50", "< 0.1", "> 99.9")
    ]
    assert chance(None) == "–"
    assert span(27).replace(tie, " ") == "2 years 3 months"
    assert span(0).replace(tie, " ") == "0 months"
    assert day("2028-01-31").replace(tie, " ") == "31 January 2028"
    assert day(None) == "never"
    assert many(1234567) == "1\u202f234\u202f567"
    assert many("5" + "0" * 27) == "5.000·10²⁷"
    assert rational({"exact": "5/21", "value": 5 / 21}) == "0.2381\n5/21"
    assert rational({"exact": "1", "value": 1.0}) == "1"
    assert residual(0).replace(tie, " ") == "0 (exact)"
    assert residual(3.73e-14) == "3.7·10⁻¹⁴"
    assert shortened(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    # 2 July is day 183 of 365: the middle of a common year lies at its noon.
    assert year("2027-07-02") == pytest.approx(2027.5, abs=0.002)
