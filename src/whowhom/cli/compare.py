"""`whowhom compare`: versions of one organisation under the same luck."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whowhom.cli.group import MOST_HISTORIES, STOPPED, command_of
from whowhom.cli.run import Seed
from whowhom.cli.scheduler import scheduled, scheduler_option

if TYPE_CHECKING:
    from whowhom.experiments.compare import Compared, Effect
    from whowhom.results import Results
    from whowhom.simulate import Plan

MOST_LINES = 12
"""Effects that are printed of each version where nothing was asked for; the page has all."""
MOST_COURSES = 6
"""Effects of each version whose course is drawn."""


@click.command(short_help="Compare versions of an organisation under the same luck.")
@click.argument("scenario")
@click.option(
    "--with",
    "versions",
    multiple=True,
    required=True,
    metavar="NAME[+NAME]",
    help="A version: the document edited by this intervention, or by several joined with +; repeatable.",
)
@click.option(
    "--ask",
    "questions",
    multiple=True,
    metavar="WORDS",
    help='What is compared, such as "leader=Anna at 1929-12" or "mean of seats from 2030-01 to 2031-12"; '
    "repeatable.  [default: everything recorded that is one number, at the last month]",
)
@click.option(
    "--margin",
    type=click.FloatRange(0.0),
    default=0.0,
    show_default=True,
    help="The smallest difference that would matter, in the unit of what is asked.",
)
@click.option(
    "--histories",
    type=click.IntRange(2, MOST_HISTORIES),
    default=1000,
    show_default=True,
    help="Histories of each version.",
)
@click.option("--seed", type=Seed(), default=1924, show_default=True, help="The number of all chance.")
@click.option("--priors", is_flag=True, help="Draw uncertain numbers from their priors.")
@click.option("--point", is_flag=True, help="Use the point values of uncertain numbers.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The results folder.  [default: runs/NAME-IDENTITY]",
)
@click.option("--threads", type=click.IntRange(1), help="Threads; they change no result.")
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print the effects as JSON.")
@click.pass_context
def compare(
    context: click.Context,
    scenario: str,
    versions: tuple[str, ...],
    questions: tuple[str, ...],
    margin: float,
    histories: int,
    seed: int,
    priors: bool,
    point: bool,
    out: Path | None,
    threads: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Run SCENARIO as it is and in each version, history by history under the same luck, and compare.

    Prints for each version when it first differs, and what it changes: the mean difference with its 95 %
    interval, paired and unpaired, the variance gained by pairing, and how many more histories would decide.
    The last line printed is the page. A comparison that was stopped goes on where it was.
    """
    if point and priors:
        raise click.UsageError("--priors and --point: expected one of them")
    from whowhom.experiments.compare import compared, default_asked
    from whowhom.experiments.compare_files import courses, plain, write_compared
    from whowhom.measures.asked import asked
    from whowhom.report.compare_page import write_compare_page
    from whowhom.simulate import plan
    from whowhom.spec.toml import read

    found = read(scenario)
    read_questions = tuple(asked(text) for text in questions)
    decided = plan(
        found,
        histories=histories,
        seed=seed,
        out=out,
        versions=[version.split("+") for version in versions],
        numbers="point" if point else "priors" if priors else "posterior",
    )
    results = _carried_out(context, decided, threads, scheduler)
    done = compared(results, read_questions or default_asked(results))
    about = {"title": found.title, "histories": histories, "seed": seed, "margin": margin}
    about["command"] = command_of(context)
    write_compared(done, courses(results, done, MOST_COURSES), results, Path(decided.folder), about)
    page = write_compare_page(Path(decided.folder))
    if as_json:
        rows = [plain(effect, margin) for effect in done.effects]
        click.echo(json.dumps({"folder": str(decided.folder), "effects": rows}, ensure_ascii=False))
        return
    click.echo("\n".join([found.title, *_lines(done, margin, bool(questions)), "", str(page)]))


def _carried_out(
    context: click.Context, decided: Plan, threads: int | None, scheduler: str | None
) -> Results:
    """Simulate every version with progress shown; a stop says how to go on."""
    from whowhom.cli.progress import shown_progress
    from whowhom.simulate import carry_out, histories_there

    try:
        with (
            shown_progress(histories_there(decided)) as (say, progress),
            scheduled(scheduler, say) as cluster,
        ):
            return carry_out(decided, threads=threads, say=say, progress=progress, scheduler=cluster)
    except KeyboardInterrupt:
        click.echo(
            f"stopped: finished shards are kept in {decided.folder}; the same command goes on", err=True
        )
        context.exit(STOPPED)


def _lines(done: Compared, margin: float, all_of_them: bool) -> list[str]:
    """Return what is printed of each version."""
    from whowhom.experiments.compare_files import by_size

    answer = []
    for version, apart in done.apart.items():
        effects = by_size([item for item in done.effects if item.version == version])
        shown = effects if all_of_them else effects[:MOST_LINES]
        answer += ["", version, f"  {_apart_told(apart.first, apart.middle, apart.share)}"]
        for effect in shown:
            answer += _told(effect, margin)
        if len(shown) < len(effects):
            answer.append(f"  and {len(effects) - len(shown)} more on the page")
    return answer


def _apart_told(first: str | None, middle: str | None, share: float) -> str:
    """Say when anything recorded first differs."""
    if first is None:
        return "nothing recorded ever differs, in any history"
    return (
        f"the same to the bit before {first}; {share:.0%} of histories ever differ, half of those by {middle}"
    )


def _told(effect: Effect, margin: float) -> list[str]:
    """Write one effect in two lines: the difference, and how well it is known."""
    one = effect.found
    if one is None:
        return [f"  {effect.asked.says}: fewer than two histories have it in both versions"]
    more = one.more_histories(margin)
    decided = (
        "decided"
        if more == 0
        else "no number of histories parts it"
        if more == float("inf")
        else f"about {more:,.0f} more histories would decide"
    )
    lacking = f"; {one.lacking} histories lack it" if one.lacking else ""
    gain = "no history differs" if one.deviation == 0 else f"pairing gains {one.gain:.3g} times"
    unit = "" if effect.unit == "1" else f" {effect.unit}"
    return [
        f"  {effect.asked.says}: {one.first:.4g} to {one.second:.4g}{unit}, "
        f"{one.difference:+.4g} ({one.low:+.4g} to {one.high:+.4g})",
        f"    unpaired {one.unpaired_low:+.4g} to {one.unpaired_high:+.4g}; {gain}; "
        f"{decided}; {one.pairs} pairs{lacking}",
    ]
