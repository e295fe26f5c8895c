"""Every command takes a document that extends another, and the results hold the whole of what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from whowhom.cli import main
from whowhom.spec.document import document_hash
from whowhom.spec.toml import parse, read

TEXT = """
extends = "whowhom:conclave"
title = "A year longer, and retirement at 75"
until = 2026-05-01

[keep]
arms = ["base"]
interventions = ["no_deaths"]

[[edits]]
set = "bodies.electors.age_limit"
to = "75 years"
"""


def test_the_commands_take_a_document_that_extends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("longer.toml").write_text(TEXT, encoding="utf-8")
    for arguments in (
        ["check", "longer.toml"],
        ["list", "longer.toml"],
        ["explain", "longer.toml"],
        ["audit", "longer.toml"],
        ["run", "longer.toml", "--histories", "2", "--with", "no_deaths", "--out", "results"],
    ):
        answer = CliRunner().invoke(main, arguments)
        assert answer.exit_code == 0, (arguments, answer.output)
    manifest = json.loads(Path("results/manifest.json").read_text(encoding="utf-8"))
    scenario = read("longer.toml")
    assert set(manifest["arms"]) == {"base", "no_deaths"}
    assert manifest["document_hash"] == document_hash(scenario)
    assert parse(manifest["document"]) == scenario
    assert scenario.bodies["electors"].age_limit == "75 years"


def test_the_document_of_the_page_is_right(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "extend-a-document.md"
    block = re.search(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    assert block
    (tmp_path / "page.toml").write_text(block[1], encoding="utf-8")
    answer = CliRunner().invoke(main, ["check", str(tmp_path / "page.toml")])
    assert answer.output.startswith("ok: 2 bodies, 1 rule, ")
    assert answer.output.endswith(", 4 mechanisms, 1 arm\n")
