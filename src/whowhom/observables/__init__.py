"""One file = one family of observables; `find` scans this folder, and nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from whowhom.core.observable import Observable

_adopted: dict[str, Observable] = {}


def find() -> dict[str, Observable]:
    """Return every observable by name, shipped and adopted."""
    return {**shipped(), **_adopted}


def adopt(item: Observable) -> None:
    """Make an observable of one's own usable in documents. Raises ValueError when its name is taken."""
    if item.name in shipped():
        raise ValueError(f"{item.name} is a shipped observable; give the function another name")
    _adopted[item.name] = item


@cache
def shipped() -> dict[str, Observable]:
    """Return every observable of this folder by name. Raises TypeError when two share a name."""
    found: dict[str, Observable] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        for item in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(item, Observable) and found.setdefault(item.name, item) is not item:
                raise TypeError(f"two observables are called {item.name}")
    return dict(sorted(found.items()))
