"""`whowhom audit`: exit codes, one clear line for each mistake, and what is printed and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whowhom.audit import SECTIONS
from whowhom.cli import main

STATUTE = """
title = "A chief and a board"
from = 2020-01-01
until = 2040-01-01

[bodies.chief]
seats = 1

[bodies.board]
seats = 3
term = "2 years"
ends = [2021-01-01]

[bodies.senate]
seats = 5

[[rules]]
name = "appointment"
verb = "appoints"
by = "chief"
over = "board"

[[rules]]
name = "senate_election"
verb = "elects"
by = "members"
over = "senate"

[audit]
principal = "chief"
targets = ["board"]
horizon = "4 years"

[interventions.longer]
label = "terms of four years"

[[interventions.longer.edits]]
set = "bodies.board.term"
to = "4 years"
"""
TWICE = """
[[rules]]
name = "second"
verb = "elects"
by = "senate"
over = "board"
"""
"""Who fills a vacant seat is left open: an error of the rules."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a statute, one with later terms, one with an error, and one without acts."""
    (tmp_path / "statute.toml").write_text(STATUTE, encoding="utf-8")
    later = STATUTE.replace("ends = [2021-01-01]", "ends = [2022-01-01]")
    (tmp_path / "later.toml").write_text(later, encoding="utf-8")
    before, after = STATUTE.split("[audit]")
    (tmp_path / "twice.toml").write_text(f"{before}{TWICE}\n[audit]{after}", encoding="utf-8")
    idle = 'title = "Idle"\nfrom = 2020-01-01\nuntil = 2030-01-01\n[bodies.board]\nseats = 3\n'
    (tmp_path / "idle.toml").write_text(idle, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["audit", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def quick(*arguments: str) -> Result:
    return asked(*arguments, "--no-report", "--seconds", "10")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


GIVEN = {"statute.toml", "later.toml", "twice.toml", "idle.toml"}


def test_the_whole_audit_is_printed_section_by_section(here: Path) -> None:
    result = quick("statute.toml")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "A chief and a board"
    assert [line for line in lines if line.isupper()] == [name.upper() for name in SECTIONS]
    assert any("1 January 2021" in line for line in lines)
    assert "the the" not in result.output.lower()
    assert files(here) == GIVEN


def test_a_section_alone(here: Path) -> None:
    result = quick("statute.toml", "--only", "calendar", "--only", "graph")
    assert result.exit_code == 0
    assert [line for line in result.output.splitlines() if line.isupper()] == ["GRAPH", "CALENDAR"]


def test_json_is_one_document_with_a_method_and_words_for_each_section(here: Path) -> None:
    result = quick("statute.toml", "--json")
    values = json.loads(result.stdout)
    assert set(values) == {"title", "file", "document_hash", "choices", "words", "seconds", *SECTIONS}
    for name in SECTIONS:
        assert values[name]["method"]
        assert isinstance(values[name]["words"], list)
        assert values[name]["residual"] <= 1e-9
    # All three seats open after 12 of 48 months; at loyalty 0.9 two of three are loyal with 0.972.
    base = values["edits"]["pairs"][0]["base"]
    assert base["free_months"] == pytest.approx(12 + 24 * 0.028 + 12 * 0.028**2)


def test_settings_interventions_and_principals_change_the_document(here: Path) -> None:
    def base(*arguments: str) -> float:
        result = quick("statute.toml", "--json", "--only", "edits", *arguments)
        return float(json.loads(result.stdout)["edits"]["pairs"][0]["base"]["free_months"])

    assert base("--loyalty", "1") == pytest.approx(12)
    assert base("--with", "longer", "--loyalty", "1") == pytest.approx(12)
    assert base("--with", "longer") == pytest.approx(12 + 36 * 0.028)
    assert base("--set", "bodies.board.ends=[2023-01-01]") == pytest.approx(36 + 12 * 0.028)
    assert base("--set", "audit.horizon=10 months") == pytest.approx(10)
    other = json.loads(quick("statute.toml", "--json", "--only", "capture", "--principal", "senate").stdout)
    assert {pair["principal"] for pair in other["capture"]["pairs"]} == {"senate"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.toml"], "nothing.toml: found no such file"),
        (["statute.toml", "--only", "grpah"], 'no section named "grpah"'),
        (["statute.toml", "--only", "grpah"], 'did you mean "graph"?'),
        (["statute.toml", "--principal", "cheif"], 'no body named "cheif"; did you mean "chief"?'),
        (["statute.toml", "--with", "longr"], 'no intervention named "longr"; did you mean "longer"?'),
        (["statute.toml", "--set", "bodies.bord.seats=4"], 'no "bord" in bodies; did you mean "board"?'),
        (["statute.toml", "--set", "bodies.board.seats=x"], 'bodies.board.seats: found "x"'),
        (["statute.toml", "--set", "seats"], "expected PATH=VALUE"),
        (["statute.toml", "--within", "soon"], "expected a duration"),
        (["statute.toml", "--compare"], "found 1 file; expected two files with --compare"),
        (["statute.toml", "later.toml"], "found 2 files; expected one file, or two with --compare"),
        (["statute.toml", "--loyalty", "2"], "0<=x<=1"),
        (["statute.toml", "--out", "page.json"], "expected a page like audit.html"),
        (["idle.toml", "--prism", "chain.prism"], "nobody acts upon another body"),
    ],
)
def test_mistakes_are_told_in_one_line_and_nothing_is_written(
    here: Path, arguments: list[str], words: str
) -> None:
    result = asked(*arguments)
    assert result.exit_code == 2
    assert len([line for line in result.stderr.splitlines() if words in line]) == 1
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert files(here) == GIVEN


def test_errors_of_the_rules_leave_graph_and_power_and_end_with_two(here: Path) -> None:
    result = quick("twice.toml")
    assert result.exit_code == 2
    text = result.output
    assert "error: rules[2]: found that appointment fills all its seats of board too" in text
    power = text[text.index("POWER") : text.index("CALENDAR")]
    assert "2 of 3 votes carry" in power
    for name in ("CAPTURE", "CONTEST", "EDITS"):
        after = text[text.index(f"\n{name}\n") :].splitlines()[2]
        assert after == "  left out: the document has errors, told under defects; mend them first"
    assert "* Mend rules[2]: " in text


def test_a_document_without_acts_is_no_error(here: Path) -> None:
    result = quick("idle.toml")
    assert result.exit_code == 0
    assert "Traceback" not in result.output


def test_two_drafts_are_compared(here: Path) -> None:
    result = asked("statute.toml", "later.toml", "--compare")
    assert result.exit_code == 0
    assert "bodies.board.ends" in result.output
    assert "The board stays free of the chief longer: 2 years" in result.output
    values = json.loads(asked("statute.toml", "later.toml", "--compare", "--json").stdout)
    # 24 + 24 * 0.028 instead of 12 + 24 * 0.028 + 12 * 0.028^2 months.
    (pair,) = values["pairs"]
    assert pair["months_won"] == pytest.approx(12 - 12 * 0.028**2)
    assert files(here) == GIVEN


def test_the_chain_is_written_for_prism(here: Path) -> None:
    result = quick("statute.toml", "--prism", "chain.prism", "--only", "graph")
    assert result.exit_code == 0
    text = (here / "chain.prism").read_text(encoding="utf-8")
    assert text.lstrip().startswith(("//", "dtmc"))
    assert "dtmc" in text
    assert "chain.prism" in result.stderr


def test_the_report_goes_to_audits_or_where_it_is_wanted(here: Path) -> None:
    result = asked("statute.toml", "--only", "graph")
    assert result.exit_code == 0
    assert "report: audits/statute.html" in result.output
    assert files(here) - GIVEN == {"audits/statute.html", "audits/statute.json"}
    values = json.loads((here / "audits" / "statute.json").read_text(encoding="utf-8"))
    assert values["title"] == "A chief and a board"
    page = (here / "audits" / "statute.html").read_text(encoding="utf-8")
    assert "A chief and a board" in page
    asked("statute.toml", "--only", "graph", "--out", "deep/page.html")
    assert {"deep/page.html", "deep/page.json"} <= files(here)


def test_a_shipped_organisation_is_known_by_its_name(here: Path) -> None:
    result = quick("board_annual", "--only", "graph")
    assert result.exit_code == 0
    assert result.output.startswith("A corporate board elected every year")


def test_the_defaults_of_the_command_are_those_of_the_audit_and_of_its_page() -> None:
    """They stand in three places, because neither the command's start nor the page may load the audit."""
    from whowhom.audit.assemble import Choices
    from whowhom.audit.edits.section import LOYALTY
    from whowhom.report import audit_method

    options = {option.name: option.default for option in main.commands["audit"].params}
    told = (Choices().loyalty, Choices().below, Choices().seconds)
    assert (options["loyalty"], options["below"], options["seconds"]) == told
    assert told == (audit_method.LOYALTY, audit_method.BELOW, audit_method.SECONDS)
    assert Choices().loyalty == LOYALTY
