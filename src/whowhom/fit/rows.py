"""Rows of a fit: numbers and summaries of simulated histories, kept on disk shard by shard.

A shard that is on disk is not simulated again, so that a fit that was stopped goes on, and one that asks for
more histories adds to those that are there. History k is the same in any shard: rows do not depend on where
a fit was interrupted. Only summaries are kept, without the error of the record, of every target that the
scenario can be asked for; fits that leave targets out or weigh them otherwise share the same rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.fit.posterior import Posterior
from whowhom.fit.summaries import summaries
from whowhom.fit.targets import Target
from whowhom.measures.recording import of_batch
from whowhom.simulate.batch import Say, run_batch
from whowhom.simulate.scheduler import Scheduler

Array = NDArray[np.float64]
Hear = Callable[[str, int, int], None]
"""Hears (what is simulated, histories done, histories in all)."""

SHARD = 256
"""Histories simulated at once and written together."""


@dataclass(frozen=True)
class Rows:
    """A table of simulated histories."""

    histories: NDArray[np.int64]
    """(N,) their numbers."""
    numbers: Array
    """(N, C) in order and internal units of `model.values`."""
    summaries: Array
    """(N, T) on the scales of the targets' errors, without error; NaN where a history has none."""


def simulated(
    model: Model,
    targets: Sequence[Target],
    folder: Path,
    *,
    first: int = 0,
    histories: int,
    seed: int,
    posterior: Posterior | None = None,
    threads: int | None = None,
    say: Say | None = None,
    scheduler: Scheduler | None = None,
    hear: Hear | None = None,
) -> Rows:
    """Return the rows of histories first .. first + histories - 1, from the folder as far as they are there.

    posterior: whose draws the histories are run with; absent means the priors. The caller gives each kind of
    rows a folder of its own: nothing here tells two kinds apart.
    scheduler: who simulates instead of the threads of this process.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    for start in range(first, first + histories, SHARD):
        numbers = np.arange(start, min(start + SHARD, first + histories), dtype=np.int64)
        path = folder / f"{start}-{numbers[-1]}.npz"
        make = partial(_run, model, targets, numbers, seed, posterior, threads, say, scheduler)
        parts.append(kept(path, make))
        if hear is not None:
            hear("priors" if posterior is None else "posterior", int(numbers[-1]) + 1 - first, histories)
    return Rows(
        np.concatenate([part.histories for part in parts]),
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([part.summaries for part in parts]),
    )


def kept(path: Path, make: Callable[[], Rows]) -> Rows:
    """Return one shard from its file; where there is none it is made first, and written all or nothing."""
    if not path.is_file():
        rows = make()
        fresh = path.with_name(f".{path.stem}.{os.getpid()}.part")
        with fresh.open("wb") as file:
            np.savez(file, histories=rows.histories, numbers=rows.numbers, summaries=rows.summaries)
        fresh.replace(path)
    with np.load(path, allow_pickle=False) as stored:
        return Rows(stored["histories"], stored["numbers"], stored["summaries"])


def there(folder: Path) -> int:
    """Return how many histories an earlier, stopped fit left in the folder."""
    ends = (path.stem.split("-") for path in folder.glob("*.npz"))
    return sum(int(last) - int(first) + 1 for first, last in ends)


def _run(
    model: Model,
    targets: Sequence[Target],
    histories: NDArray[np.int64],
    seed: int,
    posterior: Posterior | None,
    threads: int | None,
    say: Say | None,
    scheduler: Scheduler | None,
) -> Rows:
    """Simulate one shard."""
    with np.errstate(over="ignore"):
        values = value_table(model.values, seed, histories, True)
        if posterior is not None:
            values = posterior.filled(model.values, values, histories, seed)
    batch = run_batch(
        model, histories, seed=seed, values=values, threads=threads, say=say, scheduler=scheduler
    )
    return Rows(histories, batch.values, summaries(of_batch(batch, model), targets))
