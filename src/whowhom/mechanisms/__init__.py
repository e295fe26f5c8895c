"""One file = one mechanism; `names` scans this folder, and nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from whowhom.core.mechanism import Registered, register

_adopted: dict[str, Registered] = {}


@cache
def shipped() -> tuple[str, ...]:
    """Return the names of the mechanisms of this folder: its files."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def names() -> tuple[str, ...]:
    """Return the names of all mechanisms, shipped and adopted."""
    return tuple(sorted({*shipped(), *_adopted}))


def adopt(module: ModuleType) -> Registered:
    """Make the mechanism of a module of one's own usable in documents, under the last part of its name.

    Raises ValueError when a shipped mechanism has that name, TypeError when the module is no mechanism.
    """
    name = module.__name__.rpartition(".")[2]
    if name in shipped():
        raise ValueError(f"{name} is a shipped mechanism; give the file another name")
    _adopted[name] = register(name, module)
    return _adopted[name]


@cache
def _load_shipped(name: str) -> Registered:
    return register(name, importlib.import_module(f"{__name__}.{name}"))


def load(name: str) -> Registered:
    """Return one mechanism, importing only its own file. Raises KeyError when there is no such mechanism."""
    if name in _adopted:
        return _adopted[name]
    if name not in shipped():
        raise KeyError(name)
    return _load_shipped(name)
