"""The versions of the declared model: that they run and agree, and that the gate sees when they do not."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from benchmarks.parameters import OUTPUTS
from numpy.typing import NDArray

from benchmarks import agentpy_model, equivalence, mesa_model, numpy_batched, parameters

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "benchmarks"
SMALL = {"months": 25, "people": 60, "places": 20}
"""Two elections, a slate of at most 50, and a place for each group."""
LABELS = (*OUTPUTS, "leader changes")
ELSEWHERE = {"__init__", "frames_model", "worker_log"}
"""Run in another environment, or by the workers of a cluster."""
BENCHMARKS = sorted({path.stem for path in FOLDER.glob("*.py")} - ELSEWHERE)

# Plain Python needs no compiling, and computes the same bits (tests/agreement/test_same_bytes.py).
BOTH = """
import numpy as np
from benchmarks import handwritten, library_model
with np.errstate(over="ignore"):
    print(*(version.run(7, 3, 2, **{small}).tobytes().hex() for version in (handwritten, library_model)))
"""


def test_the_library_has_the_bits_of_the_hand_written_kernel() -> None:
    """Every output of every month, in plain Python."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-c", BOTH.format(small=SMALL)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    kernel, library = (np.frombuffer(bytes.fromhex(text), np.float32) for text in done.stdout.split())
    assert kernel.size == 2 * SMALL["months"] * len(OUTPUTS)
    assert kernel.tobytes() == library.tobytes()


@pytest.mark.parametrize("name", BENCHMARKS)
def test_what_the_benchmark_consists_of_is_imported(name: str) -> None:
    """A name that the library no longer has is told here, and not on the day of a measurement."""
    import_module(f"benchmarks.{name}")


def test_the_table_of_actors_needs_nothing_of_the_library() -> None:
    """It runs in an environment that has neither the library nor Numba."""
    imported = set()
    for name in ("frames_model", "parameters"):
        for node in ast.walk(ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).split(".")[0])
    own = imported - set(sys.stdlib_module_names)
    assert own == {"benchmarks", "mesa_frames", "numpy", "polars"}


def many(version: Callable[..., NDArray[np.float32]], seeds: range) -> NDArray[np.float64]:
    """Return the statistics of small histories of a version with objects."""
    return equivalence.statistics_of(np.stack([version(seed, **SMALL) for seed in seeds]))


def test_versions_with_their_own_chance_agree() -> None:
    """Mesa, AgentPy and NumPy: 22 means of 24 histories, below 4 standard errors; false alarms below 2 %."""
    mesa = many(mesa_model.run, range(1, 25))
    agentpy = many(agentpy_model.run, range(1, 25))
    numpy = equivalence.statistics_of(numpy_batched.run(5, 0, 200, source="generator", **SMALL))
    for name, theirs in (("Mesa", mesa), ("AgentPy", agentpy)):
        check = equivalence.check_chance(name, numpy, theirs, LABELS)
        assert check.passed, check.detail


def test_a_version_with_a_wrong_number_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seats that rotate five times as often are another model."""
    numpy = equivalence.statistics_of(numpy_batched.run(5, 0, 200, source="generator", **SMALL))
    monkeypatch.setattr(parameters, "ROTATION", 5 * parameters.ROTATION)
    check = equivalence.check_chance("Mesa", numpy, many(mesa_model.run, range(1, 25)), LABELS)
    assert not check.passed
    assert "share of seats vacated" in check.detail


def numbers(
    seed: int, first: int, count: int, months: int, threads: int = 1, shift: int = 0, by_batch: bool = False
) -> NDArray[np.float32]:
    """Stand for a version: the numbers of history k follow from seed and k, and from the batch if asked."""
    rows = [
        np.random.default_rng([seed, k + shift, count if by_batch else 0]).random((months, len(OUTPUTS)))
        for k in range(first, first + count)
    ]
    return np.stack(rows).astype(np.float32)


def test_bits_that_depend_on_the_batch_are_caught() -> None:
    """The digests of batches of 1, 7 and 32 are compared, and with the golden one."""
    same, bits = equivalence.check_bits("right", numbers, months=3)
    assert same.passed
    assert not equivalence.check_bits("wrong", partial(numbers, by_batch=True), months=3)[0].passed
    right = equivalence.check_golden("right", partial(numbers, months=600), bits)
    assert [check.passed for check in right] == [True, False]


def test_other_histories_are_caught() -> None:
    """The same draws must give the same history."""
    assert equivalence.check_draws(numbers, numbers, months=3).passed
    assert not equivalence.check_draws(numbers, partial(numbers, shift=1), months=3).passed
