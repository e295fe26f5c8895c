"""The flow of cadres through grades: promotion, loss and recruitment.

Source: D. Bartholomew, Stochastic Models for Social Processes (1967): n(t+1) = n(t) P + R.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from whowhom.theory.linear_equations import solve

Number = TypeVar("Number", float, Fraction)


def steady_state(transition: Sequence[Sequence[Number]], recruits: Sequence[Number]) -> list[Number]:
    """Return how many people each grade holds when as many come as go.

    n = R (I - P)^-1. Fractions give exact fractions.

    transition: P, shape (g, g), the share of each grade (row) found in each grade (column) a period later;
    what is missing in a row leaves; recruits: R, shape (g,), people per period. Raises ValueError if P is not
    square, a row has a negative entry or a sum above 1, or there is a group of grades that nobody leaves.
    Source: Bartholomew 1967. Does not model: chance, fixed establishments, or recruitment by vacancy.
    """
    _check(transition, recruits)
    size = len(recruits)
    # The transpose, because people are a row vector and the solver takes columns.
    balance = [[(1 if i == j else 0) - transition[j][i] for j in range(size)] for i in range(size)]
    return solve(balance, recruits)


def grade_path(
    start: Sequence[Number], transition: Sequence[Sequence[Number]], recruits: Sequence[Number], periods: int
) -> list[list[Number]]:
    """Return the people in each grade at the start and after each of `periods` periods.

    n(t+1) = n(t) P + R. start: shape (g,); the rest, and the errors, as in `steady_state`.
    Source: Bartholomew 1967. Does not model: what `steady_state` does not.
    """
    _check(transition, recruits)
    path = [list(start)]
    for _ in range(periods):
        now = path[-1]
        path.append(
            [
                recruit + sum(now[i] * transition[i][grade] for i in range(len(now)))
                for grade, recruit in enumerate(recruits)
            ]
        )
    return path


def _check(transition: Sequence[Sequence[Number]], recruits: Sequence[Number]) -> None:
    size = len(recruits)
    if len(transition) != size or any(len(row) != size for row in transition):
        raise ValueError(f"transition: expected a square matrix with {size} rows, one a grade")
    # Decimals such as 0.7 + 0.2 + 0.1 add up to a little more than 1 in floats.
    for i, row in enumerate(transition):
        if any(share < 0 for share in row) or sum(row) > 1 + 1e-12:
            raise ValueError(f"transition: row {i} is {list(row)}; expected shares that add up to at most 1")
    leaving = {i for i, row in enumerate(transition) if sum(row) < 1 - 1e-12}
    for _ in range(size):
        leaving |= {i for i, row in enumerate(transition) if any(row[j] > 0 for j in leaving)}
    if len(leaving) < size:
        stuck = sorted(set(range(size)) - leaving)
        raise ValueError(f"transition: nobody can leave from grades {stuck}; expected a way out of each")
