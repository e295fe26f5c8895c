"""`whowhom when`: the month from which no single act turns an outcome."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whowhom.cli.flip import of_an_outcome
from whowhom.cli.group import STOPPED, command_of
from whowhom.cli.scheduler import scheduled, scheduler_option

if TYPE_CHECKING:
    from whowhom.experiments.when import When

MOST_REFUSED = 20
"""Acts that the document cannot date that are printed; when.json has all."""


@click.command(short_help="Find the month from which no act turns an outcome.")
@click.argument("run", type=click.Path(path_type=Path))
@of_an_outcome
@click.option(
    "--every",
    default="12 months",
    show_default=True,
    metavar="DURATION",
    help="How far apart the months of the scan are; the last one that counts is found to the month.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="KIND",
    help="Leave out a kind of acts: holders, himself (whom the outcome is about), people, offices, rules, "
    "ballots or numbers; repeatable.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where what was tried and the page are kept.  [default: RUN-when, beside the run]",
)
@click.option("--threads", type=click.IntRange(1), help="Threads; they change no result.")
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print the answer and the whole scan as JSON.")
@click.pass_context
def when(
    context: click.Context,
    run: Path,
    outcome: str,
    above: float | None,
    below: float | None,
    arm: str | None,
    histories: int | None,
    every: str,
    without: tuple[str, ...],
    document: Path | None,
    out: Path | None,
    threads: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Find the month from which no single act turns an outcome of the results folder RUN.

    In each month of a scan the holder of an office leaves it, a person leaves every seat, a rival takes an
    office, a rule ends, a vote is taken in the other way, or a number goes to an end of its prior; before
    that month nothing changes, to the bit. The last line printed is the page. A command that was stopped
    goes on where it was.
    """
    from whowhom.cli.progress import shown_progress
    from whowhom.experiments.flip import beside
    from whowhom.experiments.when import when as find
    from whowhom.experiments.when_files import answer, told, write_when
    from whowhom.report.when_page import write_when_page

    folder = out or beside(run, "when")
    try:
        with shown_progress(0) as (say, hear), scheduled(scheduler, say) as cluster:
            done = find(
                run,
                outcome,
                above=above,
                below=below,
                arm=arm,
                histories=histories,
                every=every,
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
    write_when(done, command_of(context))
    page = write_when_page(done.folder)
    if as_json:
        click.echo(json.dumps(told(done), ensure_ascii=False, allow_nan=False))
        return
    click.echo("\n".join([done.basis.results.title, *_lines(done), "", answer(done), "", str(page)]))


def _lines(done: When) -> list[str]:
    """Return the best act of each month of the scan, the last month of each kind, and what was refused."""
    from whowhom.experiments.when_files import kind_told

    acts = [look.best for look in done.scan]
    width = max((len(act.says) for act in acts if act is not None), default=4)
    answer = [
        "",
        f"  {'month':7}  {'best act':{width}}  without    with  95 % interval    turns    acts that do",
    ]
    for look, act in zip(done.scan, acts, strict=True):
        if act is not None:
            one = act.verdict
            shares = f"{100 * one.before:6.1f}%  {100 * one.after:5.1f}%  {100 * one.low:5.1f}%-"
            shares += f"{100 * one.high:5.1f}%  {act.state:7}"
            turning, tried = look.counted
            answer.append(f"  {look.label:7}  {act.says:{width}}  {shares}  {turning} of {tried}")
    answer += ["", "the last month in which an act turns it, by kind"]
    answer += [f"  {item.kind}: {kind_told(done, item)}" for item in done.lasts]
    if done.refused:
        answer += ["", f"left out, because the document cannot date them: {len(done.refused)}"]
        answer += [f"  {item.says}: {item.why}" for item in done.refused[:MOST_REFUSED]]
        more = len(done.refused) - MOST_REFUSED
        answer += [f"  and {more} more in when.json"] if more > 0 else []
    return answer
