"""Write the page of questions with the commands that answer them; `--check` fails when it is stale.

python scripts/make_question_docs.py [--check]
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.reference.institution_questions import (  # noqa: E402
    COMPUTED,
    TABLES,
    Answer,
    Question,
    answers,
    notes,
    questions,
    rows,
)

PAGE = ROOT / "docs" / "how-to" / "institution-questions.md"
HEAD = """# Questions about four institutions, and the commands that answer them

<!-- made from the tables of questions and the command line by scripts/make_question_docs.py: edit no line -->

Each question stands beside the answer of the data that it was published with, the command that answers it
from an organisation file, and what that printed. The values are cut from the JSON that a command prints with
`--json --no-report`; below each table stands where. Without `--json` the same is told in sentences. A test
compares every value with the data, within the tolerance. Nothing in the program knows these institutions:
they are organisation files, and the same may be asked of your own.
"""
TITLES = {
    "conclave": "The conclave",
    "federal_reserve": "The Board of Governors of the Federal Reserve",
    "ietf_nomcom": "The nominating committee of the IETF",
    "venice_doge": "The doge of Venice",
}


def page() -> str:
    """Return the page: for each institution a table of questions, and where the values stand."""
    parts = [HEAD]
    for institution, found in groupby(questions(), key=lambda question: question.institution):
        asked = list(found)
        parts += [f"## {TITLES.get(institution, institution)}\n", table(asked), places(asked)]
    parts.append(f"## Not asked here\n\n{left_out()}")
    return "\n".join(parts)


def table(asked: list[Question]) -> str:
    """Return the table: question, answer in the data, command, what it printed, tolerance."""
    lines = ["| question | answer in the data | command | printed | tolerance |", "|---|---|---|---|---|"]
    for question in asked:
        commands = by_command(question)
        typed = "<br>".join(f"`{found[0].command}`" for found in commands)
        printed = "<br>".join("; ".join(shown(answer) for answer in found) for found in commands)
        cells = (f"**{question.key}** {question.text}", question.answer, typed, printed, question.tolerance)
        lines.append("| " + " | ".join(cell(text) for text in cells) + " |")
    return "\n".join(lines) + "\n"


def places(asked: list[Question]) -> str:
    """Return where in the JSON the values of each question stand, in their order, and what is to be noted."""
    lines = ["Where the printed values stand:\n"]
    for question in asked:
        every = [answer for found in by_command(question) for answer in found]
        stand = ", ".join(f"`{answer.value}`" for answer in every)
        note = notes().get(question.key, "")
        lines.append(f"- {question.key}: {stand}.{' ' + note if note else ''}")
    return "\n".join(lines) + "\n"


def by_command(question: Question) -> list[list[Answer]]:
    """Return the answers to a question, those of one command together."""
    found: dict[tuple[str, ...], list[Answer]] = {}
    for answer in answers()[question.key]:
        found.setdefault(answer.arguments, []).append(answer)
    return list(found.values())


def cell(text: str) -> str:
    """Return a text that may stand in a table."""
    return text.replace("|", "\\|")


def shown(answer: Answer) -> str:
    """Return what a command prints at one place, as in its JSON, long decimals cut."""
    value = answer.found()
    if value is None:
        return "never"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def left_out() -> str:
    """Return the questions that need more than rules, by kind."""
    kinds: dict[str, list[str]] = {}
    for path in TABLES:
        for row in rows(path):
            if row["kind"] not in COMPUTED:
                kinds.setdefault(row["kind"], []).append(row["id"])
    told = "; ".join(f"{kind}: {', '.join(keys)}" for kind, keys in kinds.items())
    return f"Questions of the same tables that rules alone do not decide: {told}.\n"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` return 1 when it is stale."""
    if arguments not in ([], ["--check"]):
        print("usage: make_question_docs.py [--check]", file=sys.stderr)
        return 2
    text = page()
    if not arguments:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
        print(f"{PAGE.name} is stale: run python scripts/make_question_docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
