"""One file = one family of observables; `find` scans this folder, and nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from whowhom.core.observable import Observable


@cache
def find() -> dict[str, Observable]:
    """Return every observable of this folder by name. Raises TypeError when two share a name."""
    found: dict[str, Observable] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        for item in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(item, Observable):
                if found.setdefault(item.name, item) is not item:
                    raise TypeError(f"two observables are called {item.name}")
    return dict(sorted(found.items()))
