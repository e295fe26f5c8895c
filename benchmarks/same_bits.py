"""Are the bits the same for every processor and number of threads, and without a compiler?

    python -m benchmarks.same_bits [SCENARIO ...] [--keep FOLDER] [--only PROCESSOR]

Every shipped scenario runs 8 histories, numbers drawn from priors, in a fresh process for each kind of
machine code: for the plainest 64-bit processor (SSE2), for one with AVX2 and fused multiply-add, for one with
AVX-512 in its full width, and for this machine's own; with one thread and with two. The first months of two
histories also run in plain Python, but not where a million members are simulated one by one, which would take
it hours (tests/agreement/test_members_same_bytes.py compares a small party). Printed: a digest of all that
was recorded, and how many instructions of the compiled mechanisms, observables and loop use 256-bit and
512-bit registers, how many fuse a multiplication with an addition, and how many functions of the C library
for mathematics are called (counted by `objdump`). The exit status is 1 on any difference.

A kind of code that this machine cannot run is named and left out. With --keep, compiled code and digests stay
in the folder, named by the hash of the sources, and a later call goes on there; all kinds are compiled anew
without it, which takes about two minutes each for the largest scenario.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HISTORIES, SEED = 8, 1924
PATTERNS = {
    "ymm": "%ymm",
    "zmm": "%zmm",
    "fused": r"\tvfn?m(add|sub)",
    "libm": r"\*UND\*.*\s(pow|exp2?|expm1|log(2|10|1p)?|a?(sin|cos|tan)h?|l?gamma|erfc?)f?$",
}
"""What to look for in a line of `objdump -d -t`; the last is a function of the C library that is called."""
PLAIN_HISTORIES, PLAIN_MONTHS = 2, 120
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Processor:
    """A kind of machine code: what it is told to Numba, and what a machine must have to run it."""

    name: str
    settings: dict[str, str]
    needs: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What this machine lacks; everything where it does not tell."""
        return tuple(flag for flag in self.needs if flag not in flags_of_this_machine())


def _code_for(name: str, features: str) -> dict[str, str]:
    # Without features of its own Numba adds those of the machine it runs on to any name but "generic".
    return {"NUMBA_CPU_NAME": name, "NUMBA_CPU_FEATURES": features}


AVX_512 = ("avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd")
PROCESSORS = (
    Processor("generic", _code_for("generic", "")),
    Processor("AVX2", _code_for("haswell", ""), ("avx2", "fma", "bmi2")),
    # Left alone, LLVM prefers 256 bits for this processor.
    Processor("AVX-512", _code_for("skylake-avx512", "-prefer-256-bit"), AVX_512),
    Processor("native", {}),
)


def flags_of_this_machine() -> frozenset[str]:
    """Return the processor's flags as Linux tells them; none on other systems and other processors."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return frozenset()
    found = re.search(r"^flags\s*:(.*)$", text, re.MULTILINE)
    return frozenset(found.group(1).split()) if found else frozenset()


def digest(batch: Any) -> str:
    """Return a hash of all that some histories recorded."""
    parts = (batch.output, batch.snapshots, batch.faults, batch.values)
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()[:16]


def first_months(model: Any, months: int) -> Any:
    """Return the model, to be run for its first months only."""
    from whowhom.build.horizon import ending

    return ending(model, model.month_labels[min(months, model.months)])


def keep_loaded_code() -> None:
    """Let what Numba loads from its cache keep its object code, as what it compiles does."""
    from numba.core.codegen import CPUCodeLibrary

    original = CPUCodeLibrary._unserialize.__func__

    def keeping(kind: Any, codegen: Any, state: Any) -> Any:
        library = original(kind, codegen, state)
        if state[1] == "object":
            library._compiled_object = state[2][0]
        return library

    CPUCodeLibrary._unserialize = classmethod(keeping)


def measured(scenario: str) -> dict[str, Any]:
    """Run the scenario under the settings of this process and return its digests and counts."""
    keep_loaded_code()
    import numpy as np

    from whowhom import read
    from whowhom.build import build
    from whowhom.core.compile import JIT
    from whowhom.simulate.batch import run_batch

    model = build(read(scenario))
    short = run_batch(first_months(model, PLAIN_MONTHS), np.arange(PLAIN_HISTORIES), seed=SEED, threads=1)
    found: dict[str, Any] = {"plain": digest(short)}
    if JIT:
        for threads in (1, 2):
            batch = run_batch(model, np.arange(HISTORIES), seed=SEED, threads=threads)
            found[f"threads {threads}"] = digest(batch)
        found["instructions"] = instructions(model)
    return found


def instructions(model: Any) -> dict[str, int] | None:
    """Count wide and fused instructions in the compiled code of a model; None without objdump."""
    from whowhom.core.drive import compiled_drive
    from whowhom.simulate import batch

    entries = {(entry.mechanism.name, entry.which): entry for entry in model.entries}.values()
    functions = [batch._entry(entry.mechanism, entry.which) for entry in entries]
    functions += {
        item.observable.function: batch._observer(item.observable.function) for item in model.recorded
    }.values()
    functions.append(compiled_drive())
    counts = {"functions": 0, "ymm": 0, "zmm": 0, "fused": 0, "libm": 0}
    for function in functions:
        for overload in function.overloads.values():
            lines = disassembled(overload.library._compiled_object)
            if lines is None:
                return None
            counts["functions"] += 1
            for name, pattern in PATTERNS.items():
                counts[name] += sum(re.search(pattern, line) is not None for line in lines)
    return counts


def disassembled(code: bytes) -> list[str] | None:
    """Return the instructions of an object file, one a line; None when there is no objdump."""
    with tempfile.NamedTemporaryFile(suffix=".o") as file:
        file.write(code)
        file.flush()
        try:
            done = subprocess.run(
                ["objdump", "-d", "-t", file.name], capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return None
    return done.stdout.splitlines()


@cache
def sources() -> str:
    """Return a hash of every source file and scenario of the package."""
    found = hashlib.blake2b(digest_size=6)
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in (".py", ".toml", ".csv"):
            found.update(path.read_bytes())
    return found.hexdigest()


def asked(scenario: str, name: str, settings: dict[str, str], keep: Path) -> dict[str, Any]:
    """Return what a fresh process measures under some settings, or what it measured before."""
    kept = keep / f"{scenario}-{name}-{sources()}.json"
    if not kept.exists():
        environment = {**os.environ, **settings, "WHOWHOM_CACHE": str(keep / f"cache-{name}")}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "benchmarks.same_bits", "--measure", scenario],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise SystemExit(f"{scenario}, {name}: {done.stderr[-2000:]}")
        kept.write_text(done.stdout, encoding="utf-8")
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def one_by_one(scenario: str) -> bool:
    """Say whether the scenario has members one by one, whose months are too long for plain Python."""
    from whowhom import read
    from whowhom.build import build

    return bool(build(read(scenario)).sizes.members)


def row(scenario: str, name: str, found: dict[str, Any]) -> str:
    """Return one line of the table."""
    digests = [found.get(part, "-") for part in ("threads 1", "threads 2", "plain")]
    counts = found.get("instructions")
    told = "not counted" if counts is None else " ".join(f"{counts[key]:>7}" for key in PATTERNS)
    return (
        f"{scenario:22}{name:14}"
        + "".join(f"{each:18}" for each in digests)
        + ("" if name == "plain Python" else told)
    )


def compare(scenarios: list[str], names: list[str], keep: Path) -> int:
    """Print the table and return the number of scenarios whose bits differ."""
    print(
        f"{platform.machine()}, {HISTORIES} histories, seed {SEED}; "
        f"first months: {PLAIN_HISTORIES} histories, {PLAIN_MONTHS} months"
    )
    print(
        f"{'scenario':22}{'code for':14}{'one thread':18}{'two threads':18}{'first months':18}"
        f"{'ymm':>7} {'zmm':>7} {'fused':>7} {'libm':>7}"
    )
    differing = 0
    for scenario in scenarios:
        full, short = set(), set()
        for processor in PROCESSORS:
            if processor.name not in names or processor.missing:
                continue
            found = asked(scenario, processor.name, processor.settings, keep)
            full |= {found["threads 1"], found["threads 2"]}
            short.add(found["plain"])
            print(row(scenario, processor.name, found), flush=True)
        if "plain" in names and one_by_one(scenario):
            print(f"{scenario:22}plain Python  left out, too many members")
        elif "plain" in names:
            found = asked(scenario, "plain", {"NUMBA_DISABLE_JIT": "1"}, keep)
            short.add(found["plain"])
            print(row(scenario, "plain Python", found), flush=True)
        if max(len(full), len(short)) > 1:
            differing += 1
            print(f"{scenario}: THE BITS DIFFER")
    for processor in PROCESSORS:
        if processor.missing:
            print(f"{processor.name}: left out, this machine lacks {', '.join(processor.missing)}")
    print(f"{len(scenarios)} scenarios, {differing} with bits that differ")
    return differing


def main() -> int:
    """Compare; the exit status is 1 on any difference."""
    from whowhom.spec.toml import shipped

    kinds = [*(processor.name for processor in PROCESSORS), "plain"]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenarios", nargs="*", help="all that ship, unless some are named")
    parser.add_argument("--keep", type=Path, help="where compiled code and digests stay")
    parser.add_argument("--only", nargs="+", choices=kinds, default=kinds, help="kinds of machine code")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measured(arguments.measure)))
        return 0
    scenarios = arguments.scenarios or sorted(shipped())
    with tempfile.TemporaryDirectory() as folder:
        keep = arguments.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        return 1 if compare(scenarios, arguments.only, keep.resolve()) else 0


if __name__ == "__main__":
    sys.exit(main())
