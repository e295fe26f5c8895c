"""Election of a body by a body: the slate, the setter's aim, and the ballot.

Frequencies are compared within 5 standard deviations (6e-7 each); everything else is certain.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, last_state, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT
from whowhom.theory.agenda import setter_outcome


def people(electors: str, sitting: str, waiting: str, head: bool = True) -> str:
    """Return a table: electors, sitting members and others, `h` for h's man and `-` for another."""
    lines = ["name,body,patron,prestige", f"h,{'office' if head else ''},,0"]
    for body, row in (("congress", electors), ("board", sitting), ("", waiting)):
        lines += [f"{body or 'w'}{i},{body},{'h' if mark == 'h' else ''},0" for i, mark in enumerate(row)]
    return "\n".join(lines)


def board(
    folder: Path,
    table: str,
    seats: int = 5,
    slate: bool = True,
    rule: str = "",
    months: int = 1,
    **given: float,
) -> Model:
    """A board (seats 1 and on) that a congress elects each month, on the slate of the office of h.

    Where nothing else is said he is bold, nobody strikes and all are tolerated, so the aim is reached.
    """
    proposes = '[[rules]]\nname = "slate"\nverb = "proposes"\nby = "office"\nover = "board"\n'
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    board = {{ seats = {seats} }}
    congress = {{ seats = 8 }}
    {proposes if slate else ""}
    [[rules]]
    name = "elects"
    verb = "elects"
    by = "congress"
    over = "board"
    pool = "reserve"
    every = "1 month"
    {rule}
    [[schedule]]
    mechanism = "election"
    """
    units = {"ballots": "1", "obscure": "share"}
    numbers = {"boldness": 1.0, "strike": 0.0, "strike_open": 0.0, "tolerance": 1.0, "gratitude": 0.0} | given
    text += "".join(
        f"{name} = {number(value, units.get(name, 'probability'))}\n" for name, value in numbers.items()
    )
    return organise(folder, text, table, months)


def own_seats(model: Model, seats: int, history: int = 0) -> int:
    """Return how many seats of the board are held by h and his men at the end."""
    state = last_state(model, history)
    holders = state.seats.holder[1 : 1 + seats]
    return int(sum(1 for person in holders if person != VACANT and state.people.patron[person] == 0))


@pytest.mark.parametrize(
    ("electors", "sitting", "expected"),
    [
        ("hhhh----", "hh---", 3),  # v = 1/2, q = 2/5: 2v - q = 3/5
        ("hhhhhh--", "hh---", 5),  # v = 3/4: 2v - q = 1.1, but he wants no more than all
        ("hhh-----", "hh---", 2),  # v = 3/8, q = 2/5: 2v - q = 0.35 is below q, so q stands
        ("hhhhh---", "-----", 5),  # v = 5/8, q = 0: twice 5/8
        ("hhh-----", "-----", 4),  # v = 3/8: 3/4 of five seats, 3.75, rounds to four
        ("--------", "-----", 0),  # he has nobody among the electors
        ("hhhhhhhh", "hhhhh", 5),
    ],
)
def test_the_aim_is_romer_and_rosenthals(tmp_path: Path, electors: str, sitting: str, expected: int) -> None:
    """The share of his men ends where theory.agenda.setter_outcome says, in a body without vacancies."""
    v, q = electors.count("h") / len(electors), sitting.count("h") / len(sitting)
    assert int(setter_outcome(1.0, v, q) * 5 + 0.5) == expected
    for history in range(5):
        assert own_seats(board(tmp_path, people(electors, sitting, "hhhhh-----")), 5, history) == expected


def test_vacancies_are_used_first(tmp_path: Path) -> None:
    """Eight seats, six held, three of them his: q = 1/2, v = 5/8, so six. Two vacancies; one must go."""
    table = people("hhhhh---", "hhh---", "hhhhh---")
    holders = histories_of(board(tmp_path, table, 8), 20)[:, :, 1:9]
    before = holders[0, 0]
    outsiders = before[3:6]
    stayed = np.array([np.isin(outsiders, row[1]).sum() for row in holders])
    assert (stayed == 2).all()
    assert own_seats(board(tmp_path, table, 8), 8) == 6


@pytest.mark.parametrize(("seats", "gone"), [(10, 1), (11, 0)])
def test_enough_vacancies_leave_everyone_in_his_seat(tmp_path: Path, seats: int, gone: int) -> None:
    """Three of the six who sit are his, v = 5/8: he aims at 3/4 of all seats.

    Of ten 7.5 rounds to eight; four vacancies bring seven, so one outsider goes. Of eleven 8.25 means eight,
    for which five vacancies are enough.
    """
    table = people("hhhhh---", "hhh---", "hhhhhhh")
    holders = histories_of(board(tmp_path, table, seats), 10)[:, :, 1 : 1 + seats]
    assert all(np.isin(row[0, 3:6], row[1]).sum() == 3 - gone for row in holders)


@pytest.mark.parametrize("boldness", [0.0, 0.4, 1.0])
def test_boldness(tmp_path: Path, boldness: float) -> None:
    """One of one outsider is to go: he does with the probability `boldness`; at 0 the body stays as it is."""
    table = people("hhhhhhhh", "hh-", "hh")
    holders = histories_of(board(tmp_path, table, 3, boldness=boldness), 1000)[:, :, 1:4]
    assert near((holders[:, 1, 2] != holders[:, 0, 2]).mean(), boldness, 1000)
    assert (holders[:, 1, :2] == holders[:, 0, :2]).all()


@pytest.mark.parametrize("gratitude", [0.0, 0.6, 1.0])
def test_gratitude_of_the_man_on_his_account(tmp_path: Path, gratitude: float) -> None:
    """No man of his waits outside: he takes one without a patron, who is then his with `gratitude`."""
    model = board(tmp_path, people("hhhhhhhh", "hh", "-"), 3, gratitude=gratitude)
    grateful = 0
    for history in range(200):
        state = last_state(model, history)
        assert state.seats.chosen_by[3] == 0
        grateful += state.people.patron[state.seats.holder[3]] == 0
    assert near(grateful / 200, gratitude, 200)


def test_the_re_elected_keep_their_debts_and_count_terms(tmp_path: Path) -> None:
    state = last_state(board(tmp_path, people("hhhhhhhh", "hhh", ""), 3, months=3))
    assert state.seats.terms[1:4].tolist() == [4, 4, 4]
    assert state.seats.chosen_by[1:4].tolist() == [0, 0, 0]


def delegates(
    folder: Path, ballot: str, strike: float, leaning: float = 0.0, tolerance: float = 1.0
) -> Model:
    """A board of h's three men, re-elected by three delegates whom a public sends, by majority."""
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    board = {{ seats = 3 }}
    congress = {{ seats = 3 }}
    [places.provinces]
    count = 1
    [publics.folk]
    places = "provinces"
    members = {number(100.0, "person")}
    leaning = {number(leaning, "share")}
    [[rules]]
    name = "sends"
    verb = "elects"
    by = "folk"
    over = "congress"
    tiers = ["top"]
    [[rules]]
    name = "slate"
    verb = "proposes"
    by = "office"
    over = "board"
    [[rules]]
    name = "elects"
    verb = "elects"
    by = "congress"
    over = "board"
    pool = "reserve"
    ballot = "{ballot}"
    every = "1 month"
    [[schedule]]
    mechanism = "tiered_election"
    [[schedule]]
    mechanism = "election"
    strike = {number(strike)}
    strike_open = {number(0.0)}
    tolerance = {number(tolerance)}
    """
    return organise(folder, text, people("", "hhh", ""))


@pytest.mark.parametrize("strike", [0.1, 0.3])
def test_a_secret_ballot_strikes_and_an_open_one_does_not(tmp_path: Path, strike: float) -> None:
    """Three delegates of the line: a name has a majority with k^3 + 3 k^2 s, s = strike, k = 1 - s."""
    kept = 1 - strike
    holders = histories_of(delegates(tmp_path, "secret", strike), 1000)[:, 1, 1:4]
    assert near((holders != VACANT).mean(), kept**3 + 3 * kept**2 * strike, 3000)
    assert (histories_of(delegates(tmp_path, "open", strike), 50)[:, 1, 1:4] != VACANT).all()


@pytest.mark.parametrize("tolerance", [0.0, 0.5, 1.0])
def test_challengers_tolerate_his_men(tmp_path: Path, tolerance: float) -> None:
    """Three delegates of the challenger: t^3 + 3 t^2 (1 - t)."""
    model = delegates(tmp_path, "open", 0.0, 1.0, tolerance)
    chance = tolerance**3 + 3 * tolerance**2 * (1 - tolerance)
    assert near((histories_of(model, 1000)[:, 1, 1:4] != VACANT).mean(), chance, 3000)


@pytest.mark.parametrize(("tolerance", "stays"), [(0.0, [True, True, False]), (1.0, [True, True, True])])
def test_without_a_setter_those_who_sit_stand_again(
    tmp_path: Path, tolerance: float, stays: list[bool]
) -> None:
    """Five of eight electors are of h's faction: at tolerance 0 they re-elect his men and nobody else."""
    model = board(tmp_path, people("hhhhh---", "hh-", ""), 3, slate=False, tolerance=tolerance)
    holders = histories_of(model, 10)[:, :, 1:4]
    assert ((holders[:, 1] == holders[:, 0]) == stays).all()


def test_nominees_in_proportion_to_prestige(tmp_path: Path) -> None:
    """Weights 0.05 + 0.75 and 0.05 + 0.15: four fifths and one fifth."""
    table = "name,body,patron,prestige\ne,congress,,0\nx,,,0.75\ny,,,0.15"
    holders = histories_of(board(tmp_path, table, 2, slate=False, obscure=0.05), 1000)[:, 1, 1]
    assert near((holders == 1).mean(), 0.8, 1000)


@pytest.mark.parametrize("ballots", [1, 3])
def test_a_seat_that_no_name_wins_stays_vacant(tmp_path: Path, ballots: int) -> None:
    """One elector agrees with a half: after n names the first seat is filled with 1 - 2^-n."""
    table = "name,body,patron,prestige\ne,congress,,0\nw,,,0\nx,,,0\ny,,,0"
    model = board(tmp_path, table, 2, slate=False, tolerance=0.5, ballots=float(ballots))
    assert near((histories_of(model, 1000)[:, 1, 1] != VACANT).mean(), 1 - 0.5**ballots, 1000)


def test_without_electors_nobody_is_elected(tmp_path: Path) -> None:
    assert (histories_of(board(tmp_path, people("", "hh-", "h"), 4), 5)[:, 1, 1:5] == VACANT).all()
