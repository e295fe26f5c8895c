"""Every file that a kernel's code can come from is in the hash that names its place in the cache.

The files are found here by walking import statements from file to file, not by asking what is imported.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from whowhom import mechanisms, observables
from whowhom.core.kernel import entry_place, shared_sources
from whowhom.core.sources import PACKAGE

FILES = sorted(
    {
        *(mechanisms.load(name).path for name in mechanisms.shipped()),
        *(item.function.__code__.co_filename for item in observables.shipped().values()),
    }
)
OUTSIDE = {"numpy", "math", "typing", "enum", "__future__", "collections", "functools"}
"""What a kernel's file may import beside the package: versions in the hash, and Python's own."""


def modules_named(path: Path) -> set[str]:
    """Return the dotted names that the import statements at the top of a file name."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def file_of(name: str) -> Path | None:
    """Return the file of a module of the package, or None when the name is not one."""
    stem = PACKAGE.parent.joinpath(*name.split("."))
    for path in (stem.with_suffix(".py"), stem / "__init__.py"):
        if path.is_file():
            return path
    return None


def reachable(path: Path) -> set[Path]:
    """Return the files of the package that a file imports, directly or not, without the shared ones."""
    found: set[Path] = set()
    waiting = [path]
    while waiting:
        for name in modules_named(waiting.pop()):
            other = file_of(name) if name.startswith("whowhom") else None
            if other is not None and other not in found and other not in shared_sources():
                found.add(other)
                waiting.append(other)
    return found


@pytest.mark.parametrize("source", FILES, ids=lambda source: "/".join(Path(source).parts[-2:]))
def test_every_source_is_covered(source: str) -> None:
    """What a mechanism or an observable imports is with the shared kernels, or with its own file."""
    covered = {path.resolve() for path in entry_place(source).sources}
    # The package's own front does nothing but hand out names when they are asked for.
    missing = reachable(Path(source)) - covered - {PACKAGE / "__init__.py"}
    assert not missing, f"an edit of {sorted(missing)} would leave stale code"


@pytest.mark.parametrize("source", FILES, ids=lambda source: "/".join(Path(source).parts[-2:]))
def test_nothing_else_is_imported(source: str) -> None:
    """No other package can change a kernel: its version would be in no hash."""
    others = {name.split(".")[0] for name in modules_named(Path(source))} - {"whowhom"}
    assert others <= OUTSIDE, "add the package's version to the hash, then its name here"
