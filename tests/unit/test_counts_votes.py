"""The chance that a side carries a rule, and who heads a body, for counts worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import organise

from whowhom.exact.counts.chain import CountChain
from whowhom.exact.counts.moves import OURS, REST
from whowhom.exact.counts.votes import bodies_asked, carries, heads, tally


def board(folder: Path, rule: str = "", body: str = "", seats: int = 3, more: str = "") -> CountChain:
    """A chief, a board that elects a club of one, and whatever else."""
    text = f"""
    [bodies]
    chief = {{ seats = 1 }}
    board = {{ seats = {seats}{body} }}
    club = {{ seats = 1 }}
    [[rules]]
    name = "election"
    verb = "elects"
    by = "board"
    over = "club"
    {rule}
    {more}
    [[schedule]]
    mechanism = "party_line"
    [audit]
    principal = "chief"
    """
    return CountChain(organise(folder, text))


def axes(chain: CountChain, rows: list[tuple[int, int, int]]) -> list[NDArray[np.int64]]:
    """Return the counts of every kind: of the board the given rows, of the others one row."""
    found = [np.array([kind.start], np.int64) for kind in chain.kinds]
    (place,) = [number for number, kind in enumerate(chain.kinds) if kind.body == 1]
    found[place] = np.array(rows, np.int64)
    return found


def told(chain: CountChain, rows: list[tuple[int, int, int]], side: int, comply: float = 0.0) -> list[float]:
    """Return the chance that a side carries the election, by row of the board's counts."""
    table = carries(chain.model.polity, chain.kinds, axes(chain, rows), 0, side, comply)
    return [float(chance) for chance in table.reshape(-1)]


FULL = [(0, 3, 3), (1, 2, 3), (2, 1, 3), (3, 0, 3)]


@pytest.mark.parametrize(
    ("decision", "ours", "rest"),
    [
        ("majority", [0, 0, 1, 1], [1, 1, 0, 0]),
        ("unanimity", [0, 0, 0, 1], [1, 0, 0, 0]),
        ("1/3", [0, 1, 1, 1], [1, 1, 1, 0]),
        ("2/3", [0, 0, 1, 1], [1, 1, 0, 0]),
        ("any holder", [0, 1, 1, 1], [1, 1, 1, 0]),
    ],
)
def test_the_votes_of_a_side_alone(tmp_path: Path, decision: str, ours: list[int], rest: list[int]) -> None:
    chain = board(tmp_path, f'decision = "{decision}"')
    assert told(chain, FULL, OURS) == ours
    assert told(chain, FULL, REST) == rest


def test_those_present_and_all_seats_are_different_bases(tmp_path: Path) -> None:
    """One against none, with two seats vacant: a majority of those present, not of the seats."""
    rows = [(1, 0, 3), (2, 0, 3), (1, 1, 3)]
    assert told(board(tmp_path, 'decision = "majority"'), rows, OURS) == [1, 1, 0]
    assert told(board(tmp_path, 'decision = "majority of seats"'), rows, OURS) == [0, 1, 0]


def test_a_quorum_counts_both_sides(tmp_path: Path) -> None:
    chain = board(tmp_path, 'quorum = "2/3"')
    assert told(chain, [(1, 0, 3), (2, 0, 3), (2, 1, 3)], OURS) == [0, 1, 1]


def test_an_empty_body_carries_nothing(tmp_path: Path) -> None:
    for decision in ("majority", "unanimity", "1/2"):
        assert told(board(tmp_path, f'decision = "{decision}"'), [(0, 0, 3)], OURS) == [0]


def test_others_may_comply(tmp_path: Path) -> None:
    """One of ours needs one of two: 1 - (1 - c)^2; none of ours needs two of three: 3 c^2 (1 - c) + c^3."""
    c = 0.25
    found = told(board(tmp_path), FULL, OURS, c)
    assert found == pytest.approx([3 * c**2 * (1 - c) + c**3, 1 - (1 - c) ** 2, 1.0, 1.0], abs=1e-15)
    assert told(board(tmp_path), FULL, OURS, 1.0) == [1.0] * 4


def test_weights_make_kinds_and_count(tmp_path: Path) -> None:
    """Votes of 2, 1 and 1: the first seat alone ties with the others; with either it carries."""
    chain = board(tmp_path, body=", weights = [2, 1, 1]")
    kinds = [kind for kind in chain.kinds if kind.body == 1]
    assert [(kind.seats, kind.votes) for kind in kinds] == [((1,), ((1, 2),)), ((2, 3), ((1, 1),))]
    places = [chain.kinds.index(kind) for kind in kinds]
    table_axes = [np.array([kind.start], np.int64) for kind in chain.kinds]
    table_axes[places[0]] = np.array([[0, 1, 1], [1, 0, 1]])
    table_axes[places[1]] = np.array([[0, 2, 2], [1, 1, 2], [2, 0, 2]])
    votes = tally(chain.kinds, table_axes, 1, OURS)
    assert votes.reshape(2, 3).tolist() == [[0, 1, 2], [2, 3, 4]]
    table = carries(chain.model.polity, chain.kinds, table_axes, 0, OURS, 0.0)
    assert table.reshape(2, 3).tolist() == [[0, 0, 0], [0, 1, 1]]
    c = 0.5
    # Only the first seat is ours: one of the two others must comply. Only the two others: the first must.
    table = carries(chain.model.polity, chain.kinds, table_axes, 0, OURS, c).reshape(2, 3)
    assert table[1, 0] == pytest.approx(0.75)
    assert table[0, 2] == pytest.approx(0.5)


def test_consent_multiplies(tmp_path: Path) -> None:
    """The club needs the board and the chief: both bodies are asked, and the rest lacks the chief."""
    more = '[[rules]]\nname = "seal"\nverb = "confirms"\nby = "chief"\nover = "club"'
    chain = board(tmp_path, more=more)
    assert bodies_asked(chain.model.polity, 0) == [0, 1]
    assert told(chain, FULL, OURS) == [0, 0, 1, 1]
    assert told(chain, FULL, REST) == [0, 0, 0, 0]


def test_the_head_of_a_body_without_a_first_seat_of_its_own_kind(tmp_path: Path) -> None:
    """Where the body does not act by its head all are alike: each is as likely to speak for it."""
    chain = board(tmp_path)
    rows = [(0, 3, 3), (1, 2, 3), (1, 0, 3), (0, 0, 3)]
    for side, expected in ((OURS, [0, 1 / 3, 1, 0]), (REST, [1, 2 / 3, 0, 0])):
        found = heads(chain.model.polity, chain.kinds, axes(chain, rows), 1, side).reshape(-1)
        assert found.tolist() == pytest.approx(expected)


def test_the_first_seat_speaks_where_a_body_acts_by_its_head(tmp_path: Path) -> None:
    """The board appoints: its first seat is a kind of its own, and speaks while held; else any other."""
    more = '[[rules]]\nname = "other"\nverb = "appoints"\nby = "board"\nover = "club"'
    chain = board(tmp_path, more=more)
    first, others = [number for number, kind in enumerate(chain.kinds) if kind.body == 1]
    assert chain.kinds[first].seats == (1,)
    table_axes = [np.array([kind.start], np.int64) for kind in chain.kinds]
    table_axes[first] = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1]])
    table_axes[others] = np.array([[1, 1, 2]])
    found = heads(chain.model.polity, chain.kinds, table_axes, 1, OURS).reshape(-1)
    assert found.tolist() == [1.0, 0.0, 0.5]
