"""`whowhom fit`: the numbers of a scenario from its targets, and the gates that judge the fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whowhom.cli.coverage import MOST_TOLD, coverage
from whowhom.cli.group import MOST_HISTORIES, STOPPED
from whowhom.cli.run import Seed
from whowhom.cli.scheduler import scheduled, scheduler_option

if TYPE_CHECKING:
    from whowhom.fit.fit import Fit, Plan

METHODS = ("regression", "neural")
MOST_SHIFTS = 6


@click.command(short_help="Fit the numbers of a scenario to its targets.")
@click.argument("scenario")
@click.option(
    "--until",
    metavar="MONTH",
    help="Fit what was on record by the end of this month, as 1925-12; predict the rest.  [default: fit all]",
)
@click.option(
    "--histories",
    type=click.IntRange(1, MOST_HISTORIES),
    default=10_000,
    show_default=True,
    help="Histories simulated from the priors.",
)
@click.option("--seed", type=Seed(), default=1924, show_default=True, help="The number of all chance.")
@click.option(
    "--number",
    "numbers",
    multiple=True,
    metavar="NAME",
    help="Fit this number only, as mechanism.number; repeatable.  [default: all with a prior]",
)
@click.option("--account", default="main", show_default=True, help="Which of rival estimates to fit.")
@click.option(
    "--method",
    type=click.Choice(METHODS),
    default=METHODS[0],
    show_default=True,
    help="neural needs the extra: pip install 'whowhom[fit]'.",
)
@click.option(
    "--recalled-weight",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="What a recalled target counts beside one that was seen; 0 drops them.",
)
@click.option(
    "--with-conflicts",
    is_flag=True,
    help="Fit also what no number brings about.  [default: such targets are left out and named]",
)
@click.option("--draws", type=click.IntRange(100), default=1000, show_default=True, help="Of the posterior.")
@click.option(
    "--replicates",
    type=click.IntRange(1),
    default=400,
    show_default=True,
    help="Histories run from the posterior, for what it predicts.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the scenario's fits.  [default: fits/NAME-IDENTITY]",
)
@click.option("--threads", type=click.IntRange(1), help="Threads; they change no result.")
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def fit(
    context: click.Context,
    scenario: str,
    until: str | None,
    histories: int,
    seed: int,
    numbers: tuple[str, ...],
    account: str,
    method: str,
    recalled_weight: float,
    with_conflicts: bool,
    draws: int,
    replicates: int,
    out: Path | None,
    threads: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Fit the numbers of SCENARIO, a file or the name of a shipped one, to the targets that it names.

    Prints what the data inform, what the fit predicts of numbers on record that it has not seen, and the
    gates that judge it. The last line printed is its page. A fit that was stopped goes on
    where it was when the same command is given again.
    """
    from whowhom.spec.toml import read

    found = read(scenario)
    from whowhom.fit.error_model import ErrorModel
    from whowhom.fit.fit import Choices, plan

    rule = ErrorModel(recalled_weight=recalled_weight)
    leave = not with_conflicts
    choices = Choices(histories, seed, until, account, numbers, method, rule, leave, draws, replicates)
    try:
        decided = plan(found, choices, out)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--until") from wrong
    if not as_json:
        _announce(decided)
    try:
        done = _done(decided, threads, scheduler)
    except KeyboardInterrupt:
        click.echo(
            f"stopped: what is simulated is kept in {decided.folder}; the same command goes on", err=True
        )
        context.exit(STOPPED)
    click.echo(json.dumps(_as_json(done), ensure_ascii=False) if as_json else "\n".join(_lines(done)))


def _announce(decided: Plan) -> None:
    """Print what will be fitted to what."""
    choices = decided.choices
    click.echo(decided.scenario.title)
    click.echo(
        f"{choices.histories} histories from the priors, seed {choices.seed}, {choices.method}; "
        f"{len(decided.fitted)} targets fitted, {len(decided.held_out)} held out, "
        f"{len(decided.usable.left_out)} rows of the file are of something else"
    )


def _done(decided: Plan, threads: int | None, scheduler: str | None) -> Fit:
    """Carry the fit out and write its files."""
    from whowhom.cli.progress import shown_progress
    from whowhom.fit.fit import carry_out
    from whowhom.fit.fit_files import write_fit
    from whowhom.fit.rows import there
    from whowhom.report.fit_page import write_fit_page

    found = min(there(decided.rows), decided.choices.histories)
    with shown_progress(found) as (say, hear), scheduled(scheduler, say) as cluster:
        done = carry_out(decided, threads=threads, say=say, hear=hear, scheduler=cluster)
    write_fit_page(write_fit(done))
    return done


def _lines(done: Fit) -> list[str]:
    """Return what is printed of a fit."""
    names = [target.name for target in done.fitted]
    answer = [
        f"learnt from {done.whole} histories that have all {len(names)} targets; {done.outlying.said(names)}"
    ]
    if done.chosen.unmoved:
        answer.append(f"nothing moves {', '.join(done.chosen.unmoved)}: left out of the fit")
    if done.chosen.conflicts:
        answer.append(f"no number brings about {', '.join(done.chosen.conflicts)}: left out of the fit")
    answer += ["", "gates"]
    answer += [f"  {'passed' if gate.passed else 'FAILED'}  {gate.sentence}" for gate in done.gates]
    answer += ["", "numbers                                  prior mean (sd)    posterior mean (sd)    data"]
    table = sorted(done.posterior.table(), key=lambda row: -row.contraction)
    for row in table[:MOST_TOLD]:
        prior, later = f"{row.prior_mean:.3g} ({row.prior_sd:.2g})", f"{row.mean:.3g} ({row.sd:.2g})"
        answer.append(f"  {row.name:38} {prior:>16}  {later:>20}    {row.word}; unit {row.unit}")
    if len(table) > MOST_TOLD:
        answer.append(f"  and {len(table) - MOST_TOLD} more in numbers.csv")
    answer += _hangs(done)
    if done.plan.held_out:
        answer += ["", f"held out: {len(done.held_out)} targets after {done.plan.choices.until}"]
        answer += coverage(done.held_out)
    if done.in_conflict:
        answer += ["", "targets that no number brings about, predicted"]
        answer += coverage(done.in_conflict)
    answer += ["", "fitted targets, predicted again"]
    answer += coverage([item for item in done.predicted if item.target in done.fitted])
    return [*answer, "", str(done.plan.out / "fit.html")]


def _hangs(done: Fit) -> list[str]:
    """Return the lines on results that hang on a prior."""
    from whowhom.fit.prior_sensitivity import STRONGER

    if not done.hangs:
        return ["", f"no result shifts with a prior raised to the power {STRONGER:g}"]
    answer = ["", f"results that shift with a prior raised to the power {STRONGER:g}"]
    for one in done.hangs[:MOST_SHIFTS]:
        answer.append(f"  {one.result:38} {one.shift:+.2f} ± {one.error:.2f} of its sd with {one.number}")
    if len(done.hangs) > MOST_SHIFTS:
        answer.append(f"  and {len(done.hangs) - MOST_SHIFTS} more in fit.json")
    return answer


def _as_json(done: Fit) -> dict[str, Any]:
    """Return what was found as JSON has it."""
    from dataclasses import asdict

    from whowhom.fit.prediction import covered

    left_out = {"unmoved": list(done.chosen.unmoved), "in_conflict": list(done.chosen.conflicts)}
    return {
        "folder": str(done.plan.out),
        "targets": {"fitted": [target.name for target in done.fitted], **left_out},
        "histories_with_all_targets": done.whole,
        "outside_the_cloud": bool(done.outlying.outside),
        "gates": {gate.name: {"passed": gate.passed, "says": gate.sentence} for gate in done.gates},
        "numbers": [asdict(row) for row in done.posterior.table()],
        "held_out": [asdict(row) for row in covered(done.held_out)] if done.held_out else [],
    }
