"""Very many histories of a shipped scenario, none kept: time, rate, peak memory, faults.

    python -m benchmarks.endurance [SCENARIO HISTORIES]…      # default: conclave 1000000 soviet_party 100000

Each is one `whowhom run SCENARIO --arm base --statistics HISTORIES` in a process and a folder of its own, so
that the peak memory is that of the whole command. The exit status is 1 where any history is faulted or the
memory passes LIMIT.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.startup import start, words
from whowhom.core.kernel import cache_root
from whowhom.results import open_results
from whowhom.simulate.batch import cores

WANTED = ("conclave", "1000000", "soviet_party", "100000")
COMMAND = "whowhom run {} --arm base --histories 256 --statistics {} --no-report"
LIMIT = 6.0
"""GiB of memory that may be used."""


def measure(name: str, histories: int) -> bool:
    """Print the figures of one scenario; return whether all is well."""
    command = COMMAND.format(name, histories)
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        done = start(command, [*words(command), "--out", str(run)], cache_root())
        counts = open_results(run)["base"].statistics()
    rate, memory = counts.histories / done.seconds, done.peak_megabytes / 1024
    print(f"{command}  ({cores()} cores)")
    print(f"  {counts.histories:,} histories in {done.seconds:.0f} s with start-up: {rate:,.0f} a second")
    print(f"  peak memory {memory:.2f} GiB; faulted: {counts.faulted}", flush=True)
    return counts.faulted == 0 and memory <= LIMIT


def main() -> int:
    """Print the figures of every scenario that is asked for."""
    given = sys.argv[1:] or WANTED
    found = [measure(name, int(count)) for name, count in zip(given[::2], given[1::2], strict=True)]
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
