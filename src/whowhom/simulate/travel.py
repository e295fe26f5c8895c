"""What travels to another process: work as bytes, and the check that the other side has the same sources.

Mechanisms and observables travel by name, since their compiled code is made where it runs; all else of a
model is plain data. The same bits come back only where sources and numerical packages are the same, so the
other side compares them before it runs anything, and says in one line what differs.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import whowhom
from whowhom import mechanisms, observables
from whowhom.build.model import Model
from whowhom.core.kernel import shared_hash, source_hash
from whowhom.core.mechanism import Registered
from whowhom.core.observable import Observable
from whowhom.core.sources import PACKAGE
from whowhom.spec.errors import ModelError

RAN_ON_WORKERS = ("build", "results", "simulate", "spec")
"""Folders of sources that workers run beside the kernels."""
PACKAGES = ("numba", "numpy", "scipy")
"""Those whose version may change the last bit of a number."""


@dataclass(frozen=True)
class Parcel:
    """Something packed, and what the other side must have to unpack it."""

    data: bytes
    digest: str
    """Names what is packed, so that it is unpacked once."""
    sources: dict[str, str]
    """By what it is called, the version or the hash of it."""


def packed(thing: Any, model: Model) -> Parcel:
    """Pack something that holds a model, or a model itself."""
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=5).dump(thing)
    data = zlib.compress(buffer.getvalue(), level=1)
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    return Parcel(data, digest, sources_of(model))


def unpacked(parcel: Parcel) -> Any:
    """Unpack what was packed elsewhere. Raises ModelError where the sources here are others."""
    check_sources(parcel.sources)
    return pickle.loads(zlib.decompress(parcel.data))


def sources_of(model: Model) -> dict[str, str]:
    """Return by name what decides the bits of a model: versions, and hashes of sources."""
    found = _of_all_models()
    for entry in model.entries:
        found[f"mechanism {entry.mechanism.name}"] = source_hash(Path(entry.mechanism.path))
    for item in model.recorded:
        path = item.observable.function.__code__.co_filename
        found[f"observable {item.observable.name}"] = source_hash(Path(path))
    return found


def _of_all_models() -> dict[str, str]:
    """Return what decides the bits of every model, and the bytes of what is written of it."""
    found = {"whowhom": whowhom.__version__, "the shared sources of whowhom": shared_hash()}
    found["the other sources of whowhom"] = _hash_of_the_rest()
    return found | {package: version(package) for package in PACKAGES}


@cache
def _hash_of_the_rest() -> str:
    """Return the hash of what builds models, draws their numbers, counts histories and writes them."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in RAN_ON_WORKERS:
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def check_sources(wanted: dict[str, str]) -> None:
    """Raise ModelError in one line with the first source that is another one here, or missing."""
    here = _of_all_models()
    for name, expected in wanted.items():
        found = here[name] if name in here else _source(name)
        if found != expected:
            raise ModelError(
                f"{name}: found {found}; expected {expected}, as where the command was given: "
                "install the same on every machine"
            )


def _source(name: str) -> str:
    """Return the hash of the source of a mechanism or an observable, "none" where it is not here."""
    kind, _, which = name.partition(" ")
    try:
        if kind == "mechanism":
            return source_hash(Path(mechanisms.load(which).path))
        return source_hash(Path(observables.find()[which].function.__code__.co_filename))
    except KeyError:
        return "none"


def observable_named(name: str) -> Observable:
    """Return one observable."""
    return observables.find()[name]


class _Pickler(pickle.Pickler):
    """Pickles mechanisms and observables by name."""

    def reducer_override(self, item: Any) -> Any:
        """Say how one thing is made again."""
        if isinstance(item, Registered):
            return mechanisms.load, (item.name,)
        if isinstance(item, Observable):
            return observable_named, (item.name,)
        return NotImplemented
