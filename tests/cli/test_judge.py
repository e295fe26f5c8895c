"""`whowhom judge`: what it prints, writes and refuses, and how it goes on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.judge.worlds import world

from whowhom.cli import main

SURE = [0.8, 0.9, 1.0]


def whowhom(*arguments: str | Path) -> Result:
    """Give a command to `whowhom`."""
    return CliRunner().invoke(main, [str(item) for item in arguments])


@pytest.fixture
def claim(tmp_path: Path) -> Path:
    """A claim on a world in which it is true."""
    world(tmp_path, SURE)
    return tmp_path / "claim.toml"


def test_it_prints_verdict_probability_and_what_it_hangs_on(claim: Path, tmp_path: Path) -> None:
    found = whowhom("judge", claim, "--draws", 64, "--each", 8, "--out", tmp_path / "judged")
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0] == "T1  SUPPORTED: fairness costs the chief at least a tenth of the posts"
    assert re.search(r"holds with probability 0\.9\d\d \(share of the posterior 0\.\d\d to 1\.00\)", lines[1])
    assert lines[2].startswith("     fairness: -0.")
    assert lines[3].startswith("     hangs on: whoever is taken becomes his man: contradicted")
    assert lines[-2].startswith("1 supported; chance that any verdict given is wrong: at most 0.0")
    assert lines[-1] == str(tmp_path / "judged" / "claims.html")
    for name in ("claims.html", "T1.html", "judge.json", "verdicts.csv"):
        assert (tmp_path / "judged" / name).is_file()


def test_json_and_the_file_say_the_same(claim: Path, tmp_path: Path) -> None:
    found = json.loads(whowhom("judge", claim, "--draws", 16, "--out", tmp_path / "judged", "--json").stdout)
    kept = json.loads((tmp_path / "judged" / "judge.json").read_text(encoding="utf-8"))
    assert found.pop("folder") == str(tmp_path / "judged")
    assert found == kept
    assert [row["number"] for row in found["claims"]] == ["T1"]


def test_no_turns_judges_only_the_claim_and_its_own_region(claim: Path, tmp_path: Path) -> None:
    found = whowhom("judge", claim, "--draws", 16, "--no-turns", "--out", tmp_path / "judged", "--json")
    (row,) = json.loads(found.stdout)["claims"]
    assert [turn["kind"] for turn in row["turns"]] == ["region"]


def test_a_claim_about_the_record_needs_no_simulation(tmp_path: Path) -> None:
    found = json.loads(whowhom("judge", "C28", "--out", tmp_path / "judged", "--json").stdout)
    assert found["histories"] == 0
    (row,) = found["claims"]
    assert [part["status"] for part in row["comparisons"]] == ["sourced", "sourced", "recalled"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["C99"], 'C99: found no such file or shipped claim; did you mean "C29"?'),
        (["nowhere/x.toml"], "x.toml: found no such file"),
        (["C13", "--draws", "3"], "Invalid value for '--draws'"),
        (["C13", "--each", "1"], "Invalid value for '--each'"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(arguments: list[str], told: str) -> None:
    found = whowhom("judge", *arguments)
    assert found.exit_code == 2
    assert told in found.output
    assert "Traceback" not in found.output


def test_check_knows_claims(claim: Path) -> None:
    found = whowhom("check", claim)
    assert (found.exit_code, found.stdout) == (0, "ok: 1 comparison, 6 versions\n")
    assert json.loads(whowhom("check", claim, "--json").stdout)["versions"] == 6
    claim.write_text(claim.read_text(encoding="utf-8").replace('"fair"', '"fare"'), encoding="utf-8")
    wrong = whowhom("check", claim)
    assert wrong.exit_code == 2
    assert 'comparisons[0].with: no intervention named "fare"; did you mean "fair"?' in wrong.output


def test_new_begins_a_claim_that_is_judged_as_it_stands(tmp_path: Path) -> None:
    path = whowhom("new", "My claim", "--claim", "--out", tmp_path).stdout.strip()
    found = whowhom("judge", path, "--draws", 16, "--no-turns", "--out", tmp_path / "judged")
    assert found.exit_code == 0
    assert found.stdout.startswith("X1  ")
    assert whowhom("new", "x", "--claim", "--statute", "--out", tmp_path).exit_code == 2


def test_list_names_the_claims() -> None:
    claims = json.loads(whowhom("list", "--json").stdout)["claims"]
    assert {"C01", "C31", "board-staggering", "conclave-age-limit"} <= {item["name"] for item in claims}
