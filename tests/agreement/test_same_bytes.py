"""The same history is the same bytes: in any batch, order and number of threads, compiled or not, anywhere.

These are comparisons of hashes, not of statistics: they have no false alarms.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from benchmarks.same_bits import PROCESSORS, Processor

from whowhom.build import Model, build
from whowhom.simulate.batch import Batch, run_batch
from whowhom.spec.toml import read

ORGANISATIONS = Path(__file__).parent / "organisations"
MEETING = Path(__file__).parent / "dense" / "meeting.toml"
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


DENSE = f"""
import sys
sys.path.insert(0, {str(MEETING.parent)!r})
import meeting
from whowhom import mechanisms, observables
mechanisms.adopt(meeting)
observables.adopt(meeting.opinions)
"""
FLAGSHIP = f"""
import hashlib, sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
import numpy as np
from benchmarks.same_bits import first_months
from whowhom.build import build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read
batch = run_batch(first_months(build(read(sys.argv[1])), 120), np.arange(int(sys.argv[2])), seed=7)
print(hashlib.sha256(batch.output.tobytes() + batch.snapshots.tobytes()).hexdigest())
"""
PRIMITIVES = """
from whowhom.core import dense
key, counter = d.history_key(np.uint64(7), np.uint64(1)), np.uint64(12345)
x, y = np.empty(1003, np.float32), np.empty(1003, np.float32)
places, sums = np.empty(1003, np.uint32), []
dense.normals_from(key, counter, x)
dense.uniforms_from(key, counter, y)
dense.wholes_from(key, counter, 1003, places)
parts = [x.tobytes(), y.tobytes(), places.tobytes()]
dense.relax(x, y, np.float32(0.3))
sums.append(dense.lane_sum(x))
dense.gather(x, places, y)
sums += [dense.lane_sum(y), *(dense.exponential32(each) for each in x[:99])]
sums += [dense.gumbel_of(np.uint64(each)) for each in places[:99]]
parts += [x.tobytes(), y.tobytes(), np.array(sums, np.float32).tobytes()]
print(hashlib.sha256(b"".join(parts)).hexdigest())
"""
MADE = """
import re
made = "".join(text for f in (dense.normals_from, dense.relax) for text in f.inspect_asm().values())
widest = max(set(re.findall("[xyz]mm", made)))
print(f"{widest}-{len(re.findall(r'vfn?m(?:add|sub)', made))}")
"""
EVERYTHING = DENSE + DIGEST + ARITHMETIC + PRIMITIVES


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


@pytest.fixture(scope="module")
def whole(model: Model) -> Batch:
    """Return a thousand histories, run by one thread."""
    return run_batch(model, np.arange(1000), seed=SEED, threads=1)


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


def test_plain_python_gives_the_bytes_of_a_dense_mechanism() -> None:
    plain = start(MEETING, 2, DENSE + DIGEST, NUMBA_DISABLE_JIT="1")
    assert printed(plain) == printed(start(MEETING, 2, DENSE + DIGEST))


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("count", [1, 7, 32, 1000])
def test_every_number_of_histories_and_threads_gives_the_same_bytes(
    model: Model, whole: Batch, count: int, threads: int
) -> None:
    part = run_batch(model, np.arange(count), seed=SEED, threads=threads)
    assert part.output.tobytes() == whole.output[:count].tobytes()
    assert part.snapshots.tobytes() == whole.snapshots[:count].tobytes()
    assert part.faults.tobytes() == whole.faults[:count].tobytes()


def test_every_order_gives_the_same_bytes(model: Model, whole: Batch) -> None:
    assert np.unique(whole.output.reshape(1000, -1), axis=0).shape[0] > 500, "histories should differ"
    for wanted in (np.array([9]), np.array([31, 0, 999, 5, 30, 1, 8])):
        part = run_batch(model, wanted, seed=SEED, threads=2)
        assert part.output.tobytes() == whole.output[wanted].tobytes()


@pytest.fixture(scope="module")
def here() -> list[str]:
    """Return the hashes that this machine's own code gives."""
    hashes = printed(start(MEETING, 32, EVERYTHING)).split()
    assert len(hashes) == 3
    return hashes


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """Start what compiles everything anew for other processors, all at once, where this one can run it."""
    folder = tmp_path_factory.mktemp("compiled")
    started = {
        processor.name: start(
            MEETING,
            32,
            EVERYTHING + MADE,
            **processor.settings,
            WHOWHOM_CACHE=str(folder / processor.name),
        )
        for processor in PROCESSORS
        if processor.settings and not processor.missing
    }
    yield started
    for process in started.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize("processor", PROCESSORS[:-1], ids=lambda processor: processor.name)
def test_every_processor_gives_the_same_bytes(
    processor: Processor, elsewhere: dict[str, subprocess.Popen[str]], here: list[str]
) -> None:
    """Code for the plainest processor, for one with 256 bits and fused multiply-add, and for 512 bits.

    Two mortals and a dense mechanism, because all is compiled anew; the floating-point work of other
    mechanisms goes through the elementary functions, the binomial masses and the dense primitives, which are
    hashed beside them. The widest registers in the code tell that it was made for the processor; nothing in
    it fuses a multiplication with an addition. `python -m benchmarks.same_bits` runs every scenario.
    """
    if processor.missing:
        pytest.skip(f"this machine lacks {', '.join(processor.missing)}")
    *hashes, made = printed(elsewhere[processor.name]).split()
    assert hashes == here
    widest = {"generic": "xmm", "AVX2": "ymm", "AVX-512": "zmm"}[processor.name]
    assert made == f"{widest}-0"


def test_plain_python_gives_the_bytes_of_the_flagship() -> None:
    """Ten years of one history, so that every mechanism that acts in them has rounded something."""
    plain = start(Path("soviet"), 1, FLAGSHIP, NUMBA_DISABLE_JIT="1")
    assert printed(plain) == printed(start(Path("soviet"), 1, FLAGSHIP))
