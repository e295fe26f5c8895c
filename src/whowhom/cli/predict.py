"""`whowhom predict`: what a posterior predicts of the numbers on record, without a fit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whowhom.cli.coverage import coverage
from whowhom.cli.group import MOST_HISTORIES, command_of
from whowhom.cli.run import Seed
from whowhom.cli.scheduler import scheduled, scheduler_option

if TYPE_CHECKING:
    from whowhom.build.fitted import Fitted
    from whowhom.fit.predicting import Prediction
    from whowhom.spec.scenario import Scenario


@click.command(short_help="Tell what a posterior predicts of the record.")
@click.argument("scenario")
@click.option(
    "--posterior",
    "file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A posterior.csv that `whowhom fit` wrote.  [default: the one that the scenario names]",
)
@click.option(
    "--histories",
    type=click.IntRange(1, MOST_HISTORIES),
    default=1000,
    show_default=True,
    help="Histories run from the posterior, and as many from the priors.",
)
@click.option("--seed", type=Seed(), default=1924, show_default=True, help="The number of all chance.")
@click.option("--account", default="main", show_default=True, help="Which of rival estimates to predict.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of what is written.  [default: predictions/NAME-IDENTITY]",
)
@click.option("--threads", type=click.IntRange(1), help="Threads; they change no result.")
@scheduler_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def predict(
    context: click.Context,
    scenario: str,
    file: Path | None,
    histories: int,
    seed: int,
    account: str,
    out: Path | None,
    threads: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Tell what a posterior predicts of the numbers on record that SCENARIO names, without fitting anything.

    Prints how many of them lie in their intervals, apart for those that the posterior was fitted to and those
    that it has not seen. The last line printed is the page.
    """
    from whowhom.spec.toml import read

    found = read(scenario)
    posterior = _posterior(found, file)
    folder = out or Path("predictions") / _identity(found, posterior, histories, seed, account)
    from whowhom.fit.predicting import as_values
    from whowhom.fit.prediction import write_predicted
    from whowhom.report.predict_page import write_predict_page

    done = _done(found, posterior, histories, seed, account, threads, scheduler)
    folder.mkdir(parents=True, exist_ok=True)
    write_predicted(done.predicted, folder / "predicted.csv")
    values = as_values(done)
    page = write_predict_page(
        values,
        folder,
        title=found.title,
        posterior=f"{_told(posterior)} {histories} histories, seed {seed}.",
        until=_until(posterior),
        command=command_of(context),
    )
    if as_json:
        click.echo(json.dumps(_as_json(values, page), ensure_ascii=False, allow_nan=False))
        return
    lines = [found.title, _told(posterior), _counts(done, histories, seed)]
    click.echo("\n".join([*lines, *_lines(done), "", str(page)]))


def _posterior(scenario: Scenario, file: Path | None) -> Fitted:
    """Return the posterior of a file, or the one that the scenario names. Raises ModelError without both."""
    from whowhom.build.fitted import load_fitted, read_fitted
    from whowhom.spec.errors import ModelError

    found = read_fitted(scenario) if file is None else load_fitted(file)
    if found is None:
        raise ModelError(
            f"{scenario.origin.file}: found no posterior; "
            f"expected --posterior FILE or a scenario that names one"
        )
    return found


def _identity(scenario: Scenario, posterior: Fitted, histories: int, seed: int, account: str) -> str:
    """Return the name of the folder: one for everything that decides what is predicted."""
    from whowhom.fit.targets_file import read_targets
    from whowhom.spec.document import document_hash

    what = [document_hash(scenario), repr(read_targets(scenario)), posterior.digest, histories, seed, account]
    digest = hashlib.blake2b(json.dumps(what).encode(), digest_size=4).hexdigest()
    return f"{Path(scenario.origin.file).stem}-{digest}"


def _done(
    scenario: Scenario,
    posterior: Fitted,
    histories: int,
    seed: int,
    account: str,
    threads: int | None,
    scheduler: str | None,
) -> Prediction:
    """Run the histories, with progress on stderr."""
    from whowhom.cli.progress import shown_progress
    from whowhom.fit.predicting import prediction

    with shown_progress(0) as (say, hear), scheduled(scheduler, say) as cluster:
        return prediction(
            scenario,
            posterior,
            histories=histories,
            seed=seed,
            account_name=account,
            threads=threads,
            say=say,
            hear=hear,
            scheduler=cluster,
        )


def _until(posterior: Fitted) -> str | None:
    """Return the month by whose end a number had to be on record to be fitted, where the fit says so."""
    until = posterior.provenance.get("choices", {}).get("until")
    return None if until is None else str(until)


def _told(posterior: Fitted) -> str:
    """Say from which fit a posterior is."""
    scenario, until = posterior.provenance.get("scenario", "an unnamed scenario"), _until(posterior)
    by = f" by {until}" if until else ""
    return f"Posterior: {scenario}, fitted to {len(posterior.targets)} numbers on record{by}."


def _counts(done: Prediction, histories: int, seed: int) -> str:
    """Say what was run."""
    return (
        f"{histories} histories, seed {seed}; the posterior stands in for {done.numbers} of "
        f"{done.uncertain} uncertain numbers; {done.rows_left_out} rows of the file are of something else"
    )


def _lines(done: Prediction) -> list[str]:
    """Return what is printed of each group of targets."""
    from whowhom.fit.predicting import FITTED, HELD_OUT, LEFT_OUT

    heads = {
        HELD_OUT: "that the posterior has not seen",
        FITTED: "that the posterior was fitted to",
        LEFT_OUT: "that the fit left out: no number moves them, or brings them about",
    }
    answer = []
    for group, head in heads.items():
        items = done.of(group)
        if items or group != LEFT_OUT:
            answer += ["", f"{group}: {len(items)} targets {head}", *coverage(items)]
    return answer


def _as_json(values: dict[str, Any], page: Path) -> dict[str, Any]:
    """Return what was found as JSON has it: a part for each group of targets."""
    parts = {part["group"].replace(" ", "_"): part for part in values["parts"]}
    told = {name: {key: part[key] for key in part if key != "group"} for name, part in parts.items()}
    return {"page": str(page), "numbers": values["numbers"], **told}
