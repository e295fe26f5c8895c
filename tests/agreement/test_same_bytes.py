"""The same history is the same bytes: in any batch, order and number of threads, compiled or not, anywhere.

These are comparisons of hashes, not of statistics: they have no false alarms.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from whowhom.build import Model, build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read

ORGANISATIONS = Path(__file__).parent / "organisations"
SEED = 7
DIGEST = """
import hashlib, sys
import numpy as np
from whowhom.build import build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read
batch = run_batch(build(read(sys.argv[1])), np.arange(int(sys.argv[2])), seed=7, from_priors=False)
parts = (batch.output, batch.snapshots, batch.faults)
print(hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest())
"""
ARITHMETIC = """
from whowhom.core import draw as d, elementary as e
points = (np.arange(2000) + 0.5) / 2000
table = [(e.exponential(9 * x), e.logarithm(x), e.normal_quantile(x), e.logistic(9 * x - 4)) for x in points]
masses = [d.binomial_mass(900, 3 * k, 0.37) for k in range(300)]
print(hashlib.sha256(np.array(table).tobytes() + np.array(masses).tobytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the board for six months with entrants of every age: normal variates, logarithms, life table."""
    folder = tmp_path_factory.mktemp("same_bytes") / "organisations"
    copytree(ORGANISATIONS, folder)
    text = (folder / "board.toml").read_text(encoding="utf-8")
    text = text.replace("age_spread = { value = 0,", "age_spread = { value = 5,")
    text = text.replace("until = 1970-04-01", "until = 1970-07-01").replace("capacity = 8", "capacity = 24")
    (folder / "board.toml").write_text(text, encoding="utf-8")
    return folder / "board.toml"


@pytest.fixture(scope="module")
def model(document: Path) -> Model:
    return build(read(document))


def start(document: Path, histories: int, code: str = DIGEST, **settings: str) -> subprocess.Popen[str]:
    """Start another process that prints hashes under other settings."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, str(document), str(histories)],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def printed(process: subprocess.Popen[str]) -> str:
    """Return what the process printed, when it ends well."""
    out, wrong = process.communicate(timeout=600)
    assert process.returncode == 0, wrong[-2000:]
    return out


def test_plain_python_gives_the_bytes_of_compiled_code(document: Path) -> None:
    plain = start(document, 2, NUMBA_DISABLE_JIT="1")
    assert printed(plain) == printed(start(document, 2))


def test_every_batch_order_and_number_of_threads_gives_the_same_bytes(model: Model) -> None:
    whole = run_batch(model, np.arange(32), seed=SEED, threads=1)
    assert np.unique(whole.output.reshape(32, -1), axis=0).shape[0] > 16, "histories should differ"
    shuffled = np.array([31, 0, 17, 5, 30, 1, 8])
    for wanted in (np.array([9]), np.arange(7), shuffled, np.arange(32)):
        for threads in (1, 2):
            part = run_batch(model, wanted, seed=SEED, threads=threads)
            assert part.output.tobytes() == whole.output[wanted].tobytes()
            assert part.faults.tobytes() == whole.faults[wanted].tobytes()


def test_every_processor_gives_the_same_bytes(tmp_path: Path) -> None:
    """Code for the plainest processor and for one with wide registers and fused multiply-add.

    Two mortals, because all is compiled anew; the floating-point work of other mechanisms goes through the
    elementary functions and the binomial masses, which are hashed beside them.
    """
    wide = ["haswell"] if platform.machine().lower() in ("x86_64", "amd64") else []
    document, code = ORGANISATIONS / "mortal.toml", DIGEST + ARITHMETIC
    others = [
        start(document, 32, code, NUMBA_CPU_NAME=name, WHOWHOM_CACHE=str(tmp_path / name))
        for name in ("generic", *wide)
    ]
    here = printed(start(document, 32, code))
    assert len(here.split()) == 2
    assert [printed(other) for other in others] == [here] * len(others)
    assert all(any((tmp_path / name).rglob("*.kernel")) for name in ("generic", *wide)), "all compiled anew"
