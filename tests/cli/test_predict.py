"""`whowhom predict`: what is fitted and what is not, the same files twice, mistakes in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whowhom.cli import main

FEW = ("--histories", "300")


def whowhom(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, list(words))


@pytest.fixture(scope="module")
def posterior(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The posterior of a fit of the conclave to what was on record by the end of 2020."""
    choices = ("--until", "2020-12", "--histories", "600", "--replicates", "110")
    out = tmp_path_factory.mktemp("fits")
    fitted = whowhom("fit", "conclave", *choices, "--out", str(out))
    assert fitted.exit_code == 0, fitted.stderr
    return next(out.glob("*/posterior.csv"))


def test_held_out_and_fitted_targets_are_told_apart(posterior: Path, tmp_path: Path) -> None:
    """12 targets come after 2020; the others were fitted. The last line is a page that names each."""
    done = whowhom("predict", "conclave", "--posterior", str(posterior), *FEW, "--out", str(tmp_path))
    assert done.exit_code == 0, done.stderr
    assert "fitted to 11 numbers on record by 2020-12" in done.stdout
    assert "held out: 12 targets that the posterior has not seen" in done.stdout
    assert "fitted: 11 targets that the posterior was fitted to" in done.stdout
    page = Path(done.stdout.strip().splitlines()[-1])
    assert (page.name, page.is_file()) == ("predicted.html", True)
    text = page.read_text(encoding="utf-8")
    assert "own_share_2018_06 (fitted)" in text
    assert "own_share_2023_06 (held out)" in text
    assert "What the posterior has not seen" in text


def test_the_same_command_writes_the_same_files(posterior: Path, tmp_path: Path) -> None:
    """Both files to the byte, with any number of threads; JSON is one value with the same groups."""
    words = ("predict", "conclave", "--posterior", str(posterior), *FEW, "--out")
    first = json.loads(whowhom(*words, str(tmp_path / "one"), "--json", "--threads", "1").stdout)
    again = json.loads(whowhom(*words, str(tmp_path / "two"), "--json", "--threads", "2").stdout)
    for name in ("predicted.csv", "predicted.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert len(first["held_out"]["targets"]) == 12
    assert [row["targets"] for row in first["fitted"]["covered"]] == [11, 11, 11]
    assert {**first, "page": ""} == {**again, "page": ""}


def test_the_posterior_that_a_scenario_names_is_used(tmp_path: Path) -> None:
    """The shipped one of the conclave is fitted to every target: none is held out."""
    told = whowhom("predict", "conclave", "--histories", "60", "--out", str(tmp_path), "--json")
    found = json.loads(told.stdout)
    assert found["held_out"]["targets"] == []
    assert len(found["fitted"]["targets"]) + len(found["left_out"]["targets"]) == 23


def test_too_few_histories_for_any_interval_are_told(tmp_path: Path) -> None:
    """With ten histories no target has an interval; the page is written all the same."""
    told = whowhom("predict", "conclave", "--histories", "10", "--out", str(tmp_path))
    assert told.exit_code == 0, told.stderr
    assert "nan" not in told.stdout
    assert "too few histories have" in told.stdout


def test_mistakes_are_one_line_and_exit_code_2(posterior: Path, tmp_path: Path) -> None:
    """No posterior, a file that is none, one from other priors, no account, no targets."""
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,x\n", encoding="utf-8")
    other = tmp_path / "other.csv"
    other.write_text(posterior.read_text(encoding="utf-8"), encoding="utf-8")
    about = json.loads(posterior.with_suffix(".json").read_text(encoding="utf-8"))
    about["priors"] = dict.fromkeys(about["priors"], "another prior")
    other.with_suffix(".json").write_text(json.dumps(about), encoding="utf-8")
    given = ("--posterior", str(posterior))
    for words, said in (
        (("teamsters",), "expected --posterior FILE or a scenario that names one"),
        (("conclave", "--posterior", str(wrong)), "wrong.csv: no posterior can be read"),
        (("conclave", "--posterior", str(other)), "posterior: found no number of conclave.toml"),
        (("conclave", *given, "--account", "rival"), "no account"),
        (("teamsters", *given), "teamsters.toml: found no targets"),
    ):
        result = whowhom("predict", *words, *FEW, "--out", str(tmp_path / "out"))
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
