"""Assembly of the page: chapters, model against data with the misses first, numbers, faults, provenance."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shlex
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from whowhom.report import statistics
from whowhom.report.evidence import Evidence
from whowhom.report.numbers_told import numbers_told
from whowhom.report.observed import bibliography
from whowhom.report.section import Chapter, LeftOut, Row, Section, plain
from whowhom.results import Results, open_results
from whowhom.spec.errors import ResultError

TEMPLATE = "page.html.j2"
GENERAL = "general"


@dataclass(frozen=True)
class Written:
    """A chapter as it stands on the page: its section, or the sentence that says why there is none."""

    number: int
    title: str
    section: Section | None
    reason: str

    @property
    def anchor(self) -> str:
        """The name by which the table of contents links to it."""
        return f"chapter-{self.number}"


def report(folder: Path | str, out: Path | str | None = None) -> Path:
    """Write the report of a results folder as one HTML file and return its path.

    The module that writes the chapters is the one that the run's manifest names, or else `general`; what
    its chapters link to it writes beside the report.
    out: the file; absent means report.html in the folder. Nothing is simulated.
    Raises ResultError when the folder holds no results, or those of a run that was stopped, and where it lies
    in an object store and no file is given.
    """
    results = open_results(folder)
    if out is None and isinstance(results.folder, str):
        raise ResultError(f"{folder}: lies in an object store; give a file of its own for the report")
    evidence = Evidence(results)
    module = _module(str(results.manifest.get("report", "")))
    written = tuple(
        _write(number, chapter, evidence) for number, chapter in enumerate(module.chapters(evidence), start=1)
    )
    text = _render(results, evidence, written, module.BANNER)
    path = Path(out) if out is not None else Path(folder) / "report.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
    if hasattr(module, "beside"):
        module.beside(path.parent)
    return path


def known() -> tuple[str, ...]:
    """Return the names of the modules of this folder that write reports: those that offer `chapters`."""
    folder = Path(__file__).parent
    names = (item.name for item in pkgutil.iter_modules([str(folder)]))
    return tuple(
        name
        for name in sorted(names)
        if "\ndef chapters(" in (folder / f"{name}.py").read_text(encoding="utf-8")
    )


def _module(name: str) -> ModuleType:
    """Import the module that writes the chapters."""
    return importlib.import_module(f"whowhom.report.{name if name in known() else GENERAL}")


def _write(number: int, chapter: Chapter, evidence: Evidence) -> Written:
    """Write one chapter, or note why it is left out."""
    try:
        return Written(number, chapter.title, chapter.make(evidence), "")
    except LeftOut as reason:
        return Written(number, chapter.title, None, str(reason))


def _render(results: Results, evidence: Evidence, written: Sequence[Written], banner: str) -> str:
    """Fill the template."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    sections = [item.section for item in written if item.section is not None]
    rows = misses_first([row for section in sections for row in section.rows])
    values = numbers(evidence)
    text = environment.get_template(TEMPLATE).render(
        title=results.title,
        manifest=results.manifest,
        numbers=numbers_told(results.manifest["numbers"], results.manifest["posterior"]),
        banner=banner,
        arms=results.arms,
        written=written,
        drawn=lambda section: Markup(section.picture.decode()),
        rows=rows,
        misses=sum(not row.inside for row in rows),
        values=values,
        assumptions=sum(value["assumed"] for value in values),
        faults=evidence.faults.values(),
        sources=_sources(sections, values),
        command=command(results),
        folder=Path(results.folder).name,
    )
    return str(text)


def misses_first(rows: Sequence[Row]) -> list[Row]:
    """Put what lies outside its interval before what lies inside; otherwise keep the order."""
    return sorted(rows, key=lambda row: row.inside)


def numbers(evidence: Evidence) -> list[dict[str, Any]]:
    """Return each number of the run once: value, unit, source, status, prior, what was drawn, which arms."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for arm in evidence.results.arms.values():
        listed = arm.about.get("values", [])
        drawn = arm.array("values") if any(value["prior"] for value in listed) else None
        for place, value in enumerate(listed):
            begins = "the start" if value["month"] == arm.months[0] else value["month"]
            told = {**value, "month": begins}
            key = tuple(str(told[name]) for name in ("name", "month", "value", "unit", "source", "prior"))
            row = found.setdefault(key, {**told, "arms": [], "range": ""})
            row["arms"].append(arm.name)
            row["assumed"] = value["source"] in ("assumption", "")
            if drawn is not None and value["prior"] and not row["range"]:
                low, middle, high = statistics.quantiles(drawn[:, place], (0.05, 0.5, 0.95))
                row["range"] = f"{plain(middle, 3)} ({plain(low, 3)} to {plain(high, 3)})"
    for row in found.values():
        row["where"] = "all" if len(row["arms"]) == len(evidence.results.arms) else ", ".join(row["arms"])
    # Assumptions come first: they are what a reader should doubt.
    return sorted(found.values(), key=lambda row: not row["assumed"])


def _sources(sections: Sequence[Section], values: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return (key, entry) of every source in use that the bibliography knows, by key."""
    used = {key for section in sections for key in section.sources}
    used |= {key for section in sections for row in section.rows for key in row.sources}
    used |= {key for value in values for key in str(value["source"]).split("|")}
    entries = bibliography()
    return [(key, entries[key]) for key in sorted(used) if key in entries]


def command(results: Results) -> str:
    """Return the command that makes this folder again."""
    manifest = results.manifest
    words = ["whowhom", "run", str(manifest["name"])]
    declared = [arm["name"] for arm in tomllib.loads(manifest["document"]).get("arms", [])] or ["base"]
    if list(results.arms) != declared:
        extra = {name: None for arm in results.arms.values() for name in arm.about.get("interventions", [])}
        words += [word for name in extra for word in ("--with", name)]
    words += ["--histories", str(manifest["histories"]), "--seed", str(manifest["seed"])]
    if manifest["numbers"] == "point":
        words.append("--point")
    if manifest["numbers"] == "priors" and "posterior" in tomllib.loads(manifest["document"]):
        words.append("--priors")
    return shlex.join(words)
