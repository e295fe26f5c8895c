"""The rules of the house that a linter does not know: sizes, names, docstrings, nothing local in files."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "whowhom"
DATA = SOURCE / "data"
MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION = 300, 60
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}

FILES = sorted(SOURCE.rglob("*.py"))
PYTHON = sorted(
    path
    for folder in ("src", "tests", "scripts", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)

# Written in pieces, so that this file does not find itself.
LOCAL = [
    r"/ho" + r"me/[a-z]",
    r"/Us" + r"ers/[A-Za-z]",
    r"/ro" + r"ot/",
    r"(?<![\w.])/wo" + r"rk/[a-z.]",
    r"[A-Z]:\\\\?Us" + r"ers",
    r"--(extra-)?ind" + r"ex-url",
    r"py" + r"pi\.org",
    r"python" + r"hosted",
    r"https?://[^\s\"')]*/sim" + r"ple\b",
    r"https?://(local" + r"host|127\.|10\.\d|192\.168)",
]
COUNTRIES = {
    *("soviet", "soviets", "ussr", "russia", "russian", "ukraine", "georgia", "germany", "german"),
    *("vatican", "italy", "china", "chinese", "poland", "france", "french", "britain", "british", "america"),
    *(
        "american",
        "cuba",
        "korea",
        "vietnam",
        "iran",
        "venezuela",
        "israel",
        "moscow",
        "kremlin",
        "bolshevik",
    ),
}


def named(path: Path) -> str:
    """Return a path as a reader of the repository would write it."""
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of a file, methods and inner ones included."""
    return [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_long() -> None:
    """At most 300 lines."""
    long = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FILE} == {}


def test_no_function_is_long() -> None:
    """At most 60 lines, from the line of its name."""
    long = {
        f"{named(path)}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in PYTHON
        for function in functions_of(path)
    }
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


def test_no_file_is_called_after_nothing() -> None:
    """A function goes into the file of the noun that it serves."""
    assert [named(path) for path in PYTHON if path.stem in NAMES_THAT_SAY_NOTHING] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_what_is_public_is_documented(path: Path) -> None:
    """The module, its public classes, their public methods and its public functions have docstrings."""
    tree = tree_of(path)
    missing = [] if ast.get_docstring(tree) else ["the module"]
    for scope in [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]:
        for node in scope.body:
            public = isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                missing.append(node.name)  # type: ignore[attr-defined]
    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_function_is_annotated(path: Path) -> None:
    """Every argument and every result has a type."""
    missing = []
    for function in functions_of(path):
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        arguments += [item for item in (function.args.vararg, function.args.kwarg) if item]
        bare = [item.arg for item in arguments if item.annotation is None and item.arg not in ("self", "cls")]
        if bare or function.returns is None:
            missing.append(f"{function.name} (line {function.lineno}): {bare or 'its result'}")
    assert missing == []


def tracked() -> list[Path]:
    """Return the text files that git holds."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_local_is_committed() -> None:
    """No path of a machine and no address of a package index stands in a tracked file."""
    pattern = re.compile("|".join(LOCAL))
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{named(path)}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


def test_the_search_for_local_strings_finds_them() -> None:
    """The pattern itself is tried on what it must find and on what it must leave alone."""
    pattern = re.compile("|".join(LOCAL))
    for bad in ("/ho" + "me/ann/x", "see /wo" + "rk/main", "--ind" + "ex-url", "https://a.b/sim" + "ple"):
        assert pattern.search(bad), bad
    for good in ("docs/work/x", "a framework/part", "homework", "the index of power"):
        assert not pattern.search(good), good


@cache
def citation_keys() -> frozenset[str]:
    """Return the keys of the bibliography."""
    text = (DATA / "sources.bib").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^\s*@\w+\{\s*([^,\s]+)", text, re.M))


@cache
def surnames() -> frozenset[str]:
    """Return the surnames of the persons of the shipped table, in lower case."""
    with (DATA / "soviet" / "people.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"].split()[0].lower() for row in csv.DictReader(file))


def without_citations(path: Path) -> str:
    """Return the text of a file without keys of the bibliography and years in brackets or after a name."""
    text = path.read_text(encoding="utf-8")
    for key in citation_keys():
        text = re.sub(rf"\b{re.escape(key)}\b", "", text)
    return re.sub(r"\([^()]*\b[12]\d{3}[a-z]?\)|\b[A-Z][a-z]+ [12]\d{3}\b", "", text)


@pytest.mark.parametrize("path", sorted((SOURCE / "mechanisms").glob("*.py")), ids=lambda path: path.stem)
def test_mechanisms_know_no_case(path: Path) -> None:
    """No year, no person and no country: what is true of one case only belongs in its document."""
    text = without_citations(path)
    years = re.findall(r"(?<![\d.])(?:1[89]|20)\d\d(?![\d.])", text)
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", text)}
    assert (years, words & surnames(), words & COUNTRIES) == ([], set(), set())


def test_the_names_to_look_for_were_found() -> None:
    """The lists that the last test searches with are not empty by mistake."""
    assert len(surnames()) > 50
    assert {"stalin", "trotsky"} & surnames()
    assert len(citation_keys()) > 50
