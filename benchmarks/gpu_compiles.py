"""Which mechanisms compile for a GPU as they stand, and why the others do not: a table.

    python -m benchmarks.gpu_compiles [NAME ...]

Each `step` and `begin` of the package becomes a kernel of numba-cuda, one thread for each history, for
compute capability 9.0; no device is needed. Twice: as it is, and with numba-cuda's own allocator of memory
inside kernels (`NUMBA_CUDA_ENABLE_NRT=1`). Where `ptxas` is on the path it turns the PTX into machine code
and tells registers, stack and spilled bytes of a thread. Nothing is run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks import gpu_kernels, gpu_members

REASONS = (
    (r"built-in function (zeros|empty)|function (zeros|empty|ones|full)", "allocates an array"),
    (r"ufunc '(\w+)'", "np.{} of one number"),
    (r"function argsort", "np.argsort(kind=…)"),
    (r"function (\w+) at", "np.{}"),
)


def reason(problem: str) -> str:
    """Return in few words why a kernel did not compile."""
    for pattern, words in REASONS:
        found = re.search(pattern, problem)
        if found:
            return words.format(next(filter(None, found.groups()), ""))
    return problem.strip().splitlines()[0][:60]


def assembled(ptx: str) -> str:
    """Return registers, stack and spilled bytes of a thread, as ptxas tells them; "" without ptxas."""
    if shutil.which("ptxas") is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kernel.ptx"
        path.write_text(ptx)
        target = f"sm_{gpu_kernels.CAPABILITY[0]}{gpu_kernels.CAPABILITY[1]}"
        command = ["ptxas", "-c", "-v", f"-arch={target}", path, "-o", path.with_suffix(".o")]
        done = subprocess.run(command, capture_output=True, text=True)
    said = done.stdout + done.stderr
    if done.returncode != 0:
        return f"ptxas: {said.strip().splitlines()[-1][:60]}"
    registers = re.findall(r"Used (\d+) registers", said)
    frames = [
        tuple(map(int, each)) for each in re.findall(r"(\d+) bytes stack frame, (\d+) bytes spill", said)
    ]
    stack, spilled = max(frames, default=(0, 0)), sum(frame[1] for frame in frames)
    return f"{max(map(int, registers), default=0):4d} {stack[0]:6d} {spilled:6d}"


def compile_all(names: list[str]) -> dict[str, list[str]]:
    """Compile every function under the settings of this process; return what was found by name."""
    from whowhom import mechanisms

    gpu_kernels.prepare(gpu_kernels.CAPABILITY)
    found: dict[str, list[str]] = {}
    for name in names or mechanisms.shipped():
        registered = mechanisms.load(name)
        for which in ("step", "begin"):
            if registered.function(which) is None:
                continue
            kernel = gpu_kernels.mechanism_source(registered, which, 0, (0, 8))
            try:
                ptx = gpu_kernels.assembly(kernel)
            except Exception as problem:  # whatever numba-cuda raises is the finding
                found[f"{name}.{which}"] = ["", reason(str(problem))]
                continue
            found[f"{name}.{which}"] = described(ptx)
    if not names:
        begin, end = gpu_kernels.month_sources()
        found["(a month begins)"] = described(gpu_kernels.assembly(begin, "begin_month"))
        found["(a month ends)"] = described(gpu_kernels.assembly(end, "end_month"))
        found["(a member's month)"] = described(gpu_members.assembly())
    return found


def described(ptx: str) -> list[str]:
    """Return what ptxas says of a kernel, and how many multiplications are fused with an addition."""
    fused = len(re.findall(r"\bfma\.", ptx))
    return [assembled(ptx) or "compiles", f"{fused} fused" if fused else ""]


def lacking(table: dict[str, list[str]]) -> list[str]:
    """Return a line for each shipped scenario: which functions of its schedule do not compile."""
    from whowhom import read
    from whowhom.build import build
    from whowhom.spec.toml import shipped

    lines = []
    for scenario in sorted(shipped()):
        entries = build(read(scenario)).entries
        functions = sorted({f"{entry.mechanism.name}.{entry.which}" for entry in entries})
        missing = [name for name in functions if not table[name][0]]
        lines.append(f"  {scenario}: {', '.join(missing) or 'all compile'}")
    return lines


def in_a_process(names: list[str], allocator: bool) -> dict[str, list[str]]:
    """Compile in a process of its own, with or without the allocator."""
    environment = {**os.environ, "NUMBA_CUDA_ENABLE_NRT": str(int(allocator)), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "benchmarks.gpu_compiles", "--measure", *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr.strip()[-2000:])
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Print the table and the counts."""
    gpu_kernels.cuda()
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(compile_all(sys.argv[2:])))
        return 0
    plain, with_allocator = (in_a_process(sys.argv[1:], allocator) for allocator in (False, True))
    print(f"{gpu_kernels.version()}, compute capability {gpu_kernels.CAPABILITY}")
    print("registers, stack bytes and spilled bytes of a thread; or why not")
    print(f"{'function':30}{'as it is':34}with numba-cuda's allocator")
    for name in plain:
        cells = [" ".join(filter(None, table[name])) for table in (plain, with_allocator)]
        print(f"{name:30}{cells[0]:34}{cells[1]}")
    for title, table in (("as it is", plain), ("with the allocator", with_allocator)):
        compiled = sum(1 for cells in table.values() if cells[0])
        print(f"{title}: {compiled} of {len(table)} compile")
        for why, count in Counter(cells[1] for cells in table.values() if not cells[0]).most_common():
            print(f"  {count}: {why}")
        if not sys.argv[1:]:
            print("\n".join(lacking(table)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
