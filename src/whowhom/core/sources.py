"""Which files the code of a kernel comes from beside its own: what the hash of a cache folder covers."""

from __future__ import annotations

import ast
import sys
import sysconfig
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SHARED_FOLDERS = ("core", "theory")
INSTALLED = "site-packages"
_SHARED = tuple(PACKAGE / folder for folder in SHARED_FOLDERS)
_PYTHON = Path(sysconfig.get_path("stdlib")).resolve()


def imported_sources(path: Path) -> tuple[Path, ...]:
    """Return the files that a source imports, directly or not, apart from the shared ones.

    Followed within WhoWhom, and from a user's own file to his other files; of an installed package only what
    is imported directly counts, and of Python, NumPy and the compiler nothing, because their versions are in
    the hash.
    """
    found: dict[Path, None] = {}
    waiting = [path.resolve()]
    while waiting:
        for source in _imported(waiting.pop()):
            if source != path and source not in found and not _is_elsewhere(source):
                found[source] = None
                if PACKAGE in source.parents or INSTALLED not in source.parts:
                    waiting.append(source)
    return tuple(sorted(found))


@cache
def _imported(path: Path) -> tuple[Path, ...]:
    """Return the files of the modules, imported by now, that the import statements of a file name."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*_above(path, node.level), *([node.module] if node.module else [])])
            modules |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    files = (getattr(sys.modules.get(name), "__file__", None) for name in modules)
    return tuple(sorted({Path(file).resolve() for file in files if file and file.endswith(".py")}))


def _above(path: Path, level: int) -> list[str]:
    """Return the names of the package that a relative import of so many dots begins at."""
    if level == 0:
        return []
    own = next((m for m in list(sys.modules.values()) if getattr(m, "__file__", None) == str(path)), None)
    names = (getattr(own, "__package__", None) or "").split(".")
    return names[: len(names) - level + 1]


def _is_elsewhere(source: Path) -> bool:
    """Return whether the hash has the source otherwise: a shared kernel, Python, NumPy, the compiler."""
    if source.parent in _SHARED:
        return True
    if INSTALLED in source.parts:
        return source.parts[source.parts.index(INSTALLED) + 1] in ("numpy", "numba", "llvmlite")
    return _PYTHON in source.parents
