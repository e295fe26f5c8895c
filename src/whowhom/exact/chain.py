"""The exact distribution over states, month by month, of a scenario that is small enough.

`chain` runs the compiled mechanisms of the model once for every outcome of chance, from every state that can
be reached, and adds up the probabilities of the outcomes that end in the same bytes. There is no second
description of a mechanism: whatever the simulation samples is what is enumerated here, in 64 bit, with its
residual.

At chance 0 or 1 everywhere there is one state a month. Does not model: continuous variates (refused by name),
numbers that differ between histories (point values, or the values given), more states than `most_states`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from whowhom.build.model import Model
from whowhom.exact.explore import Explorer
from whowhom.exact.states import States, faulted
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown

Predicate = Callable[[Mapping[str, Any]], bool]
"""A question to one record: names of `observe` to a number, or to (n,) for one with a dimension."""


@dataclass(frozen=True)
class Distribution:
    """Where a history may be at the end of one month."""

    month: int
    states: States
    probabilities: NDArray[np.float64]
    """(n,) of each state."""
    recorded: NDArray[np.float64]
    """(n, W) what each state records."""


@dataclass(frozen=True)
class Chain:
    """The distributions of the months 0 .. T-1, and the transitions between them."""

    model: Model
    distributions: tuple[Distribution, ...]
    transitions: tuple[csr_array, ...]
    """Entry t: (states of month t-1, states of month t); entry 0 has the one row of the start."""
    residual: float
    """The largest distance from 1 of the probabilities out of any state, or of a month."""

    @property
    def states(self) -> tuple[int, ...]:
        """How many states each month has."""
        return tuple(len(item.states) for item in self.distributions)

    def distribution(self, month: int) -> Distribution:
        """Return the states and probabilities at the end of a month. Raises ModelError beyond the horizon."""
        if not 0 <= month < len(self.distributions):
            raise ModelError(f"exact: no month {month}; expected 0 to {len(self.distributions) - 1}")
        return self.distributions[month]

    def expectation(self, name: str) -> NDArray[np.float64]:
        """Return the expectation of a recorded observable by month: (T,), or (T, n) for one with a dimension.

        Raises ModelError for a name that is not observed.
        """
        where = columns(self.model, name)
        table = np.array([item.probabilities @ item.recorded[:, where] for item in self.distributions])
        return table if columns_have_dimension(self.model, name) else table[:, 0]

    def law(self, name: str, month: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the values (v,) that a recorded number may take in a month, rising, and their probabilities.

        Raises ModelError for a name that is not observed and for one with a dimension.
        """
        if columns_have_dimension(self.model, name):
            raise ModelError(f"exact: {name} has a dimension; ask probability(...) of its numbers")
        at = self.distribution(month)
        values, inverse = np.unique(at.recorded[:, columns(self.model, name)][:, 0], return_inverse=True)
        return values, np.bincount(inverse, at.probabilities, minlength=values.size).astype(np.float64)

    def probability(self, predicate: Predicate) -> NDArray[np.float64]:
        """Return (T,) the probability that the record of a month answers the predicate with yes."""
        yes = [holds(self.model, item.recorded, predicate) for item in self.distributions]
        return np.array(
            [float(item.probabilities @ row) for item, row in zip(self.distributions, yes, strict=True)]
        )

    def absorption(self, predicate: Predicate) -> NDArray[np.float64]:
        """Return (T,) the probability that the predicate has held at the end of some month up to this one."""
        outside = np.ones(1)
        absorbed = 0.0
        chances = []
        for item, transition in zip(self.distributions, self.transitions, strict=True):
            outside = np.asarray(outside @ transition)
            yes = holds(self.model, item.recorded, predicate)
            absorbed += float(outside[yes].sum())
            outside = np.where(yes, 0.0, outside)
            chances.append(absorbed)
        return np.array(chances)

    def faulted(self) -> NDArray[np.float64]:
        """Return (T,) the probability of a fault up to each month: where it is not 0, read nothing else."""
        chances = [
            float(item.probabilities @ faulted(item.states, self.model.sizes)) for item in self.distributions
        ]
        return np.array(chances)


def chain(
    model: Model,
    months: int | None = None,
    most_states: int = 20_000,
    values: NDArray[np.float64] | None = None,
    frozen: tuple[str, ...] = (),
) -> Chain:
    """Return the exact distributions of months 0 to `months`, by default to the end of the scenario.

    values: (C,) one number for each of `model.values` in internal units; absent means the point values.
    frozen: arrays ("seats.since") that keep their values of the start, so that fewer states differ; a promise
    that no mechanism or observable of the model reads them. Raises ModelError for a horizon past the
    scenario, a continuous variate, and more than `most_states` states in a month.
    """
    last = model.months if months is None else months
    if not 0 <= last <= model.months:
        raise ModelError(f"exact: {last} months; expected 0 to {model.months}, the length of the scenario")
    explorer = Explorer(model, values, frozen, most_states)
    states = explorer.start()
    probabilities = np.ones(1)
    distributions: list[Distribution] = []
    transitions: list[csr_array] = []
    residual = 0.0
    for month in range(last + 1):
        states, transition = explorer.advance(states, month)
        probabilities = np.asarray(probabilities @ transition)
        out = float(np.abs(transition.sum(axis=1) - 1.0).max())
        residual = max(residual, out, abs(float(probabilities.sum()) - 1.0))
        distributions.append(Distribution(month, states, probabilities, explorer.record(states, month)))
        transitions.append(transition)
    return Chain(model, tuple(distributions), tuple(transitions), residual)


def columns(model: Model, name: str) -> slice:
    """Return the columns of a recorded observable. Raises ModelError for a name that is not observed."""
    names = [item.name for item in model.recorded]
    if name not in names:
        near = did_you_mean(name, names)
        raise ModelError(f"exact: nothing observed is named {shown(name)}; expected {one_of(names)}{near}")
    at = names.index(name)
    return slice(int(model.plan.first_output[at]), int(model.plan.first_output[at + 1]))


def columns_have_dimension(model: Model, name: str) -> bool:
    """Return whether a recorded observable has one number for each item of an axis."""
    return any(item.name == name and item.observable.dimension is not None for item in model.recorded)


def holds(model: Model, recorded: NDArray[np.float64], predicate: Predicate) -> NDArray[np.bool_]:
    """Return (n,) the answers of the predicate to the records (n, W); each different record is asked once."""
    rows, inverse = np.unique(recorded, axis=0, return_inverse=True)
    where = {item.name: columns(model, item.name) for item in model.recorded}
    answers = np.zeros(len(rows), np.bool_)
    for number, row in enumerate(rows):
        record: dict[str, Any] = {}
        for name, place in where.items():
            whole = columns_have_dimension(model, name)
            record[name] = row[place] if whole else float(row[place][0])
        answers[number] = bool(predicate(record))
    return np.asarray(answers[inverse.reshape(-1)])
