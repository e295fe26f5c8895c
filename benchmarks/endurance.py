"""Ten thousand histories of a shipped scenario: how many are faulted, how long they take, how much memory.

    python -m benchmarks.endurance [SCENARIO] [HISTORIES]

Runs the scenario as the document says (no interventions, numbers drawn from priors), batch by batch, and
keeps nothing but the faults, so that memory does not grow with the number of histories.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter

import numpy as np

from whowhom import read
from whowhom.build import build
from whowhom.core.fault import SENTENCES
from whowhom.simulate.batch import cores, run_batch

BATCH = 256
SEED = 1924


def main() -> int:
    """Print the figures; the exit status is 1 when any history is faulted."""
    name = sys.argv[1] if len(sys.argv) > 1 else "soviet"
    histories = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    model = build(read(name))
    run_batch(model, np.arange(2), seed=SEED)  # compiles, outside the time that is measured
    faults: Counter[int] = Counter()
    began = time.monotonic()
    for first in range(0, histories, BATCH):
        batch = run_batch(model, np.arange(first, min(first + BATCH, histories)), seed=SEED)
        for history in np.flatnonzero(batch.faults[:, 0]):
            faults[int(batch.faults[history, 0])] += 1
            print(f"history {batch.histories[history]}: month {batch.faults[history, 1]}")
    seconds = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {histories} histories of {model.months} months, seed {SEED}, {cores()} cores")
    print(f"{seconds:.0f} s, {histories / seconds:.1f} histories a second, peak memory {memory:.0f} MiB")
    print(f"faulted: {sum(faults.values())}")
    for mask, count in faults.items():
        print(f"  {count}: {'; '.join(words for bit, words in SENTENCES.items() if mask & bit)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
