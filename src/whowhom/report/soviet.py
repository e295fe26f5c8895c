"""The report of the whole system: one chapter for each of the seventeen systems, in order."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from whowhom.report.claims_table import write_beside
from whowhom.report.evidence import Evidence
from whowhom.report.section import Chapter

BANNER = "Uncalibrated: parameters are priors and sources, nothing was fitted to these series."
PARTS = ("power", "land", "succession", "force", "voices", "accounts")
"""The modules that write the chapters, by the end of their names."""
SYSTEMS = 17


def written() -> dict[int, Chapter]:
    """Return each chapter by the number of its system."""
    names = [f"whowhom.report.soviet_{part}" for part in PARTS]
    found = [import_module(name) for name in names if find_spec(name) is not None]
    return {number: chapter for part in found for number, chapter in part.CHAPTERS.items()}


def beside(folder: Path) -> None:
    """Write what the chapter on rival accounts links to into the folder of the report."""
    write_beside(folder)


def chapters(evidence: Evidence) -> tuple[Chapter, ...]:
    """Return the chapters of this report: the systems 1 to 17, each once.

    The page numbers them, so that a number at the beginning of a title is dropped.
    """
    found = written()
    return tuple(
        replace(found[number], title=found[number].title.lstrip("0123456789. ")) for number in sorted(found)
    )
