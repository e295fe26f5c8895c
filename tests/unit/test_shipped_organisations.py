"""The shipped organisations: sources for all they say; what each answers, by publications and arithmetic."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from math import comb
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import whowhom
from whowhom.build import build
from whowhom.build.calendar import month_index
from whowhom.exact.counts.chain import Capture, CountChain
from whowhom.spec.checks import check
from whowhom.spec.decision import parse_decision
from whowhom.spec.scenario import Scenario
from whowhom.spec.toml import read

PACKAGE = Path(whowhom.__file__).parent
FOLDER = PACKAGE / "scenarios" / "organisations"
FILES = sorted(FOLDER.glob("*.toml"))
BIBLIOGRAPHY = (PACKAGE / "data" / "sources.bib").read_text(encoding="ascii")
KNOWN = set(re.findall(r"(?m)^@\w+\{(\w+),", BIBLIOGRAPHY))
VERSIONS = [(path, name) for path in FILES for name in read(path).interventions]
ASKED_OF_ONE = [path for path in FILES if (audit := read(path).audit) and audit.principal]
"""Those that name whose capture is asked: only they can be built without a schedule."""


@cache
def shipped(name: str, *interventions: str) -> Scenario:
    """Return a shipped organisation, with interventions of its own."""
    scenario = read(FOLDER / f"{name}.toml")
    return scenario.edit(*interventions) if interventions else scenario


@cache
def capture(name: str, *interventions: str) -> Capture:
    """Return what the chain of counts says of the targets, everyone being loyal."""
    scenario = shipped(name, *interventions)
    assert scenario.audit is not None
    targets = scenario.audit.targets or [body for body in scenario.bodies if body != scenario.audit.principal]
    found = CountChain(build(scenario)).capture(targets, seconds=20.0)
    assert found.months == found.asked
    assert found.residual < 1e-9
    return found


def first_month(name: str, body: str, *interventions: str) -> int | None:
    """Return the first month with any chance that the principal's side has come to control a body."""
    reached: NDArray[np.int64] = np.flatnonzero(capture(name, *interventions).first[body] > 1e-12)
    return int(reached[0]) if reached.size else None


def month_of(name: str, day: date) -> int:
    """Return the month of a day in a scenario."""
    return month_index(shipped(name).start, day)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sentence_has_a_source(path: Path) -> None:
    """Every body and rule, also those that interventions add, names an entry of the bibliography."""
    scenario = read(path)
    assert scenario.title
    assert scenario.description
    assert all(body.label for body in scenario.bodies.values())
    named = {f"bodies.{name}": body.source for name, body in scenario.bodies.items()}
    named |= {f"rules.{rule.name}": rule.source for rule in scenario.rules}
    for name, intervention in scenario.interventions.items():
        for place, edit in enumerate(intervention.edits):
            if edit.value is not None:
                named[f"interventions.{name}.{place}"] = str(edit.value.get("source"))
    assert {key: source for key, source in named.items() if source not in KNOWN} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_number_has_a_source(path: Path) -> None:
    """Chances of leaving early stand in the bibliography too."""
    found = [body.early_exit for body in read(path).bodies.values() if body.early_exit is not None]
    assert {quantity.source for quantity in found} <= KNOWN


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_right(path: Path) -> None:
    """It is read and checked without an error."""
    check(read(path))


@pytest.mark.parametrize("path", ASKED_OF_ONE, ids=lambda path: path.stem)
def test_every_file_builds(path: Path) -> None:
    """The chain of counts can begin: every kind of seat has holders or room for them."""
    scenario = read(path)
    model = build(scenario)
    assert model.months == scenario.months
    assert CountChain(model).start().mass.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(("path", "name"), VERSIONS, ids=lambda item: getattr(item, "stem", item))
def test_every_intervention_applies(path: Path, name: str) -> None:
    """It gives a document that is right and says something else."""
    scenario = read(path)
    assert scenario.edit(name) != scenario


@pytest.mark.parametrize(
    ("name", "interventions", "meeting"),
    [
        ("board_annual", (), 1),
        ("board_staggered", (), 2),
        ("board_annual", ("staggered",), 2),
        ("board_staggered", ("annual",), 1),
        ("board_staggered", ("removal_without_cause",), 1),
        ("board_staggered", ("shareholders_add_seats",), 1),
        ("board_staggered", ("removal_by_two_thirds",), 2),
        ("board_staggered", ("no_enlargement",), 2),
        ("board_staggered", ("board_fills_vacancies",), 2),
        ("board_annual", ("board_fills_vacancies",), 1),
    ],
)
def test_a_staggered_board_takes_two_elections(
    name: str, interventions: tuple[str, ...], meeting: int
) -> None:
    """Bebchuk, Coates and Subramanian 2002: two elections, unless shareholders can remove or pack."""
    meetings = [month_of(name, date(2026 + number, 5, 20)) for number in (1, 2, 3)]
    assert first_month(name, "board", *interventions) == meetings[meeting - 1]


def test_staggering_costs_one_annual_meeting() -> None:
    """Between the first possible days of control lies one year, and both are then certain."""
    annual, staggered = first_month("board_annual", "board"), first_month("board_staggered", "board")
    assert annual is not None
    assert staggered is not None
    assert staggered - annual == 12
    for name, month in (("board_annual", annual), ("board_staggered", staggered)):
        assert capture(name).first["board"][month] == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("name", ["board_annual", "board_staggered"])
def test_who_is_short_of_half_never_holds_the_board(name: str) -> None:
    """49 votes of 100 carry no election."""
    assert first_month(name, "board", "short_of_half") is None


def test_written_consent_needs_no_meeting() -> None:
    """A majority of the shares that may act at any time has the board in the first month."""
    assert first_month("board_annual", "board", "written_consent") == 1


def test_the_published_vote_takes_the_treasury() -> None:
    """682 thousand against 634 thousand, and at least 400 thousand: carried, as it was."""
    assert first_month("dao_token", "treasury") == 1
    assert first_month("dao_token", "treasury", "guardian_veto") == 1


@pytest.mark.parametrize(
    "name", ["guardian_guards_itself", "earlier_snapshot", "redelegated", "higher_quorum"]
)
def test_what_would_have_saved_the_treasury(name: str) -> None:
    """A veto that the voters cannot take away, or votes that fall short of half or of the quorum."""
    assert first_month("dao_token", "treasury", name) is None


def test_a_congress_is_won_by_elections_that_are_won() -> None:
    """At even chances it is won within k elections of delegates with probability 1 - 2^-k."""
    first = capture("party_congress").first["congress"]
    for count in range(1, 6):
        month = month_of("party_congress", date(2025 + 2 * count, 4, 15))
        assert first[month] == pytest.approx(1.0 - 0.5**count, abs=1e-12)
        assert first[month - 1] == pytest.approx(1.0 - 0.5 ** (count - 1), abs=1e-12)


def test_who_names_the_delegates_is_not_removed() -> None:
    """The circular flow of power closes at the first congress and stays closed."""
    found = capture("party_congress", "chair_names_delegates")
    congress = month_of("party_congress", date(2027, 6, 25))
    assert found.control["executive"][congress:].min() == pytest.approx(1.0, abs=1e-12)
    assert found.locked[-1] == pytest.approx(1.0, abs=1e-12)


def test_a_majority_of_one_at_the_congress() -> None:
    """284 delegates and the executive of 34 are 318 of 634, the fewest that are more than half."""
    held = shipped("party_congress", "chair_already_leads").audit
    assert held is not None
    assert sum(held.hold.values()) + 1 == 634 // 2 + 1
    assert first_month("party_congress", "congress", "chair_already_leads") == 0


def test_four_of_six_at_the_central_bank() -> None:
    """The press counts four new members of six by the end of 2027; six of 21 never carry the council."""
    assert first_month("central_bank_euro", "executive_board") == month_of(
        "central_bank_euro", date(2027, 12, 31)
    )
    assert first_month("central_bank_euro", "governing_council") is None
    assert capture("central_bank_euro").seats["governing_council"].max() == pytest.approx(6.0)


def test_the_qualified_majority_is_that_of_the_treaty() -> None:
    """72 percent of 21 states is 16; 65 percent of the people must stand behind them."""
    scenario = shipped("central_bank_euro")
    decisions = {rule.name: parse_decision(rule.decision) for rule in scenario.rules}
    assert decisions["appointment"].quota(21) == 16
    people = scenario.bodies["populations"].votes
    assert decisions["share_of_people"].quota(people) == -(-65 * people // 100)


def test_the_fifth_of_nine_at_the_committee() -> None:
    """The minister has five when the fifth term ends; the economist has no term."""
    bodies = shipped("central_bank_committee").bodies
    ends = sorted(day for body in bodies.values() for day in body.ends)
    month = month_of("central_bank_committee", ends[4])
    assert first_month("central_bank_committee", "committee") == month


@pytest.mark.parametrize("senate", ["first_senate", "second_senate"])
def test_the_court_is_safe_at_two_thirds(senate: str) -> None:
    """A coalition of half fills nothing; whoever fills all has a senate when its fifth term ends."""
    assert first_month("constitutional_court", senate) is None
    ends = sorted(shipped("constitutional_court").bodies[senate].ends)
    fifth = month_of("constitutional_court", ends[4])
    for name in ("simple_majority", "two_thirds_of_both", "two_thirds_of_one_and_substitute"):
        assert first_month("constitutional_court", senate, name) == fifth
    for name in ("two_thirds_of_one", "substitute_election"):
        assert first_month("constitutional_court", senate, name) is None


def test_the_coalitions_of_the_court_are_what_they_say() -> None:
    """Two thirds of 630 are 420, of 69 votes 46; ten states have 49, seven 37."""
    scenario = shipped("constitutional_court")
    weights = scenario.bodies["bundesrat"].weights
    two_thirds = parse_decision("2/3")
    assert (two_thirds.quota(630), two_thirds.quota(69), sum(weights)) == (420, 46, 69)
    assert (sum(weights[:7]), sum(weights[:10])) == (37, 49)


def test_vacancies_for_life() -> None:
    """In the first term two of the other six must have left: 1 - r^6 - 6 r^5 (1 - r), r = (1 - p)^(m/12)."""
    exit_ = shipped("supreme_court").bodies["supreme_court"].early_exit
    assert exit_ is not None
    assert 9 * exit_.value == pytest.approx(1 / 3, abs=0.02)  # published: one every three years or so
    first = capture("supreme_court").first["supreme_court"]
    for month in (1, 12, 24, 47):
        stays = (1.0 - exit_.value) ** (month / 12)
        fewer_than_two = sum(comb(6, left) * (1 - stays) ** left * stays ** (6 - left) for left in (0, 1))
        assert first[month] == pytest.approx(1.0 - fewer_than_two, abs=1e-12)


def test_the_court_is_packed_within_a_year() -> None:
    """Three of nine and four new seats are seven of thirteen, more than half."""
    month = month_of("supreme_court", date(2026, 1, 20))
    assert capture("supreme_court", "packing").first["supreme_court"][month] == pytest.approx(1.0, abs=1e-12)
    assert capture("supreme_court").first["supreme_court"][month] < 0.1


def test_what_council_names_is_short_of_a_majority() -> None:
    """Ten of 26 do not come from Congregation or the colleges; fourteen carry."""
    assert capture("university_senate").seats["council"][0] == pytest.approx(10.0)
    assert first_month("university_senate", "council") is None
    assert first_month("university_senate", "council", "no_approval") is None


def test_a_council_that_names_itself_stays() -> None:
    """With the eight of the divisions it names 17 of 26 and its head: a closed circle."""
    found = capture("university_senate", "council_names_the_elected")
    assert found.control["council"].min() == pytest.approx(1.0, abs=1e-12)
