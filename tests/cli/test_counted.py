"""`whowhom run --statistics`: what is printed and written, and mistakes in one line."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from whowhom.cli import main

FEW = ["run", "conclave", "--arm", "base", "--histories", "4", "--seed", "3"]


def given(*words: str, folder: Path) -> tuple[int, str]:
    """Return the exit code and what a command prints."""
    done = CliRunner().invoke(main, [*FEW, "--out", str(folder), *words])
    return done.exit_code, done.output


def test_a_count_is_told_and_has_a_page(tmp_path: Path) -> None:
    code, output = given("--statistics", "300", folder=tmp_path / "run")
    assert code == 0
    assert "counted: base: 300 histories; widest interval ±0.0" in output
    assert output.rstrip().endswith("report.html")
    page = (tmp_path / "run" / "statistics.html").read_text(encoding="utf-8")
    assert "base: 300 histories" in page and "whowhom run conclave --arm base" in page
    assert page.count("<svg") == 5


def test_a_precision_that_is_not_reached_is_said_to_be_none(tmp_path: Path) -> None:
    words = ("--statistics", "300", "--until-precise", "0.000001", "--no-report")
    code, output = given(*words, folder=tmp_path / "run")
    assert code == 0 and "not as narrow as ±1e-06" in output
    code, output = given(*words, "--json", folder=tmp_path / "run")
    told = json.loads(output.splitlines()[-1])["statistics"]
    assert told["page"] is None and told["arms"]["base"]["narrow"] is False
    assert told["arms"]["base"]["histories"] == 300


def test_mistakes_are_lines(tmp_path: Path) -> None:
    for words in (("--statistics", "0"), ("--until-precise", "0"), ("--until-precise", "2")):
        code, output = given(*words, folder=tmp_path / "run")
        assert code == 2 and "Traceback" not in output and words[0] in output
