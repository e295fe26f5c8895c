"""Write the reference page of the command line from its own help; `--check` fails when it is stale.

python scripts/make_cli_docs.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from whowhom.cli import main as whowhom

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "command-line.md"
HEAD = """# The command line

<!-- made from `whowhom --help` by scripts/make_cli_docs.py: edit nothing here -->

One verb for each arrow from a document to a report. The same is there in Python under the same names:
`whowhom.read`, `build`, `simulate`, `open_results`, `report`, `explain`, `odd`.
"""
WIDTH = 90


def page() -> str:
    """Return the page: the help of the command, then that of each verb."""
    parent = click.Context(whowhom, info_name="whowhom", terminal_width=WIDTH)
    parts = [HEAD, _block(whowhom.get_help(parent))]
    for name, verb in whowhom.commands.items():
        context = click.Context(verb, info_name=name, parent=parent, terminal_width=WIDTH)
        parts += [f"\n## `whowhom {name}`\n", _block(verb.get_help(context))]
    return "\n".join(parts)


def _block(text: str) -> str:
    """Return text in a fence, without the blanks that click leaves at ends of lines."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"```text\n{lines}\n```\n"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` return 1 when it is stale."""
    if arguments not in ([], ["--check"]):
        print("usage: make_cli_docs.py [--check]", file=sys.stderr)
        return 2
    if not arguments:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page():
        print(f"{PAGE.name} is stale: run python scripts/make_cli_docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
