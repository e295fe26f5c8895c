"""Two sides purge: who moves, who carries, who is removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.organisations import histories_of, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

NOBODY = VACANT


def board(
    folder: Path,
    ours: int,
    rule: str = "",
    body: str = "",
    by: str = "board",
    months: int = 1,
    **given: float,
) -> Model:
    """A chief (person 0), and a board of three (persons 1 to 3) of which the first so many are his."""
    text = f"""
    [bodies]
    chief = {{ seats = 1 }}
    board = {{ seats = 3{body} }}
    [[rules]]
    name = "purge"
    verb = "expels"
    by = "{by}"
    over = "board"
    {rule}
    [[schedule]]
    mechanism = "party_purge"
    """
    for name, value in given.items():
        text += f"{name} = {number(value, 'probability' if 'comply' in name else '1/month')}\n"
    people = "name,body,patron\nchief,chief,\n"
    people += "".join(f"m{seat},board,{'chief' if seat < ours else ''}\n" for seat in range(3))
    return organise(folder, text + '[audit]\nprincipal = "chief"\n', people, months)


def left(model: Model, histories: int = 3) -> list[int]:
    """Return who sits in the board in month 1, where chance plays no part."""
    holders = histories_of(model, histories)[:, 1, 1:]
    assert (holders == holders[0]).all()
    return [int(person) for person in holders[0]]


@pytest.mark.parametrize(
    ("ours", "expected"),
    [(0, [1, 2, 3]), (1, [NOBODY, 2, 3]), (2, [1, 2, NOBODY]), (3, [1, 2, 3])],
)
def test_the_majority_removes_the_others(tmp_path: Path, ours: int, expected: list[int]) -> None:
    assert left(board(tmp_path, ours)) == expected


@pytest.mark.parametrize(("ours", "expected"), [(1, [1, 2, 3]), (2, [1, 2, 3]), (3, [1, 2, 3])])
def test_unanimity_removes_nobody_who_votes(tmp_path: Path, ours: int, expected: list[int]) -> None:
    assert left(board(tmp_path, ours, 'decision = "unanimity"')) == expected


def test_where_one_vote_is_enough_the_principal_moves_first(tmp_path: Path) -> None:
    """His one man removes the two others before they can move against him."""
    assert left(board(tmp_path, 1, 'decision = "any holder"')) == [1, NOBODY, NOBODY]
    assert left(board(tmp_path, 1, 'decision = "any holder"', attempt=0.0)) == [NOBODY, 2, 3]


def test_another_body_may_remove(tmp_path: Path) -> None:
    """The chief alone removes all who are not his."""
    assert left(board(tmp_path, 1, by="chief")) == [1, NOBODY, NOBODY]
    assert left(board(tmp_path, 0, by="chief")) == [NOBODY] * 3


def test_votes_count_and_who_has_none_falls_too(tmp_path: Path) -> None:
    """The first seat has three votes of four, the third none: the one removes both others."""
    assert left(board(tmp_path, 1, body=", weights = [3, 1, 0]")) == [1, NOBODY, NOBODY]
    # Only the seat without a vote is not the chief's: it falls as well.
    assert left(board(tmp_path, 2, body=", weights = [3, 1, 0]")) == [1, 2, NOBODY]


def test_a_quorum_is_asked_of_the_acting_body(tmp_path: Path) -> None:
    """All three must be there: in month 1 they are, and the third falls."""
    assert left(board(tmp_path, 2, 'quorum = "3 seats"')) == [1, 2, NOBODY]


def test_nothing_is_moved_where_nobody_tries(tmp_path: Path) -> None:
    model = board(tmp_path, 2, attempt=0.0, resistance=0.0, comply=1.0, months=12)
    assert (histories_of(model, 10) == [0, 1, 2, 3]).all()


def test_a_motion_is_made_as_often_as_the_number_says(tmp_path: Path) -> None:
    """At 0.3 a month the third seat is held after two months with 0.49."""
    holders = histories_of(board(tmp_path, 2, attempt=0.3, months=2), 4000)
    assert near((holders[:, 2, 3] != VACANT).mean(), 0.49, 4000)
    assert (holders[:, :, 1:3] == [1, 2]).all()


@pytest.mark.parametrize(("ballot", "complying"), [("open", 0.2), ("secret", 0.6)])
def test_some_vote_across_the_line(tmp_path: Path, ballot: str, complying: float) -> None:
    """His one man needs one of the two others: 1 - (1 - c)(1 - c)."""
    model = board(tmp_path, 1, f'ballot = "{ballot}"', resistance=0.0, comply=0.2, comply_secret=0.6)
    holders = histories_of(model, 4000)[:, 1, 1:]
    removed = (holders[:, 1:] == VACANT).all(axis=1)
    assert near(removed.mean(), 1.0 - (1.0 - complying) ** 2, 4000)
    assert (holders[~removed] == [1, 2, 3]).all()


def test_a_cadence_is_kept(tmp_path: Path) -> None:
    holders = histories_of(board(tmp_path, 2, 'every = "3 months"', months=4))[0, :, 3]
    assert holders.tolist() == [3, 3, 3, VACANT, VACANT]
