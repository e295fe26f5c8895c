"""Imports run one way: each package of WhoWhom may import those named here, and no other.

Imports inside functions and under TYPE_CHECKING count: a type from above is knowledge of what is above.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "whowhom"

_VOCABULARY = {"core", "theory"}
_BUILT = {"spec", *_VOCABULARY, "mechanisms", "observables", "build"}
_RUN = {*_BUILT, "results", "simulate", "exact"}
_ASKED = {*_RUN, "measures", "fit", "explain", "trace", "audit", "experiments", "judge"}
MAY_IMPORT: dict[str, set[str]] = {
    "spec": set(),
    "core": set(),
    "theory": {"core"},
    # Of the document they may know its units.
    "mechanisms": {*_VOCABULARY, "spec"},
    "observables": {*_VOCABULARY, "spec"},
    "build": _BUILT - {"build"},
    "results": {"spec"},
    "simulate": {*_BUILT, "results"},
    # The exact answers replay the very entries that the simulation compiles.
    "exact": {*_BUILT, "simulate"},
    "explain": _BUILT,
    # One history of a run, simulated again and followed call by call.
    "trace": {*_BUILT, "results", "simulate"},
    # What the rules alone decide: no simulator.
    "audit": {*_BUILT, "exact", "explain"},
    # One number a history from what it recorded, in memory or in a results folder.
    "measures": _RUN,
    # What the data say of the numbers.
    "fit": {*_RUN, "measures"},
    "experiments": {*_RUN, "measures"},
    "judge": {*_RUN, "measures", "experiments", "fit"},
    "report": {"spec", "results"},
    "web": {"spec", "results", "report"},
    "cli": {*_ASKED, "report", "web"},
}
"""Each package, and what it may import apart from itself and the version of WhoWhom."""


def package_of(path: Path) -> str:
    """Return the package of a file: the folder, or the name of a file of the top."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the packages of WhoWhom that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            modules = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level > 0:
            found.add("(relative)")
        found |= {name.split(".")[1] for name in modules if name.startswith("whowhom.")}
    return found


FILES = sorted(path for path in SOURCE.rglob("*.py") if path.parent != SOURCE)


@pytest.mark.parametrize("package", sorted({package_of(path) for path in FILES}))
def test_imports_run_downward(package: str) -> None:
    """No file imports from a package that is not below its own; a new package must be given its place."""
    assert package in MAY_IMPORT, f"give {package} a place among the layers"
    allowed = {*MAY_IMPORT[package], package, "__version__"}
    wrong = {
        str(path.relative_to(SOURCE)): sorted(imported(path) - allowed)
        for path in FILES
        if package_of(path) == package and imported(path) - allowed
    }
    assert not wrong


def test_the_layers_have_no_circle() -> None:
    """The table itself runs one way: taking away what imports nothing that is left takes away everything."""
    left = dict(MAY_IMPORT)
    while left:
        lowest = {name for name, below in left.items() if not below & left.keys()}
        assert lowest, f"a circle among {sorted(left)}"
        left = {name: below for name, below in left.items() if name not in lowest}


def test_mechanisms_and_observables_never_import_one_another() -> None:
    """They meet in the state only: no file of either folder imports another file of it."""
    for folder in ("mechanisms", "observables"):
        for path in (SOURCE / folder).glob("*.py"):
            if path.name != "__init__.py":
                assert folder not in imported(path), path.name


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("whowhom.spec.toml", {"numpy", "numba", "scipy", "pandas", "xarray"}),
        ("whowhom.results", {"numba", "whowhom.core", "whowhom.build", "whowhom.simulate"}),
    ],
)
def test_what_an_import_does_not_bring_along(module: str, absent: set[str]) -> None:
    """A fresh Python that imports the module has none of these: documents need no simulator."""
    code = f"import sys, {module}; print(sorted(set(sys.modules) & {absent!r}))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
