"""Start-up and memory: `python -m benchmarks.startup`, each measurement in a fresh process.

Of every shipped scenario: from the start of Python until one history of the document as it is has been
recorded in memory (read, check, build, compile or load, run), once on an empty cache of kernels ("cold") and
then on the cache that this left ("warm", the median of interleaved rounds); and, with --commands, beside it
`whowhom run` of one history without a report, in all arms of the document, which also writes results. Exit
status 1 where the first is over its floor. Beside them what any engine pays: importing NumPy. Peak memory is
that of the whole child process.
"""

from __future__ import annotations

import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from whowhom.spec.toml import shipped

COLDEST, WARMEST = 30.0, 2.0
"""Floors in seconds until the first history is recorded."""
FIRST_HISTORY = """
import sys
import numpy as np
from whowhom.build import build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read
batch = run_batch(build(read(sys.argv[1])), np.arange(1), seed=1924)
assert batch.output.size
"""
MEASURE = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([done.returncode, seconds, peak, done.stderr[-2000:]]))
"""
"""Run by a small process of its own, because the peak over children never falls again."""


@dataclass(frozen=True)
class Start:
    """One start: what ran, how long until it was done, and its peak memory."""

    name: str
    seconds: float
    peak_megabytes: float


def start(name: str, command: list[str], cache: Path) -> Start:
    """Run a command in a fresh process, in and with this cache folder; raise RuntimeError when it fails."""
    told = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    # Absolute, because the process starts elsewhere and would else find another WhoWhom that is installed.
    path = os.pathsep.join(str(Path(each).resolve()) for each in (os.getcwd(), *filter(None, told)))
    environment = {**os.environ, "WHOWHOM_CACHE": str(cache), "PYTHONPATH": path}
    with tempfile.TemporaryDirectory() as folder:
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, *command],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    code, seconds, kilobytes, complaint = json.loads(measured.stdout)
    if code != 0:
        raise RuntimeError(f"{shlex.join(command)} ended with {code}:\n{complaint}")
    return Start(name, seconds, kilobytes / 1024)


def python(code: str, *arguments: str) -> list[str]:
    """Return the command that runs some Python."""
    return [sys.executable, "-c", code, *arguments]


def words(command: str) -> list[str]:
    """Return the words of a command, its program taken from beside this Python where it stands there."""
    name, *rest = shlex.split(command)
    beside = Path(sys.executable).with_name(name)
    return [str(beside) if beside.exists() else name, *rest]


def run_of(scenario: str) -> list[str]:
    """Return the command `whowhom run` of one history."""
    return words(f"whowhom run {scenario} --histories 1 --no-report")


def measure(scenarios: list[str], rounds: int, commands: bool) -> list[Start]:
    """Measure cold starts, each scenario on a cache of its own, then warm ones in rounds."""
    starts = []
    with tempfile.TemporaryDirectory() as root:
        caches = {name: Path(root) / name for name in scenarios}
        for name, cache in caches.items():
            cache.mkdir()
            starts.append(start(f"cold {name}", python(FIRST_HISTORY, name), cache))
        for _ in range(rounds):
            starts.append(start("import numpy", python("import numpy"), Path(root)))
            starts.append(start("import whowhom", python("import whowhom"), Path(root)))
            for name, cache in caches.items():
                starts.append(start(f"warm {name}", python(FIRST_HISTORY, name), cache))
                if commands:
                    starts.append(start(f"command {name}", run_of(name), cache))
    return starts


def median(starts: list[Start], name: str) -> float | None:
    """Return the median seconds of the starts of a name, None where there are none."""
    found = [each.seconds for each in starts if each.name == name]
    return statistics.median(found) if found else None


def table_of(starts: list[Start], scenarios: list[str], rounds: int) -> Table:
    """Return a line for each scenario."""
    table = Table(title=f"Seconds to the first history; cold once, warm the median of {rounds}")
    for heading in ("scenario", "cold", "warm", "whowhom run, warm", "peak MB, cold", "peak MB, warm"):
        table.add_column(heading, justify="left" if heading == "scenario" else "right")
    for name in scenarios:
        peaks = [
            max(each.peak_megabytes for each in starts if each.name == f"{kind} {name}")
            for kind in ("cold", "warm")
        ]
        seconds = [median(starts, f"{kind} {name}") for kind in ("cold", "warm", "command")]
        told = ["" if one is None else f"{one:.2f}" for one in seconds]
        table.add_row(name, *told, *(f"{peak:,.0f}" for peak in peaks))
    for name in ("import numpy", "import whowhom"):
        table.add_row(name, "", f"{median(starts, name):.2f}", "", "", "")
    return table


def too_slow(starts: list[Start], scenarios: list[str]) -> list[str]:
    """Return a line for each scenario over a floor."""
    return [
        f"{kind} {name}: {found:.2f} s; expected at most {floor:.0f} s"
        for kind, floor in (("cold", COLDEST), ("warm", WARMEST))
        for name in scenarios
        if (found := median(starts, f"{kind} {name}")) is not None and found > floor
    ]


@click.command()
@click.argument("scenarios", nargs=-1)
@click.option("--rounds", default=3, show_default=True, help="Interleaved rounds of warm starts.")
@click.option("--commands", is_flag=True, help="Time `whowhom run` beside it, in all arms.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the results as JSON.")
def main(scenarios: tuple[str, ...], rounds: int, commands: bool, out: Path | None) -> None:
    """Measure the start-up of SCENARIOS, all shipped ones where none is named."""
    console = Console(width=100)
    names = list(scenarios or shipped())
    try:
        starts = measure(names, rounds, commands)
    except RuntimeError as problem:
        raise SystemExit(str(problem)) from problem
    console.print(table_of(starts, names, rounds))
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps([asdict(each) for each in starts], indent=1) + "\n")
    if slow := too_slow(starts, names):
        raise SystemExit("\n".join(slow))


if __name__ == "__main__":
    main()
