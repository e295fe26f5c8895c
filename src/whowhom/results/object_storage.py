"""A results folder in an object store, through fsspec: `s3://…`, `gs://…`, `memory://…`.

An object is put whole or not at all, which is what `Storage` asks. Needs the extra `cluster`, and for each
kind of store the package that fsspec names (s3fs, gcsfs). Does not model: protocols that write in place,
as ftp and sftp do; a file system that is shared is given as a path instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from whowhom.results.storage import first_line, refused
from whowhom.spec.errors import ResultError

TOGETHER = 32
"""Objects that are put at once; so many encoded arrays are held in memory."""


class ObjectStorage:
    """Objects below an address."""

    def __init__(self, address: str) -> None:
        self.address: Path | str = address.rstrip("/")
        try:
            from fsspec.core import url_to_fs
        except ModuleNotFoundError:
            raise ResultError(f"{address}: needs the extra: pip install 'whowhom[cluster]'") from None
        try:
            self._files, self._root = url_to_fs(str(self.address))
        except (ImportError, ValueError) as error:
            raise ResultError(f"{address}: {str(error) or type(error).__name__}") from None

    def read(self, key: str) -> bytes | None:
        """Return an object, None where there is none."""
        with self._told():
            try:
                data: bytes = self._files.cat_file(self._path(key))
            except FileNotFoundError:
                return None
            return data

    def write(self, key: str, data: bytes) -> None:
        """Put one object."""
        self.write_all([(key, data)])

    def write_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Put many objects, TOGETHER at once."""
        left = iter(items)
        while some := {self._path(key): data for key, data in islice(left, TOGETHER)}:
            with self._told():
                self._files.pipe(some)

    def has(self, key: str) -> bool:
        """Return whether there is an object."""
        with self._told():
            self._files.invalidate_cache()
            return bool(self._files.exists(self._path(key)))

    def names(self, key: str) -> list[str]:
        """Return the names directly below a key; none where nothing is."""
        with self._told():
            self._files.invalidate_cache()
            try:
                found = self._files.ls(self._path(key), detail=False)
            except FileNotFoundError:
                return []
        return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)

    def remove(self, key: str) -> None:
        """Remove an object, if it is there."""
        with self._told(), suppress(FileNotFoundError):
            self._files.rm_file(self._path(key))

    def tidy(self) -> None:
        """Leave all as it is: an object store keeps nothing unfinished under a key."""

    def zarr(self, key: str) -> Any:
        """Return a Zarr store that only reads."""
        from zarr.storage import FsspecStore

        return FsspecStore.from_url(f"{self.address}/{key}", read_only=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell in one line what the store refuses: each kind has errors of its own (no credentials)."""
        try:
            yield
        except OSError as error:
            raise refused(self.address, error) from None
        except Exception as error:
            raise ResultError(f"{self.address}: {first_line(error)}") from None

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}"
