"""Capture by the calendar against published questions about two institutions.

The expected values are read from the copies of `questions.csv`; the electors from the list from which the
shipped tables were made, with the days of death as the column `left_on`.
"""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from whowhom.audit.calendar.capture import blocking_minority
from whowhom.audit.calendar.section import calendar
from whowhom.spec.decision import parse_decision
from whowhom.spec.scenario import Edit, Scenario
from whowhom.spec.toml import read

FOLDER = Path(__file__).parent / "vectors" / "institutions"
SEATS = 120


@cache
def rows(institution: str, file: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a copied table."""
    with (FOLDER / institution / file).open(encoding="utf-8", newline="") as opened:
        return tuple(csv.DictReader(opened))


def question(institution: str, key: str) -> dict[str, str]:
    """Return one question with its answer."""
    return next(row for row in rows(institution, "questions.csv") if row["id"] == key)


def days_in(text: str) -> list[date]:
    """Return the days in a text, as "2012-07-26" or "31 January 2028", in order."""
    found = re.findall(r"\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ \d{4}", text)
    return [
        date.fromisoformat(item) if item[4] == "-" else datetime.strptime(item, "%d %B %Y").date()
        for item in found
    ]


def days_of_tolerance(row: dict[str, str]) -> int:
    """Return the tolerance of a question about dates, in days."""
    return int(re.match(r"\d+", row["tolerance"])[0])  # type: ignore[index]


def assert_days(found: list[str | None], expected: list[date], tolerance: int) -> None:
    """Compare days within so many days."""
    assert len(found) == len(expected) > 0
    for one, other in zip(found, expected, strict=True):
        assert one is not None
        assert abs((date.fromisoformat(one) - other).days) <= tolerance, (one, other)


def reign(folder: Path, conclave: str, elected: str, since: str) -> Scenario:
    """Write and read the organisation on the day of an election, with the days of death on record."""
    listed = [row for row in rows("conclave", "electors.csv") if conclave in row["attended"].split("|")]
    assert sum(elected in row["name"] for row in listed) == 1
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "born", "left_on", "body"])
        for row in listed:
            body = "office" if elected in row["name"] else "electors"
            writer.writerow([row["name"], row["born"], row["died"], body])
    text = (FOLDER / "conclave" / "reign.toml").read_text(encoding="utf-8")
    (folder / "reign.toml").write_text(text.replace("1978-10-16", since), encoding="utf-8")
    return read(folder / "reign.toml")


def electors(scenario: Scenario) -> dict[str, Any]:
    """Return the calendar of the one body of electors."""
    (principal,) = calendar(scenario).to_dict()["principals"]
    found: dict[str, Any] = principal["bodies"]["electors"]
    return found


def reached(body: dict[str, Any], reading: str) -> list[str | None]:
    """Return the days of majority and two thirds in a reading, whatever the tenure."""
    return [body["thresholds"][name]["control"][reading]["if_it_stayed"] for name in ("majority", "2/3")]


def test_votes_needed_at_five_conclaves() -> None:
    """C1: the rule in force in each year, as the table of rules writes it."""
    row = question("conclave", "C1")
    sizes = [int(number) for number in re.findall(r"\d+", row["question"].split("electors")[0])]
    years = re.findall(r"\d{4}", row["question"].partition("(")[2])
    forms = {"ceil(2n/3)": "2/3", "floor(2n/3)+1": "2/3 plus one"}
    expected = [int(number) for number in row["answer"].split("|")]
    assert len(sizes) == len(years) == len(expected)
    for size, year, answer in zip(sizes, years, expected, strict=True):
        in_force = [r for r in rows("conclave", "threshold_rules.csv") if r["from_date"][:4] < year]
        decision = parse_decision(forms[in_force[-1]["votes_needed_formula"]])
        assert decision.quota(size) == answer, year


@pytest.mark.parametrize("number", [0, 1])
def test_votes_needed_are_told_by_the_calendar(number: int, tmp_path: Path) -> None:
    """C1 again, through the audit of a body with so many seats."""
    row = question("conclave", "C1")
    size = [int(number) for number in re.findall(r"\d+", row["question"].split("electors")[0])][number]
    scenario = reign(tmp_path, "2013", "Bergoglio", "2013-03-13")
    first = electors(scenario.edit(Edit(set="bodies.electors.ceiling", to=size)))["thresholds"]["2/3"][
        "first_day"
    ]
    assert first["base"] == size
    assert first["quota"] == int(row["answer"].split("|")[number])


@pytest.mark.parametrize(
    ("key", "conclave", "elected", "since"),
    [
        ("C6", "2013", "Bergoglio", "2013-03-13"),
        ("C9", "2005", "Ratzinger", "2005-04-19"),
        ("C11", "1978-10", "Wojty", "1978-10-16"),
    ],
)
def test_rule_only_dates(key: str, conclave: str, elected: str, since: str, tmp_path: Path) -> None:
    """C6, C9, C11: a majority and two thirds of 120 if nobody dies before the age limit."""
    row = question("conclave", key)
    found = reached(electors(reign(tmp_path, conclave, elected, since)), "rules")
    assert_days(found, days_in(row["answer"])[:2], days_of_tolerance(row))


def test_dates_with_the_deaths_on_record(tmp_path: Path) -> None:
    """C11 (last two) and C10 (its derivation): the days with the deaths that happened."""
    row = question("conclave", "C11")
    found = reached(electors(reign(tmp_path, "1978-10", "Wojty", "1978-10-16")), "recorded")
    assert_days(found, days_in(row["answer"])[2:], days_of_tolerance(row))
    row = question("conclave", "C10")
    found = reached(electors(reign(tmp_path, "2005", "Ratzinger", "2005-04-19")), "recorded")
    assert_days(found[:1], days_in(row["derivation"]), 0)


@pytest.mark.parametrize(("key", "changes"), [("C6", ()), ("C9", ("benedict",)), ("C12", ("leo",))])
def test_shipped_scenario(key: str, changes: tuple[str, ...]) -> None:
    """C6, C9, C12: the shipped scenario and its interventions give the same days."""
    row = question("conclave", key)
    tolerance = 0 if key == "C12" else days_of_tolerance(row)
    found = reached(electors(read("conclave").edit(*changes)), "rules")
    assert_days(found, days_in(row["answer"])[:2], tolerance)


def test_survivors_without_an_age_limit(tmp_path: Path) -> None:
    """C8: the electors still alive when the principal died, and the seats that were left for his own."""
    row = question("conclave", "C8")
    (died,) = days_in(row["derivation"])
    alive, own, seats = (int(number) for number in re.findall(r"\d+", row["answer"]))
    assert seats == SEATS
    scenario = reign(tmp_path, "2013", "Bergoglio", "2013-03-13")
    body = electors(scenario.edit(Edit(remove="bodies.electors.age_limit")))
    (then,) = [item for item in body["survivors"] if item["date"] == died.isoformat()]
    assert then["recorded"] == alive
    assert then["most_own_recorded"] == own
    control = body["thresholds"]["majority"]["control"]["recorded"]
    assert "no" in row["answer"] and control["date"] is None
    assert control["own"] == own
    assert control["missing"] == SEATS // 2 + 1 - own


def test_first_vacancies_above_the_ceiling() -> None:
    """C13: when the electors first number the ceiling, and one fewer."""
    row = question("conclave", "C13")
    body = electors(read("conclave").edit("leo"))
    assert [item["holders"] for item in body["ceiling"]] == [SEATS, SEATS - 1]
    assert_days([item["date"] for item in body["ceiling"]], days_in(row["answer"]), 0)


def test_blocking_minorities() -> None:
    """C15: what a minority of 115 can block at two thirds and at a majority."""
    row = question("conclave", "C15")
    half, third = (int(number) for number in re.findall(r"\b\d\d\b", row["answer"])[:2])
    (size,) = {int(found) for found in re.findall(r"of (\d+),", row["question"])}
    assert blocking_minority(parse_decision("majority"), size) == half
    assert blocking_minority(parse_decision("2/3"), size) == third


def board(*changes: str) -> dict[str, Any]:
    """Return the calendar of the shipped board after interventions."""
    (principal,) = calendar(read("federal_reserve").edit(*changes)).to_dict()["principals"]
    return dict(principal)


def test_the_board_has_the_ends_on_record() -> None:
    """The shipped document has the term of each seat as the copied table has it."""
    expected = tuple(
        date.fromisoformat(row["term_ends"]) for row in rows("federal_reserve", "seats_2025.csv")
    )
    assert read("federal_reserve").bodies["board"].ends == expected


def test_seats_filled_in_four_and_eight_years() -> None:
    """F1, F3: two and four of seven; one term never gives a majority."""
    four, eight = (int(number) for number in question("federal_reserve", "F1")["answer"].split("|"))
    windows = {item["window"]: item for item in board("clean")["bodies"]["board"]["windows"]}
    assert (windows["4 years"]["count"], windows["tenure"]["count"]) == (four, eight)
    row = question("federal_reserve", "F3")
    own, seats = (int(number) for number in re.findall(r"\d+", row["answer"]))
    one_term = board("clean", "one_term")["bodies"]["board"]
    control = one_term["thresholds"]["majority"]["control"]["rules"]
    assert row["answer"].startswith("no")
    assert (control["date"], control["own"], control["base"]) == (None, own, seats)
    assert not windows["one term"]["reaches"]


def test_first_majority_of_a_board() -> None:
    """F2: the fourth expiry, on 31 January of the eighth year."""
    row = question("federal_reserve", "F2")
    control = board("clean")["bodies"]["board"]["thresholds"]["majority"]["control"]["rules"]
    (years,) = re.findall(r"\d+\.\d+", row["answer"])
    assert control["years"] == pytest.approx(float(years), abs=float(row["tolerance"]))
    assert date.fromisoformat(control["date"]).strftime("%d %B") in row["answer"]


def test_other_terms_of_the_board() -> None:
    """F9: terms that all end with the principal's, and seven yearly ones."""
    row = question("federal_reserve", "F9")
    at_once, yearly = row["answer"].split("|")
    control = board("clean", "four_year_terms")["bodies"]["board"]["thresholds"]["majority"]["control"]
    assert (at_once.strip(), control["rules"]["years"]) == ("immediately", 0)
    control = board("clean", "seven_year_terms")["bodies"]["board"]["thresholds"]["majority"]["control"]
    (years,) = re.findall(r"\d+\.\d+", yearly)
    assert control["rules"]["years"] == pytest.approx(float(years), abs=float(row["tolerance"]))


def test_how_long_terms_must_be() -> None:
    """F10: not sure of four above 14 years, never above 56/3."""
    row = question("federal_reserve", "F10")
    sure, never = (float(number) for number in re.findall(r"more than ([\d.]+)", row["answer"]))
    form = board("clean")["bodies"]["board"]["closed_form"]
    assert form["not_sure_above_years"] == pytest.approx(sure, abs=float(row["tolerance"]))
    assert form["never_above_years"] == pytest.approx(never, abs=float(row["tolerance"]))
    assert form["never_above"] in row["answer"]


def test_votes_that_the_board_brings() -> None:
    """F11: all seven are a majority of twelve; four leave three missing."""
    row = question("federal_reserve", "F11")
    votes, of, held, governors, more = (int(number) for number in re.findall(r"\d+", row["answer"]))
    committee = board()["bodies"]["fomc"]
    (brought,) = [item for item in committee["seats_by_right"] if item["body"] == "board"]
    assert (brought["votes"], committee["seats"]) == (votes, of)
    assert (brought["majority_there"], brought["votes"]) == (held, governors)
    decision = brought["decisions"]["majority"]
    assert (decision["missing_with_all"], decision["missing_with_majority_there"]) == (0, more)


def test_next_ends_of_the_bank_presidents() -> None:
    """F12: all twelve terms end on the last day of February, every five years."""
    row = question("federal_reserve", "F12")
    expected = days_in(row["answer"])
    ends = calendar(read("federal_reserve")).to_dict()["next_dates"]["ends"]["reserve_bank_presidents"]
    assert [item["date"] for item in ends[: len(expected)]] == [day.isoformat() for day in expected]
    assert all(len(item["seats"]) == int(re.findall(r"all (\d+)", row["question"])[0]) for item in ends)


def test_a_board_cannot_impose_bank_presidents() -> None:
    """F13: three of six directors are no majority, but they and the board's approval block."""
    row = question("federal_reserve", "F13")
    own, directors = (int(number) for number in re.findall(r"(\d) of (\d)", row["derivation"])[0])
    rules = {item["rule"]: item for item in board()["rules"]}
    choice = rules["choice_of_bank_presidents"]
    assert row["answer"].startswith("no") and choice["carries"]["rules"] is None
    assert (choice["most_own"], choice["base"]) == (own, directors)
    assert choice["missing"] > 0 and choice["blocks"]["rules"] is not None
    assert rules["approval_of_bank_presidents"]["blocks"]["rules"] is not None


def test_the_board_of_2025() -> None:
    """F14: four of seven by the rules, and the seat that an early resignation opened."""
    row = question("federal_reserve", "F14")
    by_rules, resigned, _ = days_in(row["answer"])
    body = board()["bodies"]["board"]
    assert body["thresholds"]["majority"]["control"]["rules"]["date"] == by_rules.isoformat()
    opened = {item["date"]: item["own"] for item in body["course"]["recorded"]}
    assert opened[resigned.isoformat()] == 3 and "three of seven" in row["answer"]
