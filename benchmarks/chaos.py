"""Runs over a cluster whose workers and whose client are killed at random moments, until each run ends.

    python -m benchmarks.chaos [--runs 20] [--first 1] [--seed 1924]

Odd runs are of all arms of the conclave (many small shards), even ones of the base of the Soviet party (few
that take long). A scheduler and two workers of one thread each, real processes on this machine. While a run
lasts, a worker is killed (SIGKILL) after exponential waiting times and a new one started, and so is the
client, whose command is then given again. Each run must end with a store equal, byte for byte, to that of one
undisturbed run of this machine's threads. From the logs of the workers and the times of the marks it is
counted whether a shard was simulated again after it was marked (repeated), or a mark or a shard is missing at
the end, or was written again after it was marked (lost).
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.loopback import Loopback, histories_of, marks_of

BETWEEN_WORKERS = 1.5
"""Mean seconds between two kills of workers."""
BETWEEN_CLIENTS = 2.0
MOST = 4
"""Kills of each kind in a run, so that it ends."""
LONGEST = 180.0
"""Seconds after which a run that has not ended is a failure."""
LOOK = 0.005
RUNS = (("soviet_party", "--arm", "base", "--histories", "3072"), ("conclave", "--histories", "4000"))
"""The runs of even and of odd numbers."""


@dataclass
class Watched:
    """The marks of a run, as they were seen."""

    out: Path
    times: dict[str, int] = field(default_factory=dict)
    """By mark when it was written."""
    vanished: set[str] = field(default_factory=set)
    rewritten: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Take note of marks that are new, gone, or written again."""
        found = {}
        for name in marks_of(self.out):
            try:
                found[name] = (self.out / "progress" / name).stat().st_mtime_ns
            except FileNotFoundError:
                self.vanished.add(name)
        self.vanished |= set(self.times) - set(found)
        self.rewritten |= {
            name for name in self.times.keys() & found.keys() if self.times[name] != found[name]
        }
        self.times = found | self.times


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    seconds: float
    workers: int
    """Workers that were killed."""
    clients: int
    marks: int
    begun: int
    """Times that a worker began to simulate a shard."""
    repeated: int
    """Of those, after the shard was marked."""
    lost: int
    """Marks or files that are missing or other than those of the undisturbed run."""
    said: str
    """What the last command complained of, if it failed."""


def command(number: int, out: Path, scheduler: Path | None) -> list[str]:
    """Return the command of a run."""
    words = [sys.executable, "-m", "whowhom", "run", *RUNS[number % 2], "--no-report", "--out", str(out)]
    return [*words, *(["--scheduler", str(scheduler)] if scheduler else [])]


def disturbed(seed: int, number: int, folder: Path, whole: dict[str, bytes]) -> Ended:
    """Carry out one run while its workers and its client are killed."""
    chance = random.Random(f"{seed} {number}")
    out, log = folder / "run", folder / "client.txt"
    watched, killed = Watched(out), {"worker": 0, "client": 0}
    with Loopback(folder) as cluster:
        cluster.add_worker()
        cluster.add_worker()

        def begun() -> subprocess.Popen[bytes]:
            with log.open("ab") as file:
                return subprocess.Popen(command(number, out, cluster.file), stdout=file, stderr=file)

        client, began = begun(), time.monotonic()
        due = {kind: _next(chance, kind, began) for kind in killed}
        while client.poll() is None and time.monotonic() - began < LONGEST:
            watched.look()
            time.sleep(LOOK)
            # Before the first shard there is nothing that could be lost.
            if not watched.times:
                due = {kind: _next(chance, kind, time.monotonic()) for kind in killed}
            for kind, moment in due.items():
                if time.monotonic() < moment or killed[kind] == MOST:
                    continue
                killed[kind] += 1
                if kind == "worker":
                    cluster.kill(cluster.workers.pop(chance.randrange(len(cluster.workers))))
                    cluster.add_worker()
                else:
                    client.kill()
                    client.wait()
                    client = begun()
                due[kind] = _next(chance, kind, time.monotonic())
        client.kill()
        client.wait()
        watched.look()
        seconds = time.monotonic() - began
        lines = log.read_text(encoding="utf-8").split("\n")
        said = "" if client.returncode == 0 else (lines[-2] if len(lines) > 1 else "") or "no word"
        events = _events(cluster.logs)
    there = histories_of(out)
    wrong = [key for key in whole.keys() | there.keys() if whole.get(key) != there.get(key)]
    repeated = sum(moment > watched.times.get(mark, 2**63) / 1e9 for moment, mark in events)
    lost = len(watched.vanished) + len(watched.rewritten) + len(wrong)
    return Ended(
        seconds, killed["worker"], killed["client"], len(watched.times), len(events), repeated, lost, said
    )


def _next(chance: random.Random, kind: str, now: float) -> float:
    """Return the moment of the next kill."""
    return now + chance.expovariate(1 / (BETWEEN_WORKERS if kind == "worker" else BETWEEN_CLIENTS))


def _events(logs: Path) -> list[tuple[float, str]]:
    """Return when a worker began to simulate which shard."""
    found = []
    for path in logs.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            moment, what, mark = line.split(" ")
            if what == "simulates":
                found.append((float(moment), mark))
    return found


def main() -> int:
    """Print a line for each run; the exit status is 1 when anything was repeated, lost or different."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the number of the first run: its own moments")
    parser.add_argument("--seed", type=int, default=1924)
    arguments = parser.parse_args()
    ended: list[Ended] = []
    good = 0
    with tempfile.TemporaryDirectory() as place:
        wholes = [_undisturbed(number, Path(place) / f"whole-{number}") for number in (0, 1)]
        heads = ("run", "seconds", "workers", "clients", "marked", "begun", "repeated", "lost")
        print("  ".join(f"{head:>8}" for head in heads), flush=True)
        for number in range(arguments.first, arguments.first + arguments.runs):
            folder = Path(place) / f"{number}"
            folder.mkdir()
            whole, shards = wholes[number % 2]
            run = disturbed(arguments.seed, number, folder, whole)
            told = (run.workers, run.clients, run.marks, run.begun, run.repeated, run.lost)
            row = [f"{number:8}", f"{run.seconds:8.1f}", *(f"{count:8}" for count in told)]
            print("  ".join(row), run.said, flush=True)
            good += run.marks == shards and run.repeated == run.lost == 0 and not run.said
            ended.append(run)
    print(
        f"{good} of {arguments.runs} runs ended with the bytes of the undisturbed one, nothing repeated and "
        f"nothing lost; {sum(run.workers for run in ended)} workers and "
        f"{sum(run.clients for run in ended)} clients killed, in every run at least "
        f"{min((run.workers + run.clients for run in ended), default=0)}"
    )
    return int(good != arguments.runs)


def _undisturbed(number: int, out: Path) -> tuple[dict[str, bytes], int]:
    """Return the files and the number of shards of a run on the threads of one process."""
    began = time.monotonic()
    subprocess.run(command(number, out, None), check=True, capture_output=True)
    files, shards = histories_of(out), len(marks_of(out))
    seconds = time.monotonic() - began
    print(f"{' '.join(RUNS[number])}: {shards} shards, {len(files)} files; undisturbed {seconds:.1f} s")
    return files, shards


if __name__ == "__main__":
    sys.exit(main())
