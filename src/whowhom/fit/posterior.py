"""The posterior of a fit: draws of the numbers, what is told of each, and the files in which it is kept.

The draws in the units of the document are what counts: they are what the file holds, and the numbers that a
run reads follow from them. A file read back therefore gives the same runs to the last digit.

    contraction  1 - var(posterior) / var(prior), on normal scores, where the prior's variance is 1
    overlap      integral of min(posterior, prior) on normal scores: 1 where the data say nothing
    informed     contraction >= 0.5 or overlap <= 0.35
    weakly       contraction >= 0.1 or overlap <= 0.9; else not informed

The contraction's bounds are conventions: at 0.5 as much is known from the data as from the prior, at 0.1 the
standard deviation has shrunk by a twentieth. The overlap's 0.35 is that of Garrett and Zeger 2000 for what
is identified; 0.9 leaves room for the error of a thousand draws. Contraction: Betancourt 2018.
"""

from __future__ import annotations

import csv
import importlib
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.fitted import draw_rows, load_fitted
from whowhom.build.model import Value
from whowhom.fit.transform import inward, outward, to_normal, to_numbers
from whowhom.spec.errors import ModelError, ResultError, shown

Array = NDArray[np.float64]

INFORMED, WEAKLY, NOT_INFORMED = "informed", "weakly informed", "not informed"
LEVELS = (0.5, 0.8, 0.95)
"""The central intervals that are told of each number."""
PRIOR_DRAWS = 100_000
"""Midpoints of equal probability from which the mean and sd of a prior are computed."""


@dataclass(frozen=True)
class Informed:
    """What is told of one number."""

    name: str
    unit: str
    mean: float
    sd: float
    intervals: tuple[tuple[float, float], ...]
    """The central intervals of LEVELS."""
    prior_mean: float
    prior_sd: float
    contraction: float
    overlap: float
    word: str
    """INFORMED, WEAKLY or NOT_INFORMED."""


@dataclass(frozen=True)
class Posterior:
    """Draws of the numbers of a fit, and where they come from."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    """The units of the document."""
    given: Array
    """(L, D) draws in the units of the document."""
    z: Array
    """(L, D) the same draws as normal scores."""
    prior_mean: Array
    prior_sd: Array
    """(D,) in the units of the document."""
    values: tuple[Value, ...]
    """(D,) the numbers of the model that the columns stand for."""
    targets: tuple[str, ...] = ()
    observed: Array = field(default_factory=lambda: np.empty(0))
    """(T,) the record that was fitted, on the scales of the summaries."""
    provenance: Mapping[str, Any] = field(default_factory=dict)
    """Scenario, fingerprint, seed, method, versions: whatever JSON can hold."""

    @property
    def numbers(self) -> Array:
        """(L, D) the draws in the internal units of `model.values`, as a run reads them."""
        return inward(self.values, self.given)

    def table(self) -> tuple[Informed, ...]:
        """Return what is told of each number, in the order of the columns."""
        return tuple(self._told(place) for place in range(len(self.names)))

    def _told(self, place: int) -> Informed:
        """Return what is told of one number."""
        draws, contraction = self.given[:, place], 1.0 - float(self.z[:, place].var(ddof=1))
        common = overlap(self.z[:, place])
        ends = [np.quantile(draws, [0.5 - level / 2, 0.5 + level / 2]) for level in LEVELS]
        return Informed(
            name=self.names[place],
            unit=self.units[place],
            mean=float(draws.mean()),
            sd=float(draws.std(ddof=1)),
            intervals=tuple((float(low), float(high)) for low, high in ends),
            prior_mean=float(self.prior_mean[place]),
            prior_sd=float(self.prior_sd[place]),
            contraction=contraction,
            overlap=common,
            word=word_for(contraction, common),
        )

    def rows_for(self, histories: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
        """Return (H,) which draw each history uses, with replacement, from seed and history alone."""
        return draw_rows(len(self.given), histories, seed)

    def draw_for(self, histories: NDArray[np.int64], seed: int) -> Array:
        """Return (H, D) the numbers that each history is run with, in internal units.

        History k uses the same draw in any batch. They are the columns of this posterior; the others of
        `run_batch(values=...)` keep what `value_table` gives them: `filled`.
        """
        return np.asarray(self.numbers[self.rows_for(histories, seed)])

    def filled(self, values: Sequence[Value], table: Array, histories: NDArray[np.int64], seed: int) -> Array:
        """Return a copy of a table of values (H, C) with this posterior's numbers in their columns.

        values: `model.values`. Raises ModelError where one of the numbers is not among them.
        """
        places = {value.name: k for k, value in enumerate(values) if value.prior is not None}
        missing = [name for name in self.names if name not in places]
        if missing:
            raise ModelError(f"posterior: this scenario has no number {shown(missing[0])} with a prior")
        answer = table.copy()
        answer[:, [places[name] for name in self.names]] = self.draw_for(histories, seed)
        return answer

    def write_csv(self, path: Path, figures: int | None = None) -> None:
        """Write one row a draw to `path` and where they come from to `path` with .json in place of .csv.

        figures: how many a number has; absent means all, so that what is read back is the same to the last.
        """
        told = repr if figures is None else f"{{:.{figures}g}}".format
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(self.names)
            writer.writerows([told(float(number)) for number in row] for row in self.given)
        about = {
            "units": dict(zip(self.names, self.units, strict=True)),
            "priors": {value.name: str(value.prior) for value in self.values},
            "targets": dict(zip(self.targets, self.observed.tolist(), strict=True)),
            "provenance": dict(self.provenance),
        }
        path.with_suffix(".json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")

    def to_arviz(self, replicates: Array | None = None) -> Any:
        """Return the posterior as ArviZ keeps it: InferenceData, or a DataTree where ArviZ is 1 or later.

        Groups: posterior and prior (by number, in the units of the document), observed_data, and, where
        replicates (R, T) are given, posterior_predictive (by target). Raises ModelError without the extra.
        """
        return _to_arviz(self, replicates)


def posterior_of(
    values: Sequence[Value],
    z: Array,
    *,
    targets: Sequence[str] = (),
    observed: Array | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> Posterior:
    """Return the posterior with draws z (L, D) of an estimator; values: (D,) the numbers they stand for."""
    given = outward(values, to_numbers(values, z))
    return _made(values, given, z, targets, np.empty(0) if observed is None else observed, provenance or {})


def read_csv(path: Path, values: Sequence[Value]) -> Posterior:
    """Return the posterior that `write_csv` wrote; values: `model.values` of the scenario that will use it.

    Raises ResultError for a file that is no table of numbers, for a number that the scenario does not have,
    and for one in another unit than it was written in.
    """
    found = load_fitted(path)
    known = {value.name: value for value in values if value.prior is not None}
    for name, unit in zip(found.names, found.units, strict=True):
        if name not in known:
            raise ResultError(f"{path.name}: this scenario has no number {shown(name)} with a prior")
        if unit != known[name].given_unit:
            expected = f"found {shown(unit)}; expected {shown(known[name].given_unit)}"
            raise ResultError(f"{path.name}: unit of {name}: {expected}")
    used = [known[name] for name in found.names]
    z = to_normal(used, inward(used, found.given))
    observed = np.array(list(found.targets.values()))
    return _made(used, found.given, z, tuple(found.targets), observed, found.provenance)


def _made(
    values: Sequence[Value],
    given: Array,
    z: Array,
    targets: Sequence[str],
    observed: Array,
    provenance: Mapping[str, Any],
) -> Posterior:
    """Return a posterior with the means and standard deviations of the priors."""
    from scipy import special

    middles = special.ndtri((np.arange(PRIOR_DRAWS) + 0.5) / PRIOR_DRAWS)
    prior = outward(values, to_numbers(values, np.repeat(middles[:, None], len(values), axis=1)))
    return Posterior(
        names=tuple(value.name for value in values),
        units=tuple(value.given_unit for value in values),
        given=given,
        z=z,
        prior_mean=prior.mean(axis=0),
        prior_sd=prior.std(axis=0),
        values=tuple(values),
        targets=tuple(targets),
        observed=observed,
        provenance=provenance,
    )


def overlap(z: Array) -> float:
    """Return the overlap of draws of one number (L,) on normal scores with their prior N(0, 1), 0 to 1.

    A kernel estimate with the normal reference bandwidth 1.06 sd L^(-1/5), integrated on a grid of +-8; it
    widens the posterior by about a tenth of its standard deviation at a thousand draws or fewer.
    """
    grid = np.linspace(-8.0, 8.0, 801)
    bandwidth = max(1.06 * float(z.std()) * z.size**-0.2, 0.02)
    # Binned first: with many draws the sum over all of them at each point would be slow.
    counts = np.histogram(z, bins=801, range=(-8.01, 8.01))[0]
    kernel = np.exp(-0.5 * ((grid[:, None] - grid[None, :]) / bandwidth) ** 2)
    density = kernel @ counts / (z.size * bandwidth * np.sqrt(2.0 * np.pi))
    prior = np.exp(-0.5 * grid**2) / np.sqrt(2.0 * np.pi)
    return float(min(np.minimum(density, prior).sum() * (grid[1] - grid[0]), 1.0))


def word_for(contraction: float, common: float) -> str:
    """Return INFORMED, WEAKLY or NOT_INFORMED, by the bounds of the module."""
    if contraction >= 0.5 or common <= 0.35:
        return INFORMED
    return WEAKLY if contraction >= 0.1 or common <= 0.9 else NOT_INFORMED


def _to_arviz(posterior: Posterior, replicates: Array | None) -> Any:
    """Return a posterior as ArviZ keeps it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            arviz = importlib.import_module("arviz")
    except ModuleNotFoundError as missing:
        raise ModelError("posterior: ArviZ needs the extra: pip install 'whowhom[fit]'") from missing
    import xarray

    def group(names: Sequence[str], table: Array) -> xarray.Dataset:
        return xarray.Dataset({name: (("chain", "draw"), table[None, :, k]) for k, name in enumerate(names)})

    z = np.random.default_rng(0).standard_normal(posterior.z.shape)
    prior = outward(posterior.values, to_numbers(posterior.values, z))
    groups = {"posterior": group(posterior.names, posterior.given), "prior": group(posterior.names, prior)}
    record = dict(zip(posterior.targets, posterior.observed, strict=True))
    groups["observed_data"] = xarray.Dataset({name: ((), value) for name, value in record.items()})
    if replicates is not None:
        groups["posterior_predictive"] = group(posterior.targets, replicates)
    if hasattr(arviz, "InferenceData"):
        return arviz.InferenceData(**groups)
    return xarray.DataTree.from_dict(groups)
