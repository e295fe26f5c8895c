"""Packing: how many seats are added, and when none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.organisations import last_state, number, organise

from whowhom.build.model import Model

# The head h sits in the office; the board has h's man a, and b and c, who are not.
PEOPLE = "name,body,patron\nh,office,\na,board,h\nb,board,\nc,board,"


def board(
    folder: Path, most: int = 20, capacity: int = 20, people: str = PEOPLE, months: int = 1, **given: float
) -> Model:
    """A board of three seats that an office may enlarge."""
    units = {"secure": "share", "always": "probability"}
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    board = {{ seats = 3, capacity = {capacity} }}
    [[rules]]
    name = "packs"
    verb = "enlarges"
    by = "office"
    over = "board"
    most = {most}
    [[schedule]]
    mechanism = "enlargement"
    """
    text += "".join(f"{name} = {number(value, units[name])}\n" for name, value in given.items())
    return organise(folder, text, people, months)


def seats(model: Model) -> int:
    """Return the seats of the board at the end."""
    return int(last_state(model).bodies.size[1])


@pytest.mark.parametrize(
    ("secure", "expected"),
    [
        (0.0, 3),
        (1 / 3, 3),  # 1 of 3 is enough
        (0.5, 4),  # 2 of 4
        (0.6, 5),  # 3 of 5
        (0.75, 8),  # 6 of 8
        (1.0, 20),  # never: to the capacity
    ],
)
def test_as_many_as_bring_the_share(tmp_path: Path, secure: float, expected: int) -> None:
    """With n new seats for his men he has 1 + n of 3 + n."""
    assert seats(board(tmp_path, secure=secure)) == expected


def test_vacant_seats_count_as_his_to_fill(tmp_path: Path) -> None:
    """The seat added in month 1 is still vacant in the months after: no more are added for it."""
    assert seats(board(tmp_path, secure=0.5, months=6)) == 4


def test_most_and_capacity_bind(tmp_path: Path) -> None:
    assert seats(board(tmp_path, most=2, secure=0.75)) == 5
    assert seats(board(tmp_path, most=2, secure=0.75, months=2)) == 7
    assert seats(board(tmp_path, capacity=5, secure=0.75)) == 5
    assert seats(board(tmp_path, most=0, secure=0.75, always=1.0)) == 3


def test_always_adds_the_most(tmp_path: Path) -> None:
    assert seats(board(tmp_path, most=4, secure=0.0, always=1.0, months=2)) == 11
    assert seats(board(tmp_path, most=4, secure=0.0, always=0.0, months=2)) == 3


def test_more_friends_are_never_more_seats(tmp_path: Path) -> None:
    sizes = []
    for friends in range(4):
        lines = [f"{name},board,{'h' if place < friends else ''}" for place, name in enumerate("abc")]
        people = "\n".join(["name,body,patron", "h,office,", *lines])
        sizes.append(seats(board(tmp_path, people=people, secure=0.75)))
    assert sizes == [12, 8, 4, 3]  # 9 of 12, 6 of 8, 3 of 4, 3 of 3


def test_without_a_head_nothing_is_added(tmp_path: Path) -> None:
    people = "name,body,patron\na,board,\nb,board,\nc,board,"
    assert seats(board(tmp_path, people=people, secure=1.0, always=1.0)) == 3
