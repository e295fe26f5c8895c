"""Documents on disk: TOML to records and back. Every error carries file and key."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from whowhom.spec.data_files import decoded, read_bytes
from whowhom.spec.document import document_hash, from_document, to_document
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, shown
from whowhom.spec.scenario import Origin, Scenario

__all__ = ["document_hash", "organisations", "parse", "read", "shipped", "write"]

SHIPPED_SCENARIOS = Path(__file__).parent.parent / "scenarios"

EXTENDS = "extends"
"""The key by which a document says that it is another one with changes."""

_BARE_KEY = re.compile(r"^[A-Za-z0-9_-]+$")
_SHIPPED_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_PLACE = re.compile(r"^(.*?) \(at (line \d+, column \d+|end of document)\)$", re.S)


def read(path: str | Path) -> Scenario:
    """Read a scenario from a TOML file, or a shipped one by its bare name, and check it in full.

    Files that the document names are looked for beside it, or in the package after `whowhom:`.
    Raises DocumentError with all mistakes of the first stage that finds any: the file, its TOML, its spelling
    and types, the agreement of its names and numbers with each other and with its table of persons.
    """
    from whowhom.spec.checks import check

    found = _find(path)
    origin = Origin(found.name, found.parent)
    document = load(found)
    if EXTENDS in document:
        from whowhom.spec.extends import check_extended

        return check_extended(document, origin)
    scenario = from_document(document, origin)
    check(scenario)
    return scenario


def parse(text: str, origin: Origin | None = None) -> Scenario:
    """Read the text of a document to records, without the checks of `whowhom.spec.checks`.

    A document that extends another becomes the whole of what it says.
    Raises DocumentError with the line of a mistake of TOML, or every mistake of spelling and type.
    """
    origin = origin or Origin()
    document = _tables(text, origin.file)
    if EXTENDS in document:
        from whowhom.spec.extends import extended

        return extended(document, origin)
    return from_document(document, origin)


def load(path: Path) -> dict[str, Any]:
    """Read a file of TOML to tables and arrays. Raises DocumentError where it is none."""
    return _tables(decoded(read_bytes(path, path.name, ""), path.name), path.name)


def shipped() -> dict[str, Path]:
    """List the scenarios that come with WhoWhom: name to path, sorted by name."""
    return {path.stem: path for path in sorted(SHIPPED_SCENARIOS.glob("*.toml"))}


def organisations() -> dict[str, Path]:
    """List the organisations that come with WhoWhom to be audited: name to path, sorted by name."""
    return {path.stem: path for path in sorted((SHIPPED_SCENARIOS / "organisations").glob("*.toml"))}


def write(scenario: Scenario) -> str:
    """Write a scenario as TOML text that `read` turns to the same records; defaults are left out."""
    document = to_document(scenario)
    lines = [f"{_key(key)} = {_value(item)}" for key, item in document.items() if not _is_section(item)]
    for key, item in document.items():
        if isinstance(item, dict):
            lines += _table(key, item)
        elif _is_section(item):
            for entry in item:
                lines += ["", f"[[{_key(key)}]]", *_pairs(entry)]
    return "\n".join(lines) + "\n"


def _tables(text: str, file: str) -> dict[str, Any]:
    """Read text of TOML to tables and arrays, or tell its line that is wrong."""
    if not text.strip():
        raise DocumentError([Problem(file, "", "found an empty file; expected a scenario")])
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise DocumentError([Problem(file, "", "found arrays or tables nested too deeply")]) from None
    except (
        ValueError
    ) as error:  # TOMLDecodeError, and Python's own refusal of integers of thousands of digits
        raise DocumentError([_syntax_problem(str(error), file)]) from None
    orphans = [key for key in ("edits", "keep") if key in document and EXTENDS not in document]
    if orphans:
        message = f"found nothing; expected the base of which this document has {orphans[0]}"
        raise DocumentError([Problem(file, EXTENDS, message)])
    return document


def _find(path: str | Path) -> Path:
    """Find the file of a scenario, or say what is there instead."""
    text = str(path)
    file = Path(text)
    if "\0" in text or not text:
        raise DocumentError(
            [Problem(shown(text), "", "expected the name of a file or of a shipped scenario")]
        )
    try:
        is_file, is_folder = file.is_file(), file.is_dir()
    except OSError:  # a name that is too long for the file system
        is_file = is_folder = False
    if is_file:
        return file
    scenarios = {**organisations(), **shipped()}
    if text in scenarios:
        return scenarios[text]
    if is_folder:
        raise DocumentError([Problem(file.name or text, "", "found a folder; expected a TOML file")])
    if _SHIPPED_NAME.match(text):
        near = did_you_mean(text, scenarios)
        raise DocumentError([Problem(text, "", f"found no such file or shipped scenario{near}")])
    neighbours = [other.name for other in file.parent.glob("*.toml")] if file.parent.is_dir() else []
    raise DocumentError([Problem(file.name, "", f"found no such file{did_you_mean(file.name, neighbours)}")])


def _syntax_problem(message: str, file: str) -> Problem:
    """Tell a mistake of TOML with its line; repeated keys are told as such."""
    place = _PLACE.match(message)
    what, key = (place[1], place[2]) if place else (message, "")
    if what == "Cannot overwrite a value" or what.startswith("Cannot declare"):
        return Problem(file, key, "found a key or table that was given before; expected each once")
    if "digits" in what:
        return Problem(file, key, "found a number of thousands of digits; expected a number")
    return Problem(file, key, f"found text that is not TOML ({what[:1].lower()}{what[1:]})")


def _is_section(item: Any) -> bool:
    """Tell whether a value is written under its own heading: a table, or an array of tables."""
    return isinstance(item, dict) or (isinstance(item, list) and bool(item) and isinstance(item[0], dict))


def _table(path: str, table: dict[str, Any]) -> list[str]:
    """Write a table under its heading; a table of tables gets one heading for each."""
    if table and all(isinstance(item, dict) for item in table.values()):
        return [line for key, item in table.items() for line in ["", f"[{path}.{_key(key)}]", *_pairs(item)]]
    return ["", f"[{path}]", *_pairs(table)]


def _pairs(table: dict[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(item)}" for key, item in table.items()]


def _key(key: str) -> str:
    return key if _BARE_KEY.match(key) else _text(key)


def _text(text: str) -> str:
    # TOML forbids the delete character that JSON lets pass.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    """Write a value in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(_pairs(value)) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    return value.isoformat() if isinstance(value, date) else repr(value)
