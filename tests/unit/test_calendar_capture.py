"""Capture by the calendar, on boards small enough to work out by hand."""

from __future__ import annotations

import csv
import random
from datetime import date
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import whowhom
from whowhom.audit.calendar.section import calendar
from whowhom.audit.calendar.survival import life_table
from whowhom.audit.two_sided import principals
from whowhom.spec.scenario import Scenario
from whowhom.spec.toml import read

DOCUMENT = """
title = "A small board"
from = 2020-01-01
until = 2060-01-01
[bodies.head]
seats = 1
[bodies.board]
seats = {seats}
{board}
[people]
file = "people.csv"
[[rules]]
name = "appointment"
verb = "appoints"
by = "head"
over = "board"
{rule}
{more}
[audit]
principal = "head"
horizon = "40 years"
{audit}
"""


def document(folder: Path, people: str, seats: int, **parts: str) -> Scenario:
    """Write and read a head who appoints a board."""
    lines = ["name,born,body,patron,left_on", "Head,1970-01-01,head,,", *people.strip().splitlines()]
    (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    filled = {"board": "", "rule": "", "more": "", "audit": "", **parts}
    (folder / "board.toml").write_text(DOCUMENT.format(seats=seats, **filled), encoding="utf-8")
    return read(folder / "board.toml")


def thresholds(scenario: Scenario, body: str = "board") -> dict[str, Any]:
    """Return the thresholds of a body under the one principal."""
    (principal,) = calendar(scenario).to_dict()["principals"]
    return dict(principal["bodies"][body]["thresholds"])


THREE = """
A,1950-03-01,board,,
B,1955-06-15,board,,2021-05-05
C,,board,,
"""


def test_birthdays_open_seats_and_who_has_none_stays(tmp_path: Path) -> None:
    """A and B reach 75 on 2025-03-01 and 2030-06-15; C has no birthday. Two of three are a majority."""
    found = thresholds(document(tmp_path, THREE, 3, board='age_limit = "75 years"'))["majority"]
    assert found["control"]["rules"]["date"] == "2030-06-15"
    assert found["control"]["recorded"]["date"] == "2025-03-01"
    assert found["first_day"] == {"base": 3, "quota": 2, "blocking": 2}
    unanimous = document(tmp_path, THREE, 3, board='age_limit = "75 years"', rule='decision = "unanimity"')
    (principal,) = calendar(unanimous).to_dict()["principals"]
    assert principal["bodies"]["board"]["course"]["rules"][-1] == {
        "date": "2030-06-15",
        "own": 2,
        "others": 1,
    }


def test_a_rule_fills_on_its_own_days(tmp_path: Path) -> None:
    """Seats that open on 2025-03-01 and 2030-06-15 are filled on the next 1 January of a third year."""
    found = thresholds(
        document(tmp_path, THREE, 3, board='age_limit = "75 years"', rule='every = "36 months"')
    )["majority"]["control"]["rules"]
    assert found["date"] == "2032-01-01"


def test_powers_to_remove_and_to_add_come_first_in_the_best_reading(tmp_path: Path) -> None:
    """With removal at will the board falls on the first day; with two more seats a year in the second."""
    remove = '[[rules]]\nname = "removal"\nverb = "expels"\nby = "head"\nover = "board"\n'
    found = thresholds(document(tmp_path, THREE, 3, more=remove))["majority"]["control"]
    assert (found["best"]["date"], found["rules"]["date"]) == ("2020-01-01", None)
    assert found["rules"]["missing"] == 2
    add = (
        '[[rules]]\nname = "more"\nverb = "enlarges"\nby = "head"\nover = "board"\nmost = 2\n'
        'every = "12 months"\n'
    )
    found = thresholds(document(tmp_path, THREE, 3, board="capacity = 9", more=add))["majority"]["control"]
    assert (found["best"]["date"], found["best"]["own"], found["best"]["base"]) == ("2021-01-01", 4, 7)


def test_a_tenure_ends_capture(tmp_path: Path) -> None:
    """Ten years from 2020: the second seat opens six months too late, and one vote is missing."""
    scenario = document(tmp_path, THREE, 3, board='age_limit = "75 years"', audit='tenure = "10 years"')
    found = thresholds(scenario)["majority"]["control"]["rules"]
    assert (found["date"], found["missing"], found["if_it_stayed"]) == (None, 1, "2030-06-15")


def test_seats_pass_on_through_a_body_that_is_controlled(tmp_path: Path) -> None:
    """The board is the head's from 2030-06-15 and elects a council, whose terms end each 1 May.

    The council of three has ends in 2029, 2030 and 2031 and terms of three years; its seat that ends on
    2030-05-01 is filled by others and is open again in 2033. A majority comes with those of 2031 and 2032.
    """
    council = (
        '[bodies.council]\nseats = 3\nterm = "3 years"\nends = [2029-05-01, 2030-05-01, 2031-05-01]\n'
        '[[rules]]\nname = "council"\nverb = "elects"\nby = "board"\nover = "council"\n'
        "[bodies.mixed]\nseats = 4\n"
        '[[rules]]\nname = "seats"\nverb = "ex_officio"\nby = "board"\nover = "mixed"\npart = "1-3"\n'
        '[[rules]]\nname = "chair"\nverb = "ex_officio"\nby = "head"\nover = "mixed"\npart = "4"\n'
    )
    scenario = document(tmp_path, THREE, 3, board='age_limit = "75 years"', more=council)
    found = thresholds(scenario, "council")["majority"]["control"]["rules"]
    assert found["date"] == "2032-05-01"
    mixed = thresholds(scenario, "mixed")["majority"]["control"]["rules"]
    assert (mixed["date"], mixed["own"], mixed["base"]) == ("2030-06-15", 3, 4)
    (principal,) = calendar(scenario).to_dict()["principals"]
    assert principal["bodies"]["council"]["filled"]["through"] == ["board"]


def test_a_ceiling_keeps_seats_closed(tmp_path: Path) -> None:
    """Five sit where three are wanted: three must go before the first is added, four before a majority."""
    people = "\n".join(f"P{year},{year}-02-03,board,," for year in range(1946, 1951))
    board = 'age_limit = "75 years"\nceiling = 3'
    (principal,) = calendar(document(tmp_path, people, 5, board=board)).to_dict()["principals"]
    body = principal["bodies"]["board"]
    assert [item["date"] for item in body["ceiling"]] == ["2022-02-03", "2023-02-03"]
    assert body["thresholds"]["majority"]["control"]["rules"]["date"] == "2024-02-03"
    assert body["thresholds"]["majority"]["blocking"]["rules"]["date"] == "2024-02-03"


def test_events_and_holdings_count(tmp_path: Path) -> None:
    """B leaves by an event in 2022 and A is the head's from the start, by patronage or by count."""
    event = '[[events]]\ndate = 2022-02-02\nact = "leaves"\nwho = "B"\nsource = "identity"\n'
    own = THREE.replace("A,1950-03-01,board,,", "A,1950-03-01,board,Head,")
    found = thresholds(document(tmp_path, own, 3, more=event))["majority"]["control"]["rules"]
    assert found["date"] == "2022-02-02"
    held = document(tmp_path, THREE, 3, more=event, audit="[audit.hold]\nboard = 1")
    assert thresholds(held)["majority"]["control"]["rules"]["date"] == "2022-02-02"
    grown = '[[events]]\ndate = 2024-04-04\nact = "resizes"\nbody = "board"\nseats = 7\nsource = "identity"\n'
    larger = document(tmp_path, THREE, 3, board="capacity = 7", more=grown)
    assert thresholds(larger)["majority"]["control"]["rules"]["date"] == "2024-04-04"


def test_deaths_by_convolution_by_hand(tmp_path: Path) -> None:
    """Control of two of three means that at most one of three is left: 1 - P(2) - P(3) from their chances."""
    people = "A,1950-03-01,board,,\nB,1945-06-15,board,,\nC,1940-01-20,board,,"
    scenario = document(tmp_path, people, 3)
    table = life_table(scenario)
    found = thresholds(scenario)["majority"]["mortality"]
    since = date(2020, 1, 1)
    place = found["months"].index("2024-01-01")
    a, b, c = (
        exp(-table.cumulative(date.fromisoformat(line.split(",")[1]), since, date(2024, 1, 1)))
        for line in people.splitlines()
    )
    two_or_more = a * b * (1 - c) + a * (1 - b) * c + (1 - a) * b * c + a * b * c
    assert found["probability"][place] == pytest.approx(1 - two_or_more, abs=1e-12)
    head = [
        exp(-table.cumulative(date(1970, 1, 1), since, date.fromisoformat(day))) for day in found["months"]
    ]
    gains = np.diff(found["probability"][: place + 1], prepend=0.0)
    alive = found["with_own_life"]
    late = float(np.sum(gains * head[: place + 1]))
    assert late <= alive["probability"][place] <= late + 2 * alive["half_width"] + 1e-12
    assert calendar(scenario).residual < 1e-14


def test_the_packaged_life_table_is_read_as_it_stands(tmp_path: Path) -> None:
    """A year of life leaves 1 - q, with q of the table that comes with the mechanism."""
    scenario = document(tmp_path, THREE, 3)
    table = life_table(scenario)
    packaged = Path(whowhom.__file__).parent / "data" / "mortality" / "cardinals.csv"
    with packaged.open(encoding="utf-8", newline="") as file:
        yearly = {int(row["age"]): float(row["q"]) for row in csv.DictReader(file)}
    assert table.name.endswith("cardinals.csv")
    for age in (50, 70, 90):
        born = date(2020 - age, 1, 1)
        left = exp(-table.cumulative(born, date(2020, 1, 1), date(2021, 1, 1)))
        assert left == pytest.approx(1 - yearly[age], rel=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_order_of_the_readings(seed: int, tmp_path: Path) -> None:
    """At best never after by the rules; half with deaths never after the rules either."""
    draw = random.Random(seed)
    size = draw.randint(3, 9)
    people = "\n".join(
        f"P{number},{draw.randint(1940, 1960)}-{draw.randint(1, 12):02d}-11,board,," for number in range(size)
    )
    remove = '[[rules]]\nname = "removal"\nverb = "expels"\nby = "head"\nover = "board"\nat = [2023-07-01]\n'
    board = 'age_limit = "80 years"'
    plain = thresholds(document(tmp_path, people, size, board=board))
    able = thresholds(document(tmp_path, people, size, board=board, more=remove))
    for decision in ("majority", "2/3"):
        rules = plain[decision]["control"]["rules"]["date"]
        half = plain[decision]["mortality"]["dates"]["50%"]
        assert plain[decision]["control"]["best"]["date"] <= rules
        assert plain[decision]["mortality"]["dates"]["5%"] <= half <= rules
        assert able[decision]["control"]["best"]["date"] <= min(rules, "2023-07-01")
        curve = plain[decision]["mortality"]["probability"]
        assert curve == sorted(curve) and curve[-1] == pytest.approx(1.0)


def test_every_office_that_fills_is_a_principal_where_none_is_named(tmp_path: Path) -> None:
    scenario = document(tmp_path, THREE, 3)
    nobody = scenario.model_copy(update={"audit": None})
    assert principals(nobody) == ("head",)
    found = calendar(nobody).to_dict()
    assert found["method"] and found["words"] and found["residual"] < 1e-12
