"""What one act does to the counts of one kind of seats, against probabilities worked by hand.

Counts are (ours, rest, exist).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from whowhom.exact.counts import moves
from whowhom.exact.counts.moves import OURS, REST, Move

Counts = tuple[int, int, int]


def outcomes(move: Move, row: int = 0) -> dict[Counts, float]:
    """Return the chances of the counts after, those of chance 0 left out."""
    pairs = zip(move.after.tolist(), move.matrix[row], strict=True)
    return {(a, b, c): float(chance) for (a, b, c), chance in pairs if chance > 0.0}


def one(ours: int, rest: int, exist: int) -> np.ndarray:
    """Return counts of one row."""
    return np.array([[ours, rest, exist]], np.int64)


def test_staying_and_vacating() -> None:
    assert outcomes(moves.stay(one(1, 2, 4))) == {(1, 2, 4): 1.0}
    assert outcomes(moves.vacate(one(1, 2, 4))) == {(0, 0, 4): 1.0}


def test_each_leaves_apart_from_the_others() -> None:
    """Two of ours and one of the rest, each leaving with 1/4: binomial in each side."""
    found = outcomes(moves.leave(one(2, 1, 3), 0.25))
    by_hand = {
        (2, 1, 3): Fraction(27, 64),
        (1, 1, 3): Fraction(18, 64),
        (0, 1, 3): Fraction(3, 64),
        (2, 0, 3): Fraction(9, 64),
        (1, 0, 3): Fraction(6, 64),
        (0, 0, 3): Fraction(1, 64),
    }
    assert found == {counts: float(chance) for counts, chance in by_hand.items()}


@pytest.mark.parametrize(("chance", "expected"), [(0.0, (2, 1, 3)), (1.0, (0, 0, 3))])
def test_leaving_for_certain_or_never(chance: float, expected: Counts) -> None:
    assert outcomes(moves.leave(one(2, 1, 3), chance)) == {expected: 1.0}


def test_leaving_from_bodies_of_different_size() -> None:
    """Seats that exist are no fewer when holders leave, and rows of other sizes do not mix."""
    move = moves.leave(np.array([[1, 0, 1], [1, 0, 2]]), 0.5)
    assert outcomes(move, 0) == {(1, 0, 1): 0.5, (0, 0, 1): 0.5}
    assert outcomes(move, 1) == {(1, 0, 2): 0.5, (0, 0, 2): 0.5}


def test_filling_by_our_side_with_some_disloyal() -> None:
    """Two vacancies at loyalty 3/4: 9/16, 6/16, 1/16."""
    found = outcomes(moves.fill(one(1, 1, 4), OURS, 0.75, 4))
    assert found == {(3, 1, 4): 9 / 16, (2, 2, 4): 6 / 16, (1, 3, 4): 1 / 16}


def test_filling_by_the_rest_and_by_the_loyal() -> None:
    assert outcomes(moves.fill(one(1, 1, 4), REST, 0.5, 4)) == {(1, 3, 4): 1.0}
    assert outcomes(moves.fill(one(1, 1, 4), OURS, 1.0, 4)) == {(3, 1, 4): 1.0}
    assert outcomes(moves.fill(one(1, 1, 4), OURS, 0.0, 4)) == {(1, 3, 4): 1.0}


@pytest.mark.parametrize(
    ("ceiling", "expected"), [(4, (3, 1, 4)), (3, (2, 1, 4)), (2, (1, 1, 4)), (1, (1, 1, 4))]
)
def test_nobody_is_added_above_the_ceiling_and_nobody_leaves_for_it(ceiling: int, expected: Counts) -> None:
    assert outcomes(moves.fill(one(1, 1, 4), OURS, 1.0, ceiling)) == {expected: 1.0}


def test_a_lot_is_drawn_without_replacement() -> None:
    """Two of four, two of them ours: 1/6, 4/6, 1/6; two of three, one ours: 1/3 none, 2/3 one."""
    found = outcomes(moves.fill_by_lot(one(0, 0, 2), 2, 2, 2))
    assert found == pytest.approx({(2, 0, 2): 1 / 6, (1, 1, 2): 4 / 6, (0, 2, 2): 1 / 6})
    found = outcomes(moves.fill_by_lot(one(0, 0, 2), 1, 2, 2))
    assert found == pytest.approx({(1, 1, 2): 2 / 3, (0, 2, 2): 1 / 3})


def test_a_lot_from_too_few_leaves_seats_vacant() -> None:
    assert outcomes(moves.fill_by_lot(one(0, 0, 4), 1, 1, 4)) == {(1, 1, 4): 1.0}
    assert outcomes(moves.fill_by_lot(one(0, 0, 2), 0, 0, 2)) == {(0, 0, 2): 1.0}


def test_ousting_the_other_side() -> None:
    assert outcomes(moves.oust(one(2, 1, 4), OURS)) == {(2, 0, 4): 1.0}
    assert outcomes(moves.oust(one(2, 1, 4), REST)) == {(0, 1, 4): 1.0}


def test_losing_some_of_a_side() -> None:
    """Two of ours, each gone with 1/2; the rest is untouched."""
    found = outcomes(moves.lose(one(2, 1, 3), OURS, 0.5))
    assert found == {(2, 1, 3): 0.25, (1, 1, 3): 0.5, (0, 1, 3): 0.25}
    assert outcomes(moves.lose(one(2, 1, 3), REST, 1.0)) == {(2, 0, 3): 1.0}


def test_new_seats_are_vacant_and_end_at_the_capacity() -> None:
    assert outcomes(moves.enlarge(one(1, 1, 2), 2, 9)) == {(1, 1, 4): 1.0}
    assert outcomes(moves.enlarge(one(1, 1, 8), 2, 9)) == {(1, 1, 9): 1.0}


def test_moves_side_by_side_name_the_same_counts() -> None:
    """Aligned matrices mean the same counts in each column."""
    before = np.array([[1, 1, 2], [0, 0, 2]])
    matrices, after = moves.aligned([moves.vacate(before), moves.stay(before)])
    columns = [tuple(counts) for counts in after.tolist()]
    assert sorted(columns) == [(0, 0, 2), (1, 1, 2)]
    empty, full = columns.index((0, 0, 2)), columns.index((1, 1, 2))
    assert matrices[0][:, empty].tolist() == [1.0, 1.0]
    assert matrices[1][0, full] == 1.0
    assert matrices[1][1, empty] == 1.0
    assert [matrix.sum(axis=1).tolist() for matrix in matrices] == [[1.0, 1.0], [1.0, 1.0]]
