"""Alterations of numbers and mechanisms: each number at an end of its prior, each mechanism left out.

The ends are the quantiles at 5 and 95 % of the prior, in the unit of the document and within the range of the
number; a posterior, where the run drew from one, is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from whowhom.build.model import Model, Value
from whowhom.build.values import quantile
from whowhom.experiments.acts import MECHANISMS, NUMBERS, Alteration, Entry
from whowhom.spec.intervention import INTERVENTION
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Edit, Scenario
from whowhom.spec.units import PER_MONTH, UNITS

ENDS = (("low", 0.05), ("high", 0.95))
"""The ends of a prior."""


def numbers_at_ends(model: Model) -> Iterator[Entry]:
    """Set each number that has a prior to its low and to its high end, in every history."""
    for value in uncertain(model):
        given = given_of(model.scenario, value)
        for word, end in ends_of(value):
            to: Any = end
            if given is None:
                to = {"value": end, "unit": unit_of(value), "source": INTERVENTION}
            what = at_its_end(value, word, end)
            if given is not None and given.changes:
                what += ", dated changes kept"
            key = f"schedule.{value.name}"
            yield Alteration(NUMBERS, what, (Edit(set=key, to=to),), key)


def mechanisms_left_out(scenario: Scenario) -> Iterator[Entry]:
    """Leave out each mechanism."""
    for step in scenario.schedule:
        key = f"schedule.{step.mechanism}"
        yield Alteration(MECHANISMS, f"no mechanism {step.mechanism}", (Edit(remove=key),), key)


def uncertain(model: Model) -> Iterator[Value]:
    """List the numbers that have a prior."""
    for value in model.values:
        if value.prior is not None:
            yield value


def ends_of(value: Value) -> Iterator[tuple[str, float]]:
    """List (word, number) of the ends of a prior, in the unit of the document, to six digits."""
    assert value.prior is not None
    low, high = _range(value)
    for word, at in ENDS:
        end = float(quantile(value.prior, np.array([at]))[0])
        yield word, float(f"{min(max(end, low), high):.6g}")


def given_of(scenario: Scenario, value: Value) -> Quantity | None:
    """Return the number as the document gives it; None where the mechanism's own holds."""
    mechanism, _, name = value.name.partition(".")
    for step in scenario.schedule:
        found = step.numbers.get(name) if step.mechanism == mechanism else None
        if isinstance(found, Quantity):
            return found
    return None


def at_its_end(value: Value, word: str, end: float) -> str:
    """Return in words that a number is at an end of its prior."""
    unit = unit_of(value)
    return f"{value.name} at its {word} end, {end:g}{'' if unit == '1' else f' {unit}'}"


def unit_of(value: Value) -> str:
    """Return the unit in which a document writes the number."""
    return "1/month" if value.given_unit == PER_MONTH else value.given_unit


def _range(value: Value) -> tuple[float, float]:
    """Return the least and the most that the number may be, in the unit of the document."""
    if value.unit == PER_MONTH:
        return 0.0, 1.0
    factor = UNITS[value.given_unit].factor / UNITS[value.unit].factor
    return value.low / factor, value.high / factor
