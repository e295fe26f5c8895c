"""The verbs of `whowhom`: help, exit codes, messages; and that Python gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import whowhom as ww
from whowhom import mechanisms
from whowhom.cli import main

BOARD = """
title = "A chair and his board"
from = 2000-01-01
until = 2005-01-01

[bodies.chair]
seats = 1

[bodies.board]
seats = 9
term = "4 years"

[people]
file = "people.csv"
capacity = 200

[people.entrants]
age = { value = 50, unit = "year", source = "made_up" }
age_spread = { value = 10, unit = "year", source = "made_up" }

[[rules]]
name = "chair_appoints_board"
verb = "appoints"
by = "chair"
over = "board"
pool = "entrants"

[[rules]]
name = "board_appoints_chair"
verb = "appoints"
by = "board"
over = "chair"
pool = "board"

[[schedule]]
mechanism = "mortality"

[[schedule]]
mechanism = "tenure"

[[schedule]]
mechanism = "appointment"

[[observe]]
name = "held"
observable = "held"
body = "board"

[interventions.larger]
label = "a board of eleven"
edits = [{ set = "bodies.board.seats", to = 11 }]

[interventions.for_life]
label = "no terms"
edits = [{ remove = "bodies.board.term" }]
"""


PEOPLE = "name,born,body,source,status\nFirst,1960-01-01,chair,x,sourced\n"


def whowhom(*arguments: str | Path) -> Result:
    """Give a command to `whowhom`."""
    return CliRunner().invoke(main, [str(item) for item in arguments])


def stored(folder: Path) -> dict[str, bytes]:
    """Return every file of the histories of a results folder."""
    store = folder / "histories.zarr"
    return {str(path.relative_to(store)): path.read_bytes() for path in store.rglob("*") if path.is_file()}


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """Return the file of a small organisation."""
    path = tmp_path / "board.toml"
    path.write_text(BOARD, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return path


def test_check_counts_what_there_is(board: Path) -> None:
    result = whowhom("check", board)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "ok: 2 bodies, 2 rules, 1 person, 3 mechanisms, 1 arm\n"


def test_check_warns_of_a_run_that_records_nothing(board: Path) -> None:
    board.write_text(BOARD.replace('[[observe]]\nname = "held"\nobservable = "held"\nbody = "board"\n', ""))
    result = whowhom("check", board)
    assert result.exit_code == 0
    assert (
        result.stderr == "warning: board.toml: observe: nothing is recorded; add [[observe]] or snapshots\n"
    )


def test_check_tells_mistakes_that_only_building_finds(board: Path) -> None:
    board.write_text(BOARD.replace('mechanism = "tenure"', 'mechanism = "tenuer"'))
    result = whowhom("check", board)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        'board.toml: schedule[1].mechanism: no mechanism named "tenuer"; expected'
    )
    assert result.stderr.endswith('; did you mean "tenure"?\n')


def test_check_gives_json(board: Path) -> None:
    found = json.loads(whowhom("check", board, "--json").stdout)
    assert found["ok"] is True
    assert (found["title"], found["months"], found["bodies"]) == ("A chair and his board", 60, 2)
    board.write_text("title = 1")
    result = whowhom("check", board, "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["ok"] is False
    assert any(line.startswith("board.toml: title") for line in json.loads(result.stdout)["errors"])


@pytest.mark.parametrize("verb", ["run", "check", "list", "explain"])
def test_a_scenario_that_is_not_there_is_told_in_one_line(verb: str) -> None:
    result = whowhom(verb, "conclav")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == 'conclav: found no such file or shipped scenario; did you mean "conclave"?\n'


def test_new_writes_a_document_that_reads_and_never_writes_over_one(tmp_path: Path) -> None:
    result = whowhom("new", "Our club", "--out", tmp_path / "deep")
    path = tmp_path / "deep" / "Our_club.toml"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert ww.read(path).title == "Our club"
    path.write_text("mine")
    again = whowhom("new", "Our club", "--out", tmp_path / "deep")
    assert again.exit_code == 2
    assert again.stderr == f"{path}: is there already; expected a name that is not\n"
    assert path.read_text() == "mine"


def test_the_new_document_passes_check(tmp_path: Path) -> None:
    whowhom("new", "club", "--out", tmp_path)
    result = whowhom("check", tmp_path / "club.toml")
    assert (result.exit_code, result.stdout[:4]) == (0, "ok: ")


def test_list_names_everything_that_is_shipped() -> None:
    found = json.loads(whowhom("list", "--json").stdout)
    assert [item["name"] for item in found["scenarios"]] == list(ww.shipped())
    assert [item["name"] for item in found["mechanisms"]] == list(mechanisms.names())
    assert all(item["says"] and item["unit"] for item in found["observables"])
    text = whowhom("list").stdout
    assert all(f"  {item['name']} " in text for items in found.values() for item in items)


def test_list_of_a_scenario_names_its_interventions(board: Path) -> None:
    found = json.loads(whowhom("list", board, "--json").stdout)
    assert found["interventions"] == [
        {"name": "larger", "says": "a board of eleven"},
        {"name": "for_life", "says": "no terms"},
    ]
    assert found["arms"] == [{"name": "base", "says": "as the document says", "interventions": []}]


def test_explain_tells_of_the_edited_document(board: Path) -> None:
    scenario = ww.read(board)
    assert whowhom("explain", board).stdout == ww.explain(scenario).text() + "\n"
    edited = whowhom("explain", board, "--with", "larger").stdout
    assert edited == ww.explain(scenario.edit("larger")).text() + "\n"
    assert whowhom("explain", board, "--odd").stdout == ww.odd(scenario) + "\n"
    assert json.loads(whowhom("explain", board, "--json").stdout)


def test_run_and_python_give_the_same_bytes(board: Path, tmp_path: Path) -> None:
    """Also whatever the number of threads, and for the same seed twice."""
    result = whowhom(
        "run", board, "--histories", 300, "--out", tmp_path / "cli", "--no-report", "--threads", 1
    )
    assert result.exit_code == 0, result.output
    head = ["A chair and his board", "arms: base; 300 histories each, 60 months; seed 1924"]
    head += ["uncertain numbers: drawn from their priors"]
    assert result.stdout.splitlines() == [*head, f"results: {tmp_path / 'cli'}", str(tmp_path / "cli")]
    ww.simulate(ww.read(board), histories=300, seed=1924, out=tmp_path / "python", threads=3)
    assert stored(tmp_path / "cli") == stored(tmp_path / "python")


def test_run_with_an_intervention_runs_the_document_and_its_edit(board: Path, tmp_path: Path) -> None:
    command = ["run", board, "--histories", 10, "--out", tmp_path / "r", "--no-report", "--json"]
    result = whowhom(*command, "--with", "larger", "--with", "for_life")
    done = json.loads(result.stdout)
    assert (done["folder"], done["report"], done["seed"]) == (str(tmp_path / "r"), None, 1924)
    assert done["faults"] == {"base": 0, "larger_and_for_life": 0}
    results = ww.open_results(tmp_path / "r")
    assert results["base"].array("held").max() == 9
    assert results["larger_and_for_life"].array("held").max() == 11


def test_run_without_out_goes_where_python_puts_it(
    board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for more, arguments in [((), ()), (("--with", "larger"), ("larger",))]:
        done = json.loads(whowhom("run", board, "--histories", 5, "--no-report", "--json", *more).stdout)
        results = ww.simulate(ww.read(board), histories=5, seed=1924, interventions=arguments)
        assert done["folder"] == str(results.folder)


def test_run_writes_a_report_and_ends_with_its_path(board: Path, tmp_path: Path) -> None:
    result = whowhom("run", board, "--histories", 20, "--out", tmp_path / "r")
    assert result.exit_code == 0, result.output
    path = Path(result.stdout.splitlines()[-1])
    assert path.is_file() and path.suffix == ".html"
    again = whowhom("report", tmp_path / "r")
    assert (again.exit_code, again.stdout) == (0, f"{path}\n")


def test_point_values_are_the_same_in_every_history(board: Path, tmp_path: Path) -> None:
    board.write_text(
        BOARD.replace(
            'mechanism = "mortality"\n',
            'mechanism = "mortality"\nmultiplier = { value = 1, unit = "1", source = "assumption", '
            'prior = "lognormal(1, 0.2)" }\n',
        )
    )
    whowhom("run", board, "--histories", 10, "--out", tmp_path / "point", "--no-report", "--point")
    whowhom("run", board, "--histories", 10, "--out", tmp_path / "prior", "--no-report")
    assert ww.open_results(tmp_path / "point")["base"].array("values").std(axis=0).max() == 0
    assert ww.open_results(tmp_path / "prior")["base"].array("values").std(axis=0).max() > 0


def test_a_random_seed_is_printed(board: Path, tmp_path: Path) -> None:
    command = ["run", board, "--histories", 2, "--no-report", "--json", "--seed", "random", "--out"]
    seeds = {json.loads(whowhom(*command, tmp_path / name).stdout)["seed"] for name in ("a", "b")}
    # Two equal ones happen once in 2 ** 32.
    assert len(seeds) == 2


@pytest.mark.parametrize(
    ("option", "value"), [("--histories", "0"), ("--seed", "-1"), ("--seed", "x"), ("--threads", "0")]
)
def test_numbers_that_cannot_be_meant_are_refused(board: Path, option: str, value: str) -> None:
    result = whowhom("run", board, option, value)
    assert result.exit_code == 2
    assert f"Invalid value for '{option}'" in result.stderr


def test_a_folder_that_holds_another_run_is_refused_in_one_line(board: Path, tmp_path: Path) -> None:
    command = ["run", board, "--histories", 2, "--no-report", "--out", tmp_path / "r"]
    assert whowhom(*command).exit_code == 0
    before = stored(tmp_path / "r")
    result = whowhom(*command, "--seed", 7)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"{tmp_path / 'r'}: holds another run")
    assert stored(tmp_path / "r") == before


def test_what_the_system_refuses_is_told_in_one_line(board: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = whowhom("run", board, "--histories", 2, "--no-report", "--out", tmp_path / "file" / "r")
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
    assert result.stderr.splitlines()[-1].endswith(": not a directory")


def test_a_report_of_no_results_is_refused(tmp_path: Path) -> None:
    result = whowhom("report", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{tmp_path}: no results here")
