"""`whowhom flip` and `whowhom when` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.unit.test_flip import ONE_RULE, TWO_RULES, run_of

from whowhom.cli import main
from whowhom.experiments import flip_trial

ANNA = ("--outcome", "post=Anna at 2031-12")


def whowhom(*arguments: str | Path) -> Result:
    """Give a command to `whowhom`."""
    return CliRunner().invoke(main, [str(item) for item in arguments])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the folder and the file of a run in which one rule decides."""
    return run_of(tmp_path_factory.mktemp("flip"), ONE_RULE)


def test_flip_prints_the_table_and_the_answer(run: tuple[Path, Path]) -> None:
    """A line for each edit, what was refused, one sentence, and the file beside the run."""
    folder, file = run
    done = whowhom("flip", folder, *ANNA, "--document", file)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "A post and who fills it"
    assert any(
        line.startswith("  no rule “first”") and "yes" in line and "Carl 100%" in line for line in lines
    )
    assert "  refused by the document: 2" in lines
    assert "is one single edit: no rule “first”" in lines[-3]
    path = Path(lines[-1])
    assert path == folder.with_name("run-flip") / "flip.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    assert values["found"]["edits"] == [{"remove": "rules.first"}]
    assert values["command"].startswith("whowhom flip ")
    assert "single edits, 32 histories of each" in done.stderr


def test_json_alone_is_on_stdout(run: tuple[Path, Path]) -> None:
    """Everything else goes to stderr."""
    folder, file = run
    done = whowhom("flip", folder, *ANNA, "--document", file, "--json", "--without", "numbers")
    assert json.loads(done.stdout)["sizes"][0]["edits_joined"] == 1
    scan = whowhom("when", folder, *ANNA, "--document", file, "--json", "--every", "2 years")
    assert json.loads(scan.stdout)["horizon"] == "2031-12"


def test_pairs_are_printed_as_such(tmp_path: Path) -> None:
    """Where two edits are needed."""
    folder, file = run_of(tmp_path, TWO_RULES)
    done = whowhom("flip", folder, *ANNA, "--document", file, "--without", "himself", "--beam", "8")
    assert "sets of 2 edits of the strongest 8" in done.stdout
    assert "is one pair: " in done.stdout


def test_when_prints_the_scan_the_kinds_and_the_page(run: tuple[Path, Path]) -> None:
    """The last line is the page."""
    folder, file = run
    words = ("--without", "holders", "--without", "himself")
    done = whowhom("when", folder, *ANNA, "--document", file, *words)
    assert done.exit_code == 0, done.output
    assert "  rules: 2030-06: the rule “first” ends" in done.stdout
    assert "From 2030-07 on no single act" in done.stdout
    page = Path(done.stdout.splitlines()[-1])
    assert page == folder.with_name("run-when") / "when.html"
    assert "--without holders --without himself" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", ["flip", "when"])
def test_a_stopped_command_says_so_and_goes_on(
    verb: str, run: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 130, one line, and the same result as that of a command that was not stopped."""
    folder, file = run
    simulate, calls = flip_trial.run_batch, [0]

    def stopping(*arguments: object, **named: object) -> object:
        calls[0] += 1
        if calls[0] == 4:
            raise KeyboardInterrupt
        return simulate(*arguments, **named)  # type: ignore[arg-type]

    words = (verb, folder, *ANNA, "--document", file, "--json", "--out")
    monkeypatch.setattr(flip_trial, "run_batch", stopping)
    stopped = whowhom(*words, tmp_path / "part")
    assert stopped.exit_code == 130
    assert "the same command goes on" in stopped.stderr
    assert stopped.stdout == ""
    assert len(list((tmp_path / "part" / "tried").glob("*.npz"))) == 3
    gone_on, whole = whowhom(*words, tmp_path / "part"), whowhom(*words, tmp_path / "whole")
    assert gone_on.stdout == whole.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--outcome", "post=Ana at 2031-12"), 'did you mean "Anna"'),
        (("--outcome", "post at 2031-12"), "a number; expected above or below"),
        (("--outcome", "post=Anna at 2035-12"), "expected a month from 2030-01"),
        ((*ANNA, "--arm", "bass"), 'did you mean "base"'),
        ((*ANNA, "--without", "peple"), 'did you mean "people"'),
        ((*ANNA, "--histories", "99"), "found 99; expected 2 to 40"),
    ],
)
@pytest.mark.parametrize("verb", ["flip", "when"])
def test_a_mistake_is_one_line(verb: str, words: tuple[str, ...], told: str, run: tuple[Path, Path]) -> None:
    """Exit code 2, no traceback."""
    folder, file = run
    done = whowhom(verb, folder, "--document", file, *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    """And nothing is written."""
    done = whowhom("flip", tmp_path / "nothing", *ANNA)
    assert done.exit_code == 2
    assert "no results here" in done.stderr
    assert list(tmp_path.iterdir()) == []
