"""No institution in the source: what answers the published questions is general, the names are data.

The names are read from the tables of questions, the shipped data and the organisation files: institutions,
their bodies, persons, countries and years. The source must not have them outside the data, the scenarios and
the chapters of two scenarios' own reports. Quoted text in a docstring is a title or an example, and a string
that begins with "whowhom:" is the address of a shipped table.
"""

from __future__ import annotations

import ast
import calendar
import csv
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import whowhom

SOURCE = Path(whowhom.__file__).parent
TABLES = Path(__file__).parent / "vectors" / "institutions"
OWN_CHAPTERS = ("conclave", "soviet")
"""The beginnings of the names of the chapters of reports that belong to one scenario."""
SHARED = """
president senate board electors forty twelve eleven four men council committee bank banks class great open
market first second reserve federal internet draft society rfc members member electing volunteers faction
thirty others chair party state national executive court supreme general house lower upper people central
government governor governors university assembly delegates congress token tokens minister public parliament
basic social democratic constitutional policy monetary college conference force task crown treasury
backtest forecast security guards
"""
GENERIC = frozenset(SHARED.split())
"""Words that many organisations share; as parts of longer names of bodies they are looked for still."""
SCHOLARS = frozenset({"Cody", "Cook", "Johnson", "Owen", "Volk"})
"""Names under which methods and values are known, that persons of the data share."""
PLAIN = ("mortality", "fitted", "claims")
"""Folders of data that are called after what is in them."""
TABLE_OF_PLACES = "regions.csv"
"""A table whose names are of places, in words such as lower and national."""
DEFAULTS = {"cli/run.py": {"soviet"}, "spec/claim_starter.py": {"conclave"}}
"""Names that a file may have: the scenario that runs where none is named, and that of the first claim."""
PROPER = re.compile(r"(?<=[a-z0-9,;)] )[A-Z][a-z]{3,}\b|\b[A-Z]{3,}\b")
"""A word with a capital within a sentence, or an abbreviation."""


def code_files() -> list[Path]:
    """Return the Python files that must know no institution."""
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).parts[0] not in ("data", "scenarios")
        and not (path.parent.name == "report" and path.name.startswith(OWN_CHAPTERS))
    ]


@cache
def folders() -> frozenset[str]:
    """Return the institutions by the names of their folders, whole and word by word."""
    whole = {path.parent.name for path in TABLES.glob("*/questions.csv")}
    whole |= {path.name for path in (SOURCE / "data").iterdir() if path.is_dir() and path.name not in PLAIN}
    return frozenset(whole | {word for name in whole for word in name.split("_")} - GENERIC)


@cache
def organisation_files() -> tuple[Path, ...]:
    """Return the shipped documents."""
    return tuple(sorted((SOURCE / "scenarios").rglob("*.toml")))


@cache
def bodies() -> frozenset[str]:
    """Return the bodies of the documents whose institutions are asked about: labels of two words or more, and
    names of one that not many organisations share."""
    found: set[str] = set()
    for path in organisation_files():
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        known = any(word in path.stem for word in folders()) or "cardinals" in path.stem
        for name, body in document.get("bodies", {}).items() if known else ():
            found |= {name.replace("_", " "), str(body.get("label", name)).lower()}
    return frozenset(name for name in found if name not in GENERIC and not name.isdigit() and len(name) > 3)


@cache
def persons() -> frozenset[str]:
    """Return the words of the names in every table of persons."""
    found: set[str] = set()
    for path in (SOURCE / "data").glob("*/*.csv"):
        if path.name == TABLE_OF_PLACES:
            continue
        with path.open(encoding="ascii", newline="") as opened:
            for row in csv.DictReader(opened):
                found |= set(re.findall(r"[A-Z][A-Za-z'-]{3,}", row.get("name") or ""))
    return frozenset(found) - authors() - SCHOLARS


@cache
def authors() -> frozenset[str]:
    """Return the words of the names of authors, whom citations name."""
    text = (SOURCE / "data" / "sources.bib").read_text(encoding="ascii")
    names = re.findall(r"(?:author|editor) = \{(.*?)\}, \w+ =", text)
    return frozenset(word for name in names for word in re.findall(r"[A-Z][A-Za-z'-]{3,}", name))


@cache
def proper_names() -> frozenset[str]:
    """Return the words that questions and documents write with a capital within a sentence."""
    texts = [path.read_text(encoding="utf-8") for path in organisation_files()]
    for path in TABLES.glob("*/questions.csv"):
        with path.open(encoding="utf-8", newline="") as opened:
            texts += [f"{row['question']} {row['answer']}" for row in csv.DictReader(opened)]
    found = {word for text in texts for word in PROPER.findall(text)}
    found -= authors() | SCHOLARS | set(calendar.month_name)
    return frozenset(word for word in found if word.lower() not in GENERIC)


@cache
def years() -> frozenset[int]:
    """Return the years that the questions name."""
    texts = [path.read_text(encoding="utf-8") for path in TABLES.glob("*/questions.csv")]
    return frozenset(
        int(year) for text in texts for year in re.findall(r"(?<![\d.])[12]\d{3}(?![\d.])", text)
    )


def said(text: str) -> str:
    """Return a text without what it quotes."""
    return re.sub(r"\"[^\"]*\"|``?[^`]*``?|“[^”]*”", " ", text, flags=re.S)


def pieces(source: str) -> Iterator[str]:
    """Give what a file says: identifiers, strings, docstrings and comments without quotations."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) in docstrings:
                yield said(node.value)
            elif not node.value.startswith("whowhom:"):
                yield node.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            yield token.string.replace("_", " ")
        elif token.type == tokenize.COMMENT:
            yield said(token.string)


def offences(source: str) -> set[str]:
    """Return the names that a file has and should not."""
    text = "\n".join(pieces(source))
    low = re.sub(r"[_\W]+", " ", text.lower())
    found = {name for name in folders() | bodies() if f" {name.replace('_', ' ')} " in f" {low} "}
    found |= {name for name in folders() | bodies() if f" {name.replace('_', ' ')}s " in f" {low} "}
    words = set(re.findall(r"[A-Za-z][A-Za-z'-]*", text))
    return found | words & (persons() | proper_names())


def years_in(source: str) -> set[int]:
    """Return the years of questions among the numbers and dates of the code; sentences may cite."""
    found: set[int] = set()
    tree = ast.parse(source)
    loose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in loose:
            if isinstance(node.value, int) and not isinstance(node.value, bool):
                found |= {node.value} & years()
            elif isinstance(node.value, str) and (day := re.fullmatch(r"(\d{4})(-\d\d){0,2}", node.value)):
                found |= {int(day[1])} & years()
    return found


def test_there_are_names_to_look_for() -> None:
    """Each list is there and has what anyone would name first."""
    assert {"conclave", "venice", "doge", "ietf", "nomcom", "federal_reserve", "soviet"} <= folders()
    assert {"pope", "cardinal electors", "great council", "federal open market committee"} <= bodies()
    assert {"Kugler", "Powell", "Tagle"} <= persons()
    assert {"Germany", "Contarini", "Benedict", "FOMC"} <= proper_names()
    assert {1268, 1978, 2013, 2025} <= years()


@pytest.mark.parametrize("path", code_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_source_names_no_institution(path: Path) -> None:
    """Neither code nor words name an institution, a body of one, a person or a country; code no year."""
    source = path.read_text(encoding="utf-8")
    allowed = DEFAULTS.get(path.relative_to(SOURCE).as_posix(), set())
    assert offences(source) == allowed
    assert years_in(source) == set()


def bad_sources() -> Iterator[tuple[str, str]]:
    """Give sources that the test must refuse, with what it must find."""
    yield 'if scenario.name == "conclave":\n    pass\n', "conclave"
    yield "def doge_price() -> None: ...\n", "doge"
    yield '"""The next pope."""\n', "pope"
    yield "# as in Germany\n", "Germany"
    yield 'NAMES = ("Kugler",)\n', "Kugler"
    yield "great_council = 480\n", "great council"


@pytest.mark.parametrize(("source", "name"), list(bad_sources()))
def test_a_name_would_be_found(source: str, name: str) -> None:
    """A name in a condition, a function, a docstring, a comment, a tuple or a variable is found."""
    assert name in offences(source)


def test_a_year_would_be_found() -> None:
    """In a number and in a date, not in a citation or a sentence."""
    assert years_in("x = 1268\n") == {1268}
    assert years_in('x = "2025-01-20"\n') == {2025}
    assert years_in('"""Black (1958)."""\n') == set()
    assert years_in('x = "expected a date like 1922-04-01"\n') == set()


def test_quotations_are_free() -> None:
    """Titles, examples and addresses of tables may name what they are about."""
    assert offences('"""See "Electing the Doge of Venice"; `read("conclave")`."""\n') == set()
    assert offences('TABLE = "whowhom:conclave/observed.csv"\n') == set()
