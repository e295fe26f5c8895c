"""On a Dask cluster of real processes: the same bytes as here, whoever dies, and one line for what fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from benchmarks.loopback import Loopback, histories_of, marks_of
from tests.cli.test_resume import PARLIAMENT

import whowhom as ww
from whowhom.build import build
from whowhom.fit.rows import simulated
from whowhom.fit.targets import Target
from whowhom.results.statistics import key_of
from whowhom.simulate import counting, run_batch
from whowhom.simulate.cluster import connected
from whowhom.spec.errors import ModelError, ResultError

pytest.importorskip("distributed", reason="needs the extra cluster")

HISTORIES = 3000
SHARDS = 2 * 12
"""Two arms of 3000 histories, 256 in a shard."""
LONGEST_WAIT = 240.0
"""Seconds until the first shard, with a cold cache on a busy machine."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an organisation."""
    path = tmp_path_factory.mktemp("document") / "parliament.toml"
    path.write_text(PARLIAMENT, encoding="utf-8")
    people = "name,born,body,source,status\nFirst,1860-01-01,speaker,x,sourced\n"
    path.with_name("people.csv").write_text(people, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """Return a cluster with two workers."""
    # Each death makes the scheduler give up at once what a worker did, and leaves it to WhoWhom.
    with Loopback(tmp_path_factory.mktemp("cluster"), allowed_failures=0) as cluster:
        cluster.add_worker()
        cluster.add_worker()
        yield cluster


@pytest.fixture(scope="module")
def whole(document: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the histories of the run, simulated by this process alone."""
    out = tmp_path_factory.mktemp("whole") / "r"
    ww.simulate(ww.read(document), histories=HISTORIES, seed=1924, interventions=["shorter"], out=out)
    return histories_of(out)


def begun(document: Path, out: Path, cluster: Loopback | None) -> subprocess.Popen[str]:
    """Begin the run of all tests here as a command of its own."""
    words = [sys.executable, "-m", "whowhom", "run", str(document), "--with", "shorter", "--no-report"]
    words += ["--histories", str(HISTORIES), "--out", str(out)]
    if cluster is not None:
        words += ["--scheduler", str(cluster.file)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def in_the_middle(process: subprocess.Popen[str], out: Path) -> None:
    """Wait until some shards are done, and see that not all are."""
    until = time.monotonic() + LONGEST_WAIT
    while len(marks_of(out)) < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    assert 2 <= len(marks_of(out)) < SHARDS, "the run was not met in the middle"


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return how a command ended, and the last line of what it complained of."""
    _, complained = process.communicate(timeout=LONGEST_WAIT)
    return process.returncode, (complained.splitlines() or [""])[-1]


def test_a_killed_worker_costs_nothing_but_time(
    document: Path, loopback: Loopback, whole: dict[str, bytes], tmp_path: Path
) -> None:
    process = begun(document, tmp_path / "r", loopback)
    in_the_middle(process, tmp_path / "r")
    loopback.kill(loopback.workers.pop(0))
    loopback.add_worker()
    assert ended(process)[0] == 0
    assert histories_of(tmp_path / "r") == whole
    assert len(marks_of(tmp_path / "r")) == SHARDS


def test_histories_are_counted_there_to_the_same_bits(
    document: Path, loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "SHARD", 64)
    scenario = ww.read(document)
    with connected(str(loopback.file)) as cluster:
        for out, scheduler in ((tmp_path / "there", cluster), (tmp_path / "here", None)):
            ww.simulate(scenario, histories=8, seed=5, statistics=300, out=out, scheduler=scheduler)
    found = [(tmp_path / out / key_of("base")).read_bytes() for out in ("there", "here")]
    assert found[0] == found[1]


def test_what_a_dying_worker_did_is_done_again_and_an_error_is_told_once(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "died"
    dies_once = f"test -e {mark} || {{ touch {mark}; kill -9 $PPID; sleep 9; }}"
    with connected(str(loopback.file)) as cluster:
        assert dict(cluster.answers(os.system, [(dies_once,)])) == {0: 0}
        assert mark.exists()
        with pytest.raises(ModelError, match=r"^a worker failed: ValueError: invalid literal for int"):
            list(cluster.answers(int, [("x",), ("y",)]))
        monkeypatch.setattr("whowhom.simulate.cluster.MOST_DEATHS", 0)
        with pytest.raises(ResultError, match="every worker that was given one part of the work died"):
            list(cluster.answers(os.system, [("kill -9 $PPID; sleep 9",)]))
    loopback.workers = [worker for worker in loopback.workers if worker.poll() is None]
    assert not loopback.workers
    loopback.add_worker()
    loopback.add_worker()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_client_goes_on_with_the_same_command(
    number: int, document: Path, loopback: Loopback, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "r"
    process = begun(document, out, loopback)
    in_the_middle(process, out)
    process.send_signal(number)
    code, line = ended(process)
    if number == signal.SIGINT:
        said = f"stopped: finished shards are kept in {out}; the same command goes on (seed 1924)"
        assert (code, line) == (130, said)
    else:
        assert code == -signal.SIGKILL
    kept = {path: path.stat().st_mtime_ns for path in (out / "progress").glob("[!.]*")}
    assert ended(begun(document, out, loopback))[0] == 0
    assert histories_of(out) == whole
    # What was marked was neither simulated nor written again.
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert {path.name for path in out.rglob(".*")} == set()


def test_a_lost_scheduler_is_one_line_and_the_run_goes_on_without_it(
    document: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "r"
    (tmp_path / "cluster").mkdir()
    with Loopback(tmp_path / "cluster") as cluster:
        cluster.add_worker()
        process = begun(document, out, cluster)
        in_the_middle(process, out)
        cluster.scheduler.kill()
        code, line = ended(process)
    said = f"{cluster.file}: the scheduler is lost; what is finished is kept: the same command goes on"
    assert (code, line) == (2, said)
    assert 2 <= len(marks_of(out)) < SHARDS
    assert ended(begun(document, out, None))[0] == 0
    assert histories_of(out) == whole


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a small file system"
)
def test_a_disk_that_is_full_or_cannot_be_written_is_one_line(
    document: Path, loopback: Loopback, whole: dict[str, bytes], tmp_path: Path
) -> None:
    disk, out = tmp_path / "disk", tmp_path / "disk" / "r"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True)
    if made.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        code, line = ended(begun(document, out, loopback))
        assert code == 2
        assert line.startswith(f"{out}/")
        assert ": no space left on device; what is finished is kept: the same command goes on" in line
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        code, line = ended(begun(document, out, loopback))
        assert code == 2
        assert ": read-only file system; what is finished is kept" in line
        subprocess.run(["mount", "-o", "remount,rw,size=200m", str(disk)], check=True)
        assert ended(begun(document, out, loopback))[0] == 0
        assert histories_of(out) == whole
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_batches_and_rows_of_fits_are_the_same_bits(
    document: Path, loopback: Loopback, tmp_path: Path
) -> None:
    model = build(ww.read(document))
    histories = np.arange(1000, 1100)
    here = run_batch(model, histories, seed=5)
    target = Target("x", "age", "at", "1906-12", "1906-12", 50.0, "year", "sourced")
    with connected(str(loopback.file)) as cluster:
        there = run_batch(model, histories, seed=5, scheduler=cluster)
        simulated(model, [target], tmp_path / "there", histories=300, seed=5, scheduler=cluster)
    simulated(model, [target], tmp_path / "here", histories=300, seed=5)
    for name in ("histories", "output", "snapshots", "faults", "values"):
        one, other = getattr(here, name), getattr(there, name)
        assert (one.dtype, one.tobytes()) == (other.dtype, other.tobytes()), name
    for path in (tmp_path / "here").iterdir():
        with np.load(path) as one, np.load(tmp_path / "there" / path.name) as other:
            assert all(one[key].tobytes() == other[key].tobytes() for key in ("numbers", "summaries"))
