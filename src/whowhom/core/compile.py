"""One compiled signature for every mechanism and every observable.

A mechanism's `step(a, b, …, state, polity, draw)` becomes an entry `(values, memory, state, polity, draw)`,
which `core.stored` keeps compiled in a folder named by its sources (`core.kernel`). All entries have one
type, so the driver calls them by address and is itself compiled once.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numba
import numpy as np
from numba import types

from whowhom.core.draw import Draw
from whowhom.core.kernel import COMPILES, entry_place, place_of
from whowhom.core.linkage import Entry, Inner
from whowhom.core.mechanism import Registered
from whowhom.core.native import record_pointer
from whowhom.core.polity import Polity
from whowhom.core.state import Sizes, allocate
from whowhom.core.stored import Place

JIT = COMPILES


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


@cache
def mechanism_entry(registered: Registered, which: str, *before: str) -> Any:
    """Return the entry of a function of a mechanism, not yet compiled; under NUMBA_DISABLE_JIT plain Python.

    before: the names of arguments that it takes before the others.
    """
    function = registered.function(which)
    declaration = registered.declaration
    arguments = [*before, *(f"values[{i}]" for i in range(len(declaration.parameters)))]
    if declaration.memory[1]:
        arguments.append("memory")
    arguments += ["state", "polity", "draw"]
    name = f"{registered.name}_{which}"
    taken = ", ".join([*before, "values", "memory", "state", "polity", "draw"])
    text = (
        f"def {name}({taken}):\n"
        f'    """Call {which} of {registered.name} with its numbers."""\n'
        f"    function({', '.join(arguments)})\n"
    )
    # Numba imports the module when it loads what it compiled before, so it must be one that is there.
    called = Inner(function, None, merged=True) if JIT else function
    names: dict[str, Any] = {"__name__": __name__, "function": called}
    exec(compile(text, f"<entry of {registered.name}>", "exec"), names)
    return Entry(names[name], lambda _: entry_place(registered.path)) if JIT else names[name]


def compile_mechanism(registered: Registered, which: str) -> Any:
    """Return the compiled entry of `step` or `begin`; under NUMBA_DISABLE_JIT the same as plain Python."""
    entry = mechanism_entry(registered, which)
    return entry.compiled(mechanism_signature()) if JIT else entry


@cache
def observable_entry(function: Any) -> Any:
    """Return the entry of an observable `f(arguments, state, polity, out)`, not yet compiled."""
    return Entry(function, place_of) if JIT else function


def compile_observable(function: Any) -> Any:
    """Return the compiled entry of an observable; under NUMBA_DISABLE_JIT the function itself."""
    return observable_entry(function).compiled(observable_signature()) if JIT else function


def compile_loop(function: Any, signature: Any, place: Place) -> Any:
    """Return a function that Python calls, compiled for one signature; the plain one without a compiler."""
    return Entry(function, lambda _: place, for_python=True).compiled(signature) if JIT else function


def mechanism_is_compiled(registered: Registered, which: str) -> bool:
    """Return whether the entry, as its sources now stand, was compiled on this machine before."""
    return not JIT or mechanism_entry(registered, which).is_stored(mechanism_signature())


def observable_is_compiled(function: Any) -> bool:
    """Return whether the observable, as its sources now stand, was compiled on this machine before."""
    return not JIT or observable_entry(function).is_stored(observable_signature())
