"""The words beside the fields of a record in its source: what each array means, its shape and unit."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from pathlib import Path

from whowhom.core import polity as polity_module
from whowhom.core import society as society_module
from whowhom.core import state as state_module
from whowhom.core.state import LAYOUT, RECORDS, array_paths


@cache
def field_words(path: str) -> dict[str, dict[str, str]]:
    """Return, for each class of a file, the string literal that follows each annotated field."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(Path(path).read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ClassDef):
            continue
        words = found.setdefault(node.name, {})
        for field, says in zip(node.body, node.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                text = says.value.value if _is_text(says) else ""  # type: ignore[attr-defined]
                words[field.target.id] = " ".join(text.split())
    return found


def _is_text(node: ast.stmt) -> bool:
    """Return whether a statement is a string literal by itself."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def array_words() -> dict[str, str]:
    """Return what every array of a state means, by its dotted name."""
    words = {
        **field_words(inspect.getfile(society_module)),
        **field_words(inspect.getfile(state_module)),
    }
    found = {}
    for path in array_paths():
        record, _, field = path.partition(".")
        found[path] = words[RECORDS[record].__name__][field]
    return found


def array_type(path: str) -> str:
    """Return the number type of an array."""
    record, _, field = path.partition(".")
    return LAYOUT[record][field][0].__name__


def table_words() -> dict[str, str]:
    """Return what every table of a polity means."""
    return field_words(inspect.getfile(polity_module))["Polity"]
