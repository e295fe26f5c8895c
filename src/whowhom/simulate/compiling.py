"""Compiling what a model needs, once, on every core: processes share the work through the cache on disk.

Workers are fresh processes (`python -m whowhom.simulate.compiling`), which read the names of tasks and answer
when each is done; this process waits, and then loads what they left. What compiling leaves in a process takes
a second to take apart at its end, and a worker need not. Where workers cannot be started, or the cache cannot
be written, this process does all of it alone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import RLock

from whowhom import mechanisms, observables
from whowhom.build.model import Model
from whowhom.core.compile import (
    JIT,
    compile_mechanism,
    compile_observable,
    mechanism_entry,
    mechanism_is_compiled,
    observable_is_compiled,
)
from whowhom.core.drive import compiled_drive
from whowhom.core.kernel import cache_root, shared_place
from whowhom.core.mechanism import Registered
from whowhom.core.parts import compile_part, part_signature
from whowhom.core.parts import compiled as parts_loops
from whowhom.core.sources import PACKAGE

LOOP, PART = "loop", "step_part"
MOST_WORKERS = 8
"""More would compile the same shared kernels several times over."""
FEW = 3
"""So many tasks are done before a worker has started."""
SECONDS_BETWEEN_LINES = 5.0
MOST_NAMED = 8
Say = Callable[[str], None]
ONE_AT_A_TIME = RLock()
"""Held by the thread that compiles: two that want the same function would be in each other's way."""
Hear = Callable[[str, float], None]
"""Hears the name of a task that is done and how many seconds it took."""


def compile_task(task: str) -> float:
    """Compile one task, or load what was compiled before; return how many seconds it took.

    A task is `loop`, `observable NAME`, or `mechanism NAME` with `step`, `begin` or `step_part`.
    """
    began = time.monotonic()
    kind, _, name = task.partition(" ")
    if kind == LOOP:
        compiled_drive()
    elif kind == "observable":
        compile_observable(observables.find()[name].function)
    else:
        name, _, which = name.partition(" ")
        if which == PART:
            compile_part(mechanisms.load(name))
            parts_loops()
        else:
            compile_mechanism(mechanisms.load(name), which)
    return time.monotonic() - began


def compile_together(tasks: Sequence[str], processes: int, hear: Hear) -> None:
    """Do the tasks in so many workers, and here what they leave; the largest should stand first."""
    waiting = deque(tasks)
    workers = min(processes, MOST_WORKERS) if processes > 1 and len(tasks) > FEW and _can_be_kept() else 0
    broken_off: list[str | None] = []
    if workers:
        with ThreadPoolExecutor(workers) as pool:
            try:
                broken_off = list(pool.map(lambda _: _hand_out(waiting, hear), range(workers)))
            except BaseException:
                waiting.clear()  # workers do no more for a command that ends
                raise
    for task in [*filter(None, broken_off), *waiting]:
        hear(task, compile_task(task))


def _next(waiting: deque[str]) -> str | None:
    """Take the next task, None where there is none."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _hand_out(waiting: deque[str], hear: Hear) -> str | None:
    """Give tasks to one worker, one after another; return the one that it broke off, if it did."""
    # What lies in the user's folder under the name of a module is none of the worker's.
    environment = {**os.environ, "PYTHONPATH": _path(), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-m", "whowhom.simulate.compiling"]
    task = None
    with (
        contextlib.suppress(OSError, ValueError),
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        ) as worker,
    ):
        assert worker.stdin is not None and worker.stdout is not None
        while (task := _next(waiting)) is not None:
            worker.stdin.write(task + "\n")
            worker.stdin.flush()
            hear(task, float(worker.stdout.readline()))
        worker.stdin.close()
    return task


def _path() -> str:
    """Return where Python finds this very package, then what it was told itself."""
    told = os.environ.get("PYTHONPATH")
    return os.pathsep.join([str(PACKAGE.parent), *([told] if told else [])])


def _can_be_kept() -> bool:
    """Return whether what a worker compiles would be found here."""
    folder = cache_root()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK) and bool(sys.executable) and shared_place().is_settled()


def work(tasks: Iterable[str]) -> None:
    """Do tasks as they come, one a line, and answer each with its seconds."""
    for task in tasks:
        print(compile_task(task.strip()), flush=True)
        # Else Python looks again and again at all that the compiler keeps, for a tenth of the time.
        gc.collect()
        gc.freeze()


def compile_missing(model: Model, processes: int, say: Say | None) -> None:
    """Compile what a model needs and was not compiled before; `say` hears of it every few seconds."""
    sizes = _missing(model)
    if not sizes:
        return
    done: list[str] = []
    told = time.monotonic()
    if say is not None:
        say(f"compiling, once: {_summary(sizes)}")

    def hear(task: str, _seconds: float) -> None:
        nonlocal told
        done.append(task)
        if say is not None and time.monotonic() - told >= SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            say(f"compiled {len(done)} of {len(sizes)}")

    compile_together(sorted(sizes, key=lambda task: -sizes[task]), processes, hear)


def all_shipped() -> list[str]:
    """Return the tasks of every shipped mechanism and observable, and of the loop, the largest first."""
    found = {
        f"mechanism {name} {which}": registered.path
        for name in mechanisms.shipped()
        for which in ("begin", "step", PART)
        if (registered := mechanisms.load(name)).function(which) is not None
    }
    found |= {
        f"observable {name}": item.function.__code__.co_filename
        for name, item in observables.shipped().items()
    }
    return [LOOP, *sorted(found, key=lambda task: -Path(found[task]).stat().st_size)]


def _missing(model: Model) -> dict[str, int]:
    """Return the tasks of a model whose code is not stored, with the bytes of their sources.

    What a user made usable himself is known to this process alone, and compiled where it is loaded.
    """
    shipped = mechanisms.shipped()
    found = {
        f"mechanism {entry.mechanism.name} {entry.which}": entry.mechanism.path
        for entry in model.entries
        if entry.mechanism.name in shipped and not mechanism_is_compiled(entry.mechanism, entry.which)
    }
    found |= {
        f"observable {name}": item.observable.function.__code__.co_filename
        for item in model.recorded
        if (name := item.observable.name) in observables.shipped()
        and not observable_is_compiled(item.observable.function)
    }
    cut = {entry.mechanism.name: entry.mechanism for entry in model.entries if model.sizes.members}
    found |= {
        f"mechanism {name} {PART}": registered.path
        for name, registered in cut.items()
        if name in shipped and registered.function(PART) is not None and not _part_is_compiled(registered)
    }
    sizes = {task: Path(source).stat().st_size for task, source in found.items()}
    # The loop first: it compiles what most mechanisms link in.
    return {LOOP: max(sizes.values()) + 1, **sizes} if sizes else {}


def _part_is_compiled(registered: Registered) -> bool:
    """Return whether the part of a mechanism, as its sources now stand, was compiled before."""
    return not JIT or bool(mechanism_entry(registered, PART, "first", "last").is_stored(part_signature()))


def _summary(tasks: Iterable[str]) -> str:
    """Return the names of the mechanisms of some tasks, or how many there are when they are many."""
    names = sorted({task.split(" ")[1] for task in tasks if task != LOOP})
    return ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} mechanisms and observables"


if __name__ == "__main__":
    work(sys.stdin)
