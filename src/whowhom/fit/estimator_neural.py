"""Neural posterior estimation: a conditional normalising flow of BayesFlow, trained on simulated rows.

    e = L^-1 (z - m(s)),   q(z | s) = flow(e | s) / det L

m is the ridge regression (`estimator_linear`) and L the Cholesky factor of the covariance of its residuals.
The flow is the identity before training, so that q begins as the normal posterior of a linear model, and
training only has to learn what is not linear and not normal. Training stops when the loss on a tenth of the
rows, which it does not learn from, has not fallen for some epochs; the best weights stand, and those are the
untrained ones where no epoch did better than them. One number alone gets a second one of pure chance beside
it, because a coupling flow of one number could only be normal.

Training is not resumed in the middle: from the same rows and seed it gives the same bits on the same kind of
machine, and takes minutes, so that an interrupted one begins anew.

Source: Radev, Mertens, Voss, Ardizzone and Kothe 2020; BayesFlow 2 with JAX on the processor.
Does not model: the uncertainty of the network itself.
"""

from __future__ import annotations

import importlib
import logging
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.estimator_linear import Linear, curved, fit_linear
from whowhom.spec.errors import ModelError

Array = NDArray[np.float64]
Say = Callable[[str], None]

HELD_OUT = 0.1
"""Share of the rows by which training is stopped."""
AT_ONCE = 50_000
"""Draws made in one call of the network."""


@dataclass(frozen=True)
class Network:
    """The settings of the flow and of its training."""

    depth: int = 4
    widths: tuple[int, ...] = (64, 64)
    dropout: float = 0.05
    batch: int = 128
    epochs: int = 60
    patience: int = 6
    rate: float = 1e-3


@dataclass(frozen=True)
class Neural:
    """A trained flow."""

    linear: Linear
    lower: Array
    """(D, D) Cholesky factor of the residuals; a first column of chance is added where D would be 1."""
    settings: Network
    weights: tuple[NDArray[Any], ...]
    losses: tuple[float, ...]
    """On the rows held out: before training, then after each epoch."""
    flow: Any

    @property
    def padded(self) -> int:
        """How many numbers of pure chance stand beside the real ones."""
        return len(self.lower) - len(self.linear.mean_numbers)

    def sample(self, x: Array, draws: int, generators: list[np.random.Generator]) -> Array:
        """Return (M, draws, D) for scaled records (M, T), one generator each."""
        middle, width = self.linear(curved(x)), len(self.lower)
        answer = np.empty((len(x), draws, middle.shape[1]))
        step = max(1, AT_ONCE // draws)
        for start in range(0, len(x), step):
            part = slice(start, start + step)
            base = np.stack([one.standard_normal((draws, width)) for one in generators[part]])
            given = np.repeat(x[part][:, None, :], draws, axis=1)
            with _quiet():
                found = self.flow(base.astype(np.float32), conditions=given.astype(np.float32), inverse=True)
            away = np.asarray(found, np.float64) @ self.lower.T
            answer[part] = middle[part][:, None, :] + away[..., self.padded :]
        if not np.isfinite(answer).all():
            raise ModelError("fit: the network gave draws that are not numbers; expected more simulated rows")
        return answer

    def log_density(self, x: Array, z: Array) -> Array:
        """Return (K,) log densities at z (K, D) given a scaled record (T,)."""
        scores = self._scores(np.repeat(x[None], len(z), axis=0), z)
        given = np.repeat(x[None], len(z), axis=0)
        with _quiet():
            found = self.flow.log_prob(scores.astype(np.float32), conditions=given.astype(np.float32))
        density = np.asarray(found, np.float64) - np.log(np.diag(self.lower)).sum()
        # The number of pure chance is put at 0, and its density there taken out again.
        return np.asarray(density + 0.5 * np.log(2.0 * np.pi) * self.padded)

    def _scores(self, x: Array, z: Array) -> Array:
        """Return e (K, D) of numbers at scaled records (K, T)."""
        away = z - self.linear(curved(x))
        padded = np.concatenate([np.zeros((len(z), self.padded)), away], axis=1)
        return np.asarray(np.linalg.solve(self.lower, padded.T).T)


def fit_neural(x: Array, z: Array, seed: int, settings: Network, say: Say | None) -> Neural:
    """Return the estimator of numbers z (N, D) from scaled summaries x (N, T). Raises ModelError without the
    extra."""
    linear, residuals = fit_linear(curved(x), z)
    generator = np.random.default_rng([seed, 1])
    if z.shape[1] == 1:
        residuals = np.concatenate([generator.standard_normal((len(z), 1)), residuals], axis=1)
    lower = np.linalg.cholesky(np.atleast_2d(np.cov(residuals.T)))
    scores = np.linalg.solve(lower, residuals.T).T
    order = generator.permutation(len(z))
    held = max(1, round(HELD_OUT * len(z)))
    data = {
        part: {"inference_variables": scores[rows], "inference_conditions": x[rows]}
        for part, rows in (("held", order[:held]), ("learnt", order[held:]))
    }
    packed = {part: {k: v.astype(np.float32) for k, v in both.items()} for part, both in data.items()}
    flow, weights, losses = _trained(packed, seed, settings, say)
    return Neural(linear, lower, settings, weights, losses, flow)


def restored(
    linear: Linear, lower: Array, settings: Network, weights: list[NDArray[Any]], targets: int
) -> Neural:
    """Return a trained flow from its weights; targets: the width T of a record."""
    with _quiet():
        flow = _flow(len(lower), targets, settings)
        flow.set_weights(weights)
    return Neural(linear, lower, settings, tuple(weights), (), flow)


def _trained(
    data: dict[str, dict[str, NDArray[np.float32]]], seed: int, settings: Network, say: Say | None
) -> tuple[Any, tuple[NDArray[Any], ...], tuple[float, ...]]:
    """Train a flow; return it, its weights and the losses on the rows held out."""
    with _quiet(), _own_chance():
        bayesflow, keras = load_library(), importlib.import_module("keras")
        keras.utils.set_random_seed(seed % 2**32)
        learnt, held = data["learnt"], data["held"]
        width, targets = (learnt[key].shape[1] for key in ("inference_variables", "inference_conditions"))
        flow = _flow(width, targets, settings)
        approximator = bayesflow.ContinuousApproximator(inference_network=flow, standardize=None)
        steps = -(-len(learnt["inference_variables"]) // settings.batch) * settings.epochs
        rate = keras.optimizers.schedules.CosineDecay(settings.rate, steps)
        approximator.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=1e-4, clipnorm=1.0))
        before = _loss(flow, held)
        untrained = flow.get_weights()
        callbacks = [
            keras.callbacks.EarlyStopping("val_loss", patience=settings.patience, restore_best_weights=True)
        ]
        if say is not None:
            callbacks.append(_teller(keras, say, settings.epochs))
        sets = [bayesflow.OfflineDataset(part, settings.batch, None) for part in (learnt, held)]
        history = approximator.fit(
            dataset=sets[0],
            validation_data=sets[1],
            epochs=settings.epochs,
            callbacks=callbacks,
            verbose=0,
        ).history["val_loss"]
        if not min(history, default=np.inf) < before:
            flow.set_weights(untrained)
        return flow, tuple(flow.get_weights()), (before, *map(float, history))


def _flow(width: int, targets: int, settings: Network) -> Any:
    """Return an untrained flow of so many numbers given so many targets."""
    bayesflow = load_library()
    flow = bayesflow.networks.CouplingFlow(
        depth=settings.depth,
        permutation="orthogonal",
        subnet_kwargs={"widths": settings.widths, "dropout": settings.dropout},
    )
    flow.build((None, width), (None, targets))
    return flow


def _loss(flow: Any, rows: dict[str, NDArray[np.float32]]) -> float:
    """Return the mean negative log density of rows."""
    found = flow.log_prob(rows["inference_variables"], conditions=rows["inference_conditions"])
    return -float(np.mean(np.asarray(found, np.float64)))


def _teller(keras: Any, say: Say, epochs: int) -> Any:
    """Return a callback that says the loss after each epoch."""

    def tell(epoch: int, logs: dict[str, float]) -> None:
        say(
            f"epoch {epoch + 1} of at most {epochs}: loss {logs['loss']:.3f}, held out {logs['val_loss']:.3f}"
        )

    return keras.callbacks.LambdaCallback(on_epoch_end=tell)


def load_library() -> Any:
    """Return BayesFlow on JAX. Raises ModelError where the extra is missing or Keras runs on another one."""
    if "keras" not in sys.modules:
        os.environ["KERAS_BACKEND"] = "jax"
    # Without this JAX looks for accelerators, and on one the bits would differ.
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    disabled = logging.root.manager.disable
    logging.disable(logging.INFO)  # it greets on import
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bayesflow = importlib.import_module("bayesflow")
            backend = importlib.import_module("keras").backend.backend()
    except ModuleNotFoundError as missing:
        raise ModelError("fit: the neural method needs the extra: pip install 'whowhom[fit]'") from missing
    finally:
        logging.disable(disabled)
    # What is worth telling of the training goes through `say`.
    logging.getLogger("bayesflow").setLevel(logging.WARNING)
    if backend != "jax":
        raise ModelError(f"fit: Keras was already running on {backend}; expected jax (KERAS_BACKEND=jax)")
    return bayesflow


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the warnings of the library to itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _own_chance() -> Iterator[None]:
    """Give the caller's global generators back as they were: the library seeds and uses them."""
    numpy_state, python_state = np.random.get_state(), random.getstate()
    try:
        yield
    finally:
        np.random.set_state(numpy_state)
        random.setstate(python_state)
