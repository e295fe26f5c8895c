"""The transition matrix of one month repeated for ever, absorption and hitting times by linear equations.

The clock stands still: the month given is repeated with its rules, cadences and ages, so that the chain is
homogeneous in time. It is the right model where nothing of the schedule depends on the date, and a question
about that month's rules where something does.
Does not model: ageing, terms that end by the clock, dated events and changes of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array
from scipy.sparse.linalg import spsolve

from whowhom.build.model import Model
from whowhom.exact.chain import Predicate, holds
from whowhom.exact.explore import Explorer
from whowhom.exact.states import States
from whowhom.spec.errors import ModelError


@dataclass(frozen=True)
class Solved:
    """The solution of linear equations over states."""

    by_state: NDArray[np.float64]
    """(n,) the answer from each state."""
    value: float
    """The answer from the start: `by_state` weighed by the start's probabilities."""
    residual: float
    """The largest distance between the two sides of any equation that was solved."""

    def __str__(self) -> str:
        """Give the answer with its residual, never one without the other."""
        return f"{self.value:.12g} (residual {self.residual:.1e})"


@dataclass(frozen=True)
class TransitionMatrix:
    """A chain that is homogeneous in time."""

    model: Model
    month: int
    states: States
    matrix: csr_array
    """(n, n) probability of going from row to column in one repetition of the month."""
    start: NDArray[np.float64]
    """(n,) probabilities of the states at the end of month 0."""
    recorded: NDArray[np.float64]
    """(n, W) what each state records."""
    residual: float
    """The largest distance of a row's sum from 1."""

    def absorption(self, predicate: Predicate) -> Solved:
        """Return the probability that the predicate ever holds, at the end of month 0 or later.

        Solves h = 1 where it holds, h = 0 where it cannot come to hold, h = Σ P h elsewhere.
        """
        target = holds(self.model, self.recorded, predicate)
        can = self._reaching(target, np.zeros(target.size, np.bool_))
        return self._solve(can & ~target, np.where(target, 1.0, 0.0), 0.0)

    def hitting_times(self, predicate: Predicate) -> Solved:
        """Return the expected months after month 0 until the predicate holds; infinite where it may never.

        Solves k = 0 where it holds, k = 1 + Σ P k elsewhere.
        """
        target = holds(self.model, self.recorded, predicate)
        never = ~self._reaching(target, np.zeros(target.size, np.bool_))
        unsure = self._reaching(never, target)
        fixed = np.where(unsure, np.inf, 0.0)
        return self._solve(~target & ~unsure, fixed, 1.0)

    def _reaching(self, target: NDArray[np.bool_], through: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which states can come to the target without leaving from a state of `through`."""
        reach = target.copy()
        while True:
            more = reach | ((np.asarray(self.matrix @ reach.astype(np.float64)) > 0.0) & ~through)
            if (more == reach).all():
                return reach
            reach = more

    def _solve(self, open_states: NDArray[np.bool_], fixed: NDArray[np.float64], cost: float) -> Solved:
        """Solve x = cost + Σ P x over the open states, with x fixed elsewhere."""
        by_state = fixed.copy()
        rows = np.flatnonzero(open_states)
        residual = 0.0
        if rows.size:
            inside = self.matrix[rows][:, rows]
            outside = np.flatnonzero(~open_states & np.isfinite(fixed))
            right = cost + self.matrix[rows][:, outside] @ fixed[outside]
            left = (eye_array(rows.size, format="csc") - inside).tocsc()
            solution = np.atleast_1d(spsolve(left, right))
            residual = float(np.abs(left @ solution - right).max())
            by_state[rows] = solution
        reached = self.start > 0.0
        return Solved(by_state, float(self.start[reached] @ by_state[reached]), residual)


def transition_matrix(
    model: Model,
    month: int = 1,
    most_states: int = 20_000,
    values: NDArray[np.float64] | None = None,
    frozen: tuple[str, ...] = (),
) -> TransitionMatrix:
    """Return the states that repetitions of `month` reach from the end of month 0, and the matrix over them.

    values, frozen: as for `chain`. Raises ModelError for a month outside the scenario, a continuous variate,
    and more than `most_states` states.
    """
    if not 1 <= month <= model.months:
        raise ModelError(f"exact: no month {month} to repeat; expected 1 to {model.months}")
    explorer = Explorer(model, values, frozen, most_states)
    states, start, matrix = explorer.close(month)
    residual = float(np.abs(matrix.sum(axis=1) - 1.0).max())
    return TransitionMatrix(model, month, states, matrix, start, explorer.record(states, month), residual)
