"""What the speed benchmark times, and which ratios it quotes.

A sample lasts at least some tenths of a second, or the kernel's count of a hundredth could not tell whether
others used the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import agentpy_model, frames, handwritten, library_model, mesa_model, numpy_batched
from benchmarks.parameters import MONTHS, PEOPLE

SEED = 7
OBJECT_MONTHS, FRAMES_MONTHS = 300, 60
MANY, MANY_MONTHS = 30_000, 24
"""People and months of the case in which a table of actors is large."""
Runner = Callable[..., Any]


@dataclass(frozen=True)
class Case:
    """Something to time: a call, which may return its own seconds, and the actor-steps that it is worth."""

    name: str
    call: Callable[[], Any]
    steps: float
    tells_seconds: bool = False


@dataclass(frozen=True)
class Comparison:
    """A ratio to quote: seconds of the best of `slower` over seconds of `faster`, for each actor-step."""

    name: str
    """Its floor's name in `budgets.toml`, if it has one."""
    meaning: str
    slower: tuple[str, ...]
    faster: str


def cases(pool: Executor, histories: int, frames_python: Path | None) -> list[Case]:
    """Return everything that is timed; what needs mesa-frames only where its Python is given."""
    one = PEOPLE * MONTHS
    found = [
        Case("library, 1 thread", _repeated(library_model.run, 32, 4), 128 * one),
        Case("hand-written, 1 thread", _repeated(handwritten.run, 32, 4), 128 * one),
        Case("library, one history at a time", _repeated(library_model.run, 1, 100), 100 * one),
        Case("library, 2 threads", _both_cores(library_model.run, histories), histories * one),
        Case("hand-written, 2 threads", _both_cores(handwritten.run, histories), histories * one),
        Case("Mesa, 1 process", _objects(mesa_model.run), PEOPLE * OBJECT_MONTHS),
        Case("AgentPy, 1 process", _objects(agentpy_model.run), PEOPLE * OBJECT_MONTHS),
    ]
    for source, label in (("hash", "NumPy hash"), ("generator", "NumPy SFC64")):
        both = partial(
            *(numpy_batched.run, SEED, 0, histories),
            **{"source": source, "pool": pool, "chunk": min(numpy_batched.CHUNK, histories // 2)},
        )
        alone = partial(numpy_batched.run, SEED, 0, 2, source=source, chunk=1)
        found.append(Case(f"{label}, 2 processes", both, histories * one))
        found.append(Case(f"{label}, one history at a time", alone, 2 * one))
    return found if frames_python is None else [*found, *_actor_cases(frames_python)]


def _repeated(run: Runner, count: int, times: int) -> Callable[[], object]:
    return lambda: [run(SEED, 0, count, threads=1) for _ in range(times)]


def _both_cores(run: Runner, histories: int) -> Callable[[], object]:
    return lambda: run(SEED, 0, histories, threads=2)


def _objects(run: Runner) -> Callable[[], object]:
    return lambda: run(SEED, OBJECT_MONTHS)


def _actor_cases(python: Path) -> list[Case]:
    """Return the cases of steps 3 to 8 alone, with few people and with many."""
    alone = partial(library_model.run, SEED, 0, actors_alone=True)
    few, many = f"N = {PEOPLE}", f"N = {MANY:,}"
    return [
        Case(f"library, actors alone, {few}", partial(alone, 128), 128 * PEOPLE * MONTHS),
        Case(
            f"mesa-frames, {few}",
            partial(frames.seconds, python, FRAMES_MONTHS, PEOPLE),
            PEOPLE * FRAMES_MONTHS,
            tells_seconds=True,
        ),
        Case(
            f"library, actors alone, {many}",
            partial(alone, 32, months=MANY_MONTHS, people=MANY),
            32 * MANY * MANY_MONTHS,
        ),
        Case(
            f"mesa-frames, {many}",
            partial(frames.seconds, python, MANY_MONTHS, MANY),
            MANY * MANY_MONTHS,
            tells_seconds=True,
        ),
    ]


def comparisons(histories: int, with_frames: bool) -> list[Comparison]:
    """Return every ratio that is quoted."""
    numpy_both = ("NumPy hash, 2 processes", "NumPy SFC64, 2 processes")
    numpy_alone = ("NumPy hash, one history at a time", "NumPy SFC64, one history at a time")
    one, both, single = "library, 1 thread", "library, 2 threads", "library, one history at a time"
    found = [
        Comparison("mesa_per_core", "Mesa, a core each", ("Mesa, 1 process",), one),
        Comparison("mesa_two_threads", "one Mesa process, 2 threads", ("Mesa, 1 process",), both),
        Comparison("agentpy_per_core", "AgentPy, a core each", ("AgentPy, 1 process",), one),
        Comparison(f"numpy_both_cores_{histories}", "best NumPy, both cores", numpy_both, both),
        Comparison("numpy_hash", "NumPy on the same draws, both cores", numpy_both[:1], both),
        Comparison("numpy_generator", "NumPy with SFC64, both cores", numpy_both[1:], both),
        Comparison("numpy_one_history", "NumPy on the same draws, one history", numpy_alone[:1], single),
        Comparison("numpy_one_generator", "NumPy with SFC64, one history", numpy_alone[1:], single),
        Comparison("handwritten", "hand-written kernel, 1 thread", ("hand-written, 1 thread",), one),
        Comparison("handwritten_both", "hand-written kernel, 2 threads", ("hand-written, 2 threads",), both),
        Comparison("both_threads", "2 threads against 1", (one,), both),
        Comparison("batch", "32 histories against one at a time", (single,), one),
    ]
    if with_frames:
        for people in (f"N = {PEOPLE}", f"N = {MANY:,}"):
            meaning = f"mesa-frames, actors alone, {people}"
            name = f"frames_{people.removeprefix('N = ').replace(',', '')}"
            found.append(
                Comparison(name, meaning, (f"mesa-frames, {people}",), f"library, actors alone, {people}")
            )
    return found
