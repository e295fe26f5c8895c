"""The gate before any speed: the versions of the declared model say the same thing.

1. Bits: 32 histories have one digest at R = 1, 7 and 32 and on 1 and 2 threads; it equals the golden one of
   `budgets.toml`, and the library's equals the hand-written one.
2. Draws: batched NumPy on the same counter hash follows the hand-written kernel history by history. Rounding
   may flip a rare event, so up to a tenth of the histories may part ways.
3. Chance: the time means of all outputs, and the number of changes of leader, differ by less than 4 standard
   errors against NumPy's own generator, against Mesa and against AgentPy. With 22 comparisons of 64 histories
   the false-alarm rate of one such check is below 0.5 %.
4. Part: the library with the mechanisms of the actors alone, against mesa-frames, which has those alone: the
   same rule for 10 outputs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import agentpy_model, frames, handwritten, library_model, mesa_model, numpy_batched
from benchmarks.parameters import ACTOR_OUTPUTS, OUTPUTS

Runner = Callable[..., NDArray[np.float32]]
Array = NDArray[np.float32]
SEED, HISTORIES, DIGEST_MONTHS, COMPARED_MONTHS = 20240817, 32, 600, 60
OBJECT_HISTORIES, CHANCE_HISTORIES, CHANCE_MONTHS = 64, 400, 120
TOLERANCE, PARTED, STANDARD_ERRORS = 1e-3, 0.1, 4.0


@dataclass(frozen=True)
class Check:
    """One check: its name, whether it passed, and what was seen."""

    name: str
    passed: bool
    detail: str


def digest(outputs: Array) -> str:
    """Return the hash of the bytes of some outputs."""
    return hashlib.blake2b(np.ascontiguousarray(outputs).tobytes(), digest_size=8).hexdigest()


def check_bits(name: str, run: Runner, months: int = DIGEST_MONTHS) -> tuple[Check, str]:
    """Compare the digests of the same histories in batches of 1, 7 and 32 and on two threads."""
    seen: dict[str, str] = {}
    for size in (1, 7, HISTORIES):
        pieces = [
            run(SEED, first, min(size, HISTORIES - first), months=months, threads=1)
            for first in range(0, HISTORIES, size)
        ]
        seen[f"R={size}"] = digest(np.concatenate(pieces))
    seen["2 threads"] = digest(run(SEED, 0, HISTORIES, months=months, threads=2))
    passed = len(set(seen.values())) == 1
    detail = next(iter(seen.values())) if passed else str(seen)
    return Check(f"{name}: same bits at R = 1, 7, 32 and on 2 threads", passed, detail), seen["R=32"]


def check_golden(name: str, run: Runner, golden: str) -> list[Check]:
    """Compare the digest of a version with itself in other batches, and with the golden one."""
    same, bits = check_bits(name, run)
    return [same, Check(f"{name}: the golden bits", bits == golden, f"{bits}, golden {golden}")]


def check_draws(kernel: Runner, batched: Runner, months: int = COMPARED_MONTHS) -> Check:
    """Compare batched NumPy with the hand-written kernel, history by history."""
    ours = kernel(SEED, 0, HISTORIES, months=months)
    theirs = batched(SEED, 0, HISTORIES, months=months)
    difference = np.abs(ours - theirs).max(axis=(1, 2))
    parted = float((difference > TOLERANCE).mean())
    detail = f"median largest difference {np.median(difference):.1e}, parted {parted:.0%}"
    return Check("NumPy on the same draws: same histories", parted <= PARTED, detail)


def statistics_of(outputs: Array) -> NDArray[np.float64]:
    """Return time means of the outputs and, last, the number of leader changes: (histories, 22)."""
    changes = (np.diff(outputs[:, :, -1], axis=1) != 0).sum(axis=1)
    return np.column_stack([outputs.mean(axis=1, dtype=np.float64), changes])


def check_chance(
    name: str, ours: NDArray[np.float64], theirs: NDArray[np.float64], labels: tuple[str, ...]
) -> Check:
    """Compare means of statistics (histories, one for each label) in standard errors.

    A difference of means that do not vary at all counts as infinite.
    """
    error = np.sqrt(ours.var(axis=0, ddof=1) / len(ours) + theirs.var(axis=0, ddof=1) / len(theirs))
    z = (ours.mean(axis=0) - theirs.mean(axis=0)) / np.maximum(error, 1e-12)
    worst = int(np.abs(z).argmax())
    detail = f"mean z² {np.mean(z**2):.2f}, largest |z| {abs(z[worst]):.1f} ({labels[worst]})"
    passed = bool(abs(z[worst]) < STANDARD_ERRORS)
    return Check(f"{name}: same means", passed, f"{detail}, {len(theirs)} histories")


def check_whole(pool: Executor) -> list[Check]:
    """Compare the versions of the whole model that have their own chance."""
    labels = (*OUTPUTS, "leader changes")
    ours = statistics_of(handwritten.run(SEED, 0, CHANCE_HISTORIES, months=CHANCE_MONTHS, threads=2))
    own = numpy_batched.run(SEED, 0, CHANCE_HISTORIES, months=CHANCE_MONTHS, source="generator", pool=pool)
    checks = [check_chance("NumPy with its own generator", ours, statistics_of(own), labels)]
    for name, version in (("Mesa", mesa_model.run), ("AgentPy", agentpy_model.run)):
        histories = pool.map(partial(version, months=CHANCE_MONTHS), range(1, OBJECT_HISTORIES + 1))
        checks.append(check_chance(name, ours, statistics_of(np.stack(list(histories))), labels))
    return checks


def check_actors(python: Path) -> Check:
    """Compare mesa-frames, run by the Python of its own environment, with the library's actors alone."""
    theirs = frames.outputs(python, OBJECT_HISTORIES, COMPARED_MONTHS)
    ours = library_model.run(SEED, 0, CHANCE_HISTORIES, months=COMPARED_MONTHS, threads=2, actors_alone=True)[
        :, :, list(ACTOR_OUTPUTS)
    ]
    means = [outputs.mean(axis=1, dtype=np.float64) for outputs in (ours, theirs)]
    labels = tuple(OUTPUTS[k] for k in ACTOR_OUTPUTS)
    return check_chance("mesa-frames, actors alone", means[0], means[1], labels)


def run_checks(pool: Executor, golden: str, frames_python: Path | None) -> list[Check]:
    """Run the whole gate; `pool` runs the versions in Python. Without `frames_python` part 4 is left out."""
    checks = check_golden("hand-written", handwritten.run, golden)
    checks += check_golden("library", library_model.run, golden)
    checks.append(check_draws(handwritten.run, numpy_batched.run))
    checks += check_whole(pool)
    if frames_python is not None:
        checks.append(check_actors(frames_python))
    return checks
