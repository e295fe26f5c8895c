"""Throughput of a run over a Dask cluster with two workers against one, in interleaved rounds.

    python -m benchmarks.cluster [--rounds 4] [--histories 1024] [--scenario soviet_party]

Two clusters on this machine, of one worker and of two, each worker one thread; both are there all the time,
and the same run of the scenario's base is carried out by one and by the other, each time into an empty
folder. Samples in which other processes used more than 7 % of the machine are left out. The exit status is 1
where the median of the rounds' ratios is below 1.7, or too few samples are left.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import whowhom as ww
from benchmarks.loopback import Loopback, histories_of
from benchmarks.neighbours import Neighbours, wait_for_quiet
from whowhom.simulate import carry_out, plan
from whowhom.simulate.cluster import connected

FLOOR = 1.7
LARGEST_SHARE = 0.07
FEWEST = 2
"""Rounds that must be left."""
WARM = 512
"""Histories of the run before any is timed: each worker loads what is compiled."""


def main() -> int:
    """Print a line for each round, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--histories", type=int, default=1024)
    parser.add_argument("--scenario", default="soviet_party")
    arguments = parser.parse_args()
    scenario = ww.read(arguments.scenario)
    ratios = []
    with tempfile.TemporaryDirectory() as place:
        clusters = []
        try:
            for workers in (1, 2):
                folder = Path(place) / f"{workers}"
                folder.mkdir()
                clusters.append(Loopback(folder).__enter__())
                for _ in range(workers):
                    clusters[-1].add_worker()
            seconds = _timer(scenario, Path(place))
            for cluster in clusters:
                seconds(cluster, WARM)
            print(f"{arguments.scenario}, {arguments.histories} histories; histories a second by workers")
            for round_ in range(arguments.rounds):
                one, two = (seconds(cluster, arguments.histories) for cluster in clusters)
                told = [f"{arguments.histories / time:6.1f}" for time, _ in (one, two)]
                quiet = max(one[1], two[1]) <= LARGEST_SHARE
                print(
                    f"round {round_ + 1}: one {told[0]}, two {told[1]}, ratio {one[0] / two[0]:.2f}"
                    f"{'' if quiet else ', left out: others used the machine'}",
                    flush=True,
                )
                if quiet:
                    ratios.append(one[0] / two[0])
        finally:
            for cluster in clusters:
                cluster.__exit__(None, None, None)
    if len(ratios) < FEWEST:
        print("too few quiet rounds")
        return 1
    middle = median(ratios)
    print(f"two workers against one: {middle:.2f} times (median of {len(ratios)} rounds; floor {FLOOR})")
    return int(middle < FLOOR)


def _timer(scenario: ww.Scenario, place: Path) -> Callable[[Loopback, int], tuple[float, float]]:
    """Return what carries the run out on a cluster and gives its seconds and the share that others took."""
    number, bytes_ = 0, dict[int, dict[str, bytes]]()

    def seconds(cluster: Loopback, histories: int) -> tuple[float, float]:
        nonlocal number
        number += 1
        out = place / f"run-{number}"
        decided = plan(scenario, histories=histories, seed=1924, arms=["base"], out=out)
        with connected(str(cluster.file)) as there:
            until = time.monotonic() + 60
            while len(there.workers) < len(cluster.workers) and time.monotonic() < until:
                time.sleep(0.1)
            wait_for_quiet(LARGEST_SHARE)
            with Neighbours([worker.pid for worker in (*cluster.workers, cluster.scheduler)]) as sample:
                carry_out(decided, scheduler=there)
        found = histories_of(out)
        if bytes_.setdefault(histories, found) != found:
            raise SystemExit("one and two workers give other bytes")
        return sample.seconds, sample.share

    return seconds


if __name__ == "__main__":
    sys.exit(main())
