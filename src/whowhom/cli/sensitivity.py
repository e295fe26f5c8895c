"""`whowhom sensitivity`: which numbers, and how much luck, decide the results of a scenario."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whowhom.cli.group import STOPPED, command_of
from whowhom.cli.run import Seed
from whowhom.cli.scheduler import scheduled, scheduler_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whowhom.fit.fit import Plan
    from whowhom.fit.sensitivity import Sensitivity
    from whowhom.fit.targets import Target

MOST_TOLD = 5
"""Factors that are printed of each result; the file has all."""


@click.command(short_help="Tell which numbers decide a scenario's results.")
@click.argument("scenario")
@click.option(
    "--target",
    "names",
    multiple=True,
    metavar="NAME",
    help="A target whose number in each history is a result; repeatable.  [default: all targets]",
)
@click.option(
    "--samples",
    type=click.IntRange(2),
    default=64,
    show_default=True,
    help="Points, a power of two; each costs a run for every factor and two more.",
)
@click.option(
    "--number",
    "numbers",
    multiple=True,
    metavar="NAME",
    help="A number that is a factor by itself; repeatable.  [default: each mechanism is a factor]",
)
@click.option("--seed", type=Seed(), default=1924, show_default=True, help="The number of all chance.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the runs are kept.  [default: fits/NAME-IDENTITY]",
)
@click.option("--threads", type=click.IntRange(1), help="Threads; they change no result.")
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def sensitivity(
    context: click.Context,
    scenario: str,
    names: tuple[str, ...],
    samples: int,
    numbers: tuple[str, ...],
    seed: int,
    out: Path | None,
    threads: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Tell which numbers of SCENARIO decide the targets that it names, and how much is luck.

    Prints Sobol indices with 95 % bootstrap errors: `first`, the share of a result's variance that a factor
    explains alone, and `total`, with all it does together with others. The last line printed is their page;
    the file of all of them lies beside it. Needs the extra: pip install 'whowhom[fit]'.
    """
    from whowhom.spec.toml import read

    found = read(scenario)
    from whowhom.fit.fit import Choices, plan

    decided = plan(found, Choices(seed=seed), out)
    targets = _chosen(decided.targets, names)
    choices = json.dumps([samples, numbers, [target.name for target in decided.usable.targets]])
    digest = hashlib.blake2b(choices.encode(), digest_size=4).hexdigest()
    folder = decided.folder / f"sensitivity-{samples}-{digest}"
    try:
        answer = _answer(decided, folder, samples, seed, numbers, threads, scheduler)
    except KeyboardInterrupt:
        click.echo(f"stopped: what is simulated is kept in {folder}; the same command goes on", err=True)
        context.exit(STOPPED)
    path = folder / "sensitivity.csv"
    answer.write_csv(path)
    wanted = [target.name for target in targets]
    from whowhom.report.sensitivity_page import write_sensitivity_page

    page = write_sensitivity_page(
        _values(answer, wanted), folder, title=decided.scenario.title, command=command_of(context)
    )
    if as_json:
        rows = [asdict(row) for name in wanted for row in answer.of(name)]
        told = {"runs": answer.runs, "untold": list(answer.untold), "indices": rows}
        click.echo(json.dumps({**told, "file": str(path), "page": str(page)}))
        return
    click.echo(f"{decided.scenario.title}\n{answer.runs} runs, seed {seed}")
    click.echo("\n".join([*_lines(answer, wanted), "", str(page)]))


def _values(answer: Sensitivity, names: Sequence[str]) -> dict[str, Any]:
    """Return the indices of results as plain values, as their page has them; none of those not told."""
    from whowhom.fit.sensitivity import LUCK

    results = [
        {
            "name": name,
            "missing": answer.missing[name],
            "factors": [{**asdict(row), "luck": row.factor == LUCK} for row in answer.of(name)],
        }
        for name in names
    ]
    return {"runs": answer.runs, "results": results}


def _chosen(targets: Sequence[Target], names: Sequence[str]) -> list[Target]:
    """Return the targets of the given names, or all. Raises ModelError, with the nearest, for another one."""
    from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown

    known = {target.name: target for target in targets}
    for name in names:
        if name not in known:
            near = did_you_mean(name, known)
            raise ModelError(f"sensitivity: no target {shown(name)}; expected {one_of(known)}{near}")
    return [known[name] for name in names] or list(targets)


def _answer(
    decided: Plan,
    folder: Path,
    samples: int,
    seed: int,
    numbers: Sequence[str],
    threads: int | None,
    scheduler: str | None,
) -> Sensitivity:
    """Run, and analyse the summaries of every target, so that other targets cost no run."""
    from whowhom.cli.progress import shown_progress
    from whowhom.fit.rows import there
    from whowhom.fit.sensitivity import sensitivity as analysed

    with shown_progress(there(folder)) as (say, hear), scheduled(scheduler, say) as cluster:
        return analysed(
            decided.model,
            decided.usable.targets,
            folder,
            samples=samples,
            seed=seed,
            numbers=numbers,
            threads=threads,
            say=say,
            hear=hear,
            scheduler=cluster,
        )


def _lines(answer: Sensitivity, names: Sequence[str]) -> list[str]:
    """Return what is printed of each result: its strongest factors and luck."""
    from whowhom.fit.sensitivity import LUCK

    lines = []
    for name in names:
        if name in answer.untold:
            why = "too few runs have it" if answer.missing[name] > 0 else "it is the same in every run"
            lines += ["", f"{name}: not told, {why} ({answer.missing[name]:.0%} of the runs lack it)"]
            continue
        lines += ["", f"{name:36} {'first':>14} {'total':>14}"]
        rows = answer.of(name)
        shown = [row for place, row in enumerate(rows) if place < MOST_TOLD or row.factor == LUCK]
        for row in shown:
            first = f"{row.first:.2f} ± {row.first_error:.2f}"
            lines.append(f"  {row.factor:34} {first:>14} {f'{row.total:.2f} ± {row.total_error:.2f}':>14}")
    return lines
