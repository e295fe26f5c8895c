"""Write the reference pages of mechanisms and observables from the code; `--check` fails when one is stale.

Run in the repository: `python scripts/make_docs.py`. Writes docs/reference/mechanisms.md and observables.md.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from whowhom import mechanisms, observables
from whowhom.core.mechanism import Named, Number, Registered, Table, Word
from whowhom.core.observable import Observable
from whowhom.explain.wiring import mechanism_wiring, observable_wiring

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
GENERATED = "<!-- Written by scripts/make_docs.py; do not edit. -->\n"


def code(names: tuple[str, ...]) -> str:
    """Return names as code between commas."""
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def row(cells: tuple[str, ...]) -> str:
    """Return one row of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def parameter(item: Number | Word | Named | Table) -> str:
    """Return one row of the table of parameters."""
    if isinstance(item, Word):
        return row((f"`{item.name}`", item.says, "choice", item.default, ", ".join(item.choices), "", ""))
    if isinstance(item, Named):
        kind = item.kind if item.required else f"{item.kind}, optional"
        return row((f"`{item.name}`", item.says, "name", "", kind, "", ""))
    if isinstance(item, Table):
        return row((f"`{item.name}`", item.says, "table", item.default, f"column `{item.column}`", "", ""))
    span = f"{item.low:g} to {item.high:g}"
    return row(
        (f"`{item.name}`", item.says, item.unit, f"{item.default:g}", span, item.prior or "", item.source)
    )


def mechanism_section(registered: Registered) -> str:
    """Return the section of one mechanism: its rule in full, its parameters, what it touches."""
    declaration, wiring = registered.declaration, mechanism_wiring(registered)
    streams = tuple(f"{s.name} ({'continuous' if s.continuous else 'finite'})" for s in wiring.streams)
    lines = [f"## {registered.name}", "", inspect.cleandoc(registered.module.__doc__ or ""), ""]
    items = [*declaration.parameters, *declaration.tables]
    if items:
        lines += [
            row(("parameter", "meaning", "unit", "default", "range", "prior", "source")),
            row(("---",) * 7),
            *map(parameter, items),
            "",
        ]
    else:
        lines += ["No parameters: all it needs is in the organisation.", ""]
    lines += [
        f"- Reads: {code(wiring.reads)}",
        f"- Writes: {code(declaration.writes)}",
        f"- Tables of the organisation: {code(wiring.tables)}",
        f"- Chance: {code(streams)}",
        f"- Private memory: {'none' if not declaration.memory[1] else _memory(declaration.memory)}",
        "",
    ]
    return "\n".join(lines)


def _memory(memory: tuple[str, int]) -> str:
    """Return the private memory of a mechanism in words."""
    axis, count = memory
    return f"{count} numbers" if axis == "fixed" else f"{count} for each of {axis}"


def observable_row(item: Observable) -> str:
    """Return one row of the table of observables."""
    needs = ", ".join(item.needs) or "nothing"
    reads = code(observable_wiring(item).reads)
    return row((f"`{item.name}`", item.says, needs, item.unit, item.dimension or "", reads))


def pages() -> dict[Path, str]:
    """Return the text of every generated page."""
    mechanism_page = [
        GENERATED,
        "# Mechanisms\n",
        "One file is one mechanism; the schedule of a scenario names those that act, in order. "
        "A parameter is set in the schedule with value, unit and source; otherwise the default holds. "
        "What a mechanism reads, and its chance, are derived from its code. "
        "The exact solver refuses continuous chance that is drawn.\n",
        *(mechanism_section(mechanisms.load(name)) for name in mechanisms.shipped()),
    ]
    observable_page = [
        GENERATED,
        "# Observables\n",
        "An observable is recorded every month; `observe` in a scenario gives it a name and what it needs.\n",
        row(("observable", "meaning", "needs", "unit", "one number for each", "reads")),
        row(("---",) * 6),
        *(observable_row(item) for item in observables.shipped().values()),
    ]
    return {
        REFERENCE / "mechanisms.md": "\n".join(mechanism_page).rstrip() + "\n",
        REFERENCE / "observables.md": "\n".join(observable_page).rstrip() + "\n",
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` return 1 and name those that are stale."""
    if arguments not in ([], ["--check"]):
        print("usage: make_docs.py [--check]")
        return 2
    stale = [
        path
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if arguments:
        for path in stale:
            print(f"{path.name} is stale: run python scripts/make_docs.py")
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
        print(f"wrote {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
