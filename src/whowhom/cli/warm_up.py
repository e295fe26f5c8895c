"""`whowhom warm-up`: compile everything that is shipped, so that no run has to."""

from __future__ import annotations

import time

import click


@click.command("warm-up", short_help="Compile every mechanism and observable, once.")
def warm_up() -> None:
    """Compile every shipped mechanism and observable, so that no run has to wait for it.

    Compiled code is kept in the folder WHOWHOM_CACHE, or in whowhom/ of the user's cache folder,
    until a source changes.
    """
    from whowhom.simulate.batch import cores
    from whowhom.simulate.compiling import all_shipped, compile_together

    began = time.monotonic()

    def hear(task: str, seconds: float) -> None:
        click.echo(f"{seconds:6.1f} s  {task}")

    compile_together(all_shipped(), cores(), hear)
    click.echo(f"{time.monotonic() - began:6.1f} s  in all")
