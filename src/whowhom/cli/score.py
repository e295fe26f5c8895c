"""`whowhom score`: the test out of sample, a scenario's arms beside plain baselines."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from whowhom.cli.group import MOST_HISTORIES, command_of
from whowhom.cli.run import Seed
from whowhom.cli.scheduler import scheduled, scheduler_option

if TYPE_CHECKING:
    from whowhom.build.fitted import Fitted
    from whowhom.fit.scoring import Scored
    from whowhom.spec.scenario import Scenario


@click.command(short_help="Score predictions of who stays, beside plain baselines.")
@click.argument("scenario")
@click.option(
    "--posterior",
    "file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A posterior.csv of a fit up to the split; every arm is then run with it too.",
)
@click.option(
    "--histories",
    type=click.IntRange(1, MOST_HISTORIES),
    default=2000,
    show_default=True,
    help="Histories of each arm.",
)
@click.option("--seed", type=Seed(), default=1924, show_default=True, help="The number of all chance.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of what is written.  [default: scores/NAME-IDENTITY]",
)
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON.")
@click.pass_context
def score(
    context: click.Context,
    scenario: str,
    file: Path | None,
    histories: int,
    seed: int,
    out: Path | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Score SCENARIO, which has a table [score], on who stays in a body after a split.

    What was known at the split is given, to plain baselines and to each arm; who stays after each later round
    is predicted, and held against the record. Prints log scores, Brier scores and areas under ROC curves with
    95 % bootstrap intervals. The last line printed is the page.
    """
    from whowhom.build.fitted import load_fitted
    from whowhom.fit.score_files import plain, write_scored
    from whowhom.fit.scoring import scored
    from whowhom.report.score_page import write_score_page
    from whowhom.spec.toml import read

    found = read(scenario)
    posterior = load_fitted(file) if file is not None else None
    folder = out or Path("scores") / _identity(found, posterior, histories, seed)
    with scheduled(scheduler) as cluster:
        done = scored(found, histories=histories, seed=seed, posterior=posterior, scheduler=cluster)
    about = {"title": found.title, "histories": histories, "seed": seed, "posterior": _told(posterior)}
    write_scored(done, folder, {**about, "command": command_of(context)})
    page = write_score_page(folder)
    if as_json:
        rows = [plain(row) for row in done.scores.rows]
        click.echo(json.dumps({"folder": str(folder), "scores": rows}, ensure_ascii=False))
        return
    click.echo("\n".join([found.title, *_lines(done), "", str(page)]))


def _identity(scenario: Scenario, posterior: Fitted | None, histories: int, seed: int) -> str:
    """Return the name of the folder: one for everything that decides the scores."""
    from whowhom.spec.document import document_hash

    what = [document_hash(scenario), posterior.digest if posterior else "", histories, seed]
    digest = hashlib.blake2b(json.dumps(what).encode(), digest_size=4).hexdigest()
    return f"{Path(scenario.origin.file).stem}-{digest}"


def _told(posterior: Fitted | None) -> str:
    """Say from which fit a posterior is."""
    if posterior is None:
        return ""
    about = posterior.provenance
    until = about.get("choices", {}).get("until")
    return f"{about.get('scenario')} to {len(posterior.targets)} numbers on record by {until}"


def _lines(done: Scored) -> list[str]:
    """Return what is printed: the headline, and a table of scores by person."""
    from whowhom.fit.score_files import AREA, BRIER, LOG, cell, headline
    from whowhom.fit.transitions_scores import ALL_YEARS

    scores = done.scores
    counts = scores.stayed.sum(axis=0).astype(int)
    answer = [
        f"{len(scores.people)} members of {done.table.body} at the split; there later: "
        + ", ".join(f"{count} in {year}" for count, year in zip(counts, scores.targets, strict=True)),
        headline(scores),
        "",
        f"{'predictor':38} {'log score, all rounds':24} {'Brier, all':24} "
        + " ".join(f"{f'AUC {year}':9}" for year in scores.targets),
    ]
    for name in sorted(scores.said, key=lambda one: scores.row(one, ALL_YEARS, LOG).value):
        areas = [f"{scores.row(name, year, AREA).value:<9.3f}" for year in scores.targets]
        log, brier = (cell(scores.row(name, ALL_YEARS, what)) for what in (LOG, BRIER))
        answer.append(f"{name:38} {log:24} {brier:24} {' '.join(areas)}".rstrip())
    return answer
