"""What a mechanism or an observable reads, writes and draws, derived from the syntax tree of its kernel.

The kernel is read as it is written, calls into helpers included: every local name is followed to the arrays
it may stand for. The answer is conservative. All branches count, whichever is taken; an array given to a
function that cannot be read counts as read and written. Asking only for the length of an array reads nothing.
Does not see: which elements are touched, or under which conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from whowhom.core.mechanism import Registered
from whowhom.core.observable import Observable
from whowhom.core.polity import Polity
from whowhom.core.state import array_paths
from whowhom.explain.meanings import Ref, Seen
from whowhom.explain.reading import read_function


@dataclass(frozen=True, order=True)
class Stream:
    """A named stream of chance, and whether a continuous variate is drawn from it."""

    name: str
    continuous: bool


@dataclass(frozen=True)
class Wiring:
    """What a kernel touches: dotted arrays of the state, tables of the polity, streams of chance; all sorted.

    A table among the writes ("polity.rule_due") is always a mistake: histories share the polity.
    """

    reads: tuple[str, ...]
    writes: tuple[str, ...]
    tables: tuple[str, ...]
    streams: tuple[Stream, ...] = field(default=())

    @property
    def continuous(self) -> tuple[str, ...]:
        """The streams that refuse an exact answer, unless the numbers of the scenario switch them off."""
        return tuple(stream.name for stream in self.streams if stream.continuous)

    def touches(self) -> frozenset[str]:
        """Return every array that is read or written."""
        return frozenset(self.reads) | frozenset(self.writes)

    def independent_of(self, other: Wiring) -> bool:
        """Return whether neither writes what the other touches, so that their order cannot matter."""
        return not (set(self.writes) & other.touches() or set(other.writes) & self.touches())


@cache
def mechanism_wiring(registered: Registered) -> Wiring:
    """Return what `step` and `begin` of a mechanism touch together."""
    functions = [registered.function(which) for which in ("begin", "step")]
    return _wiring(function for function in functions if function is not None)


def step_wiring(registered: Registered, which: str) -> Wiring:
    """Return what `step` or `begin` alone touches; nothing where the file has no such function."""
    function = registered.function(which)
    return _wiring([] if function is None else [function])


@cache
def observable_wiring(observable: Observable) -> Wiring:
    """Return what an observable touches; its output is no array of the state."""
    return _wiring([observable.function])


def kernel_wiring(function: Callable[..., Any]) -> Wiring:
    """Return what any kernel touches through its parameters called `state`, `polity` and `draw`."""
    return _wiring([function])


def _wiring(functions: Iterable[Callable[..., Any]]) -> Wiring:
    """Read the functions with their parameters bound to the roots they are named after."""
    seen = Seen()
    for function in functions:
        read_function(
            function,
            {root: frozenset({Ref(root)}) for root in ("state", "polity", "draw", "memory", "out")},
            seen,
        )
    streams = {Stream(name, continuous) for name, continuous in seen.streams}
    doubly = {stream.name for stream in streams if stream.continuous}
    return Wiring(
        reads=_arrays(seen.reads),
        writes=(*_arrays(seen.writes), *(f"polity.{table}" for table in _tables(seen.writes))),
        tables=_tables(seen.reads | seen.writes),
        streams=tuple(sorted(s for s in streams if s.continuous or s.name not in doubly)),
    )


def _arrays(refs: set[Ref]) -> tuple[str, ...]:
    """Return the arrays of the state that the references name; a record stands for all of its arrays."""
    names = {".".join(ref.path) for ref in refs if ref.root == "state"}
    return tuple(
        path
        for path in sorted(array_paths())
        if any(name in ("", path) or path.startswith(name + ".") for name in names)
    )


def _tables(refs: set[Ref]) -> tuple[str, ...]:
    """Return the tables of the polity that the references name; the polity itself stands for all of them."""
    names = {ref.path[0] if ref.path else "" for ref in refs if ref.root == "polity"}
    return tuple(sorted(table for table in Polity._fields if "" in names or table in names))
