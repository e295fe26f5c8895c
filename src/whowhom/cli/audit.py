"""`whowhom audit`: what the rules of an organisation decide by themselves, exactly."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from whowhom.cli.group import WRONG

if TYPE_CHECKING:
    from whowhom.audit import Choices
    from whowhom.spec.scenario import Scenario


class Setting(click.ParamType[tuple[str, Any]]):
    """PATH=VALUE, the value as in a document."""

    name = "setting"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Any]:
        """Return the path and the value; a bare word is text."""
        path, sign, text = str(value).partition("=")
        if not sign or not path:
            self.fail(f"found {value!r}; expected PATH=VALUE, like bodies.board.seats=9", param, ctx)
        try:
            return path.strip(), tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            return path.strip(), text.strip()


class Span(click.ParamType[int]):
    """A duration, like "10 years"."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return its months."""
        from whowhom.spec.duration import months_in

        try:
            return months_in(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command(short_help="Tell what the rules alone decide: power, loops, capture, and what would stop it.")
@click.argument("files", metavar="FILE", nargs=-1, required=True)
@click.option("--compare", "comparing", is_flag=True, help="Compare two drafts: give two FILEs.")
@click.option("--with", "interventions", multiple=True, metavar="NAME", help="Edited by this intervention.")
@click.option(
    "--set", "settings", multiple=True, type=Setting(), metavar="PATH=VALUE", help="Set a key; repeatable."
)
@click.option("--principal", metavar="BODY", help="Whose capture is asked, instead of what FILE says.")
@click.option(
    "--only", "sections", multiple=True, metavar="SECTION", help="Work out this section only; repeatable."
)
@click.option(
    "--loyalty",
    type=click.FloatRange(0, 1),
    default=0.9,
    show_default=True,
    help="Chance that an appointee is loyal, where one number is needed: an assumption.",
)
@click.option(
    "--below",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Look for the fewest changes that keep the chance of control below this.",
)
@click.option("--within", type=Span(), metavar="DURATION", help="… for so long.  [default: the horizon]")
@click.option(
    "--seconds",
    type=click.FloatRange(1, 86_400),
    default=120,
    show_default=True,
    help="Time for the whole; what is not done by then is told.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The report.  [default: audits/NAME.html]")
@click.option("--no-report", is_flag=True, help="Print only.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--prism", type=click.Path(dir_okay=False, path_type=Path), help="Write the chain for PRISM.")
@click.pass_context
def audit(
    context: click.Context,
    files: tuple[str, ...],
    comparing: bool,
    interventions: tuple[str, ...],
    settings: tuple[tuple[str, Any], ...],
    principal: str | None,
    sections: tuple[str, ...],
    loyalty: float,
    below: float,
    within: int | None,
    seconds: float,
    out: Path | None,
    no_report: bool,
    as_json: bool,
    prism: Path | None,
) -> None:
    """Tell what the rules of FILE decide by themselves: who holds formal power in each body, which loops let
    an office choose its own choosers, how early and how probably each office captures which body, from when
    it can no longer be undone, and which change of the rules would stop it. Nothing is simulated.

    FILE is an organisation file or the name of a shipped one. Exit code 2 when the rules have errors.
    """
    from whowhom.audit import SECTIONS, Choices

    if len(files) != (2 if comparing else 1):
        wanted = "two files with --compare" if comparing else "one file, or two with --compare"
        number = f"{len(files)} file{'' if len(files) == 1 else 's'}"
        raise click.UsageError(f"found {number}; expected {wanted}")
    if out is not None and out.suffix == ".json":
        raise click.UsageError(
            f"--out: found {out}; expected a page like audit.html, the JSON goes beside it"
        )
    edited = _as_typed(interventions, settings, principal)
    choices = Choices(loyalty, below, within, seconds, sections or SECTIONS, edited)
    drafts = [_read(file, interventions, settings, principal) for file in files]
    if comparing:
        _compare(drafts, choices, as_json)
        return
    if prism is not None:
        _write_prism(drafts[0], loyalty, prism)
    _audit(context, drafts[0], files[0], choices, out, no_report, as_json)


def _as_typed(
    interventions: tuple[str, ...], settings: tuple[tuple[str, Any], ...], principal: str | None
) -> tuple[str, ...]:
    """Return the edits of the command as its words, so that the page can tell how to make it again."""
    words = [word for name in interventions for word in ("--with", name)]
    for path, value in settings:
        words += ["--set", f"{path}={_as_toml(value)}"]
    return (*words, *(() if principal is None else ("--principal", principal)))


def _as_toml(value: Any) -> str:
    """Write a value as a document gives it."""
    if isinstance(value, list):
        return f"[{', '.join(_as_toml(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_as_toml(item)}' for name, item in value.items())} }}"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _read(
    file: str, interventions: tuple[str, ...], settings: tuple[tuple[str, Any], ...], principal: str | None
) -> Scenario:
    """Read a document and edit it as the command says."""
    from whowhom.spec.scenario import Edit
    from whowhom.spec.toml import read

    found = read(file)
    edits = [Edit(set=path, to=value) for path, value in settings]
    if principal is not None:
        edits.append(Edit(set="audit.principal", to=principal))
    return found.edit(*interventions, *edits) if interventions or edits else found


def _audit(
    context: click.Context,
    draft: Scenario,
    name: str,
    choices: Choices,
    out: Path | None,
    no_report: bool,
    as_json: bool,
) -> None:
    """Audit one draft; print it and write its report."""
    from whowhom.audit import audit as audited

    def say(section: str, spent: float) -> None:
        if spent >= 1.0:
            click.echo(f"{section}: {spent:.1f} s", err=True)

    found = audited(draft, choices, say)
    values = found.to_dict()
    click.echo(json.dumps(values, ensure_ascii=False) if as_json else found.text())
    if not no_report:
        from whowhom.report.audit import audit_page

        page = out or Path("audits") / f"{Path(name).stem}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(audit_page(values), encoding="utf-8")
        page.with_suffix(".json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        click.echo(f"report: {page}", err=as_json)
    if values.get("defects", {}).get("errors"):
        context.exit(WRONG)


def _compare(drafts: list[Scenario], choices: Choices, as_json: bool) -> None:
    """Compare two drafts and print what differs."""
    from whowhom.audit import compare

    found = compare(drafts[0], drafts[1], choices)
    click.echo(json.dumps(found.to_dict(), ensure_ascii=False) if as_json else found.text())


def _write_prism(draft: Scenario, loyalty: float, path: Path) -> None:
    """Write the chain of counts of the first principal as a PRISM model."""
    from whowhom.audit.two_sided import horizon, model_of, principals, targets
    from whowhom.exact.counts.prism import prism
    from whowhom.spec.errors import ModelError

    acting = principals(draft)
    if not acting:
        raise ModelError("audit: nobody acts upon another body; expected a rule, or --principal BODY")
    principal = acting[0]
    months = horizon(draft, principal)
    model = model_of(draft, principal, targets(draft, principal), months, {"party_line.loyalty": loyalty})
    path.write_text(prism(model), encoding="utf-8")
    click.echo(f"prism: {path}", err=True)
