"""A few histories of many members: each one on every core, instead of one history a core."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.simulate.batch import Batch, Say, cores, pointers
from whowhom.simulate.parts import drive_in_parts


def run_each_on_all_cores(
    model: Model,
    histories: NDArray[np.int64],
    *,
    seed: int,
    from_priors: bool = True,
    threads: int | None = None,
    say: Say | None = None,
) -> Batch:
    """Run the given histories one after another; the bits are those of `run_batch`, whatever the threads.

    threads: how many work at one history; absent means one for each core. Worth it where a month of one
    history takes a millisecond or more, and histories are fewer than cores.
    """
    with np.errstate(over="ignore"):
        values = value_table(model.values, seed, histories, from_priors)
    functions, observers = pointers(model, say)
    count = histories.size
    output = np.zeros((count, model.months + 1, model.width), np.float32)
    snapshots = np.zeros((count, len(model.snapshot_months), model.sizes.seats), np.int32)
    faults = np.zeros((count, 2), np.int64)
    drive_in_parts(
        model,
        functions,
        observers,
        values,
        seed,
        histories,
        output,
        snapshots,
        faults,
        threads or cores(),
    )
    return Batch(histories, output, snapshots, faults, values)
