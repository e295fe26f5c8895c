"""A history of members is the same bytes on any number of threads, in any loop, compiled or not.

These are comparisons of bytes: they have no false alarms.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from tests.members import living, party

from whowhom.simulate.batch import Batch, run_batch

SEED = 7
OBSERVED = (
    *("member_leaning", "member_loyalty", "place_leaning", "tier_share"),
    *("member_variance", "cell_covariance", "patron_covariance"),
)
DIGEST = """
import hashlib, sys
import numpy as np
from whowhom.build import build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read
batch = run_batch(build(read(sys.argv[1])), np.arange(2), seed=7, from_priors=False, threads=3)
parts = (batch.output, batch.snapshots, batch.faults)
print(hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest())
"""
GIVEN = {"confidence": 0.3, "stand_spread": 0.2, "obedience": 0.5, "bias": 0.3}


def same(one: Batch, other: Batch) -> bool:
    """Return whether two batches are the same bytes."""
    return all(
        getattr(one, field).tobytes() == getattr(other, field).tobytes()
        for field in ("output", "snapshots", "faults", "values")
    )


def test_threads_and_loops_give_the_same_bytes(tmp_path: Path) -> None:
    """The loop over histories, and each of them cut over 2, 3 and 5 threads; 7 districts divide unevenly."""
    model = party(
        tmp_path,
        places=3,
        districts=7,
        cells=45,
        cell=7,
        patrons=20,
        months=6,
        machine=2,
        observe=OBSERVED,
        **GIVEN,
    )
    whole = run_batch(model, np.arange(3), seed=SEED, from_priors=False, threads=1)
    assert not whole.faults[:, 0].any()
    assert len({row.tobytes() for row in whole.output}) == 3
    for threads in (2, 3, 5):
        for history in range(3):
            cut = run_batch(model, np.array([history]), seed=SEED, from_priors=False, threads=threads)
            assert cut.output.tobytes() == whole.output[history].tobytes(), threads
            assert cut.faults.tobytes() == whole.faults[history].tobytes(), threads
    assert same(whole, run_batch(model, np.arange(3), seed=SEED, from_priors=False, threads=4))


def test_every_member_is_the_same_on_two_threads(tmp_path: Path) -> None:
    model = party(tmp_path, districts=9, cells=20, cell=5, months=3, **GIVEN)
    members = []
    for threads in (1, 2):
        with living(model, threads=threads) as (state, live):
            for month in (1, 2, 3):
                live(month)
            members.append(b"".join(array.tobytes() for array in state.members))
    assert members[0] == members[1]


def test_plain_python_gives_the_bytes_of_compiled_code(tmp_path: Path) -> None:
    party(tmp_path, cells=3, months=3, machine=1, observe=OBSERVED, **GIVEN)
    found = []
    for settings in ({}, {"NUMBA_DISABLE_JIT": "1"}):
        found.append(
            subprocess.run(
                [sys.executable, "-W", "error", "-c", DIGEST, str(tmp_path / "small.toml")],
                env={**os.environ, **settings},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
    assert found[0] == found[1]
    assert len(found[0].strip()) == 64
