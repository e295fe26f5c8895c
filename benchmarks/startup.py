"""Start-up and memory: `python -m benchmarks.startup`, each measurement in a fresh process.

Shown apart: importing NumPy alone (what any engine pays), the command on an empty kernel cache (it compiles),
and the same command again on the cache that this left (it loads). Peak memory is that of the whole child
process.
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

COMMAND = "whowhom run conclave --histories 200"
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
    environment = {**os.environ, "WHOWHOM_CACHE": str(cache), "PYTHONPATH": os.getcwd()}
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        env=environment,
        cwd=cache,
        capture_output=True,
        text=True,
        check=True,
    )
    code, seconds, kilobytes, complaint = json.loads(measured.stdout)
    if code != 0:
        raise RuntimeError(f"{shlex.join(command)} ended with {code}:\n{complaint}")
    return Start(name, seconds, kilobytes / 1024)


def words(command: str) -> list[str]:
    """Return the words of the command, its program taken from beside this Python where it stands there."""
    name, *arguments = shlex.split(command)
    beside = Path(sys.executable).with_name(name)
    return [str(beside) if beside.exists() else name, *arguments]


def measure(command: str, rounds: int) -> list[Start]:
    """Measure the starts, in interleaved rounds, each round with a new empty cache."""
    starts = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            cache = Path(folder)
            starts.append(start("import numpy", [sys.executable, "-c", "import numpy"], cache))
            starts.append(start("import whowhom", [sys.executable, "-c", "import whowhom"], cache))
            starts.append(start("cold: " + command, words(command), cache))
            starts.append(start("warm: " + command, words(command), cache))
    return starts


@click.command()
@click.option("--command", default=COMMAND, show_default=True, help="What to start.")
@click.option("--rounds", default=3, show_default=True, help="Interleaved rounds.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the results as JSON.")
def main(command: str, rounds: int, out: Path | None) -> None:
    """Measure start-up time and peak memory, cold and warm."""
    console = Console()
    try:
        starts = measure(command, rounds)
    except RuntimeError as problem:
        raise SystemExit(str(problem)) from problem
    table = Table(title=f"Fresh processes, median of {rounds}")
    table.add_column("process")
    table.add_column("seconds", justify="right")
    table.add_column("times import numpy", justify="right")
    table.add_column("peak MB", justify="right")
    names = list(dict.fromkeys(each.name for each in starts))
    medians = {
        name: statistics.median(each.seconds for each in starts if each.name == name) for name in names
    }
    for name in names:
        peak = max(each.peak_megabytes for each in starts if each.name == name)
        table.add_row(
            name, f"{medians[name]:.2f}", f"{medians[name] / medians[names[0]]:.1f}", f"{peak:,.0f}"
        )
    console.print(table)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps([asdict(each) for each in starts], indent=1) + "\n")


if __name__ == "__main__":
    main()
