"""The gate before any speed: the versions of the declared model say the same thing.

1. Bits: 32 histories have one digest at R = 1, 7 and 32 and on 1 and 2 threads; it equals the golden one of
   `budgets.toml`, and the library's equals the hand-written one.
2. Draws: batched NumPy on the same counter hash follows the hand-written kernel history by history. Rounding
   may flip a rare event, so up to a tenth of the histories may part ways.
3. Chance: against NumPy's own generator and against Mesa the time means of all outputs, and the number of
   changes of leader, differ by less than 4 standard errors. With 22 comparisons of 64 histories the
   false-alarm rate of one such check is below 0.5 %.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks import handwritten, mesa_model, numpy_batched
from benchmarks.parameters import OUTPUTS

Runner = Callable[..., NDArray[np.float32]]
Array = NDArray[np.float32]
SEED, HISTORIES, DIGEST_MONTHS, COMPARED_MONTHS = 20240817, 32, 600, 60
MESA_HISTORIES, CHANCE_HISTORIES, CHANCE_MONTHS = 64, 400, 120
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


def check_draws() -> Check:
    """Compare batched NumPy with the hand-written kernel, history by history."""
    ours = handwritten.run(SEED, 0, HISTORIES, months=COMPARED_MONTHS)
    theirs = numpy_batched.run(SEED, 0, HISTORIES, months=COMPARED_MONTHS)
    difference = np.abs(ours - theirs).max(axis=(1, 2))
    parted = float((difference > TOLERANCE).mean())
    detail = f"median largest difference {np.median(difference):.1e}, parted {parted:.0%}"
    return Check("NumPy on the same draws: same histories", parted <= PARTED, detail)


def statistics_of(outputs: Array) -> NDArray[np.float64]:
    """Return time means of the outputs and the number of leader changes, shape (histories, 22)."""
    changes = (np.diff(outputs[:, :, -1], axis=1) != 0).sum(axis=1)
    return np.column_stack([outputs.mean(axis=1, dtype=np.float64), changes])


def check_chance(name: str, ours: Array, theirs: Array) -> Check:
    """Compare means over independent histories in standard errors."""
    a, b = statistics_of(ours), statistics_of(theirs)
    error = np.sqrt(a.var(axis=0, ddof=1) / len(a) + b.var(axis=0, ddof=1) / len(b))
    z = (a.mean(axis=0) - b.mean(axis=0)) / np.maximum(error, 1e-12)
    worst = int(np.abs(z).argmax())
    label = (*OUTPUTS, "leader changes")[worst]
    detail = f"mean z² {np.mean(z**2):.2f}, largest |z| {abs(z[worst]):.1f} ({label}), {len(b)} histories"
    return Check(f"{name}: same means", bool(abs(z[worst]) < STANDARD_ERRORS), detail)


def run_checks(pool: Executor, golden: str, library: Runner) -> list[Check]:
    """Run the whole gate; `pool` runs Mesa and NumPy."""
    checks = check_golden("hand-written", handwritten.run, golden)
    checks += check_golden("library", library, golden)
    checks.append(check_draws())
    ours = handwritten.run(SEED, 0, CHANCE_HISTORIES, months=CHANCE_MONTHS, threads=2)
    own = numpy_batched.run(SEED, 0, CHANCE_HISTORIES, months=CHANCE_MONTHS, source="generator", pool=pool)
    checks.append(check_chance("NumPy with its own generator", ours, own))
    mesa_histories = pool.map(partial(mesa_model.run, months=CHANCE_MONTHS), range(1, MESA_HISTORIES + 1))
    checks.append(check_chance("Mesa", ours, np.stack(list(mesa_histories))))
    return checks
