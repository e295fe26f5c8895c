"""What editing one mechanism compiles anew: `python -m benchmarks.recompile`.

The declared mechanisms are copied to a folder and run in a fresh process with an empty cache; then one number
is edited in one file and they run again. Exactly one cache folder of entries may gain files, that of the
edited file, and the result must change.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from rich.console import Console

DECLARED = Path(__file__).with_name("declared")
EDITED, BEFORE, AFTER = "currents", "        0.25,\n", "        0.75,\n"
CHILD = """
import sys
from benchmarks import library_model
from benchmarks.equivalence import digest
library_model.adopt("copied")
model = library_model.build(library_model.parse(library_model.document(60, 300, 80)))
batch = library_model.run_batch(model, library_model.np.arange(4), seed=1, from_priors=False, threads=1)
print(digest(batch.output))
"""


def run(folder: Path) -> tuple[str, float]:
    """Run the copied mechanisms in a fresh process; return the digest of the output and the seconds."""
    environment = {
        **os.environ,
        "WHOWHOM_CACHE": str(folder / "cache"),
        "PYTHONPATH": os.pathsep.join([os.getcwd(), str(folder)]),
    }
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip(), time.perf_counter() - start


def compiled(folder: Path) -> dict[str, int]:
    """Return how many compiled files each folder of the cache holds, by its name."""
    root = folder / "cache"
    return {
        str(each.relative_to(root)): len(list(each.rglob("*.kernel")))
        for kind in ("entries", "shared")
        for each in (root / kind).iterdir()
    }


def edit(path: Path) -> None:
    """Change one number of a file. Raises ValueError when it is not there."""
    text = path.read_text()
    if BEFORE not in text:
        raise ValueError(f"{path.name} has no line {BEFORE.strip()!r}")
    path.write_text(text.replace(BEFORE, AFTER, 1))


@click.command()
def main() -> None:
    """Edit one mechanism and count what is compiled; exit with 1 when it is more than that one."""
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(DECLARED, folder / "copied", ignore=shutil.ignore_patterns("__pycache__"))
        first, cold = run(folder)
        same, warm = run(folder)
        before = compiled(folder)
        edit(folder / "copied" / f"{EDITED}.py")
        changed, again = run(folder)
        after = compiled(folder)
    grown = sorted(key for key, count in after.items() if count != before.get(key, 0))
    console.print(f"seconds: cold {cold:.1f}, warm {warm:.1f}, after editing {EDITED}.py {again:.1f}")
    console.print(f"digests: {first}, {same}, edited {changed}")
    console.print("folders that gained files: " + ", ".join(grown))
    entries = [key for key in grown if key.startswith("entries")]
    only = len(entries) == 1 and Path(entries[0]).name.startswith(EDITED)
    if not (first == same and changed != first and only):
        raise SystemExit("an edit of one mechanism compiled something else, or did not take effect")


if __name__ == "__main__":
    main()
