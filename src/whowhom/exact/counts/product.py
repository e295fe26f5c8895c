"""A table of probabilities multiplied along one axis by a matrix, in the way that is fastest for the matrix.

Most matrices of the chain are of single seats (a handful of entries), or sparse (a purge moves each count to
one other); few are dense. What a matrix is like is found once, because acts repeat every month.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

FEW = 24
"""Entries up to which a matrix is applied entry by entry."""
SPARSE = 0.25
"""Share of entries up to which a matrix is kept sparse."""
WIDE = 256
"""Numbers to the right of an axis from which a product in place is faster than one with the axis last."""

Matrix = NDArray[np.float64]


class Product(NamedTuple):
    """A matrix (before, after) and what is known of it."""

    matrix: Matrix
    same: bool
    """Whether it changes nothing."""
    entries: tuple[tuple[int, int, float], ...]
    """Row, column and value of its entries, where they are few."""
    sparse: csr_array | None
    """Its transpose, where it has many entries but far from all."""


def product(matrix: Matrix) -> Product:
    """Look at a matrix and choose how to multiply by it."""
    rows, columns = matrix.shape
    places = np.argwhere(matrix)
    same = bool(rows == columns == len(places) and (np.diagonal(matrix) == 1.0).all())
    entries: tuple[tuple[int, int, float], ...] = ()
    sparse = None
    if len(places) <= FEW:
        entries = tuple((int(row), int(column), float(matrix[row, column])) for row, column in places)
    elif len(places) <= SPARSE * matrix.size:
        sparse = csr_array(matrix.T)
    return Product(matrix, same, entries, sparse)


def applied(mass: Matrix, factor: Product, axis: int) -> Matrix:
    """Multiply a table along one axis by a matrix (before, after)."""
    if factor.same:
        return mass
    shape = mass.shape
    rows, columns = factor.matrix.shape
    left, right = int(np.prod(shape[:axis])), int(np.prod(shape[axis + 1 :]))
    before = mass.reshape(left, rows, right)
    if factor.entries:
        after = np.zeros((left, columns, right))
        for row, column, value in factor.entries:
            after[:, column] += before[:, row] if value == 1.0 else value * before[:, row]
    elif factor.sparse is not None:
        # The axis comes first, so that a row of the sparse matrix adds up whole rows of the table.
        first = before.transpose(1, 0, 2).reshape(rows, left * right)
        after = (factor.sparse @ first).reshape(columns, left, right).transpose(1, 0, 2)
    elif right == 1:
        after = before[:, :, 0] @ factor.matrix
    elif left == 1 or right >= WIDE:
        after = np.matmul(factor.matrix.T, before)
    else:
        last = np.ascontiguousarray(before.transpose(0, 2, 1)).reshape(left * right, rows)
        after = (last @ factor.matrix).reshape(left, right, columns).transpose(0, 2, 1)
    return np.ascontiguousarray(after).reshape(*shape[:axis], columns, *shape[axis + 1 :])
