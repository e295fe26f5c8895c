"""One compiled signature for every mechanism and every observable, each cached by the hash of its own file.

`entry` wraps a mechanism's `step(a, b, …, state, polity, draw)` as `entry(values, memory, state, polity,
draw)`, in a small generated file beside the cache, because Numba caches only functions that live in a file.
All entries have one type, so the driver calls them by address and is itself compiled once.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import numpy as np
from numba import types

from whowhom.core.draw import Draw
from whowhom.core.kernel import cache_root, cached_in, source_hash
from whowhom.core.mechanism import Registered
from whowhom.core.native import record_pointer
from whowhom.core.polity import Polity
from whowhom.core.state import Sizes, allocate

JIT = not numba.config.DISABLE_JIT


def empty_draw() -> Draw:
    """Return a sampled draw of key 0 in month 0, with empty scripts."""
    none = np.zeros(0, np.int32)
    return Draw(np.uint64(0), 0, 0, none, none, np.ones(1), np.full(2, -1, np.int64))


def empty_polity() -> Polity:
    """Return a polity whose tables are all empty, of the right number types."""
    arrays = {}
    for field, hint in Polity.__annotations__.items():
        kind = _kind(str(hint))
        shape = (0, 0) if field == "rule_due" else (0,)
        arrays[field] = np.zeros(shape, kind)
    return Polity(**arrays)


def _kind(annotation: str) -> type[Any]:
    """Return the number type named in an annotation such as NDArray[np.int32]."""
    for kind in (np.int32, np.int8, np.int64, np.float64):
        if kind.__name__ in annotation:
            return kind
    raise TypeError(f"no number type in {annotation}")


@cache
def state_type() -> Any:
    """Return Numba's type of a state."""
    return record_pointer(allocate(Sizes(1, 1, 1, 1, 1, 1, 1))[0])


@cache
def polity_type() -> Any:
    """Return Numba's type of a polity."""
    return record_pointer(empty_polity())


@cache
def draw_type() -> Any:
    """Return Numba's type of a draw."""
    return numba.typeof(empty_draw())


@cache
def mechanism_signature() -> Any:
    """Return the one signature of all mechanisms: (values, memory, state, polity, draw)."""
    return types.void(types.float64[::1], types.float32[::1], state_type(), polity_type(), draw_type())


@cache
def observable_signature() -> Any:
    """Return the one signature of all observables: (arguments, state, polity, out)."""
    return types.void(types.int64[::1], state_type(), polity_type(), types.float32[::1])


@cache
def mechanism_type() -> Any:
    """Return the type of a pointer to a mechanism."""
    return types.FunctionType(mechanism_signature())


@cache
def observable_type() -> Any:
    """Return the type of a pointer to an observable."""
    return types.FunctionType(observable_signature())


def _writable(folder: Path) -> Path:
    """Return the folder, made; or one under the temporary files when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    other = Path(tempfile.gettempdir()) / f"whowhom-cache-{os.getuid()}" / folder.name
    other.mkdir(parents=True, exist_ok=True)
    return other


def entry_folder(source: str) -> Path:
    """Return the cache folder of what is compiled from one source file, named by the hash of its text."""
    path = Path(source)
    return cache_root() / "entries" / f"{path.stem}-{source_hash(path)}"


def is_compiled(source: str) -> bool:
    """Return whether something from this source, as it now stands, was compiled on this machine before."""
    folder = entry_folder(source)
    return not JIT or any(folder.rglob("*.nbi"))


def _generated(folder: Path, name: str, text: str, names: dict[str, Any]) -> ModuleType:
    """Return the module of a generated file, written once, with `names` put into its globals first."""
    path = folder / f"{name}.py"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    specification = importlib.util.spec_from_file_location(f"whowhom_entry_{name}", path)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    vars(module).update(names)
    # Numba's cache looks the module up by name when it loads what it compiled before.
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


def compile_mechanism(registered: Registered, which: str) -> Any:
    """Return the compiled entry of `step` or `begin`; under NUMBA_DISABLE_JIT the same as plain Python."""
    function = registered.function(which)
    declaration = registered.declaration
    arguments = [f"values[{i}]" for i in range(len(declaration.parameters))]
    if declaration.memory[1]:
        arguments.append("memory")
    arguments += ["state", "polity", "draw"]
    text = (
        "def entry(values, memory, state, polity, draw):\n"
        f'    """Call {which} of {registered.name} with its numbers."""\n'
        f"    function({', '.join(arguments)})\n"
    )
    folder = _writable(entry_folder(registered.path))
    if not JIT:
        return _generated(folder, f"{registered.name}_{which}", text, {"function": function}).entry
    # Inlined, the hundreds of fields of the state are passed once, not twice: a third of a short step's time.
    compiled = numba.njit(nogil=True, error_model="numpy", inline="always")(function)
    entry = _generated(folder, f"{registered.name}_{which}", text, {"function": compiled}).entry
    return _with_signature(entry, mechanism_signature(), folder)


def compile_observable(function: Any) -> Any:
    """Return the compiled entry of an observable `f(arguments, state, polity, out)`."""
    if not JIT:
        return function
    return _with_signature(
        function, observable_signature(), _writable(entry_folder(function.__code__.co_filename))
    )


def _with_signature(function: Any, signature: Any, folder: Path) -> Any:
    """Compile for one signature, cached in the folder, without the wrapper that only Python callers need."""
    with cached_in(folder):
        return numba.njit(signature, nogil=True, error_model="numpy", cache=True, no_cpython_wrapper=True)(
            function
        )
