"""`whowhom check`: read and build a document without simulating it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from whowhom.cli.group import WRONG
from whowhom.spec.errors import DocumentError, WhoWhomError

if TYPE_CHECKING:
    from whowhom.spec.scenario import Scenario


@click.command(short_help="Read a document or a claim and tell every mistake in it.")
@click.argument("scenario", metavar="DOCUMENT")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def check(context: click.Context, scenario: str, as_json: bool) -> None:
    """Read DOCUMENT, a scenario or a claim, a file or a shipped one, and tell every mistake in it by its key.

    Every arm of a scenario, and every version that a claim compares, is edited and built as `run` or `judge`
    would, but nothing is simulated or compiled.
    """
    from whowhom.spec.claim_file import is_claim

    try:
        if is_claim(scenario):
            _check_claim(scenario, as_json)
            return
        found, counts, warnings = checked(scenario)
    except WhoWhomError as error:
        if not as_json:
            raise
        lines = error.lines if isinstance(error, DocumentError) else (str(error),)
        click.echo(json.dumps({"ok": False, "errors": list(lines)}, ensure_ascii=False))
        context.exit(WRONG)
    if as_json:
        about = {"ok": True, "title": found.title, "months": found.months, **counts, "warnings": warnings}
        click.echo(json.dumps(about, ensure_ascii=False))
        return
    for line in warnings:
        click.echo(f"warning: {line}", err=True)
    click.echo("ok: " + ", ".join(_counted(number, name) for name, number in counts.items()))


def _check_claim(name: str, as_json: bool) -> None:
    """Read a claim and build every version that it compares."""
    from whowhom.judge.judging import check_claim
    from whowhom.spec.claim_file import read_claim

    claim = read_claim(name)
    versions = check_claim(claim)
    counts = {"comparisons": len(claim.comparisons), "versions": versions}
    if as_json:
        click.echo(json.dumps({"ok": True, "number": claim.number, **counts, "warnings": []}))
        return
    click.echo("ok: " + ", ".join(_counted(number, noun) for noun, number in counts.items()))


def checked(name: str) -> tuple[Scenario, dict[str, int], list[str]]:
    """Read a scenario and build all its arms; return it, what it has how many of, and warnings.

    Raises DocumentError and ModelError.
    """
    from whowhom.spec.toml import read

    scenario = read(name)
    # Reading has found every mistake that needs no simulator; only now is that loaded.
    from whowhom.build import build

    models = [build(scenario.edit(*arm.interventions)) for arm in scenario.arms]
    counts = {
        "bodies": len(scenario.bodies),
        "rules": len(scenario.rules),
        "people": models[0].known_people,
        "mechanisms": len(scenario.schedule),
        "arms": len(scenario.arms),
    }
    return scenario, counts, warnings_of(scenario)


def warnings_of(scenario: Scenario) -> list[str]:
    """Return what may be meant, but probably is not."""
    only_audited = scenario.audit is not None and not scenario.schedule
    if scenario.observe or scenario.snapshots or only_audited:
        return []
    return [f"{scenario.origin.file}: observe: nothing is recorded; add [[observe]] or snapshots"]


_SINGULAR: dict[str, str] = {"bodies": "body", "people": "person"}


def _counted(number: int, name: Any) -> str:
    """Write `1 body`, `2 bodies`."""
    return f"{number} {_SINGULAR.get(name, name.removesuffix('s')) if number == 1 else name}"
