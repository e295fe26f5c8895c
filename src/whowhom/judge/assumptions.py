"""What a verdict turns on: numbers and regions of numbers, by the draws that were judged.

    chance_j   that the claim holds in draw j, from the samples of its effects
    number     the rank correlation of chance with every uncertain number, Holm's correction over all of them
    region     the box of numbers in which the claim holds (patient rule induction, fit/discovery.py), judged
               by draws that it was not made from

Does not model: pairs of numbers that matter only together, beyond what a box finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whowhom.build.model import Model, Value
from whowhom.fit.discovery import FEWEST_ROWS, discover
from whowhom.judge.judged import Discovered, Limit
from whowhom.measures.statistics import Numbers

LEVEL = 0.05


@dataclass(frozen=True)
class Association:
    """How the chance that a claim holds goes with one number."""

    name: str
    value: Value
    correlation: float
    """Spearman's, over the draws."""
    p_value: float
    """After Holm's correction over all uncertain numbers."""


def uncertain(model: Model, table: Numbers) -> list[int]:
    """Return the columns of the table of values that differ between draws, each number once."""
    first: dict[str, int] = {}
    for column, value in enumerate(model.values):
        if value.prior is not None and np.ptp(table[:, column]) > 0:
            first.setdefault(value.name, column)
    return list(first.values())


def associations(model: Model, table: Numbers, chance: Numbers) -> list[Association]:
    """Return the association of every uncertain number, the strongest first.

    table: (J, C) in order of `model.values`; chance: (J,) NaN where it cannot be told.
    """
    from scipy import stats

    there = ~np.isnan(chance)
    if there.sum() < 10 or np.ptp(chance[there]) == 0:
        return []
    columns = uncertain(model, table[there])
    found = [stats.spearmanr(table[there, column], chance[there]) for column in columns]
    raised = _holm([float(one.pvalue) for one in found])
    rows = [
        Association(model.values[column].name, model.values[column], float(one.statistic), p)
        for column, one, p in zip(columns, found, raised, strict=True)
    ]
    return sorted(rows, key=lambda row: -abs(row.correlation))


def region(model: Model, table: Numbers, chance: Numbers, seed: int) -> Discovered | None:
    """Return the box in which the claim holds, or fails where it mostly holds; None with too few draws."""
    there = ~np.isnan(chance)
    outcome = chance[there] > 0.5
    if there.sum() < FEWEST_ROWS or outcome.all() or not outcome.any():
        return None
    columns = uncertain(model, table[there])
    names = [model.values[column].name for column in columns]
    found = discover(table[there][:, columns], outcome, names, seed=seed)
    units = {model.values[column].name: model.values[column].unit for column in columns}
    limits = tuple(Limit(one.name, one.low, one.high, units[one.name]) for one in found.limits)
    return Discovered(found.found, limits, found.density, found.coverage, found.base)


def _holm(p_values: Sequence[float]) -> list[float]:
    """Return p values after Holm's step-down correction. Source: Holm 1979."""
    order = np.argsort(p_values)
    answer, highest = [1.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        answer[place] = highest
    return answer
