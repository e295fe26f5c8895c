"""A stale cache is impossible, and no state of the cache folder breaks a run: each case in fresh processes.

The processes run a copy of the package to which three files are added, one with the shared kernels, one with
the theory, one that is neither, and a user's file that calls all three and a neighbour of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from whowhom.core.kernel import A_TICK

SOURCE = Path(__file__).resolve().parents[2] / "src" / "whowhom"
KERNEL = """from whowhom.core.kernel import inner

@inner
def {name}(x):
    return x * {rate}
"""
PROBE = """from neighbour import OWN
from whowhom.core.probed import from_core
from whowhom.spec.probed import PLAIN
from whowhom.theory.probed import from_theory
from whowhom.core.kernel import inner

RATE = 1.0

@inner
def helper(x):
    return x * RATE

def probe(x):
    return from_core(x) + from_core(1) + from_theory(x) + helper(x) + PLAIN + OWN
"""
CHILD = """
import json, sys
compiled = []
{before}
from numba import types
from numba.core import event
class Listener(event.Listener):
    def on_start(self, told): compiled.append(told.data["dispatcher"].py_func.__name__)
    def on_end(self, told): pass
event.register("numba:compile", Listener())
import probe
from whowhom.core.compile import compile_loop
from whowhom.core.kernel import entry_place
{between}
found = compile_loop(probe.probe, types.float64(types.float64), entry_place(probe.__file__))
print(json.dumps([found(1.0), compiled]))
"""
VALUE = 6.0
"""x + 1 + x + x + 1 + 1 at x = 1, all rates being 1."""


class House:
    """A copy of the package, a user's files, and a cache."""

    def __init__(self, folder: Path) -> None:
        self.package, self.user, self.cache = folder / "copy" / "whowhom", folder / "user", folder / "cache"
        shutil.copytree(SOURCE, self.package, ignore=shutil.ignore_patterns("data", "*.toml", "__pycache__"))
        self.user.mkdir()
        self.write("core", 1.0)
        self.write("theory", 1.0)
        (self.package / "spec" / "probed.py").write_text("PLAIN = 1.0\n")
        (self.user / "neighbour.py").write_text("OWN = 1.0\n")
        (self.user / "probe.py").write_text(PROBE)

    def write(self, place: str, rate: float) -> None:
        """Write the kernel of a folder with its rate."""
        text = KERNEL.format(name=f"from_{place}", rate=rate)
        (self.package / place / "probed.py").write_text(text)

    def start(self, before: str = "", between: str = "", **environment: str) -> subprocess.Popen[str]:
        """Start a process that computes the value, after what was written before it."""
        time.sleep(2 * A_TICK)
        told = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(self.package.parent), str(self.user)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "WHOWHOM_CACHE": str(self.cache),
            **environment,
        }
        return subprocess.Popen(
            [sys.executable, "-c", CHILD.format(before=before, between=between)],
            env=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, before: str = "", between: str = "", **environment: str) -> tuple[float, list[str], str]:
        """Return the value, the names of what was compiled, and what was said on stderr."""
        return ended(self.start(before, between, **environment))


def ended(process: subprocess.Popen[str]) -> tuple[float, list[str], str]:
    """Return what a process computed, compiled and said."""
    out, complaint = process.communicate(timeout=300)
    assert process.returncode == 0, complaint
    value, compiled = json.loads(out)
    return value, compiled, complaint


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a copy of the package whose cache holds the value once computed."""
    made = House(tmp_path)
    value, compiled, _ = made.run()
    assert value == VALUE
    assert "probe" in compiled
    assert made.run() == (VALUE, [], "")
    return made


def test_an_edit_of_any_source_is_seen(house: House) -> None:
    """Shared kernel, theory, a file in neither folder, a user's neighbour file, the file itself."""
    house.write("core", 10.0)
    assert house.run()[0] == 24.0
    house.write("theory", 10.0)
    assert house.run()[0] == 33.0
    (house.package / "spec" / "probed.py").write_text("PLAIN = 10.0\n")
    assert house.run()[0] == 42.0
    (house.user / "neighbour.py").write_text("OWN = 10.0\n")
    assert house.run()[0] == 51.0
    (house.user / "probe.py").write_text(PROBE.replace("RATE = 1.0", "RATE = 10.0"))
    value, compiled, _ = house.run()
    assert (value, "from_core" in compiled) == (60.0, False)  # what is shared is loaded
    assert house.run() == (60.0, [], "")


def test_an_edit_is_seen_though_its_time_is_old(house: House) -> None:
    """A file that is put back with an old time of change, as archives do, is another file all the same."""
    path = house.user / "probe.py"
    before = path.stat()
    path.write_text(PROBE.replace("RATE = 1.0", "RATE = 2.0"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert house.run()[0] == VALUE + 1.0


def test_what_changed_under_a_running_process_is_not_kept(house: House) -> None:
    """A process that read the old text must not store it under the hash of the new one."""
    edit = f"from pathlib import Path; path = Path({str(house.user / 'probe.py')!r})\n"
    edit += "path.write_text(path.read_text().replace('RATE = 1.0', 'RATE = 3.0'))"
    value, compiled, _ = house.run(between=edit)
    assert (value, "probe" in compiled) == (VALUE, True)
    assert house.run()[0] == VALUE + 2.0


def test_what_changed_before_whowhom_was_imported_is_not_kept(house: House) -> None:
    """A script of one's own is read, and may be saved again, long before it imports the package."""
    path = house.user / "neighbour.py"
    edit = f"import neighbour; from pathlib import Path; Path({str(path)!r}).write_text('OWN = 50.0\\n')"
    assert house.run(before=edit)[0] == VALUE
    assert house.run()[0] == VALUE + 49.0


@pytest.mark.parametrize(
    "before",
    [
        "import numba; numba.__version__ = '0.0'",
        "import sys; sys.version += ' (another)'",
    ],
)
def test_another_version_compiles_anew(house: House, before: str) -> None:
    """Numba, Python and NumPy are part of the name of the folder."""
    value, compiled, _ = house.run(before)
    assert (value, "probe" in compiled) == (VALUE, True)


@pytest.mark.parametrize(
    "environment", [{"NUMBA_CPU_NAME": "generic"}, {"NUMBA_BOUNDSCHECK": "1"}, {"NUMBA_OPT": "1"}]
)
def test_another_processor_or_setting_compiles_anew(house: House, environment: dict[str, Any]) -> None:
    """The processor and the settings of the compiler are part of the name of the file."""
    value, compiled, _ = house.run(**environment)
    assert (value, "probe" in compiled) == (VALUE, True)
    assert house.run(**environment)[1] == []


def test_processes_that_compile_at_once_do_not_disturb_each_other(house: House) -> None:
    """Four processes begin with an empty cache; all have the value, and the cache is whole after."""
    shutil.rmtree(house.cache)
    for process in [house.start() for _ in range(4)]:
        assert ended(process)[0] == VALUE
    assert house.run() == (VALUE, [], "")
    assert not list(house.cache.rglob("*.kernel.*")), "a file was left half written"


@pytest.mark.parametrize("left", [0.0, 0.5, 0.99])
def test_a_truncated_file_is_compiled_anew(house: House, left: float) -> None:
    """Nothing is loaded from what is left of a file, and the next process finds it whole."""
    for path in house.cache.rglob("*.kernel"):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * left)])
    value, compiled, complaint = house.run()
    assert (value, "probe" in compiled, complaint) == (VALUE, True, "")
    assert house.run() == (VALUE, [], "")


def test_a_file_with_a_changed_byte_is_compiled_anew(house: House) -> None:
    """The digest of a file is looked at before anything in it."""
    for path in house.cache.rglob("*.kernel"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    value, compiled, _ = house.run()
    assert (value, "probe" in compiled) == (VALUE, True)


def test_a_folder_that_cannot_be_made_is_told_of_in_one_line(house: House, tmp_path: Path) -> None:
    """The run goes on without a cache."""
    (tmp_path / "file").write_text("")
    value, _, complaint = house.run(WHOWHOM_CACHE=str(tmp_path / "file" / "cache"))
    assert value == VALUE
    assert len(complaint.splitlines()) == 1
    assert "are not kept" in complaint


def test_a_full_disk_is_told_of_in_one_line(house: House) -> None:
    """What was cut short is not found by the next process."""
    shutil.rmtree(house.cache)
    few = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    value, _, complaint = house.run(few)
    assert value == VALUE
    assert len(complaint.splitlines()) == 1
    assert not list(house.cache.rglob("*.kernel*"))
    assert house.run()[0] == VALUE
