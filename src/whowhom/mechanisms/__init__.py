"""One file = one mechanism; `names` scans this folder, and nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from whowhom.core.mechanism import Registered, register


@cache
def names() -> tuple[str, ...]:
    """Return the names of all mechanisms: the files of this folder."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def load(name: str) -> Registered:
    """Return one mechanism, importing only its own file. Raises KeyError when there is no such file."""
    if name not in names():
        raise KeyError(name)
    return register(name, importlib.import_module(f"{__name__}.{name}"))
