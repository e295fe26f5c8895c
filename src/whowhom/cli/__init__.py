"""The command `whowhom`: one verb for each arrow from a document to a report, one file for each verb."""

from __future__ import annotations

import click

from whowhom import __version__
from whowhom.cli.audit import audit
from whowhom.cli.check import check
from whowhom.cli.compare import compare
from whowhom.cli.explain import explain
from whowhom.cli.fit import fit
from whowhom.cli.flip import flip
from whowhom.cli.group import Verbs
from whowhom.cli.judge import judge
from whowhom.cli.list import list_
from whowhom.cli.new import new
from whowhom.cli.predict import predict
from whowhom.cli.report import report
from whowhom.cli.run import run
from whowhom.cli.score import score
from whowhom.cli.sensitivity import sensitivity
from whowhom.cli.warm_up import warm_up
from whowhom.cli.when import when
from whowhom.cli.why import why

__all__ = ["main"]


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="whowhom", message="%(prog)s %(version)s")
def main() -> None:
    """WhoWhom, a laboratory of institutional power: an organisation file in, thousands of histories out.

    Begin with `whowhom run`, which simulates a shipped scenario and writes a report, or with
    `whowhom new NAME`.

    Exit codes: 0 done; 2 the document or the command is wrong, each mistake told in one line;
    130 stopped with Ctrl-C, and the same command goes on.
    """


for verb in (
    run,
    compare,
    flip,
    when,
    judge,
    fit,
    predict,
    score,
    sensitivity,
    audit,
    check,
    new,
    list_,
    explain,
    report,
    why,
    warm_up,
):
    main.add_command(verb)
