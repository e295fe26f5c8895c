"""The end of a tenure: birthdays, terms, staggered terms. No chance is drawn, so there is no false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.organisations import histories_of, last_state, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

SIX = "name,born,body\n" + "".join(f"p{i},1950-01-01,{'board' if i < 3 else ''}\n" for i in range(6))


def board(folder: Path, body: str, people: str = SIX, months: int = 12, refilled: bool = False) -> Model:
    """A board of three with limits; where it is refilled, by lot in the month of the vacancy."""
    text = f"""
    [bodies]
    board = {{ seats = 3{body} }}
    [[rules]]
    name = "lot"
    verb = "draws"
    by = "members"
    over = "board"
    pool = "members"
    [[schedule]]
    mechanism = "tenure"
    """
    if refilled:
        text += '[[schedule]]\nmechanism = "lot"\n'
    return organise(folder, text, people, months)


def held(model: Model) -> list[list[int]]:
    """Return by seat the months in which it is held."""
    holders = histories_of(model)[0]
    return [
        [month for month in range(holders.shape[0]) if holders[month, seat] != VACANT] for seat in range(3)
    ]


@pytest.mark.parametrize(("born", "leaves"), [("1920-06-01", 5), ("1920-06-30", 5), ("1920-07-01", 6)])
def test_the_seat_falls_vacant_in_the_month_of_the_birthday(tmp_path: Path, born: str, leaves: int) -> None:
    """January 2000 is month 0: whoever is 80 in June leaves in month 5, on whichever day."""
    people = f"name,born,body\na,{born},board\nb,1950-01-01,board\n"
    months = held(board(tmp_path, ', age_limit = "80 years"', people))
    assert months[0] == list(range(leaves))
    assert months[1] == list(range(13))


def test_without_limit_or_term_nobody_leaves(tmp_path: Path) -> None:
    people = "name,born,body\na,1880-01-01,board\n"
    assert held(board(tmp_path, "", people))[0] == list(range(13))


def test_a_term_ends_after_its_months(tmp_path: Path) -> None:
    assert held(board(tmp_path, ', term = "5 months"')) == [list(range(5))] * 3


def test_a_new_term_is_counted_from_the_new_start(tmp_path: Path) -> None:
    """Refilled in month 5, and again in month 10: all sit since month 10 at the end."""
    state = last_state(board(tmp_path, ', term = "5 months"', refilled=True))
    assert state.seats.since.tolist() == [10, 10, 10]


def test_staggered_terms_end_evenly_spread(tmp_path: Path) -> None:
    """Three seats, a term of six months: first ends after 2, 4 and 6, then every six months."""
    assert held(board(tmp_path, ', term = "6 months", staggered = true')) == [
        list(range(2)),
        list(range(4)),
        list(range(6)),
    ]
    model = board(tmp_path, ', term = "6 months", staggered = true', refilled=True)
    since = []
    for months in range(1, 13):
        ends = board(tmp_path, ', term = "6 months", staggered = true', months=months, refilled=True)
        since.append(last_state(ends).seats.since.tolist())
    assert since[-1] == last_state(model).seats.since.tolist() == [8, 10, 12]
    assert [sum(month in row for row in since[month - 1 : month]) for month in range(1, 13)] == [
        0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
    ]  # fmt: skip


def test_who_comes_late_serves_out_the_staggered_term(tmp_path: Path) -> None:
    """The third seat falls vacant in month 1, by age; its term ends in month 6 all the same."""
    people = SIX.replace("p2,1950-01-01", "p2,1920-02-01")
    body = ', term = "6 months", staggered = true, age_limit = "80 years"'
    assert last_state(board(tmp_path, body, people, 5, True)).seats.since.tolist() == [2, 4, 1]
    assert last_state(board(tmp_path, body, people, 6, True)).seats.since.tolist() == [2, 4, 6]


def test_a_vacated_seat_forgets_its_holder(tmp_path: Path) -> None:
    state = last_state(board(tmp_path, ', term = "5 months"'))
    assert state.seats.holder.tolist() == [VACANT] * 3
    assert state.seats.chosen_by.tolist() == [VACANT] * 3
    assert state.seats.terms.tolist() == [0, 0, 0]


def longest_stay(folder: Path, body: str) -> int:
    """Return the most months that anybody keeps a seat without a break, in 200 histories of five years."""
    people = "name,born,body\n" + "".join(f"p{i},1950-01-01,{'board' if i < 3 else ''}\n" for i in range(5))
    holders = histories_of(board(folder, body, people, months=60, refilled=True), 200)
    longest = 0
    for history in holders:
        for seat in range(3):
            stay = 0
            for month in range(1, history.shape[0]):
                stay = stay + 1 if history[month, seat] == history[month - 1, seat] else 0
                longest = max(longest, stay + 1)
    return longest


def test_nobody_serves_more_terms_in_a_row_than_the_body_allows(tmp_path: Path) -> None:
    """Terms of six months for three of five people: at most two in a row make twelve months in a seat.

    Without the limit somebody draws a third term in 200 histories, but for a chance below 10^-9.
    """
    (tmp_path / "limited").mkdir()
    (tmp_path / "free").mkdir()
    assert longest_stay(tmp_path / "limited", ', term = "6 months", term_limit = 2') == 12
    assert longest_stay(tmp_path / "free", ', term = "6 months"') > 12
