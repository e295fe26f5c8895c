"""The pages of a judgement: rows, pages, links, words and sizes, from values made by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.judgements import VALUES, on_record, share

from whowhom.judge import verdicts
from whowhom.report import claims_words
from whowhom.report.claims_forest import forest_picture, scale_of
from whowhom.report.claims_marks import share_bar
from whowhom.report.claims_page import command_for, page_names, write_claims_pages
from whowhom.report.claims_words import MEANINGS, amount, region_told, sentence, side


class Page(HTMLParser):
    """The tags, links and words of a page, and the tags that are not closed in order."""

    VOID = frozenset({"meta", "br", "line", "rect", "circle", "path", "polygon"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and what it links to."""
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        if tag not in self.VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a judgement and its pages."""
    path = tmp_path_factory.mktemp("judged")
    (path / "judge.json").write_text(json.dumps(VALUES, allow_nan=False), encoding="utf-8")
    assert write_claims_pages(path) == path / "claims.html"
    return path


def text_of(folder: Path, name: str) -> str:
    """Return the text of a page."""
    return (folder / f"{name}.html").read_text(encoding="utf-8")


def pictures(text: str) -> list[ElementTree.Element]:
    """Return every picture of a page; each is well-formed XML."""
    return [ElementTree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", text, re.S)]


def all_pictures(folder: Path) -> Iterator[ElementTree.Element]:
    """Give the pictures of all pages."""
    for path in sorted(folder.glob("*.html")):
        yield from pictures(path.read_text(encoding="utf-8"))


def test_every_claim_has_a_row_and_a_page(folder: Path) -> None:
    """The row links to the page, says the verdict, and nothing is left over."""
    text = text_of(folder, "claims")
    for one in VALUES["claims"]:
        row = re.search(rf'<tr><th scope="row"><a href="{one["number"]}.html">.*?</tr>', text, re.S)
        assert row is not None
        assert f"<strong>{one['verdict']}</strong>" in row[0]
        assert f"alone: {one['alone']}" in row[0]
        assert (folder / f"{one['number']}.html").is_file()
    assert len(list(folder.glob("*.html"))) == len(VALUES["claims"]) + 1


def test_links_resolve_and_nothing_comes_from_outside(folder: Path) -> None:
    """Every link leads to a file of the folder; tags are closed in order."""
    for path in folder.glob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        assert page.open == []
        assert page.links
        for link in page.links:
            assert (folder / link).is_file(), link
        assert not {"script", "link", "img", "iframe"} & set(page.tags)


def test_nothing_is_unescaped(folder: Path) -> None:
    """A claim's words are text everywhere: in the rows, the titles, the labels and the pictures."""
    for name in ("claims", "C03"):
        text = text_of(folder, name)
        assert "<script" not in text
        assert "&lt;script&gt;alert" in text


def test_counts_and_the_chance_of_an_error(folder: Path) -> None:
    """Two verdicts are given, three are not, one claim is not counted."""
    text = text_of(folder, "claims").replace("\u00a0", " ")
    for verdict, count in (("supported", 1), ("contradicted", 1), ("undetermined", 3), ("not counted", 1)):
        assert re.search(rf"<strong>{count}</strong> {verdict}<", text)
    assert "any of the 2 verdicts given (supported or contradicted) is wrong is at most 3.1 %" in text
    assert "12 536 histories" in text
    assert "nothing here takes a side" in text


def test_a_page_says_what_the_claim_is_and_how_to_judge_it_again(folder: Path) -> None:
    """Who, against whom, what would refute it, what is not tested, the command, the file, the way back."""
    text = text_of(folder, "C01")
    one = VALUES["claims"][0]
    for words in (*one["by"], *one["against"], one["refuted_by"], one["not_tested"], one["file"]):
        assert words in text
    assert command_for(VALUES, one) in text
    assert command_for(VALUES, one).startswith("whowhom judge C01 --draws 64")
    assert '<a href="claims.html">' in text
    assert "nothing in the model could" in text_of(folder, "C28")


@pytest.mark.parametrize("number", range(6))
def test_the_sentence_begins_with_the_verdict(number: int) -> None:
    """Each verdict has its words; one that is withheld says what it would be alone."""
    one = VALUES["claims"][number]
    told = sentence(one, 6)
    assert told.lower().startswith(one["verdict"])
    assert ("judged alone it is supported" in told) == (one["number"] == "C13")
    assert "none" not in told
    assert set(MEANINGS) == {"supported", "contradicted", "undetermined", "not counted"}


def test_the_record_is_drawn_by_its_status(folder: Path) -> None:
    """A sourced number has a filled mark, a recalled one a hollow one; there is no course to draw."""
    sourced = forest_picture([on_record("votes", "sourced")])
    recalled = forest_picture([on_record("votes", "recalled")])
    assert b"on record (sourced)" in sourced
    assert b"var(--paper" not in sourced
    assert b"var(--paper" in recalled
    text = text_of(folder, "C03")
    assert "Over time" not in text
    assert "numbers on record alone; nothing was simulated" in text
    assert "variance gained" not in text
    assert text.count("<figure") == 2


def test_no_word_of_a_picture_is_cut_off(folder: Path) -> None:
    """Texts end inside their picture, by the usual width of a letter; pictures have a sane height."""
    for picture in all_pictures(folder):
        _, _, width, height = map(float, picture.get("viewBox", "").split())
        assert 10 < height < 900
        assert 10 < width <= 760
        for text in picture.findall("text"):
            if text.get("transform"):
                continue
            letters = len(text.text or "") * float(text.get("font-size", 0)) * 0.53
            x, y = float(text.get("x", 0)), float(text.get("y", 0))
            start = x - {"start": 0.0, "middle": letters / 2, "end": letters}[text.get("text-anchor", "")]
            assert start > -4, text.text
            assert start + letters < width + 4, text.text
            assert 0 < y < height


def test_sizes_are_sane(folder: Path) -> None:
    """No page is larger than a fifth of a megabyte, and no number of it is no number."""
    for path in folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert 3_000 < len(text) < 200_000
        assert not re.search(r"\bnan\b|\bNone\b|\binf\b", text)


def test_every_picture_is_named(folder: Path) -> None:
    """A figure and a bar have a role and a label; other marks stand beside their word."""
    for path in folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert text.count("<figure") == len(re.findall(r'<figure role="img" aria-label="[^"]+"', text))
        for picture in pictures(text):
            assert picture.get("aria-hidden") or picture.get("aria-label")
    assert share_bar(share(None), "undetermined") == ""


def test_names_of_pages_come_from_numbers_alone() -> None:
    """No sign of a path is left, and no two pages are one, nor one of them the page of claims."""
    assert page_names(["C13", "c13", "claims", "../a b"]) == [
        "C13.html",
        "c13-2.html",
        "claims-2.html",
        "---a-b.html",
    ]


def test_words_for_numbers() -> None:
    """Large numbers are whole, missing ones words; a margin of 0 is not written as one."""
    assert amount(2.3e6) == "2\u00a0300\u00a0000"
    assert (amount(None), amount("infinite"), amount(0.5)) == ("none", "infinite", "0.5")
    assert side({"expects": "more", "margin": 0}) == "the effect is above 0"
    assert side({"expects": "same", "margin": 0.1}) == "the effect stays within ±0.1"
    assert scale_of(2.3e6) == (1e6, "million")
    assert "81" in region_told(VALUES["claims"][0])
    assert region_told(VALUES["claims"][1]).startswith("Nothing was simulated")
    assert region_told(VALUES["claims"][5]).startswith("No region of the numbers was found")


def test_pages_name_verdicts_as_the_judge_does() -> None:
    """The report imports nothing of the judge, so that its words and its limit are held to those here."""
    assert claims_words.ERROR == verdicts.ERROR
    words = (verdicts.SUPPORTED, verdicts.CONTRADICTED, verdicts.UNDETERMINED, verdicts.NOT_COUNTED)
    assert tuple(MEANINGS) == words
