"""Published vectors as tests: a module that sets `VECTORS` gets one case a vector, decimals kept exact."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "vectors"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `vector` every vector of the file its module names."""
    if "vector" in metafunc.fixturenames:
        text = (FOLDER / metafunc.module.VECTORS).read_text(encoding="utf-8")
        vectors = json.loads(text, parse_float=Fraction)["vectors"]
        metafunc.parametrize("vector", vectors, ids=[vector["id"] for vector in vectors])


@pytest.fixture
def tolerances(vector: dict[str, Any]) -> list[float]:
    """Return the numbers in the vector's tolerance in the order in which they are written."""
    written = vector["tolerance"]
    if not isinstance(written, str):
        return [float(written)]
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", written)]
