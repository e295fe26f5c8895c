"""`whowhom fit`: its page last, one JSON value alone, mistakes in one line."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from whowhom.cli import main


def whowhom(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, list(words))


def test_its_page_is_the_last_line_and_json_one_value(tmp_path: Path) -> None:
    """The last line is a page that is there; the same fit again from what is on disk, as JSON."""
    choices = ("conclave", "--until", "2020-12", "--histories", "300", "--replicates", "110")
    first = whowhom("fit", *choices, "--out", str(tmp_path / "fits"))
    assert first.exit_code == 0, first.stderr
    page = Path(first.stdout.strip().splitlines()[-1])
    assert (page.name, page.is_file()) == ("fit.html", True)
    assert "held out: 12 targets after 2020-12" in first.stdout
    again = json.loads(whowhom("fit", *choices, "--out", str(tmp_path / "fits"), "--json").stdout)
    assert again["targets"]["unmoved"] == []
    assert set(again["gates"]) == {"calibration", "coverage", "recovery", "predictive", "overlap"}


def test_mistakes_are_one_line_and_exit_code_2() -> None:
    """A month that is none, a document without targets, a number that nobody has."""
    month = whowhom("fit", "conclave", "--until", "1066-1")
    assert month.exit_code == 2
    assert 'expected a month like "1925-12"' in month.stderr
    nothing = whowhom("fit", "teamsters")
    assert nothing.exit_code == 2
    assert nothing.stderr.startswith("teamsters.toml: found no targets; expected")
    number = whowhom("fit", "conclave", "--number", "mortalty.multiplier")
    assert number.exit_code == 2
    assert number.stderr.endswith('did you mean "mortality.multiplier"?\n')
