"""The report of a results folder written by hand: one self-contained page, misses first, faults refused."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr

from whowhom.core.fault import SENTENCES
from whowhom.report import Row, report
from whowhom.report.evidence import FAULT_SENTENCES
from whowhom.report.observed import Datum, bibliography
from whowhom.report.page import known, misses_first
from whowhom.report.section import month_row, number_row, percent, plain
from whowhom.results import MANIFEST, STORE
from whowhom.spec.errors import ResultError

HISTORIES = 8


def month_labels(first: str, count: int) -> list[str]:
    """Return so many months in a row."""
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, start + count)]


def write_folder(
    folder: Path, arms: dict[str, dict[str, np.ndarray[Any, Any]]], first: dict[str, str], **manifest: Any
) -> Path:
    """Write a results folder: arrays by arm as (history, month[, axis]), and a manifest."""
    folder.mkdir(exist_ok=True)
    store = zarr.open_group(str(folder / STORE), mode="w")
    about: dict[str, Any] = {}
    for name, arrays in arms.items():
        group = store.create_group(name)
        faults = {key: arrays.get(key, np.zeros(HISTORIES, np.int64)) for key in ("fault", "fault_month")}
        months = next(array.shape[1] for key, array in arrays.items() if key not in faults)
        for key, array in {**arrays, **faults, "values": np.ones((HISTORIES, 1))}.items():
            made = group.create_array(name=key, shape=array.shape, dtype=array.dtype)
            made[...] = array
        recorded = {
            key: {
                "observable": "holder" if key == "pope" else key,
                "unit": "seat",
                "says": f"The {key}.",
                "of": {},
            }
            for key in arrays
            if key not in faults
        }
        number = {"name": "mortality.multiplier", "month": first[name], "value": 1.0, "unit": "1"}
        about[name] = {
            "label": f"arm {name}",
            "months": month_labels(first[name], months),
            "snapshots": [],
            "people": ["Ann", "Ben"],
            "recorded": recorded,
            "values": [{**number, "source": "assumption", "status": "", "prior": "lognormal(1.0, 0.2)"}],
            "interventions": [],
        }
    told = {
        "identity": "abc",
        "name": "small",
        "title": "A small <college>",
        "description": "Two men.",
        "report": "",
        "seed": 7,
        "histories": HISTORIES,
        "numbers": "priors",
        "posterior": None,
        "provenance": {
            "whowhom": "0",
            "python": "3",
            "packages": {"numpy": "2"},
            "platform": "any",
            "device": "CPU",
            "not_controlled": "nothing",
        },
        "document": 'title = "A small college"\n',
        "document_hash": "def",
        "arms": about,
        "complete": True,
        **manifest,
    }
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    return folder


def reign(months: int, pace: float, died: int | None = None) -> dict[str, np.ndarray[Any, Any]]:
    """Return the arrays of a reign in which own electors grow by `pace` a month to 120."""
    own = np.minimum(120, np.round(pace * np.arange(months))) * np.ones((HISTORIES, 1))
    pope = np.zeros((HISTORIES, months))
    if died is not None:
        pope[:, died:], own[:, died:] = -1, 0
    electors = np.full((HISTORIES, months), 120.0)
    living = np.maximum(1, 115 - 0.2 * np.arange(months)) * np.ones((HISTORIES, 1))
    return {"electors": electors, "own": own, "pope": pope, "first_living": living}


@pytest.fixture
def conclave(tmp_path: Path) -> Path:
    """A folder with some of the conclave's arms."""
    arms = {"base": reign(147, 0.77, 146), "no_age_limit": reign(147, 0.3), "benedict": reign(214, 0.8)}
    arms["leo"] = reign(212, 0.6, 150)
    first = {"base": "2013-03", "no_age_limit": "2013-03", "benedict": "2005-04", "leo": "2025-05"}
    return write_folder(tmp_path / "run", arms, first, report="conclave")


class Page(HTMLParser):
    """What is on a page: references to elsewhere, figures without words, balance of tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.references: list[str] = []
        self.figures: list[str] = []
        self.anchors: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note references, anchors and the words of figures."""
        found = dict(attrs)
        self.references += [found[key] or "" for key in ("src", "href", "srcset", "data") if key in found]
        if found.get("id"):
            self.anchors.add(found["id"] or "")
        if tag == "figure":
            self.figures.append(found.get("aria-label") or "")
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Match it with the tag that was opened last."""
        assert self.open.pop() == tag


def test_the_page_stands_alone(conclave: Path) -> None:
    """No reference leads out of the page, each leads to something on it, and nothing is left open."""
    path = report(conclave)
    assert path == conclave / "report.html"
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert page.references
    assert [found for found in page.references if not found.startswith("#")] == []
    assert {found[1:] for found in page.references} <= page.anchors
    assert re.findall(r"(?:url\(|@import|<script|<link|<img|https?:)", text) == []
    assert "A small &lt;college&gt;" in text
    assert "nan" not in re.sub(r"<[^>]*>", " ", text).split()


def test_pictures_have_words_and_chapters_without_arms_say_so(conclave: Path) -> None:
    """Five chapters can be written from these arms; the one on birthdays says which arm is missing."""
    text = report(conclave).read_text(encoding="utf-8")
    page = Page(text)
    assert len(page.figures) == text.count("<svg") == 5
    assert all(len(words) > 40 for words in page.figures)
    assert "Left out. The folder has no arm birthdays_only." in text
    assert "The folder has no arm no_ceiling." in text


def test_misses_come_first(conclave: Path) -> None:
    """In the table of model against data no inside stands before an outside."""
    table = report(conclave).read_text(encoding="utf-8").split('id="against"')[1].split("</section>")[0]
    verdicts = re.findall(r'<td class="(?:hit|miss)">(\w+)', table)
    assert "inside" in verdicts
    assert verdicts == sorted(verdicts, key=["outside", "inside"].index)
    assert verdicts.count("outside") == int(re.findall(r"(\d+) of \d+ observed", table)[0])


def test_the_page_says_how_to_make_it_again(conclave: Path) -> None:
    """Command, seed and assumption are on the page, and two writings are the same bytes."""
    first = report(conclave).read_bytes()
    assert b"--histories 8 --seed 7" in first
    assert b"1 of 1 numbers are assumptions" in first
    assert report(conclave, conclave / "again.html").read_bytes() == first


def test_death_ends_a_reign(conclave: Path) -> None:
    """At 0.6 a month 61 of 120 are reached in month 101; two thirds would need 133, and he dies in 150."""
    text = report(conclave).read_text(encoding="utf-8")
    assert "where they do in 2033-10 (2033-10 to 2033-10)" in text
    assert "where they do in 2036-06 (2036-06 to 2036-06)" in text


def test_any_scenario_gets_a_chapter_for_each_quantity(tmp_path: Path) -> None:
    """A folder that names no report is written by the general one: numbers, an axis, a person."""
    months = 24
    arrays = {
        "own": np.arange(months) * np.ones((HISTORIES, 1)),
        "pope": np.zeros((HISTORIES, months)),
        "tier": np.full((HISTORIES, months, 3), 0.5),
    }
    folder = write_folder(tmp_path / "run", {"base": arrays}, {"base": "2000-01"}, report="no_such_report")
    text = report(folder).read_text(encoding="utf-8")
    assert len(Page(text).figures) == 3
    assert "median 23 (90 %: 23 to 23; unit: seat)" in text
    assert "Ann 100" in text


def test_too_many_faults_are_not_averaged(tmp_path: Path) -> None:
    """One of eight is more than 1 %: the arm is left out with a sentence."""
    fault = np.zeros(HISTORIES, np.int64)
    fault[3] = 16
    arrays = {"own": np.ones((HISTORIES, 5)), "fault": fault, "fault_month": 2 * (fault > 0)}
    text = report(write_folder(tmp_path / "run", {"base": arrays}, {"base": "2000-01"})).read_text(
        encoding="utf-8"
    )
    assert (
        "base: 1 of 8 histories faulted (more people entered than people.capacity allows; first in 2000-03)"
        in text
    )
    assert "more than 1 %, so this arm is not averaged" in text
    assert "<svg" not in text


def test_faults_are_called_as_the_simulator_calls_them() -> None:
    """The report may not import the simulator, so its list is held to the simulator's here."""
    assert FAULT_SENTENCES == SENTENCES


def test_what_is_no_finished_run_is_refused(conclave: Path, tmp_path: Path) -> None:
    """A stopped run and an empty folder each give a sentence, and no page."""
    manifest = json.loads((conclave / MANIFEST).read_text(encoding="utf-8"))
    (conclave / MANIFEST).write_text(json.dumps({**manifest, "complete": False}), encoding="utf-8")
    with pytest.raises(ResultError, match="this run was stopped"):
        report(conclave)
    with pytest.raises(ResultError, match="no results here"):
        report(tmp_path)
    assert not (conclave / "report.html").exists()


def test_the_modules_that_write_reports_are_found() -> None:
    """By scanning: those that offer chapters, and no other."""
    assert known() == ("conclave", "general", "soviet", "soviet_party")


def test_rows_by_hand() -> None:
    """Inside is the closed 90 % interval; a censored month agrees with everything later and with never."""
    values = np.arange(101) / 100
    assert number_row("x", values, Datum("2000", 0.95, "sourced", ()), percent).inside
    assert not number_row("x", values, Datum("2000", 0.96, "sourced", ()), percent).inside
    months = month_labels("2000-01", 24)
    first = np.array([3, 4, 5, -1])
    row = month_row("m", first, months, Datum("2000-06-03", 0, "recalled", ()))
    assert (row.median, row.interval, row.inside) == ("2000-05", "2000-04 to never", True)
    assert not month_row("m", first, months, Datum("2000-03-31", 0, "recalled", ())).inside
    assert month_row("m", first, months, Datum("2001-12-01", 0, "recalled", ()), after=True).inside
    assert not month_row("m", first[:3], months, Datum("2000-06-01", 0, "recalled", ()), after=True).inside


def test_misses_keep_their_order() -> None:
    """The sort is stable."""
    rows = [
        Row(name, "", "", "", inside, "", ()) for name, inside in (("a", True), ("b", False), ("c", False))
    ]
    assert [row.quantity for row in misses_first(rows)] == ["b", "c", "a"]


def test_numbers_are_written_plainly() -> None:
    """Never 0 or 100 per cent of what is neither, no empty digits."""
    written = [percent(share).replace("\u00a0", " ") for share in (0, 0.001, 0.5, 0.9999, 1)]
    assert written == ["0 %", "< 1 %", "50 %", "> 99 %", "100 %"]
    assert [plain(number) for number in (2.0, 2.25, -0.5)] == ["2", "2.2", "-0.5"]


def test_every_source_has_an_entry() -> None:
    """The bibliography is read whole, with names and without braces."""
    entries = bibliography()
    assert len(entries) > 50
    assert all(entry and "{" not in entry for entry in entries.values())
    assert entries["gompertz_1825"].startswith("Gompertz, Benjamin (1825)")
