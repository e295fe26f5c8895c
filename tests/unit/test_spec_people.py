"""The table of persons, cell by cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from whowhom.spec.document import from_document
from whowhom.spec.errors import DocumentError
from whowhom.spec.people import COLUMNS, Person, read_people
from whowhom.spec.scenario import Origin, Scenario

ALL = (
    "name,born,alive,body,patron,place,prestige,competence,ambition,caution,loyalty,susceptibility,"
    "source,status,left,note"
)


def test_every_column(tmp_path: Path) -> None:
    rows = [
        "Anna,1880,true,chair|board,,North,0.9,0.8,0.7,0.6,0.5,0.4,daniels,sourced,-1.5,tall",
        "Boris,1881-05-06,,board,Anna,1,,,,,,,,,0,",
        'Vera,,false,,"Anna",,,,,,,,,,,',
    ]
    assert read_people(_scenario(tmp_path, "\n".join([ALL, *rows]))) == (
        Person(
            name="Anna",
            born=date(1880, 7, 1),
            body=("chair", "board"),
            place="North",
            prestige=0.9,
            competence=0.8,
            ambition=0.7,
            caution=0.6,
            loyalty=0.5,
            susceptibility=0.4,
            positions={"left": -1.5},
            source="daniels",
            status="sourced",
        ),
        Person("Boris", date(1881, 5, 6), body=("board",), patron="Anna", place="1", positions={"left": 0.0}),
        Person("Vera", alive=False, patron="Anna", positions={"left": None}),
    )
    assert set(ALL.split(",")) == {*COLUMNS, "left", "note"} - {"left_on"}


def test_spreadsheets_of_any_habit(tmp_path: Path) -> None:
    text = "\ufeffname,left\r\n\r\n Anna , 1 \r\n"
    assert [person.name for person in read_people(_scenario(tmp_path, text))] == ["Anna"]


def test_lines_are_counted_with_blank_ones_and_line_breaks_in_cells(tmp_path: Path) -> None:
    text = 'name,left,note\n\n"Anna",1,"two\nlines"\nBoris,x,\n'
    assert _lines(tmp_path, text) == ('people.csv: line 5, left: found "x"; expected a number',)


@pytest.mark.parametrize("cell", ["nan", "inf", "1_000", "1,5", "--1"])
def test_no_numbers(tmp_path: Path, cell: str) -> None:
    assert _lines(tmp_path, f'name,left\nAnna,"{cell}"\n') == (
        f'people.csv: line 2, left: found "{cell}"; expected a number',
    )


@pytest.mark.parametrize("cell", ["0000", "18800", "1880-1-1", "1880-13-01", "1.7.1880", "about 1880"])
def test_no_dates(tmp_path: Path, cell: str) -> None:
    assert _lines(tmp_path, f"name,left,born\nAnna,1,{cell}\n") == (
        f'people.csv: line 2, born: found "{cell}"; expected a date like 1878-12-18, or a year',
    )


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    text = "name,left,alive,body,place\nAnna,x,yes,bord,2\n,1,,chair|chair,-1\n"
    assert _lines(tmp_path, text) == (
        'people.csv: line 2, alive: found "yes"; expected true or false',
        'people.csv: line 2, body: no body named "bord"; did you mean "board"?',
        'people.csv: line 2, place: found "2"; expected the name or number of a place',
        'people.csv: line 2, left: found "x"; expected a number',
        "people.csv: line 3, body: found a body twice; expected each once",
        'people.csv: line 3, place: found "-1"; expected the name or number of a place',
        "people.csv: line 3, name: found nothing; expected a name",
    )


def test_a_column_twice(tmp_path: Path) -> None:
    assert _lines(tmp_path, "name,left,name\nAnna,1,Anna\n") == (
        'people.csv: line 1: found column "name" 2 times; expected it once',
    )


def test_room_for_entrants(tmp_path: Path) -> None:
    age = {"value": 40, "unit": "year", "source": "census"}
    entrants = {"pool": 5, "age": age, "age_spread": age}
    scenario = _scenario(tmp_path, "name,left\nAnna,1\n", capacity=5, entrants=entrants)
    with pytest.raises(DocumentError) as caught:
        read_people(scenario)
    assert caught.value.lines == (
        "a.toml: people.capacity: found 5; expected at least 6, the persons at the start",
    )


def test_no_table_no_persons() -> None:
    document = {
        "title": "x",
        "from": date(1920, 1, 1),
        "until": date(1921, 1, 1),
        "bodies": {"a": {"seats": 1}},
    }
    assert read_people(from_document({**document, "schedule": []}, Origin())) == ()


def test_a_document_without_a_folder_has_no_files() -> None:
    document = {
        "title": "x",
        "from": date(1920, 1, 1),
        "until": date(1921, 1, 1),
        "bodies": {"a": {"seats": 1}},
    }
    scenario = from_document({**document, "schedule": [], "people": {"file": "a.csv"}}, Origin("x.toml"))
    with pytest.raises(
        DocumentError, match=r"x\.toml: people\.file: found \"a\.csv\", but a scenario without"
    ):
        read_people(scenario)


def _lines(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(DocumentError) as caught:
        read_people(_scenario(folder, text))
    return caught.value.lines


def _scenario(folder: Path, table: str, **people: object) -> Scenario:
    (folder / "people.csv").write_text(table, encoding="utf-8", newline="")
    document = {
        "title": "Persons",
        "from": date(1920, 1, 1),
        "until": date(1930, 1, 1),
        "bodies": {"chair": {"seats": 1}, "board": {"seats": 2}},
        "places": {"regions": {"count": 2, "names": ["North", "South"]}},
        "people": {"file": "people.csv", "dimensions": ["left"], "ignore": ["note"], **people},
        "schedule": [],
    }
    return from_document(document, Origin("a.toml", folder))


def test_the_day_on_which_somebody_left_is_read(tmp_path: Path) -> None:
    (anna,) = read_people(_scenario(tmp_path, "name,left_on,left\nAnna,1999-12-31,0\n"))
    assert anna.left == date(1999, 12, 31)
