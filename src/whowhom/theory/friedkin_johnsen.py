"""Opinions pulled two ways: by the people listened to and by one's own first view.

x(t+1) = L W x(t) + (I - L) x(0), where L holds each person's susceptibility; DeGroot's averaging is L = I.

Sources: N. Friedkin and E. Johnsen, "Social influence networks and opinion change", Advances in Group
Processes 16 (1999) 1-29; S. Parsegov, A. Proskurnikov, R. Tempo and N. Friedkin, "Novel multidimensional
models of opinion dynamics in social networks", IEEE Transactions on Automatic Control 62 (2017) 2270-2285.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import kernel

Vector = NDArray[np.float64]


@kernel
def updated_opinion(weights: Vector, opinions: Vector, first: float, susceptibility: float) -> float:
    """Return one person's next opinion.

    l sum_j w_j x_j + (1 - l) x(0), summed in the order of the array so that every machine gives the same
    bits.

    weights: his row of W, shape (n,), adding up to 1; opinions: x, shape (n,), any unit; first: his x(0);
    susceptibility: l, 0 (never moves) to 1 (no memory of his first view). Nothing is checked here.
    Source: Friedkin and Johnsen 1999. Does not model: opinions on several linked issues.
    """
    heard = 0.0
    for j in range(len(opinions)):
        heard += float(weights[j]) * float(opinions[j])
    return susceptibility * heard + (1.0 - susceptibility) * first


def path(weights: Vector, susceptibility: Vector, initial: Vector, steps: int) -> Vector:
    """Return everybody's opinions at the start and after each of `steps` simultaneous updates.

    x(t+1) = L W x(t) + (I - L) x(0); shape (steps + 1, n).
    weights: W, shape (n, n), rows that add up to 1; susceptibility: the diagonal of L, shape (n,), 0 to 1;
    initial: x(0), shape (n,). Raises ValueError otherwise.
    Source: Friedkin and Johnsen 1999. Does not model: updates one at a time.
    """
    _check(weights, susceptibility)
    opinions = np.empty((steps + 1, len(initial)))
    opinions[0] = initial
    for t in range(steps):
        for i in range(len(initial)):
            opinions[t + 1, i] = updated_opinion(weights[i], opinions[t], initial[i], susceptibility[i])
    return opinions


def total_influence(weights: Vector, susceptibility: Vector) -> Vector:
    """Return how much of each person's final opinion comes from each person's first one.

    V = (I - L W)^-1 (I - L), shape (n, n), rows that add up to 1; the limit of the opinions is V x(0).
    Arguments and errors as in `path`; ValueError also if someone is fully susceptible and hears, even at
    third hand, only the fully susceptible: then first views leave no trace of this form and V does not exist.
    Source: Friedkin and Johnsen 1999; the condition is in Parsegov et al. 2017.
    Does not model: the limit of such a forgetful group; `consensus` does.
    """
    _check(weights, susceptibility)
    anchored = susceptibility < 1.0
    for _ in range(len(weights)):
        anchored = anchored | ((weights > 0.0) @ anchored)
    if not anchored.all():
        forgetful = np.flatnonzero(~anchored).tolist()
        raise ValueError(
            f"susceptibility: {forgetful} hear nobody anchored; expected someone below 1 in reach"
        )
    people = len(weights)
    pull = np.eye(people) - susceptibility[:, None] * weights
    return np.asarray(np.linalg.solve(pull, np.diag(1.0 - susceptibility)), dtype=np.float64)


def limit(weights: Vector, susceptibility: Vector, initial: Vector) -> Vector:
    """Return the opinions to which all settle.

    (I - L W)^-1 (I - L) x(0), shape (n,). Arguments as in `path`, errors as in `total_influence`.
    Source: Friedkin and Johnsen 1999. Does not model: what `total_influence` does not.
    """
    settled: Vector = total_influence(weights, susceptibility) @ initial
    return settled


def _check(weights: Vector, susceptibility: Vector) -> None:
    people = len(susceptibility)
    if weights.shape != (people, people):
        raise ValueError(f"weights: shape {weights.shape}; expected ({people}, {people})")
    for i, row in enumerate(weights):
        if row.min() < 0.0 or abs(row.sum() - 1.0) > 1e-9:
            raise ValueError(f"weights: row {i} is {row.tolist()}; expected weights that add up to 1")
    if not np.all((susceptibility >= 0.0) & (susceptibility <= 1.0)):
        raise ValueError(f"susceptibility: {susceptibility.tolist()}; expected shares from 0 to 1")
