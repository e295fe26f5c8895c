"""The public names of WhoWhom: few, sorted, documented, and loaded only when they are used."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import whowhom as ww

STAGES = ("build", "explain", "judge", "report", "simulate")


def python(code: str) -> str:
    """Return what a fresh Python prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_names_are_few_sorted_and_listed() -> None:
    assert ww.__all__ == sorted(ww.__all__)
    assert len(ww.__all__) <= 28
    assert dir(ww) == ww.__all__


@pytest.mark.parametrize("name", ww.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    found = getattr(ww, name)
    if name != "__version__":
        assert callable(found)
        assert inspect.getdoc(found)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'whowhom' has no attribute 'simulat'"):
        _ = ww.simulat  # type: ignore[attr-defined]


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import whowhom; print(sorted(set(sys.modules) - before))"
    brought = python(code)
    for heavy in ("numpy", "numba", "pydantic", "xarray", "zarr", "pandas", "rich", "click"):
        assert f"'{heavy}'" not in brought
    assert "'whowhom.spec'" not in brought


def test_reading_a_document_loads_no_simulator() -> None:
    code = (
        "import sys, whowhom as ww; ww.read('conclave'); "
        "print({'numba', 'numpy', 'xarray', 'zarr'} & set(sys.modules))"
    )
    assert python(code) == "set()"


@pytest.mark.parametrize("name", STAGES)
@pytest.mark.parametrize("first", ["", "import whowhom.{0}; ", "from whowhom.{0} import {0}; "])
def test_a_stage_is_callable_whatever_was_imported_first(name: str, first: str) -> None:
    """The package and its one function share a name; which of them it is must not depend on imports."""
    code = (
        first.format(name) + f"import inspect, whowhom as ww; from whowhom import {name} as taken; "
        f"import whowhom.{name} as module; assert taken is ww.{name} is module; "
        f"print(inspect.signature(ww.{name}) == inspect.signature(module.{name}))"
    )
    assert python(code) == "True"
