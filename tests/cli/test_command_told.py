"""The command that a page tells is the one that was given, less what changes no result."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
from click.testing import CliRunner

from whowhom.cli import main
from whowhom.cli.group import command_of

GIVEN = ["a folder", "--margin", "0.1", "--with", "one", "--with", "two+three", "--priors", "--seed", "7"]


@click.command("ask")
@click.option("--margin", type=float, default=0.0)
@click.option("--with", "versions", multiple=True)
@click.option("--priors", is_flag=True)
@click.option("--point", is_flag=True)
@click.option("--seed", type=int, default=1924)
@click.option("--above", type=float)
@click.option("--out")
@click.option("--threads", type=int)
@click.option("--json", "as_json", is_flag=True)
@click.argument("run")
@click.pass_context
def ask(context: click.Context, **given: object) -> None:
    """Tell the command."""
    click.echo(command_of(context))


def told(*given: str) -> list[str]:
    """Return the words that the verb tells of a command."""
    done = CliRunner().invoke(ask, list(given), catch_exceptions=False)
    return shlex.split(done.output)


def test_every_option_that_decides_is_told_as_it_was_given() -> None:
    assert told(*GIVEN) == ["whowhom", "ask", *GIVEN]


def test_what_changes_no_result_is_left_out_and_a_default_is_written_out() -> None:
    words = told("run", "--threads", "2", "--out", "there", "--json")
    assert words == ["whowhom", "ask", "run", "--margin", "0.0", "--seed", "1924"]


def test_what_is_told_says_the_same_when_it_is_given_again() -> None:
    once = told(*GIVEN)
    assert told(*once[2:]) == once


def test_a_page_of_a_comparison_tells_its_margin_and_its_numbers(tmp_path: Path) -> None:
    words = ["compare", "conclave", "--with", "no_age_limit", "--margin", "2.0", "--histories", "4"]
    words += ["--seed", "7", "--priors"]
    CliRunner().invoke(main, [*words, "--out", str(tmp_path / "run")], catch_exceptions=False)
    page = (tmp_path / "run" / "compare.html").read_text(encoding="utf-8")
    assert shlex.join(["whowhom", *words]) in page
