"""The data files that a document names: beside the document, or shipped with the package."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from whowhom.spec.errors import DocumentError, Problem, did_you_mean, shown
from whowhom.spec.scenario import Origin, Scenario

SHIPPED_DATA = Path(__file__).parent.parent / "data"
"""Where `whowhom:` files lie."""

PREFIX = "whowhom:"
TARGETS = "targets"
"""The key of the file of numbers on record."""
POSTERIOR = "posterior"
"""The key of the file of fitted numbers."""
SCORE = "score"
"""The key of the table of what predictions are scored by."""
APART = (TARGETS, POSTERIOR, SCORE)
"""What is fitted to, what came of it, and what it is scored by: no part of what the scenario says."""

LARGEST_FILE = 10_000_000
"""Bytes of the largest file that is read; a larger one is no document or table of persons."""

_MOST_NEIGHBOURS = 1000
"""A document may lie in a folder full of other things; suggestions are sought among so many."""


def named_files(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """List (key, name) of every data file that a document names.

    These are the table of persons, tables of places, the numbers on record, the fitted ones, and every word
    of the schedule that begins with `whowhom:` or ends with `.csv`.
    """
    if scenario.people.file is not None:
        yield "people.file", scenario.people.file
    for name, places in scenario.places.items():
        if places.file is not None:
            yield f"places.{name}.file", places.file
    if scenario.targets is not None:
        yield TARGETS, scenario.targets
    if scenario.posterior is not None:
        yield POSTERIOR, scenario.posterior
    if scenario.score is not None:
        yield f"{SCORE}.rolls", scenario.score.rolls
        if scenario.score.sets is not None:
            yield f"{SCORE}.sets", scenario.score.sets
    for index, step in enumerate(scenario.schedule):
        for key, word in step.numbers.items():
            if isinstance(word, str) and (word.startswith(PREFIX) or word.endswith(".csv")):
                yield f"schedule[{index}].{key}", word


def locate(scenario: Scenario, key: str, name: str) -> Path:
    """Find a data file: `whowhom:…` in the package, any other name in the folder of the document.

    Raises DocumentError, pointing to `key`, where the file is missing, a folder, or outside that folder.
    """
    return find_file(scenario.origin, key, name)


def find_file(origin: Origin, key: str, name: str, kind: str = ".csv") -> Path:
    """Find a file that a document of this origin names; of the files of its `kind` the nearest is told.

    Raises DocumentError as `locate` does.
    """
    folder, inner = (SHIPPED_DATA, name.removeprefix(PREFIX)) if name.startswith(PREFIX) else (None, name)
    folder = folder or origin.folder
    if folder is None:
        raise _error(
            origin, key, f"found {shown(name)}, but a scenario without a folder has no files beside it"
        )
    if "\0" in inner:
        raise _error(origin, key, f"found {shown(name)}; expected the name of a file")
    root = folder.resolve()
    try:
        path = (root / inner).resolve()
        outside, is_file, is_folder = not path.is_relative_to(root), path.is_file(), path.is_dir()
    except (OSError, RuntimeError):
        raise _error(origin, key, f"found {shown(name)}; expected the name of a file") from None
    if outside:
        raise _error(origin, key, f"found {shown(name)}; expected a file inside the document's folder")
    if is_folder:
        raise _error(origin, key, f"found the folder {shown(name)}; expected a file")
    if not is_file:
        prefix = PREFIX if name.startswith(PREFIX) else ""
        where = "among those of the package" if prefix else "in the document's folder"
        known = islice(
            (found.relative_to(root).as_posix() for found in root.rglob(f"*{kind}")), _MOST_NEIGHBOURS
        )
        near = did_you_mean(inner, known).replace('mean "', f'mean "{prefix}')
        raise _error(origin, key, f"found no file {shown(name)}; expected one {where}{near}")
    return path


def contents(scenario: Scenario, key: str, name: str) -> bytes:
    """Read a data file whole. Raises DocumentError where it cannot be found or read, or is over 10 MB."""
    return read_bytes(locate(scenario, key, name), scenario.origin.file, key)


def read_bytes(path: Path, file: str, key: str) -> bytes:
    """Read a file whole; `file` and `key` say where a DocumentError points."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise DocumentError(
                [
                    Problem(
                        file, key, f"found {size} bytes; expected at most {LARGEST_FILE}, a document of 10 MB"
                    )
                ]
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise DocumentError(
            [Problem(file, key, f"found a file that cannot be read ({reason.lower()})")]
        ) from None


def decoded(data: bytes, file: str) -> str:
    """Read bytes as UTF-8 text, with or without the mark that spreadsheets put before it.

    Raises DocumentError, naming the byte, where they are something else or hold a NUL.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Counted from the first byte of the file, which the mark before the text precedes.
        found = f"0x{error.object[error.start]:02x} at byte {error.start + len(data) - len(error.object)}"
        raise DocumentError([Problem(file, "", f"found {found}; expected text in UTF-8")]) from None
    if "\0" in text:
        raise DocumentError(
            [Problem(file, "", f"found a NUL at byte {data.index(0)}; expected text in UTF-8")]
        )
    return text


def _error(origin: Origin, key: str, message: str) -> DocumentError:
    """Point to the key that names the file."""
    return DocumentError([Problem(origin.file, key, message)])
