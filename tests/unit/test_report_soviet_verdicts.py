"""The shipped verdicts in the chapter on rival accounts: told where the file ships, else nothing is given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.judgements import VALUES
from tests.soviet_folder import constant, write

from whowhom.report import claims_table, soviet, soviet_accounts
from whowhom.report.claims_table import CAPTION, shipped_verdicts, verdicts_note, verdicts_table
from whowhom.report.evidence import Evidence
from whowhom.results import open_results


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """Return a run that has no experiment on any claim."""
    return Evidence(open_results(write(tmp_path, {"base": {"in_power": constant(1.0)}})))


def shipped(path: Path) -> Path:
    """Write a judgement as it ships: without courses, with the identities of its claims."""
    claims = [
        {**one, "comparisons": [{**part, "course": None} for part in one["comparisons"]]}
        for one in VALUES["claims"]
    ]
    path.write_text(json.dumps({**VALUES, "claims": claims, "identities": {"C01": "0"}}), encoding="utf-8")
    return path


def test_the_table_has_a_row_for_each_claim(tmp_path: Path) -> None:
    """Its verdict, how sure that is, what it hangs on, and the command that writes its page."""
    values = shipped_verdicts(shipped(tmp_path / "verdicts.json"))
    assert values is not None
    table = verdicts_table(values)
    assert table.caption == CAPTION
    assert {len(row) for row in table.rows} == {len(table.head)}
    first = table.rows[0]
    assert (first[0], first[2], first[-1]) == ("C01", "supported", "whowhom judge C01")
    assert first[3].replace("\u00a0", " ") == "98.1 % (88 % to > 99 %)"
    assert [row[0] for row in table.rows] == [one["number"] for one in VALUES["claims"]]


def test_without_the_file_no_verdict_is_given(
    evidence: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chapter says so, and has no table of verdicts."""
    monkeypatch.setattr(claims_table, "VERDICTS", tmp_path / "none.json")
    section = soviet_accounts.accounts(evidence)
    assert section.notes[0] == verdicts_note(None)
    assert section.notes[0].startswith("No verdict is given here.")
    assert CAPTION not in [table.caption for table in section.tables]


def test_with_the_file_the_chapter_says_where_verdicts_come_from(
    evidence: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are of the shipped posterior, by a command; no verdict is read off the run."""
    monkeypatch.setattr(claims_table, "VERDICTS", shipped(tmp_path / "verdicts.json"))
    section = soviet_accounts.accounts(evidence)
    assert section.notes[0].startswith("No verdict is read off this run")
    assert "by the command whowhom judge (64 draws of 2 histories" in section.notes[0]
    assert [table.caption for table in section.tables].count(CAPTION) == 1


def test_the_pages_of_the_claims_are_written_beside_the_report(
    evidence: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chapter links to a page that is there, from the folder of the report."""
    monkeypatch.setattr(claims_table, "VERDICTS", shipped(tmp_path / "verdicts.json"))
    soviet.beside(tmp_path)
    ((_, address),) = soviet_accounts.accounts(evidence).links
    text = (tmp_path / address).read_text(encoding="utf-8")
    assert f'href="{VALUES["claims"][0]["number"]}.html"' in text
    assert (tmp_path / "claims" / f"{VALUES['claims'][0]['number']}.html").is_file()


def test_without_verdicts_nothing_is_written_and_nothing_linked(
    evidence: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_table, "VERDICTS", tmp_path / "none.json")
    soviet.beside(tmp_path)
    assert not (tmp_path / "claims").exists()
    assert soviet_accounts.accounts(evidence).links == ()
