"""A run that is stopped, by hand or by force, goes on to the very bytes of one that never was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PARLIAMENT = """
title = "A parliament that its speaker fills"
from = 1900-01-01
until = 1907-01-01
snapshots = [1905-01-01]

[bodies.speaker]
seats = 1

[bodies.parliament]
seats = 20
term = "2 years"

[people]
file = "people.csv"
capacity = 80

[people.entrants]
age = { value = 50, unit = "year", source = "made_up" }
age_spread = { value = 10, unit = "year", source = "made_up" }

[[rules]]
name = "speaker_fills_parliament"
verb = "appoints"
by = "speaker"
over = "parliament"
pool = "entrants"

[[rules]]
name = "parliament_fills_speaker"
verb = "appoints"
by = "parliament"
over = "speaker"
pool = "parliament"

[[schedule]]
mechanism = "mortality"
multiplier = { value = 1, unit = "1", source = "assumption", prior = "lognormal(1, 0.2)" }

[[schedule]]
mechanism = "tenure"

[[schedule]]
mechanism = "appointment"

[[observe]]
name = "held"
observable = "held"
body = "parliament"

[[observe]]
name = "age"
observable = "mean_age"
body = "parliament"

[interventions.shorter]
label = "terms of one year"
edits = [{ set = "bodies.parliament.term", to = "1 year" }]
"""
HISTORIES = 1200
SHARDS = 2 * 5
"""Two arms of 1200 histories, 256 in a shard."""
LONGEST_WAIT = 240.0
"""Seconds until the first shard, with a cold cache on a busy machine."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an organisation that takes long enough to be stopped in the middle."""
    path = tmp_path_factory.mktemp("document") / "parliament.toml"
    path.write_text(PARLIAMENT, encoding="utf-8")
    people = "name,born,body,source,status\nFirst,1860-01-01,speaker,x,sourced\n"
    path.with_name("people.csv").write_text(people, encoding="utf-8")
    return path


def command(document: Path, out: Path) -> list[str]:
    """Return the command of the run that all tests here give."""
    words = [sys.executable, "-m", "whowhom", "run", str(document), "--with", "shorter", "--no-report"]
    return [*words, "--histories", str(HISTORIES), "--out", str(out)]


def finish(document: Path, out: Path) -> dict[str, bytes]:
    """Run to the end; return every file of the histories."""
    subprocess.run(command(document, out), check=True, capture_output=True, text=True)
    return histories_of(out)


def histories_of(out: Path) -> dict[str, bytes]:
    """Return every file of the histories of a results folder."""
    store = out / "histories.zarr"
    return {str(path.relative_to(store)): path.read_bytes() for path in store.rglob("*") if path.is_file()}


def shards_of(out: Path) -> list[Path]:
    """Return the marks of the shards that are on disk."""
    return sorted(out.glob("progress/[!.]*"))


def stopped_by(signal_number: int, document: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Run, send a signal when the second shard is on disk, and return how that ended."""
    process = subprocess.Popen(
        command(document, out), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + LONGEST_WAIT
    while len(shards_of(out)) < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    process.send_signal(signal_number)
    said, complained = process.communicate(timeout=LONGEST_WAIT)
    assert 2 <= len(shards_of(out)) < SHARDS, "the run was not stopped in the middle"
    return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


@pytest.fixture(scope="module")
def whole_folder(document: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results folder of a run that was never stopped."""
    folder = tmp_path_factory.mktemp("whole") / "r"
    finish(document, folder)
    return folder


@pytest.fixture(scope="module")
def whole(whole_folder: Path) -> dict[str, bytes]:
    """Return the histories of a run that was never stopped."""
    return histories_of(whole_folder)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_run_killed_in_the_middle_goes_on_to_the_same_bytes(
    document: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "r"
    killed = stopped_by(signal.SIGKILL, document, out)
    assert killed.returncode == -signal.SIGKILL
    kept = {path: path.stat().st_mtime_ns for path in shards_of(out)}
    assert finish(document, out) == whole
    assert len(shards_of(out)) == SHARDS
    # What was on disk was not simulated again.
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_run_stopped_by_hand_says_so_and_goes_on(
    document: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "r"
    stopped = stopped_by(signal.SIGINT, document, out)
    assert stopped.returncode == 130
    said = f"stopped: finished shards are kept in {out}; the same command goes on (seed 1924)"
    assert stopped.stderr.splitlines()[-1] == said
    assert finish(document, out) == whole


def test_a_run_that_is_complete_is_not_run_again(
    document: Path, whole_folder: Path, whole: dict[str, bytes]
) -> None:
    times = {path: path.stat().st_mtime_ns for path in (whole_folder / "histories.zarr").rglob("c/*")}
    assert finish(document, whole_folder) == whole
    assert {path: path.stat().st_mtime_ns for path in times} == times
