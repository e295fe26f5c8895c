"""`whowhom flip`: the smallest set of single edits that turns an outcome."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from whowhom.cli.group import STOPPED, command_of
from whowhom.cli.scheduler import scheduled, scheduler_option

if TYPE_CHECKING:
    from whowhom.experiments.flip import Flip
    from whowhom.experiments.flip_screen import Screened, Tried

Verb = TypeVar("Verb", bound=Callable[..., Any])
MOST_LINES = 20
"""Sets of edits that are printed of each size; flip.json has all."""


def of_an_outcome(verb: Verb) -> Verb:
    """Give a verb the options that say which outcome of which histories of a run is meant."""
    options = (
        click.option(
            "--outcome",
            required=True,
            metavar="WORDS",
            help='A question of yes or no, such as "leader=Anna at 1929-12" or "reached 1 of concessions '
            'from 1917-11 to 1921-12"; any other number of a history needs --above or --below.',
        ),
        click.option("--above", type=float, help="The outcome is that the number lies above this."),
        click.option("--below", type=float, help="The outcome is that the number lies below this."),
        click.option("--arm", help="The version of history.  [default: the first]"),
        click.option(
            "--histories", type=click.IntRange(2), help="Of the run's, the first so many.  [default: all]"
        ),
        click.option(
            "--document",
            type=click.Path(path_type=Path),
            help="The file that the run was made from, where it names data files beside it.",
        ),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


@click.command(short_help="Find the smallest change that turns an outcome.")
@click.argument("run", type=click.Path(path_type=Path))
@of_an_outcome
@click.option(
    "--most", type=click.IntRange(1, 6), default=3, show_default=True, help="Most edits joined in one set."
)
@click.option(
    "--beam",
    type=click.IntRange(2, 200),
    default=16,
    show_default=True,
    help="How many of the strongest edits, and sets of them, are joined to larger sets.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="KIND",
    help="Leave out a kind of edits: rules, ballots, decisions, cadences, elections, events, people, "
    "himself (whom the outcome is about), mechanisms or numbers; repeatable.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where what was tried is kept.  [default: RUN-flip, beside the run]",
)
@click.option("--threads", type=click.IntRange(1), help="Threads; they change no result.")
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print the answer and all that was tried as JSON.")
@click.pass_context
def flip(
    context: click.Context,
    run: Path,
    outcome: str,
    above: float | None,
    below: float | None,
    arm: str | None,
    histories: int | None,
    most: int,
    beam: int,
    without: tuple[str, ...],
    document: Path | None,
    out: Path | None,
    threads: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Find the smallest set of single edits that turns an outcome of the results folder RUN.

    Every rule, ballot, decision, cadence, appointment, event, person, mechanism and uncertain number is
    changed by itself, on the same histories under the same luck; where none turns the majority, pairs of the
    strongest, then sets of three. Prints what was tried, the strongest first, and the answer. A command that
    was stopped goes on where it was.
    """
    from whowhom.cli.progress import shown_progress
    from whowhom.experiments.flip import beside
    from whowhom.experiments.flip import flip as find
    from whowhom.experiments.flip_files import answer, told, write_flip

    folder = out or beside(run, "flip")
    try:
        with shown_progress(0) as (say, hear), scheduled(scheduler, say) as cluster:
            done = find(
                run,
                outcome,
                above=above,
                below=below,
                arm=arm,
                histories=histories,
                most=most,
                beam=beam,
                without=without,
                document=document,
                out=folder,
                threads=threads,
                say=say,
                hear=hear,
                scheduler=cluster,
            )
    except KeyboardInterrupt:
        click.echo(f"stopped: what was tried is kept in {folder}; the same command goes on", err=True)
        context.exit(STOPPED)
    path = write_flip(done, command_of(context))
    if as_json:
        click.echo(json.dumps(told(done), ensure_ascii=False, allow_nan=False))
        return
    lines = [done.basis.results.title, *_lines(done), "", answer(done), "", str(path)]
    click.echo("\n".join(lines))


def _lines(done: Flip) -> list[str]:
    """Return the table of each size that was tried, and what the document refused."""
    from whowhom.experiments.flip_screen import UNSURE

    answer = []
    for number, size in enumerate(done.sizes, start=1):
        what = "single edits" if number == 1 else f"sets of {number} edits of the strongest {done.beam}"
        turning, tried = len(size.turning), len(size.tried)
        empty = f", {len(size.emptying)} leave it empty" if size.emptying else ""
        answer += ["", f"{what}: {tried} tried, {turning} turn the outcome{empty}"]
        answer += _table(done, size)
        if tried > MOST_LINES:
            answer.append(f"  and {tried - MOST_LINES} more in flip.json")
        if any(item.state == UNSURE for item in size.tried[:MOST_LINES]):
            answer.append(f"  unsure: by itself it would turn it; among {tried} one may look so by chance")
        if number == 1:
            answer += _kinds(done, size)
        if size.refused:
            answer.append(f"  refused by the document: {len(size.refused)}")
            answer += [f"    {item.says}: {item.why}" for item in size.refused[:MOST_LINES]]
            more = len(size.refused) - MOST_LINES
            answer += [f"    and {more} more in flip.json"] if more > 0 else []
    return answer


def _kinds(done: Flip, size: Screened) -> list[str]:
    """Write the strongest of each kind, so that one kind does not hide the others."""
    kinds = list(dict.fromkeys(item.kind for item in size.tried))
    best = [item for item in map(size.best_of, kinds) if item is not None]
    width = max(len(item.says) for item in best)
    kind = max(len(name) for name in kinds)
    return ["  the strongest of each kind", *(f"  {_row(done, item, width, kind)}" for item in best)]


def _table(done: Flip, size: Screened) -> list[str]:
    """Write what was tried in columns."""
    shown = size.tried[:MOST_LINES]
    width = max(len(item.says) for item in shown)
    kinds = max(len("kind"), *(len(item.kind) for item in shown))
    head = (
        f"  {'edit':{width}}  {'kind':{kinds}}  before   after  95 % interval    histories  turns    instead"
    )
    return [head, *(_row(done, item, width, kinds) for item in shown)]


def _row(done: Flip, item: Tried, width: int, kinds: int) -> str:
    """Write one set of edits."""
    one = item.verdict
    shares = (
        f"{100 * one.before:5.1f}%  {100 * one.after:5.1f}%  {100 * one.low:5.1f}%-{100 * one.high:5.1f}%"
    )
    instead = done.instead(item)
    who = "" if instead is None else f"  {instead[0]} {100 * instead[1]:.0f}%"
    lacking = f" ({one.lacking} lack it)" if one.lacking else ""
    line = (
        f"  {item.says:{width}}  {item.kind:{kinds}}  {shares}  {one.pairs:9d}{lacking}  {item.state:7}{who}"
    )
    return line.rstrip()
