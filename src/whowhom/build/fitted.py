"""Fitted numbers: draws of a posterior that a document names, one for each history that is run.

    point value or prior of the mechanism < of the document < of an intervention < a draw of the posterior,
    which stands in for a number only while its prior and its unit are those that it was fitted from

An intervention that sets a number, or an edit of its prior, therefore keeps the last word; all else that the
posterior knows holds in every arm. A row of the table is one draw of all numbers together, because data
inform sums and products of numbers better than each of them.
Does not model: what the fit did not know; a document that was changed since then is only told of.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Value
from whowhom.build.values import inside
from whowhom.core.draw import stream, uniforms
from whowhom.spec.data_files import POSTERIOR, locate
from whowhom.spec.errors import ResultError
from whowhom.spec.scenario import Scenario

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fitted:
    """The draws of a posterior and where they come from."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    """The units of the document."""
    priors: tuple[str, ...]
    """The priors that the numbers were fitted from, as a document writes them."""
    given: Array
    """(L, D) draws in the units of the document."""
    targets: Mapping[str, float]
    """What was fitted, on the scales of the summaries."""
    provenance: Mapping[str, Any]
    """Scenario, fingerprint of the document, choices, gates: whatever JSON can hold."""
    digest: str
    """Hash of the draws."""


def read_fitted(scenario: Scenario) -> Fitted | None:
    """Return the fitted numbers that a scenario names; None where it names none.

    Raises DocumentError where there is no such file, ResultError where it holds no posterior.
    """
    if scenario.posterior is None:
        return None
    return load_fitted(locate(scenario, POSTERIOR, scenario.posterior))


def load_fitted(path: Path) -> Fitted:
    """Return the draws of a CSV file, one row a draw, and of the JSON file of the same name beside it.

    Raises ResultError for a file that is no table of finite numbers, or whose units are not told.
    """
    try:
        text = path.read_text(encoding="utf-8")
        header, *rows = list(csv.reader(text.splitlines(), strict=True))
        given = np.array(rows, np.float64).reshape(len(rows), len(header))
        about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        units = tuple(str(about["units"][name]) for name in header)
        priors = tuple(str(about["priors"][name]) for name in header)
        targets, provenance = dict(about["targets"]), dict(about["provenance"])
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise ResultError(f"{path.name}: no posterior can be read: {error}") from error
    if not len(given) or not np.isfinite(given).all():
        raise ResultError(f"{path.name}: expected one or more draws, all of them finite")
    digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    return Fitted(tuple(header), units, priors, given, targets, provenance, digest)


def draw_rows(draws: int, histories: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Return (H,) which of so many draws each history uses, with replacement, from seed and history alone."""
    number = np.array([stream("fit.posterior", "draw")], np.int64)
    with np.errstate(over="ignore"):
        found = uniforms(np.uint64(seed), histories, number)[:, 0]
    return np.minimum((found * draws).astype(np.int64), draws - 1)


def filled(
    fitted: Fitted, values: Sequence[Value], table: Array, histories: NDArray[np.int64], seed: int
) -> Array:
    """Return a copy of a table of values (H, C) with the fitted numbers in their columns.

    values: `model.values` of any arm. History k uses the same draw in every arm and in any batch.
    """
    rows = fitted.given[draw_rows(len(fitted.given), histories, seed)]
    answer = table.copy()
    for column, place in stands_in(fitted, values).items():
        answer[:, column] = inside(values[column], rows[:, place])
    return answer


def stands_in(fitted: Fitted, values: Sequence[Value]) -> dict[int, int]:
    """Return by column of `model.values` the column of the draws that stands in for it."""
    places = {name: place for place, name in enumerate(fitted.names)}
    answer = {}
    for column, value in enumerate(values):
        place = places.get(value.name)
        if place is None or value.prior is None:
            continue
        if (str(value.prior), value.given_unit) == (fitted.priors[place], fitted.units[place]):
            answer[column] = place
    return answer
