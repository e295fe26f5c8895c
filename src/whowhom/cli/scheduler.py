"""The option by which a verb simulates on a cluster, and the cluster itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from whowhom.simulate.batch import Say
    from whowhom.simulate.scheduler import Scheduler

Function = TypeVar("Function", bound=Callable[..., Any])


def scheduler_option(function: Function) -> Function:
    """Give a verb the option `--scheduler`."""
    return click.option(
        "--scheduler",
        metavar="ADDRESS|FILE",
        help="Simulate on the workers of this Dask scheduler (tcp://HOST:8786, or the file that it wrote); "
        "they change no result.",
    )(function)


@contextmanager
def scheduled(address: str | None, say: Say | None = None) -> Iterator[Scheduler | None]:
    """Give the cluster at an address; nothing where none is given."""
    if address is None:
        yield None
        return
    from whowhom.simulate.cluster import connected

    with connected(address, say) as cluster:
        yield cluster
