"""`whowhom run`: a scenario to a results folder and its report."""

from __future__ import annotations

import json
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whowhom.cli.counted import carry_out_count, counting_options, told
from whowhom.cli.counted import plain as counted_plain
from whowhom.cli.group import MOST_HISTORIES, STOPPED
from whowhom.cli.scheduler import scheduled, scheduler_option

if TYPE_CHECKING:
    from whowhom.results import Results
    from whowhom.simulate import Plan

DEFAULT = "soviet"
MOST_NAMED = 6
"""Arms that are named before a run begins; `whowhom list` and the report name all."""
MOST_SEED = 2**63 - 1


class Seed(click.ParamType[int]):
    """A whole number, or `random` for one that is chosen and printed."""

    name = "seed"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        if value == "random":
            return secrets.randbelow(2**32)
        return click.IntRange(0, MOST_SEED).convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show what is expected."""
        return "INTEGER|random"


class Place(click.ParamType[Path | str]):
    """A folder, or an address in an object store."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """Return a path, or the address as it was written."""
        if "://" in str(value):
            return str(value)
        return Path(click.Path(file_okay=False, path_type=Path).convert(value, param, ctx))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show what is expected."""
        return "FOLDER|ADDRESS"


@click.command(short_help="Simulate a scenario and write its report.")
@click.argument("scenario", default=DEFAULT)
@click.option(
    "--with",
    "interventions",
    multiple=True,
    metavar="NAME",
    help="Run the document as it is and edited by this intervention of it, instead of its arms; repeatable.",
)
@click.option(
    "--arm",
    "arms",
    multiple=True,
    metavar="NAME",
    help="Run only this arm of the document, `base` among them; repeatable.",
)
@click.option(
    "--histories",
    type=click.IntRange(1, MOST_HISTORIES),
    default=1000,
    show_default=True,
    help="Histories in each arm, all of which are kept.",
)
@counting_options
@click.option(
    "--seed",
    type=Seed(),
    default=1924,
    show_default=True,
    help="The number from which all chance follows; `random` chooses one and prints it.",
)
@click.option(
    "--out",
    type=Place(),
    help="The results folder, or an address of fsspec (s3://…).  [default: runs/NAME-IDENTITY]",
)
@click.option(
    "--priors", is_flag=True, help="Draw uncertain numbers from their priors though a posterior is there."
)
@click.option(
    "--point", is_flag=True, help="Use the point values of uncertain numbers instead of drawing them."
)
@click.option(
    "--threads", type=click.IntRange(1), help="Threads; they change no result.  [default: every core]"
)
@scheduler_option
@click.option("--no-report", is_flag=True, help="Write the results only.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def run(
    context: click.Context,
    scenario: str,
    interventions: tuple[str, ...],
    arms: tuple[str, ...],
    histories: int,
    statistics: int | None,
    precision: float | None,
    seed: int,
    out: Path | str | None,
    priors: bool,
    point: bool,
    threads: int | None,
    scheduler: str | None,
    no_report: bool,
    as_json: bool,
) -> None:
    """Simulate SCENARIO, a file or the name of a shipped one, and write its report.

    The last line printed is the path of the report. A run that was stopped goes on where it was when the same
    command is given again; a run that is there already is not run again.
    """
    began = time.monotonic()
    _refuse_both({"--priors": priors, "--point": point})
    _refuse_both({"--arm": bool(arms), "--with": bool(interventions)})
    from whowhom.spec.toml import read

    found = read(scenario)
    from whowhom.cli.progress import shown_progress
    from whowhom.simulate import carry_out, histories_there, plan

    decided = plan(
        found,
        histories=histories,
        seed=seed,
        out=out,
        interventions=interventions,
        arms=arms,
        numbers="point" if point else "priors" if priors else "posterior",
    )
    if not as_json:
        _announce(decided)
    try:
        with (
            shown_progress(histories_there(decided)) as (say, progress),
            scheduled(scheduler, say) as cluster,
        ):
            results = carry_out(decided, threads=threads, say=say, progress=progress, scheduler=cluster)
            counted, page = carry_out_count(context, decided, results, threads, cluster, say, progress)
        report = _reported(decided, no_report)
    except KeyboardInterrupt:
        kept = f"finished shards are kept in {decided.folder}"
        click.echo(f"stopped: {kept}; the same command goes on (seed {seed})", err=True)
        context.exit(STOPPED)
    plain = counted_plain(counted, results, page) if as_json else None
    if plain is None:
        for line in told(counted, results, page):
            click.echo(line)
    _conclude(results, report, round(time.monotonic() - began, 2), plain)


def _refuse_both(given: dict[str, bool]) -> None:
    """Refuse options that exclude each other where all of them are given."""
    if all(given.values()):
        raise click.UsageError(f"{' and '.join(given)}: expected one of them")


def _announce(decided: Plan) -> None:
    """Print what will be run, and where its results will lie."""
    from whowhom.report.numbers_told import numbers_told

    click.echo(decided.scenario.title)
    click.echo(f"{_arms_told(decided)}, {decided.scenario.months} months; seed {decided.seed}")
    click.echo(numbers_told(decided.numbers, decided.about_posterior))
    click.echo(f"results: {decided.folder}")


def _arms_told(decided: Plan) -> str:
    """Tell the arms of a run, and how many histories each has."""
    of: dict[int, list[str]] = {}
    for item in decided.versions:
        of.setdefault(item.arm.histories(decided.histories), []).append(item.arm.name)
    more = " more" if len(of) > 1 else ""
    return "arms: " + "; ".join(
        f"{', '.join(names) if len(names) <= MOST_NAMED else f'{len(names)}{more}'}; {count} histories each"
        for count, names in of.items()
    )


def faults_of(results: Results) -> dict[str, int]:
    """Return how many histories of each arm have a fault."""
    return {name: int((~arm.sound).sum()) for name, arm in results.arms.items()}


def _conclude(results: Results, report: Path | None, seconds: float, counted: dict[str, Any] | None) -> None:
    """Print what went wrong in histories, and last where everything is.

    counted: what is told of a count where all is told as JSON; None where it is not.
    """
    manifest, faults = results.manifest, faults_of(results)
    for arm, number in faults.items():
        if number:
            why = _why(results, arm)
            click.echo(
                f"warning: {arm}: {number} of {results[arm].about['histories']} histories faulted: {why}",
                err=True,
            )
    if counted is None:
        click.echo(report or results.folder)
        return
    done = {
        "folder": str(results.folder),
        "report": str(report) if report else None,
        "identity": manifest["identity"],
        "seed": manifest["seed"],
        "histories": manifest["histories"],
        "seconds": seconds,
        "faults": faults,
        **counted,
    }
    click.echo(json.dumps(done, ensure_ascii=False))


def _reported(decided: Plan, no_report: bool) -> Path | None:
    """Write the report where one is wanted: beside the results, or in runs/ where those lie elsewhere."""
    if no_report:
        return None
    from whowhom.report import report

    return report(decided.folder, decided.page_folder / "report.html")


def _why(results: Results, arm: str) -> str:
    """Name every fault that an arm has."""
    import numpy as np

    from whowhom.core.fault import SENTENCES

    bits = int(np.bitwise_or.reduce(results[arm].array("fault")))
    return "; ".join(sentence for bit, sentence in SENTENCES.items() if bits & bit)
