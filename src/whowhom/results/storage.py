"""Where a results folder lies: on a file system, or in an object store (`object_storage`).

Whatever is written is written all or nothing: a reader, and a run that goes on, finds the old bytes or the
new ones and never a part, though the writer is killed in the middle, and though another one writes the same.
Does not model: locks. Two writers of one key must write the same bytes, as those of a shard do.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname
from uuid import uuid4

from whowhom.spec.errors import ResultError

UNFINISHED = ".writing"
"""The folder of what is being written, beside what is: a writer that is killed leaves its file there."""
PUT_RIGHT = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE)
"""What may pass: a disk that is full or cannot be written, or a server that does not answer."""
TRIES = 5
"""Another run of the same folder may tidy the file away that is being written."""


class Storage(Protocol):
    """Bytes by key; a key is a path below the results folder, with "/"."""

    address: Path | str
    """The folder, or the address in an object store."""

    def read(self, key: str) -> bytes | None:
        """Return what is there, None where nothing is."""

    def write(self, key: str, data: bytes) -> None:
        """Write all or nothing. Raises ResultError where there is no room or no leave to write."""

    def write_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Write many keys, each all or nothing, in any order."""

    def has(self, key: str) -> bool:
        """Return whether there is anything."""

    def names(self, key: str) -> list[str]:
        """Return the names directly below a key; none where it is not there."""

    def remove(self, key: str) -> None:
        """Remove what is there, if anything is."""

    def tidy(self) -> None:
        """Remove what killed writers left unfinished."""

    def zarr(self, key: str) -> Any:
        """Return what Zarr reads below a key: a store, or the path of one."""


class LocalStorage:
    """A folder of a file system, the machine's own or one that is shared."""

    def __init__(self, folder: Path) -> None:
        self.address: Path | str = folder
        self.folder = folder
        self._made: set[str] = set()

    def read(self, key: str) -> bytes | None:
        """Return what is there, None where nothing is."""
        try:
            return (self.folder / key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, key: str, data: bytes) -> None:
        """Write all or nothing: a file of its own, then renamed."""
        path, unfinished = f"{self.folder}/{key}", f"{self.folder}/{UNFINISHED}"
        fresh = f"{unfinished}/{uuid4().hex}"
        for last in [False] * (TRIES - 1) + [True]:
            try:
                self._make(path.rpartition("/")[0])
                self._make(unfinished)
                put(fresh, data)
                os.replace(fresh, path)
                return
            except FileNotFoundError as error:
                self._made.clear()
                if last:
                    raise refused(path, error) from None
            except OSError as error:
                _forgotten(fresh)
                raise refused(path, error) from None

    def _make(self, folder: str) -> None:
        """Make a folder that this storage has not made yet: thousands of files lie in few."""
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)

    def write_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Write many keys, one after the other."""
        for key, data in items:
            self.write(key, data)

    def has(self, key: str) -> bool:
        """Return whether there is a file."""
        return (self.folder / key).is_file()

    def names(self, key: str) -> list[str]:
        """Return the names in a folder; none where it is not there."""
        try:
            return sorted(path.name for path in (self.folder / key).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def remove(self, key: str) -> None:
        """Remove a file, if it is there."""
        (self.folder / key).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what killed writers left unfinished."""
        shutil.rmtree(self.folder / UNFINISHED, ignore_errors=True)

    def zarr(self, key: str) -> Any:
        """Return the path of a Zarr store."""
        return str(self.folder / key)


def storage_at(address: Path | str) -> Storage:
    """Return the storage at a path, or at an address that fsspec knows: `s3://…`, `memory://…`, `file://…`.

    Raises ResultError for an address that cannot be used here.
    """
    if isinstance(address, Path) or "://" not in address:
        return LocalStorage(Path(address))
    parts = urlsplit(address)
    if parts.scheme == "file":
        return LocalStorage(Path(url2pathname(parts.path)))
    from whowhom.results.object_storage import ObjectStorage

    return ObjectStorage(address)


def refused(where: Path | str, error: OSError) -> Exception:
    """Return the line that says what was refused, and that nothing finished is lost where it may pass."""
    what = (error.strerror or str(error) or type(error).__name__).lower()
    if error.errno is not None and error.errno not in PUT_RIGHT:
        return OSError(error.errno, what, str(where))
    return ResultError(
        f"{where}: {what}; what is finished is kept: the same command goes on when that is put right"
    )


def put(path: str, data: bytes) -> None:
    """Write a file in place."""
    with open(path, "wb", buffering=0) as file:
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]


def _forgotten(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def first_line(error: BaseException) -> str:
    """Return the kind of an error of another library and the first line of what it says."""
    return ": ".join([type(error).__name__, *str(error).splitlines()[:1]])
