"""mesa-frames in the environment of its own: it pins an older NumPy, so that no process can hold both.

The folder and its Python are made by `make` from `lock/frames.txt`; `frames_model` is what runs there.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-frames" / "bin" / "python"


def _run(python: Path, *arguments: str) -> float:
    """Run `frames_model` on one core and return the seconds that it says its histories took.

    Raises RuntimeError with the last line that it wrote when it fails.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "1"}
    command = [str(python), "-m", "benchmarks.frames_model", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"mesa-frames: {done.stderr.strip().splitlines()[-1]}")
    return float(done.stdout)


def outputs(python: Path, histories: int, months: int) -> NDArray[np.float32]:
    """Return the outputs of the actors in some histories, (histories, months, 10)."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "outputs.npy"
        _run(python, f"--histories={histories}", f"--months={months}", f"--out={path}")
        return np.asarray(np.load(path), np.float32)


def seconds(python: Path, months: int, people: int) -> float:
    """Return the seconds that one history takes, start-up not counted."""
    return _run(python, f"--months={months}", f"--people={people}")
