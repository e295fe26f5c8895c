"""Every question about an institution that rules alone decide is answered by a command, within its tolerance.

The questions and answers are the tables as published; `institution_questions.toml` has the commands. What
is compared is what the command line prints for the shipped organisation files.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.reference.institution_questions import (
    COMPARES,
    TABLES,
    Answer,
    Question,
    agrees,
    answers,
    compare,
    expected,
    follow,
    notes,
    questions,
    rows,
)

from whowhom.spec.toml import organisations, shipped

QUESTIONS = questions()
EVERY = [
    pytest.param(question, answer, id=f"{question.key}-{number}")
    for question in QUESTIONS
    for number, answer in enumerate(answers().get(question.key, ()), 1)
]


def test_the_four_tables_are_there() -> None:
    """With all their questions, numbered without a gap, and of known kinds."""
    numbers = {path.parent.name: [row["id"] for row in rows(path)] for path in TABLES}
    assert {name: len(ids) for name, ids in numbers.items()} == {
        "conclave": 16,
        "federal_reserve": 14,
        "ietf_nomcom": 12,
        "venice_doge": 12,
    }
    for ids in numbers.values():
        assert ids == [f"{ids[0][0]}{number}" for number in range(1, len(ids) + 1)]
    kinds = {row["kind"] for path in TABLES for row in rows(path)}
    assert kinds == {"exact", "model", "data", "forecast"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_question_has_its_commands(question: Question) -> None:
    """Each is answered by at least one command, each part of its answer by at least one value."""
    assert question.key in answers(), f"{question.key}: no command answers “{question.text}”"
    found = answers()[question.key]
    if any(answer.column == "answer" for answer in found):
        compared = {answer.part for answer in found if answer.column == "answer"}
        assert compared == set(range(len(question.parts)))
    assert all(answer.compare in COMPARES for answer in found)


def test_every_command_answers_a_question() -> None:
    """Nothing in the list of commands is left over, and each audits a shipped file."""
    known = {question.key for question in QUESTIONS}
    assert set(answers()) == known
    assert set(notes()) <= known
    files = {answer.arguments[0] for found in answers().values() for answer in found}
    assert files <= {*organisations(), *shipped()}


@pytest.mark.parametrize(("question", "answer"), EVERY)
def test_the_command_answers_the_question(question: Question, answer: Answer) -> None:
    """What the command prints is what the table says."""
    assert agrees(question, answer), (
        f"{question.key}: {answer.command}\n{answer.value} is {answer.found()!r}; "
        f"expected {expected(question, answer)!r} in {question.answer!r}, within {question.tolerance}"
    )


def other(question: Question, answer: Answer, value: Any) -> Any:
    """Return a value that is wrong by a little more than the tolerance."""
    if answer.compare == "number":
        return float(value) + 2 * question.within + 0.001
    if answer.compare in ("date", "day"):
        return (date.fromisoformat(value) + timedelta(days=2 * question.within + 1)).isoformat()
    if answer.absent or answer.present:
        return "2000-01-01" if answer.absent else None
    return answer.least - 0.001 if answer.least is not None else "something else"


@pytest.mark.parametrize(("question", "answer"), EVERY)
def test_a_wrong_answer_would_be_seen(question: Question, answer: Answer) -> None:
    """A value a little beyond the tolerance on the far side does not pass."""
    wrong = other(question, answer, answer.found())
    assert not compare(question, answer, expected(question, answer), wrong)


def test_a_table_that_changed_would_be_seen() -> None:
    """Another answer in the table does not agree with the same command; a word that is gone is an error."""
    (question,) = [question for question in QUESTIONS if question.key == "N2"]
    (answer,) = answers()["N2"]
    assert agrees(question, answer)
    assert not agrees(replace(question, answer="366"), answer)
    (question,) = [question for question in QUESTIONS if question.key == "F3"]
    with pytest.raises(ValueError, match="F3"):
        expected(replace(question, answer="yes (4 of 7)"), answers()["F3"][0])


@pytest.mark.parametrize(
    ("path", "value"),
    [("a.b", 1), ('a["4 years"]', 2), ("list[1].n", 5), ("list[k=x, m=2].n", 5), ("list[0].m", 1)],
)
def test_paths(path: str, value: int) -> None:
    """Names, quoted names, places and selections."""
    tree = {"a": {"b": 1, "4 years": 2}, "list": [{"k": "x", "m": 1, "n": 4}, {"k": "x", "m": 2, "n": 5}]}
    assert follow(tree, path) == value


@pytest.mark.parametrize("path", ["a.c", "list[5]", "list[k=x].n", "list[k=y]", "a b", "a.b.c"])
def test_paths_that_lead_nowhere(path: str) -> None:
    """A missing name, a place or a selection that is not one entry is an error."""
    with pytest.raises(KeyError):
        follow({"a": {"b": 1}, "list": [{"k": "x", "n": 1}, {"k": "x", "n": 2}]}, path)


def test_the_list_of_commands_has_no_expected_number() -> None:
    """Numbers and dates to compare with are read from the tables; only words have a meaning in the list."""
    for found in answers().values():
        for answer in found:
            meanings = (answer.equals is not None, answer.least is not None, answer.absent, answer.present)
            assert sum(meanings) == (answer.compare == "word"), answer.value
            assert answer.find or answer.compare != "word"


def test_the_page_is_fresh() -> None:
    """The documented commands and what they printed are those of today."""
    script = Path(__file__).resolve().parents[2] / "scripts" / "make_question_docs.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
