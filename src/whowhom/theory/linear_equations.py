"""Linear equations in whatever numbers they are given: exact with fractions, rounded with floats."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

Number = TypeVar("Number", float, Fraction)


def solve(matrix: Sequence[Sequence[Number]], right: Sequence[Number]) -> list[Number]:
    """Return the x with matrix x = right.

    Gauss-Jordan elimination, pivoting on the largest entry of the column.
    matrix: shape (n, n); right: shape (n,). Raises ZeroDivisionError if the matrix is singular.
    Source: elementary. Does not model: large or badly scaled systems; use numpy for those.
    """
    size = len(right)
    rows = [list(row) for row in matrix]
    for row, value in zip(rows, right, strict=True):
        row.append(value)
    for column in range(size):
        pivot = max(range(column, size), key=lambda i: abs(rows[i][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [value / lead for value in rows[column]]
        for i in range(size):
            factor = rows[i][column]
            if i != column and factor != 0:
                rows[i] = [value - factor * top for value, top in zip(rows[i], rows[column], strict=True)]
    return [row[size] for row in rows]
