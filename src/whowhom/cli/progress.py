"""Progress on stderr: a bar on a terminal, sparse plain lines everywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

Say = Callable[[str], None]
Hear = Callable[[str, int, int], None]

SECONDS_BETWEEN_LINES = 10.0


@dataclass
class Pace:
    """Histories a second, measured from the end of the first shard, so that compiling does not count."""

    found: int
    """Histories on disk from an earlier run, which took no time."""
    done: int = 0
    first: tuple[int, float] | None = None
    rate: float = 0.0

    def hear(self, done: int, now: float) -> None:
        """Take note that so many are done at this time."""
        if done < self.done:
            # Another count begins: nothing of it was there.
            self.found, self.first, self.rate = 0, None, 0.0
        self.done = done
        if self.first is None:
            self.first = (done, now) if done > self.found else None
        elif now > self.first[1]:
            self.rate = (done - self.first[0]) / (now - self.first[1])

    def text(self, total: int) -> str:
        """Write rate and time left."""
        if not self.rate:
            return ""
        left = (total - self.done) / self.rate
        return f"{self.rate:,.0f} histories/s, {_span(left)} left"


@contextmanager
def shown_progress(found: int) -> Iterator[tuple[Say, Hear]]:
    """Give what `simulate` tells its news to, as fits where stderr goes; `found` histories are there."""
    pace = Pace(found)
    if sys.stderr.isatty():
        with _bar(pace) as heard:
            yield heard
    else:
        yield _lines(pace)


@contextmanager
def _bar(pace: Pace) -> Iterator[tuple[Say, Hear]]:
    """Show a bar, which goes away when all is done."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("preparing", total=None, pace="")

        def say(line: str) -> None:
            bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
            bar.update(task, description="compiling")

        def hear(arm: str, done: int, total: int) -> None:
            pace.hear(done, time.monotonic())
            bar.update(task, description=arm, completed=done, total=total, pace=pace.text(total))

        yield say, hear


def _lines(pace: Pace) -> tuple[Say, Hear]:
    """Print a line when there is news worth one: the first shard, then every ten seconds, then the end."""
    spoken = 0.0

    def say(line: str) -> None:
        click.echo(line, err=True)

    def hear(arm: str, done: int, total: int) -> None:
        nonlocal spoken
        now = time.monotonic()
        pace.hear(done, now)
        if done == total or now - spoken >= SECONDS_BETWEEN_LINES:
            spoken = now
            text = pace.text(total)
            click.echo(f"{arm}: {done} of {total} histories{', ' + text if text else ''}", err=True)

    return say, hear


def _span(seconds: float) -> str:
    """Write a time left: `12 s`, `3 min`, `2.5 h`."""
    if seconds < 99:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
