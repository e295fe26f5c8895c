"""`whowhom why`: which appointments, votes, refusals and events put a person there."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(short_help="Tell what put a person where he is in one history.")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--history", type=int, required=True, help="The number of the history, from 0.")
@click.option(
    "--who", required=True, metavar="PERSON", help="A name, or the beginning of one that fits one person."
)
@click.option("--when", required=True, metavar="DATE", help="A month, 1927-12; told as it stands at its end.")
@click.option("--arm", help="The version of history.  [default: the first]")
@click.option("--office", metavar="BODY", help="Ask about this body only.")
@click.option(
    "--levels",
    type=click.IntRange(0, 20),
    default=3,
    show_default=True,
    help="Levels up the chain of those on whom the place depends.",
)
@click.option(
    "--document",
    type=click.Path(path_type=Path),
    help="The file that the run was made from, where it names data files beside it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def why(
    run: Path,
    history: int,
    who: str,
    when: str,
    arm: str | None,
    office: str | None,
    levels: int,
    document: Path | None,
    as_json: bool,
) -> None:
    """Tell what put a person where he is, or out of where he was, in one history of the folder RUN.

    The history is simulated again. Every appointment, vote and event that his place depends on is told in
    order of time, with the draws that would have had to fall otherwise.
    """
    from whowhom.trace import why as asked

    answer = asked(
        run,
        history=history,
        who=who,
        when=when,
        arm=arm,
        office=office,
        levels=levels,
        document=document,
        say=lambda line: click.echo(line, err=True),
    )
    click.echo(json.dumps(answer.to_dict(), ensure_ascii=False) if as_json else answer.text())
