"""What a name in a kernel may stand for, and what is known of a function without reading its body."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from whowhom.core import draw as draw_module
from whowhom.core.state import LAYOUT, RECORDS

METADATA = frozenset({"size", "shape", "ndim", "dtype", "itemsize", "nbytes"})
"""Attributes of an array that do not depend on what is in it."""
ONLY_READING_METHODS = frozenset(
    {"copy", "sum", "min", "max", "mean", "any", "all", "argmax", "argmin", "astype", "item", "dot"}
)
WRITING_NUMPY = frozenset({"copyto", "put", "place", "putmask", "fill_diagonal", "shuffle", "put_along_axis"})
"""The functions of NumPy that write to their first argument."""
FOREIGN = frozenset({"builtins", "math", "numpy", "numba"})
"""Where the functions come from that only look at what they are given."""
PASSING_ON = frozenset({"zip", "enumerate", "reversed", "asarray", "ascontiguousarray", "ravel", "reshape"})
"""Functions whose result may be a view of what they are given."""
STREAM_ARGUMENT = "stream_number"


@dataclass(frozen=True)
class Ref:
    """Something that may be shared: a root ("state", "polity", "draw" …) and the attributes taken of it."""

    root: str
    path: tuple[str, ...] = ()
    held: int = 0
    """How many local tuples or lists it is packed into."""

    @property
    def axes(self) -> int:
        """How many axes the array has; 0 for a record, 9 where it is not known (a table of the polity)."""
        if self.held:
            return 0
        if self.root != "state":
            return 9 if self.path or self.root in ("memory", "out") else 0
        if not self.path or (len(self.path) == 1 and self.path[0] in RECORDS):
            return 0
        fields = LAYOUT[self.path[0]]
        return len(fields[self.path[1] if len(self.path) > 1 else ""][1])


class Known:
    """A Python object that is known when the kernel is compiled: a constant, a function, a module."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        """Two are equal when they hold the same object, or the same whole number."""
        return isinstance(other, Known) and _identity(self.value) == _identity(other.value)

    def __hash__(self) -> int:
        """Hash as equality asks."""
        return hash(_identity(self.value))


def _identity(value: Any) -> tuple[str, Any]:
    return ("int", int(value)) if isinstance(value, int) else ("id", id(value))


Meaning = frozenset[Ref | Known]
NOTHING: Meaning = frozenset()


@dataclass
class Seen:
    """What has been found so far: references read and written, (stream, continuous) drawn, calls read."""

    reads: set[Ref] = field(default_factory=set)
    writes: set[Ref] = field(default_factory=set)
    streams: set[tuple[str, bool]] = field(default_factory=set)
    calls: dict[Any, Meaning] = field(default_factory=dict)


def plain(function: Any) -> Any:
    """Return the Python function inside a compiled one, or the function itself."""
    return getattr(function, "py_func", function)


@cache
def tree_of(function: Callable[..., Any]) -> ast.FunctionDef:
    """Return the syntax tree of a plain function. Raises OSError when its source cannot be found."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree


@cache
def is_primitive(function: Callable[..., Any]) -> bool:
    """Return whether a function draws: it lives in `core.draw` and takes the number of a stream."""
    return (
        function.__module__ == draw_module.__name__
        and STREAM_ARGUMENT in inspect.signature(function).parameters
    )


@cache
def is_finite(function: Callable[..., Any]) -> bool:
    """Return whether a primitive opens a site for scripted outcomes; one that does not is continuous.

    A primitive that only hands its arguments on is what the function is that it hands them to.
    """
    tree = tree_of(function)
    if "_site" in (node.id for node in ast.walk(tree) if isinstance(node, ast.Name)):
        return True
    last = tree.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and len(tree.body) <= 2:
        name = getattr(last.value.func, "id", "")
        called = getattr(draw_module, name, None)
        called = getattr(called, "py_func", called)
        return called is not None and is_primitive(called) and is_finite(called)
    return False


def refs(meaning: Iterable[Ref | Known]) -> set[Ref]:
    """Return the shared things among the meanings, taken out of what they are packed into."""
    return {replace(item, held=0) for item in meaning if isinstance(item, Ref)}


def packed(meaning: Meaning, by: int) -> Meaning:
    """Return the meanings packed into a tuple (by = 1), or taken out of one (by = -1) if in one."""
    return frozenset(
        replace(item, held=max(0, item.held + by)) if isinstance(item, Ref) else item for item in meaning
    )


def is_harmless(target: Any) -> bool:
    """Return whether a call outside WhoWhom only looks at its arguments: builtins, math, most of NumPy."""
    return _home(target) in FOREIGN and isinstance(getattr(target, "__name__", None), str)


def is_readable(function: Any) -> bool:
    """Return whether a function is plain Python with a source: ours, or a user's."""
    if not inspect.isfunction(function) or _home(function) in FOREIGN:
        return False
    try:
        tree_of(function)
    except OSError:
        return False
    return True


def _home(target: Any) -> str:
    """Return the package that something comes from."""
    return (getattr(target, "__module__", None) or "builtins").split(".")[0]
