"""`whowhom warm-up`: compile everything that is shipped, so that no run has to."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import click

MOST_WORKERS = 8
"""More would compile the same shared kernels several times over."""
LOOP = "the loop of the simulator"


@click.command("warm-up", short_help="Compile every mechanism and observable, once.")
def warm_up() -> None:
    """Compile every shipped mechanism and observable, so that no run has to wait for it.

    Compiled code is kept in the folder WHOWHOM_CACHE, or in whowhom/ of the user's cache folder,
    until a source changes.
    """
    from whowhom import mechanisms
    from whowhom.simulate.batch import cores

    began = time.monotonic()
    # The loop first: it compiles shared kernels that the mechanisms then load.
    tasks = [LOOP, *mechanisms.names(), "observables"]
    # Spawned, because a process forked from one with threads may hang.
    with ProcessPoolExecutor(min(cores(), MOST_WORKERS), mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(compiled, task) for task in tasks]):
            name, seconds = done.result()
            click.echo(f"{seconds:6.1f} s  {name}")
    click.echo(f"{time.monotonic() - began:6.1f} s  in all")


def compiled(task: str) -> tuple[str, float]:
    """Compile one task, or load what was compiled before; return its name and how long it took."""
    from whowhom import mechanisms, observables
    from whowhom.core.compile import compile_mechanism, compile_observable
    from whowhom.core.drive import compiled_drive

    began = time.monotonic()
    if task == LOOP:
        compiled_drive()
    elif task == "observables":
        for item in observables.find().values():
            compile_observable(item.function)
    else:
        registered = mechanisms.load(task)
        for which in ("begin", "step"):
            if registered.function(which) is not None:
                compile_mechanism(registered, which)
    return task, time.monotonic() - began
