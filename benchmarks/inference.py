"""Estimators on problems with a known posterior: `python -m benchmarks.inference`, with the extra `fit`.

Three methods learn from the same rows: plain rejection (the nearest hundredth in scaled summaries),
regression-adjusted rows, and the neural flow. For 40 records of each problem: root mean square of the error
of the mean in exact standard deviations, of the variance relative to the exact one, and how many of the three
gates pass on 400 rows that were not learnt from, over all seeds. No number here is of an institution.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from tests.fit.toys import TOYS, Toy

from whowhom.fit import gates
from whowhom.fit.estimator import METHODS, train
from whowhom.fit.estimator_cloud import cloud_of

Array = NDArray[np.float64]
Sampler = Callable[[Array, int], Array]
Problem = tuple[Callable[[int, int], tuple[Array, Array]], Callable[[Array], tuple[Array, Array]], int]

DRAWS, RECORDS, CASES, RANKED = 1000, 40, 400, 99
GRID = np.linspace(-5.0, 5.0, 201)


def many(numbers: int, targets: int) -> Problem:
    """Return a linear problem of many numbers, of which the first say little and the last much."""
    slopes = np.random.default_rng(5).standard_normal((numbers, targets)) / np.sqrt(numbers)
    slopes *= np.linspace(0.0, 1.5, numbers)[:, None]

    def simulate(seed: int, rows: int) -> tuple[Array, Array]:
        generator = np.random.default_rng(seed)
        z = generator.standard_normal((rows, numbers))
        return z, z @ slopes + generator.standard_normal((rows, targets))

    def exact(s: Array) -> tuple[Array, Array]:
        covariance = np.linalg.inv(np.eye(numbers) + slopes @ slopes.T)
        return s @ slopes.T @ covariance, np.tile(np.diag(covariance), (len(s), 1))

    return simulate, exact, 20_000


def product() -> Problem:
    """Return a problem that is far from linear: z1 z2 and z1, each with noise; answered on a grid."""

    def simulate(seed: int, rows: int) -> tuple[Array, Array]:
        generator = np.random.default_rng(seed)
        z = generator.standard_normal((rows, 2))
        noise = generator.standard_normal((rows, 2))
        return z, np.stack([z[:, 0] * z[:, 1] + 0.3 * noise[:, 0], z[:, 0] + 0.7 * noise[:, 1]], axis=1)

    def exact(s: Array) -> tuple[Array, Array]:
        a, b = GRID[:, None], GRID[None, :]
        answers = []
        for first, second in s:
            logs = -0.5 * (a**2 + b**2 + ((first - a * b) / 0.3) ** 2 + ((second - a) / 0.7) ** 2)
            weights = np.exp(logs - logs.max())
            sides = [weights.sum(axis=1), weights.sum(axis=0)]
            means = [float(side @ GRID / side.sum()) for side in sides]
            answers.append(
                [means, [float(w @ (GRID - m) ** 2 / w.sum()) for w, m in zip(sides, means, strict=True)]]
            )
        found = np.array(answers)
        return found[:, 0], found[:, 1]

    return simulate, exact, 8000


def right(toy: Toy, seed: int, rows: int) -> tuple[Array, Array]:
    """Return rows of a toy's simulator as it should be."""
    return toy.simulate(seed, rows, 0.0, 1.0)


def problems() -> dict[str, Problem]:
    """Return the problems by name; the toys are those of the tests."""
    found: dict[str, Problem] = {name: (partial(right, toy), toy.exact, 8000) for name, toy in TOYS.items()}
    return found | {"product": product(), "30 numbers, 60 targets": many(30, 60)}


def rejection(z: Array, s: Array) -> Sampler:
    """Return draws from the nearest hundredth of the rows, unmoved."""
    cloud = cloud_of(s)
    x = cloud.scaled(s)

    def sample(records: Array, draws: int) -> Array:
        generator = np.random.default_rng(1)
        answer = []
        for record in cloud.scaled(records):
            near = np.argpartition(((x - record) ** 2).sum(axis=1), len(z) // 100)[: len(z) // 100]
            answer.append(z[generator.choice(near, draws)])
        return np.array(answer)

    return sample


def measured(method: str, problem: Problem, seed: int) -> tuple[float, float, int, float]:
    """Return the errors of mean and variance, the gates passed, and the seconds of learning."""
    simulate, exact, rows = problem
    z, s = simulate(1000 + seed, rows)
    start = perf_counter()
    if method == "rejection":
        sample = rejection(z, s)
    else:
        estimator = train(z, s, seed=seed, method=method)

        def sample(records: Array, draws: int) -> Array:
            return estimator.sample(records, draws, seed)

    seconds = perf_counter() - start
    records = simulate(3000 + seed, RECORDS)[1]
    mean, variance = exact(records)
    draws = sample(records, DRAWS)
    means = float(np.sqrt((((draws.mean(axis=1) - mean) ** 2) / variance).mean()))
    variances = float(np.sqrt(((draws.var(axis=1) / variance - 1.0) ** 2).mean()))
    truth, held = simulate(2000 + seed, CASES)
    draws = sample(held, RANKED)
    found, names = gates.ranks(draws, truth), [str(k) for k in range(truth.shape[1])]
    verdicts = [gates.calibration(found, RANKED, names), gates.coverage(found, RANKED, names)]
    verdicts.append(gates.recovery(draws, truth, names))
    return means, variances, sum(gate.passed for gate in verdicts), seconds


@click.command()
@click.option("--seeds", default=3, show_default=True, help="Tables per problem.")
def main(seeds: int) -> None:
    """Print the errors of each method on each problem, the gates passed and the time of learning."""
    table = Table(title=f"{seeds} tables each; {DRAWS} draws for each of {RECORDS} records")
    for column in ("problem", "method", "mean", "variance", "gates passed", "seconds"):
        table.add_column(column, justify="left" if column in ("problem", "method") else "right")
    for name, problem in problems().items():
        for method in ("rejection", *METHODS):
            found = np.array([measured(method, problem, seed) for seed in range(seeds)])
            means, variances, _, seconds = found.mean(axis=0)
            passed = f"{int(found[:, 2].sum())} of {3 * seeds}"
            table.add_row(name, method, f"{means:.3f}", f"{variances:.3f}", passed, f"{seconds:.1f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
