"""Estimators of the numbers of a model from the summaries of its histories: two methods, one interface.

A table of simulated rows (numbers as normal scores z, summaries s with the error of the record added) is
learnt once; then draws of p(z | s) follow for any record s, the one on record as well as the held-out rows of
the table by which gates judge the estimator.

    regression   regression-adjusted approximate Bayesian computation; needs no extra (`estimator_regression`)
    neural       a normalising flow of BayesFlow; needs the extra `fit` (`estimator_neural`)

Which is the better one for which problem is measured in benchmarks/inference.py and decided in
docs/decisions/0009. Record k of a call has draws of its own: they depend on the seed and k alone.
Does not model: that the simulator itself is wrong; `outlying` says where the record is unlike all histories.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.estimator_cloud import Cloud, Outlying, cloud_of
from whowhom.fit.estimator_linear import Linear
from whowhom.fit.estimator_neural import Network, Neural, Say, fit_neural, restored
from whowhom.fit.estimator_regression import Regression, fit_regression
from whowhom.fit.transform import FARTHEST
from whowhom.spec.errors import ModelError, one_of, shown

Array = NDArray[np.float64]

REGRESSION, NEURAL = "regression", "neural"
METHODS = (REGRESSION, NEURAL)
FEWEST_ROWS = 200
"""A table with fewer rows teaches nothing worth having."""
_LINEAR = ("mean_features", "mean_numbers", "slopes")
_REGRESSION = ("bends", "low", "high", "told", "residuals")
_CLOUD = ("ordered", "low", "high", "mean", "sd", "precision", "distances")


@dataclass(frozen=True)
class Estimator:
    """What was learnt from a table of simulated rows."""

    cloud: Cloud
    core: Regression | Neural

    @property
    def method(self) -> str:
        """One of METHODS."""
        return REGRESSION if isinstance(self.core, Regression) else NEURAL

    def sample(self, observed: Array, draws: int, seed: int) -> Array:
        """Return draws of the numbers given records, as normal scores within +-8.

        observed: (T,), which gives (draws, D), or (M, T), which gives (M, draws, D). Record k has the same
        draws whatever else is asked. Raises ValueError for a wrong shape, NaN, or no draws.
        """
        records = np.atleast_2d(observed)
        self._check(records)
        if draws < 1:
            raise ValueError(f"expected at least 1 draw; found {draws}")
        generators = [np.random.default_rng([seed, 2, k]) for k in range(len(records))]
        answer = np.clip(self.core.sample(self.cloud.scaled(records), draws, generators), -FARTHEST, FARTHEST)
        return np.asarray(answer[0] if observed.ndim == 1 else answer)

    def log_density(self, observed: Array, z: Array) -> Array:
        """Return (K,) log densities of the posterior given a record (T,) at normal scores z (K, D).

        The regression's is that of a normal distribution with the mean and covariance of its draws.
        """
        self._check(np.atleast_2d(observed))
        return self.core.log_density(self.cloud.scaled(observed), z)

    def outlying(self, observed: Array) -> Outlying:
        """Return how far a record (T,) lies outside the simulated cloud."""
        return self.cloud.outlying(observed)

    def _check(self, records: Array) -> None:
        """Raise ValueError for records of another width than was learnt, or with NaN."""
        wanted = self.cloud.mean.size
        if records.ndim != 2 or records.shape[1] != wanted or not np.isfinite(records).all():
            raise ValueError(f"expected records of {wanted} finite summaries; found shape {records.shape}")

    def save(self, folder: Path) -> None:
        """Write the estimator to a folder, so that `load` gives the same draws to the last digit."""
        folder.mkdir(parents=True, exist_ok=True)
        core = self.core
        arrays = {f"cloud_{name}": getattr(self.cloud, name) for name in _CLOUD}
        arrays |= {f"linear_{name}": getattr(core.linear, name) for name in _LINEAR}
        about: dict[str, object] = {"method": self.method}
        if isinstance(core, Regression):
            arrays |= {name: getattr(core, name) for name in _REGRESSION}
            about["nearest"] = core.nearest
        else:
            arrays |= {"lower": core.lower}
            arrays |= {f"weight_{k:04d}": weight for k, weight in enumerate(core.weights)}
            about |= {"network": asdict(core.settings), "losses": core.losses}
        np.savez_compressed(folder / "estimator.npz", allow_pickle=False, **arrays)
        (folder / "estimator.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def train(
    z: Array,
    summaries: Array,
    *,
    seed: int,
    method: str = REGRESSION,
    network: Network | None = None,
    say: Say | None = None,
) -> Estimator:
    """Learn p(z | s) from a table of simulated rows.

    z: (N, D) normal scores, whose prior is N(0, I). summaries: (N, T) with the error of the record added,
    without NaN. The same table, seed and kind of machine give the same estimator to the last digit. say: told
    the loss after each epoch (neural only). Raises ValueError for tables that do not fit together, ModelError
    for an unknown method or a missing extra.
    """
    if method not in METHODS:
        raise ModelError(f"fit: no method {shown(method)}; expected {one_of(METHODS)}")
    if z.ndim != 2 or summaries.ndim != 2 or len(z) != len(summaries) or not np.isfinite(z).all():
        raise ValueError(f"expected (row, number) and (row, target); found {z.shape} and {summaries.shape}")
    if len(z) < FEWEST_ROWS or not z.shape[1]:
        raise ValueError(f"expected {FEWEST_ROWS} rows and one number or more; found the shape {z.shape}")
    cloud = cloud_of(summaries)
    x = cloud.scaled(summaries)
    if method == REGRESSION:
        return Estimator(cloud, fit_regression(x, z))
    return Estimator(cloud, fit_neural(x, z, seed, network or Network(), say))


def load(folder: Path) -> Estimator:
    """Return the estimator that `Estimator.save` wrote to a folder."""
    about = json.loads((folder / "estimator.json").read_text(encoding="utf-8"))
    with np.load(folder / "estimator.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    cloud = Cloud(**{name: arrays[f"cloud_{name}"] for name in _CLOUD})
    linear = Linear(**{name: arrays[f"linear_{name}"] for name in _LINEAR})
    if about["method"] == REGRESSION:
        table = {name: arrays[name] for name in _REGRESSION}
        core: Regression | Neural = Regression(linear, nearest=about["nearest"], **table)
    else:
        settings = Network(**{**about["network"], "widths": tuple(about["network"]["widths"])})
        weights = [arrays[name] for name in sorted(arrays) if name.startswith("weight_")]
        core = restored(linear, arrays["lower"], settings, weights, cloud.mean.size)
    return Estimator(cloud, core)
