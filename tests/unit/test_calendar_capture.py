"""Dates, terms, survival and capture by the calendar, on boards small enough to work out by hand."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from itertools import product
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whowhom.audit.calendar import calendar, principals
from whowhom.audit.calendar_terms import fewest_ends, most_ends, never_above, not_sure_above
from whowhom.audit.dates import NEVER, Cadence, add_months, birthday, term_ends, years_between
from whowhom.audit.survival import Life, LifeTable, first_day, life_table, number_left, quantile
from whowhom.spec.scenario import Scenario
from whowhom.spec.toml import read


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 2, 28), 60, date(2031, 2, 28)),
        (date(2026, 2, 28), 120, date(2036, 2, 29)),
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2024, 2, 28), 48, date(2028, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 4, 30), 1, date(2024, 5, 30)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(9999, 1, 1), 12, NEVER),
    ],
)
def test_months_are_added_to_days(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_birthdays_on_leap_days_fall_on_1_march() -> None:
    assert birthday(date(1940, 2, 29), 12 * 80) == date(2020, 2, 29)
    assert birthday(date(1940, 2, 29), 12 * 75) == date(2015, 3, 1)
    assert birthday(date(1939, 10, 15), 12 * 80) == date(2019, 10, 15)


def test_ends_of_terms_follow_each_other_from_the_first() -> None:
    ends = list(term_ends(date(2026, 2, 28), 60, date(2027, 1, 1), date(2042, 1, 1)))
    assert ends == [date(2031, 2, 28), date(2036, 2, 29), date(2041, 2, 28)]
    assert next(term_ends(date(2026, 1, 31), 24, date(2026, 1, 31), NEVER)) == date(2026, 1, 31)
    assert list(term_ends(date(2030, 1, 1), 12, date(2020, 1, 1), date(2030, 1, 1))) == [date(2030, 1, 1)]
    with pytest.raises(ValueError, match="expected 1 or more"):
        next(term_ends(date(2030, 1, 1), 0, date(2020, 1, 1), NEVER))


def test_a_cadence_gives_its_next_and_last_day() -> None:
    yearly = Cadence(date(2020, 5, 10), 12, begin=date(2020, 5, 10), end=date(2023, 5, 10))
    assert yearly.next(date(2020, 1, 1)) == date(2020, 5, 10)
    assert yearly.next(date(2021, 5, 11)) == date(2022, 5, 10)
    assert yearly.next(date(2022, 5, 11)) == NEVER
    assert yearly.last(date(2021, 5, 9)) == date(2020, 5, 10)
    assert yearly.last(date(2021, 5, 10)) == date(2021, 5, 10)
    assert yearly.last(date(2030, 1, 1)) == date(2022, 5, 10)
    assert yearly.last(date(2020, 5, 9)) == date.min
    given = Cadence(date(2020, 1, 1), at=(date(2021, 3, 1), date(2022, 3, 1)))
    assert given.days(date(2021, 3, 1), date(2030, 1, 1), 5) == given.at
    assert (given.next(date(2021, 3, 2)), given.last(date(2022, 2, 28))) == (given.at[1], given.at[0])
    assert Cadence(date(2020, 1, 1)).days(date(2020, 1, 1), date(2030, 1, 1), 5) == ()


def ends_within(seats: int, term: Fraction, span: Fraction, phase: Fraction) -> int:
    """Count the ends of evenly staggered terms in a span with both its days, the first end at a phase."""
    gap, end, found = term / seats, phase, 0
    while end <= span:
        found, end = found + 1, end + gap
    return found


def test_counts_of_ends_against_every_phase() -> None:
    """Both bounds are met by some phase, and no phase goes beyond; equality cases included."""
    for seats, term, span in product((1, 2, 3, 7), (Fraction(4), Fraction(14), Fraction(56, 3)), (4, 8)):
        gap = term / seats
        tried = [ends_within(seats, term, Fraction(span), gap * k / 24) for k in range(24)]
        assert max(tried) == most_ends(seats, term, Fraction(span))
        assert min(tried) == fewest_ends(seats, term, Fraction(span))


@pytest.mark.parametrize(("seats", "needed", "span"), [(7, 4, 8), (5, 3, 6), (9, 5, 4), (3, 1, 5)])
def test_how_long_terms_must_be_against_every_phase(seats: int, needed: int, span: int) -> None:
    """Just above each bound the count falls short; at the bound it does not."""

    def tried(term: Fraction) -> list[int]:
        gap = term / seats
        return [ends_within(seats, term, Fraction(span), gap * k / 240) for k in range(240)]

    sure, never = not_sure_above(seats, needed, Fraction(span)), never_above(seats, needed, Fraction(span))
    assert min(tried(sure)) >= needed > min(tried(sure + Fraction(1, 10)))
    if never is None:
        assert needed == 1
    else:
        assert max(tried(never)) >= needed > max(tried(never + Fraction(1, 10)))


def test_terms_refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="expected positive"):
        fewest_ends(0, Fraction(1), Fraction(1))
    with pytest.raises(ValueError, match="expected positive"):
        not_sure_above(7, 0, Fraction(8))


TABLE = LifeTable("flat", tuple(0.1 if age < 70 else 0.2 for age in range(121)))


def test_hazards_change_on_birthdays() -> None:
    """Half of the last year at 0.1, then a year at 0.2."""
    born = date(1950, 1, 1)
    gathered = TABLE.cumulative(born, date(2019, 7, 2), date(2021, 1, 1))
    assert gathered == pytest.approx(0.1 * 183 / 365 + 0.2, abs=1e-12)
    assert TABLE.cumulative(born, date(2021, 1, 1), date(2021, 1, 1)) == 0
    assert TABLE.cumulative(date(1800, 1, 1), date(2021, 1, 1), date(2022, 1, 1)) == pytest.approx(0.2)


def test_a_life_ends_when_the_rules_end_it() -> None:
    life = Life(date(1950, 1, 1), date(2021, 1, 1), exit_hazard=0.05)
    since = date(2020, 1, 1)
    assert life.survival(TABLE, since, date(2021, 1, 1)) == 0.0
    days = 365
    expected = exp(-0.2 * days / 366 - 0.05 * days / 365.2425)
    assert life.survival(TABLE, since, date(2020, 12, 31)) == pytest.approx(expected, rel=1e-12)
    assert Life(None, NEVER).survival(TABLE, since, date(2090, 1, 1)) == 1.0


def test_number_left_against_all_eight_outcomes() -> None:
    """Three holders, each outcome by hand; with votes 1, 2 and 4 every outcome is a number of its own."""
    chances = (0.9, 0.5, 0.2)
    expected = np.zeros(8)
    by_count = np.zeros(4)
    for outcome in product((0, 1), repeat=3):
        weight = 1.0
        for stays, chance in zip(outcome, chances, strict=True):
            weight *= chance if stays else 1 - chance
        expected[outcome[0] + 2 * outcome[1] + 4 * outcome[2]] += weight
        by_count[sum(outcome)] += weight
    np.testing.assert_allclose(number_left(chances, (1, 2, 4)), expected, atol=1e-15)
    np.testing.assert_allclose(number_left(chances), by_count, atol=1e-15)
    assert [quantile(number_left(chances), level) for level in (0.0, 0.05, 0.5, 0.95)] == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="outside 0 to 1"):
        number_left([1.5])


def test_first_day_is_found_by_halving() -> None:
    since, until, wanted = date(2020, 1, 1), date(2030, 1, 1), date(2024, 2, 29)
    assert first_day(lambda day: day >= wanted, since, until) == wanted
    assert first_day(lambda day: False, since, until) == NEVER
    assert first_day(lambda day: True, since, until) == since


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
    lines = ["name,born,body,patron,left", "Head,1970-01-01,head,,", *people.strip().splitlines()]
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
    """A leaves by an event in 2022 and B is the head's from the start, by patronage or by count."""
    event = '[[events]]\ndate = 2022-02-02\nact = "leaves"\nwho = "A"\nsource = "identity"\n'
    own = THREE.replace("B,1955-06-15,board,,", "B,1955-06-15,board,Head,")
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
    import csv

    scenario = document(tmp_path, THREE, 3)
    table = life_table(scenario)
    packaged = Path(read.__code__.co_filename).parents[1] / "data" / "mortality" / "cardinals.csv"
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


def test_years_between_days() -> None:
    assert years_between(date(2025, 1, 20), date(2032, 1, 31)) == pytest.approx(7.03, abs=0.005)
