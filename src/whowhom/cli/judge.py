"""`whowhom judge`: claims to verdicts over the posterior, with what each verdict turns on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from whowhom.cli.group import STOPPED, command_of
from whowhom.cli.run import Seed
from whowhom.cli.scheduler import scheduled, scheduler_option

ALL = "claims"
"""The name of the folder of all shipped claims."""


@click.command(short_help="Judge claims over the posterior, and tell what each verdict turns on.")
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option(
    "--draws",
    type=click.IntRange(16, 100_000),
    default=256,
    show_default=True,
    help="Draws of the posterior, or of the priors where a scenario has none.",
)
@click.option(
    "--each",
    type=click.IntRange(2, 256),
    default=4,
    show_default=True,
    help="Histories of each draw; luck is told from numbers by them. Two where other assumptions are tried.",
)
@click.option("--seed", type=Seed(), default=1924, show_default=True, help="The number of all chance.")
@click.option("--no-turns", is_flag=True, help="Only the verdicts, not what would turn them.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of what is written and of all that was simulated.  [default: judged/claims]",
)
@click.option("--threads", type=click.IntRange(1), help="Threads; they change no result.")
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.pass_context
def judge(
    context: click.Context,
    claims: tuple[str, ...],
    draws: int,
    each: int,
    seed: int,
    no_turns: bool,
    out: Path | None,
    threads: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Judge each CLAIM, a file or the number of a shipped one; without any, all that are shipped.

    Each comparison of a claim is simulated, version against version under the same luck, over the posterior
    of its scenario. Prints for each claim the verdict, the probability that it holds, and the assumption on
    which the verdict hangs. Judged together, the chance that any verdict is wrong stays within 5 %. The last
    line printed is the page of claims. A judge that was stopped goes on where it was.
    """
    from whowhom.cli.progress import shown_progress
    from whowhom.judge.judgement_files import plain, write_judgement
    from whowhom.judge.judging import judge as judged
    from whowhom.report.claims_page import write_claims_pages
    from whowhom.spec.claim_file import read_claim, shipped_claims

    found = [read_claim(name) for name in claims or shipped_claims()]
    folder = out or Path("judged") / ("-".join(sorted({one.number for one in found}))[:60] if claims else ALL)
    try:
        with shown_progress(0) as (say, hear), scheduled(scheduler, say) as cluster:
            done = judged(
                found,
                seed=seed,
                folder=folder,
                draws=draws,
                each=each,
                turns=not no_turns,
                threads=threads,
                say=say,
                hear=hear,
                scheduler=cluster,
            )
    except KeyboardInterrupt:
        click.echo(f"stopped: finished shards are kept in {folder}; the same command goes on", err=True)
        context.exit(STOPPED)
    about = {"command": command_of(context)}
    write_judgement(done, folder, about)
    page = write_claims_pages(folder)
    values = plain(done, about)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), **values}, ensure_ascii=False))
        return
    click.echo("\n".join([*(line for row in values["claims"] for line in _lines(row)), "", _total(values)]))
    click.echo(page)


def _lines(row: dict[str, Any]) -> list[str]:
    """Write one claim: its verdict and how sure it is, its comparisons, and what it hangs on."""
    share = row["share"]
    answer = [
        f"{row['number']}  {row['verdict'].upper()}: {row['says']}",
        f"     holds with probability {share['probability']:.3f} (share of the posterior "
        f"{share['low']:.2f} to {share['high']:.2f}); judged alone: {row['alone']}",
    ]
    for part in row["comparisons"]:
        shares = ", ".join(f"{name} {100 * value:.0f} %" for name, value in part["shares"].items())
        low, high = part["spread"][0], part["spread"][-1]
        gain = part["arms"]["gain"] if part["arms"] else None
        paired = f"; pairing gains {gain:.3g} times" if isinstance(gain, float) else ""
        answer.append(
            f"     {part['name']}: {_number(part['value'])}{_unit(part['unit'])} "
            f"({_number(low)} to {_number(high)}); {shares}{paired}"
        )
    return [*answer, f"     hangs on: {row['hangs_on']}"]


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:+.3g}"


def _unit(unit: str) -> str:
    return "" if unit == "1" else f" {unit}"


def _total(values: dict[str, Any]) -> str:
    """Write what holds of all verdicts together."""
    verdicts = [row["verdict"] for row in values["claims"]]
    counts = ", ".join(f"{verdicts.count(one)} {one}" for one in sorted(set(verdicts)))
    return (
        f"{counts}; chance that any verdict given is wrong: at most {values['chance_that_any_is_wrong']:.3f}"
    )
