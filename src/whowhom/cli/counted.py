"""Statistics on the fly in `whowhom run`: its options, the count, and what is printed of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from whowhom.cli.group import MOST_HISTORIES, command_of

if TYPE_CHECKING:
    from whowhom.cli.progress import Hear, Say
    from whowhom.results import Results
    from whowhom.simulate import Plan
    from whowhom.simulate.counting import Counted
    from whowhom.simulate.scheduler import Scheduler

Verb = TypeVar("Verb", bound=Callable[..., Any])


def counting_options(verb: Verb) -> Verb:
    """Give a verb the options that ask for statistics of histories that are not kept."""
    options = (
        click.option(
            "--statistics",
            type=click.IntRange(1, MOST_HISTORIES),
            metavar="N",
            help="Count so many histories of each arm besides, of which none is kept: means, quantiles and "
            "who holds what, month by month.",
        ),
        click.option(
            "--until-precise",
            "precision",
            type=click.FloatRange(0.0, 1.0, min_open=True),
            metavar="HALF",
            help="End the count once every 95 % interval reaches no further than this from its mean: of "
            "shares, and of who holds an office, as they are; of other numbers in units of their mean.",
        ),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


def carry_out_count(
    context: click.Context,
    decided: Plan,
    results: Results,
    threads: int | None,
    scheduler: Scheduler | None,
    say: Say,
    progress: Hear,
) -> tuple[tuple[Counted, ...], Path | None]:
    """Count what was asked for, if anything was; return what was reached and the page."""
    histories, precision = context.params["statistics"], context.params["precision"]
    if histories is None and precision is None:
        return (), None
    from whowhom.report.statistics_page import write_statistics_page
    from whowhom.simulate.counting import MOST, count

    wanted = MOST if histories is None else histories
    done = count(
        decided,
        wanted,
        precision=precision,
        threads=threads,
        say=say,
        progress=progress,
        scheduler=scheduler,
    )
    if context.params["no_report"]:
        return done, None
    path = decided.page_folder / "statistics.html"
    return done, write_statistics_page(results, path, command_of(context))


def told(done: tuple[Counted, ...], results: Results, page: Path | None) -> list[str]:
    """Write a line for each arm, how many histories were counted and the widest interval, and the page."""
    lines = []
    for one in done:
        line = f"counted: {one.arm}: {one.histories:,} histories"
        if one.widest is not None:
            month = results[one.arm].months[one.widest.month]
            line += f"; widest interval ±{one.widest.half:.2g} ({one.widest.name}, {month})"
        if not one.narrow:
            line += f"; not as narrow as ±{one.precision:g}"
        lines.append(line)
    return lines if page is None else [*lines, str(page)]


def plain(done: tuple[Counted, ...], results: Results, page: Path | None) -> dict[str, Any]:
    """Return what is told as JSON; nothing where nothing was counted."""
    if not done:
        return {}
    arms: dict[str, dict[str, Any]] = {}
    for one in done:
        arms[one.arm] = {"histories": one.histories, "widest": None, "narrow": one.narrow}
        if one.widest is not None:
            month = results[one.arm].months[one.widest.month]
            arms[one.arm]["widest"] = {**vars(one.widest), "month": month}
    return {"statistics": {"arms": arms, "page": None if page is None else str(page)}}
