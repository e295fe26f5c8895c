"""A Dask cluster of real processes on this machine: a scheduler and workers that can be killed one by one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

LONGEST_START = 60.0
"""Seconds until a scheduler must be there, on a busy machine."""
PRELOAD = Path(__file__).with_name("worker_log.py")


class Loopback:
    """A scheduler and its workers, each of one thread; `with` ends all that still live."""

    def __init__(self, folder: Path, allowed_failures: int = 3) -> None:
        """Take note of a folder, and of how many deaths of workers the scheduler forgives a task."""
        self.folder = folder
        self.allowed_failures = allowed_failures
        self.file = folder / "scheduler.json"
        """What `--scheduler` takes."""
        self.logs = folder / "logs"
        """A file for each worker: what it simulated and marked, and when."""
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Loopback:
        self.logs.mkdir(parents=True, exist_ok=True)
        words = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self._started([*words, "--scheduler-file", str(self.file)], "scheduler")
        until = time.monotonic() + LONGEST_START
        while not self.file.exists():
            if self.scheduler.poll() is not None or time.monotonic() > until:
                self.scheduler.kill()
                raise RuntimeError(f"no scheduler: see {self.folder}/scheduler.txt")
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker without a nanny, so that it stays dead when it is killed."""
        words = ["worker", "--scheduler-file", str(self.file), "--nthreads", "1", "--no-nanny"]
        words += ["--no-dashboard", "--local-directory", str(self.folder / "scratch")]
        worker = self._started([*words, "--preload", str(PRELOAD)], f"worker-{len(self.workers)}")
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill a worker without a warning."""
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    def _started(self, words: list[str], name: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "WHOWHOM_WORKER_LOGS": str(self.logs)}
        environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = str(self.allowed_failures)
        with (self.folder / f"{name}.txt").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *words], stdout=log, stderr=log, env=environment
            )


def histories_of(out: Path) -> dict[str, bytes]:
    """Return every file of the histories of a results folder, by its path there."""
    store = out / "histories.zarr"
    return {
        path.relative_to(store).as_posix(): path.read_bytes() for path in store.rglob("*") if path.is_file()
    }


def marks_of(out: Path) -> set[str]:
    """Return the marks of the shards of a results folder that are done."""
    return {path.name for path in (out / "progress").glob("[!.]*")}
