"""The verb `why`: words, JSON, and mistakes in one line with exit code 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import whowhom as ww
from whowhom.cli import main


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two histories of a shipped scenario."""
    folder = tmp_path_factory.mktemp("why") / "run"
    ww.simulate(ww.read("conclave"), histories=2, seed=1, interventions=["no_deaths"], out=folder)
    return folder


def why(*arguments: object) -> Result:
    """Run the verb."""
    return CliRunner().invoke(main, ["why", *map(str, arguments)])


def test_the_verb_says_what_the_function_returns(run: Path) -> None:
    question = ("--history", 1, "--who", "Francis", "--when", "2025-04")
    answer = ww.why(run, history=1, who="Francis", when="2025-04")
    words = why(run, *question)
    assert words.exit_code == 0 and words.stdout == answer.text() + "\n"
    assert "2025-04  Francis dies and leaves Pope" in words.stdout
    found = json.loads(why(run, *question, "--json").stdout)
    assert found["causes"][-1]["how"] == "event of 2025-04-21: dies, given by the document, not drawn"


def test_someone_appointed_owes_it_to_the_appointer(run: Path) -> None:
    """Every new member is appointed by the one office, so the chain goes to its holder."""
    done = why(run, "--history", 0, "--who", "new cardinal 0003", "--when", "2018-01", "--arm", "no_deaths")
    assert done.exit_code == 0
    assert "new cardinal 0003 is appointed to Cardinal electors by Francis" in done.stdout
    assert "Francis holds Pope, as the document has it at the start" in done.stdout


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--history", 2, "history: found 2; expected 0 to 1"),
        ("--who", "Fransis", 'did you mean "Francis"?'),
        ("--when", "1999-01", "the run goes from 2013-03"),
        ("--arm", "basse", 'did you mean "base"?'),
        ("--office", "poope", 'did you mean "pope"?'),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(run: Path, option: str, value: object, message: str) -> None:
    given: dict[str, object] = {"--history": 0, "--who": "Francis", "--when": "2014-01"} | {option: value}
    done = why(run, *(part for pair in given.items() for part in pair))
    assert done.exit_code == 2 and done.stdout == ""
    assert message in done.stderr and done.stderr.count("\n") == 1


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    done = why(tmp_path, "--history", 0, "--who", "Francis", "--when", "2014-01")
    assert done.exit_code == 2 and "no results here" in done.stderr
