"""Compiled functions on disk: one file for each function and signature, whole or not there.

Numba's own cache keeps an index for each function: two processes that compile at once write it over each
other, and one may then load the code of another signature. Here the name of the folder says what the sources
are (`core.kernel`), and the name of the file all else that the code depends on: function, signature,
processor, options. Nothing is shared, so nothing goes stale. A file that cannot be read whole is compiled
anew; a folder that cannot be written is told of once, and the run goes on.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from numba.core import config
from numba.core.serialize import dumps

DIGEST_BYTES = 16
SETTINGS = ("OPT", "BOUNDSCHECK", "DEBUGINFO_DEFAULT", "LOOP_VECTORIZE", "SLP_VECTORIZE")
"""What of Numba's settings changes the code that it makes."""
_told: set[str] = set()


@dataclass(frozen=True)
class Place:
    """A folder for what is compiled from some sources, and those sources."""

    folder: Path
    sources: tuple[Path, ...]
    since: float
    """When the process began to read them."""

    def is_settled(self) -> bool:
        """Return whether no source changed since then, so that its functions are those of the folder."""
        try:
            found = [path.stat() for path in self.sources]
        except OSError:
            return False
        # Every write moves the time of change, which nobody can set; elsewhere there is only the other.
        posix = os.name == "posix"
        return all((one.st_ctime if posix else one.st_mtime) <= self.since for one in found)


PlaceOf = Callable[[Callable[..., Any]], Place]
"""Tells where a function is kept."""


class Stored:
    """What Numba asks of a cache, for one function."""

    def __init__(
        self,
        function: Callable[..., Any],
        place_of: PlaceOf,
        options: dict[str, Any],
        rebuilt: Callable[[Any, tuple[Any, ...]], Any],
    ) -> None:
        """Remember all of it; `rebuilt` makes a compiled function of what was stored of it."""
        self._function = function
        self._place_of = place_of
        self._rebuilt = rebuilt
        self._name = f"{function.__module__}.{function.__qualname__}"
        settings = tuple(getattr(config, name, None) for name in SETTINGS)
        self._key = repr((self._name, function.__code__.co_code, sorted(options.items()), settings))

    @cached_property
    def place(self) -> Place:
        """The place, asked for when all that the function's file imports is there."""
        return self._place_of(self._function)

    @property
    def cache_path(self) -> str:
        """The folder."""
        return str(self.place.folder)

    def path(self, signature: Any, context: Any) -> Path:
        """Return the file of a signature on this kind of processor."""
        told = repr((self._key, str(signature), context.codegen().magic_tuple()))
        digest = hashlib.blake2b(told.encode(), digest_size=12).hexdigest()
        name = "".join(letter if letter.isalnum() or letter in "._" else "-" for letter in self._name)
        return self.place.folder / f"{name.removeprefix('whowhom.')[-80:]}-{digest}.kernel"

    def load_overload(self, signature: Any, context: Any) -> Any:
        """Return the compiled function of a signature, or None where none is stored whole."""
        context.refresh()
        if not self.place.is_settled():
            return None
        try:
            stored = self.path(signature, context).read_bytes()
        except OSError:
            return None
        digest, data = stored[:DIGEST_BYTES], stored[DIGEST_BYTES:]
        if hashlib.blake2b(data, digest_size=DIGEST_BYTES).digest() != digest:
            return None
        return self._rebuilt(context, pickle.loads(data))

    def save_overload(self, signature: Any, result: Any) -> None:
        """Store a compiled function; where that fails, say so once and go on."""
        if result.library.has_dynamic_globals or not self.place.is_settled():
            return
        path = self.path(signature, result.target_context)
        data = dumps(result._reduce())
        # Written beside and then moved, so that another process finds the whole file or none.
        fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(hashlib.blake2b(data, digest_size=DIGEST_BYTES).digest() + data)
            fresh.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                fresh.unlink()
            _tell(path.parent, error)


def _tell(folder: Path, error: OSError) -> None:
    """Say once in one line that compiled kernels cannot be kept."""
    reason = error.strerror or str(error)
    if reason not in _told:
        _told.add(reason)
        print(
            f"{folder}: {reason}; compiled kernels are not kept, so that the next run compiles them again "
            "(WHOWHOM_CACHE names another folder)",
            file=sys.stderr,
        )
