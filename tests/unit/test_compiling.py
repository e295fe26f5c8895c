"""Compiling on several cores: every task is done once, wherever, and a broken worker breaks nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from whowhom.simulate.compiling import LOOP, all_shipped

TASKS = [f"observable {name}" for name in ("held", "seats", "holder", "purged", "authority", "threat")]
CHILD = """
import json, sys
from numba.core import event
from whowhom.simulate import compiling
own, heard = [], []
class Listener(event.Listener):
    def on_start(self, told): own.append(told.data["dispatcher"].py_func.__name__)
    def on_end(self, told): pass
event.register("numba:compile", Listener())
{before}
tasks = json.loads(sys.argv[1])
compiling.compile_together(tasks, 2, lambda task, seconds: heard.append(task))
before = len(own)
for task in tasks:
    compiling.compile_task(task)
print(json.dumps([heard, own[:before], own[before:]]))
"""


def compiled(cache: Path, before: str = "", folder: Path | None = None) -> Any:
    """Return what a fresh process heard was done, compiled itself meanwhile, and compiled afterwards."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", CHILD.format(before=before), json.dumps(TASKS)],
        cwd=folder,
        env={**os.environ, "WHOWHOM_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(done.stdout)


def test_workers_do_every_task_once(tmp_path: Path) -> None:
    """This process compiles nothing itself, neither while it waits nor when it loads what they left."""
    heard, own, later = compiled(tmp_path)
    assert sorted(heard) == sorted(TASKS)
    assert own == later == []


DYING = """
import subprocess
real, workers = subprocess.Popen, []
def watched(*arguments, **settings):
    workers.append(real(*arguments, **settings))
    return workers[-1]
subprocess.Popen = watched
class Killing(list):
    def append(self, task):
        super().append(task)
        if len(self) == 2:
            for worker in workers:
                worker.kill()
heard = Killing()
"""


def test_what_killed_workers_leave_is_done_here(tmp_path: Path) -> None:
    """Killed in the midst of the work, all of them: no task is missing, and none is done twice."""
    heard, own, later = compiled(tmp_path, DYING)
    assert sorted(heard) == sorted(TASKS)
    assert own and later == []


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_a_worker_that_cannot_work_breaks_nothing(tmp_path: Path, program: str) -> None:
    """What it was given and did not do is done here."""
    heard, _, _ = compiled(tmp_path, f"sys.executable = {program!r}")
    assert sorted(heard) == sorted(TASKS)
    assert compiled(tmp_path)[2] == []


def test_the_loop_comes_first() -> None:
    """It compiles what most mechanisms link in."""
    assert all_shipped()[0] == LOOP
    assert len(all_shipped()) > 100


def test_a_worker_runs_no_file_of_the_users_folder(tmp_path: Path) -> None:
    """A folder of one's own may hold a random.py, which this process does not see, nor does the worker."""
    (tmp_path / "random.py").write_text("raise SystemExit('it was run')\n", encoding="utf-8")
    heard, own, _ = compiled(tmp_path / "cache", folder=tmp_path)
    assert sorted(heard) == sorted(TASKS)
    assert own == [], "workers did all"


THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from whowhom.build import build
from whowhom.simulate.batch import pointers
from whowhom.spec.toml import read
model = build(read("conclave"))
sys.setswitchinterval(1e-6)
with ThreadPoolExecutor(4) as pool:
    found = list(pool.map(lambda _: pointers(model), range(4)))
assert all(one is found[0] for one in found)
"""


def test_threads_that_want_the_same_model_are_not_in_each_others_way() -> None:
    """Two runs in one process, each on a thread of its own."""
    subprocess.run([sys.executable, "-c", THREADS], check=True, timeout=300)
