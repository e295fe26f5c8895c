"""What the command line says of itself: help, version, near misses, and its page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

import whowhom as ww
from whowhom.cli import main


def whowhom(*arguments: str | Path) -> Result:
    """Give a command to `whowhom`."""
    return CliRunner().invoke(main, [str(item) for item in arguments])


def test_the_help_lists_every_verb_and_every_verb_has_help() -> None:
    assert list(main.commands) == [
        "run",
        "compare",
        "flip",
        "when",
        "judge",
        "fit",
        "predict",
        "score",
        "sensitivity",
        "audit",
        "check",
        "new",
        "list",
        "explain",
        "report",
        "why",
        "warm-up",
    ]
    listed = whowhom("--help")
    assert listed.exit_code == 0
    for name, verb in main.commands.items():
        assert f"  {name} " in listed.output
        page = whowhom(name, "--help")
        assert page.exit_code == 0
        assert page.output.startswith(f"Usage: main {name}")
        for option in verb.params:
            if option.param_type_name == "option":
                assert getattr(option, "help", None), f"{name} {option.name}"


def test_the_version_is_that_of_the_package() -> None:
    assert whowhom("--version").output == f"whowhom {ww.__version__}\n"


def test_an_unknown_verb_is_told_with_the_nearest_one() -> None:
    result = whowhom("rnu")
    assert result.exit_code == 2
    assert "No such command 'rnu'. Did you mean 'run'?" in result.stderr


def test_an_unknown_option_is_told_with_the_nearest_one() -> None:
    result = whowhom("run", "--historys", "5")
    assert result.exit_code == 2
    assert "No such option '--historys'" in result.stderr
    assert "--histories" in result.stderr


def test_the_page_of_the_command_line_is_fresh() -> None:
    script = Path(__file__).resolve().parents[2] / "scripts" / "make_cli_docs.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
