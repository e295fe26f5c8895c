"""`whowhom score`: what it prints and writes, what it refuses, and that the same seed says the same."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

import whowhom as ww
from whowhom.build.fitted import read_fitted
from whowhom.cli import main
from whowhom.fit.scores import log_score


def run(*words: object) -> Result:
    """Call the command."""
    return CliRunner().invoke(main, [str(word) for word in words])


def test_scores_are_printed_written_and_drawn(tmp_path: Path) -> None:
    """The log score of the table follows from what the other file says was said and happened."""
    result = run("score", "soviet_party_1926", "--histories", 20, "--out", tmp_path / "a")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[-1] == str(tmp_path / "a" / "score.html")
    assert lines[1].endswith("there later: 52 in 1927, 39 in 1930, 31 in 1934")
    page = (tmp_path / "a" / "score.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    with (tmp_path / "a" / "said.csv").open(encoding="utf-8", newline="") as file:
        said = [row for row in csv.DictReader(file) if row["predictor"] == "model"]
    assert len(said) == 62 * 3
    p, y = (np.array([float(row[key]) for row in said]) for key in ("probability", "stayed"))
    with (tmp_path / "a" / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = {(r["predictor"], r["target"], r["score"], r["against"]): r for r in csv.DictReader(file)}
    told = float(rows["model", "all", "log score", ""]["value"])
    assert told == pytest.approx(log_score(p, y), abs=1e-4)
    again = run("score", "soviet_party_1926", "--histories", 20, "--out", tmp_path / "b", "--json")
    found = {
        (r["predictor"], r["target"], r["score"], r["against"]): r for r in json.loads(again.stdout)["scores"]
    }
    assert found["model", "all", "log score", ""]["value"] == told


def test_a_posterior_that_knows_the_answer_is_refused(tmp_path: Path) -> None:
    """The shipped one is fitted to rows after the split; one with an earlier `until` is taken."""
    shipped = Path(ww.__file__).parent / "data/fitted/soviet_party.csv"
    result = run("score", "soviet_party_1926", "--posterior", shipped, "--out", tmp_path / "a")
    assert result.exit_code == 2
    assert "posterior: fitted to all that is on record; expected a fit --until" in result.stderr
    about = json.loads(shipped.with_suffix(".json").read_text(encoding="utf-8"))
    about["provenance"]["choices"]["until"] = "1925-12"
    (tmp_path / "p.json").write_text(json.dumps(about), encoding="utf-8")
    (tmp_path / "p.csv").write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    words = ["--posterior", tmp_path / "p.csv", "--histories", 20, "--out", tmp_path / "b"]
    result = run("score", "soviet_party_1926", *words)
    assert result.exit_code == 0, result.output
    assert any(line.startswith("model, fitted ") for line in result.stdout.splitlines())


def test_a_scenario_without_the_table_is_told() -> None:
    """In one line, with exit code 2."""
    result = run("score", "conclave")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == ["conclave.toml: score: found nothing; expected a table [score]"]
    assert read_fitted(ww.read("soviet_party_1926")) is None


def test_a_body_of_the_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With the nearest name."""
    text = (
        'extends = "whowhom:soviet_party_1926"\nedits = [{ set = "score.body", to = "central_comittee" }]\n'
    )
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    result = run("check", tmp_path / "own.toml")
    assert result.exit_code == 2
    assert 'score.body: no body named "central_comittee"' in result.stderr
    assert 'did you mean "central_committee"?' in result.stderr
