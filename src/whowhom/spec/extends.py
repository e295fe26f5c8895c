"""A document that is another document plus changes: `extends` names the base, and the rest is what differs.

The base is read; `[keep]` drops what is not named; `[[edits]]` are applied left to right; then each key that
holds one thing (title, dates, people, audit, report) replaces that of the base, and each entry of a table or
array (bodies, rules, schedule, …) joins those of the base at the end. What comes out is an ordinary scenario.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import Field

from whowhom.spec.data_files import APART, POSTERIOR, PREFIX, find_file
from whowhom.spec.document import SWITCHES, from_document, plain, record_of, to_document
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, shown
from whowhom.spec.findings import Findings
from whowhom.spec.intervention import apply_edit, entry_names
from whowhom.spec.mistakes import record_at
from whowhom.spec.organisation import Body
from whowhom.spec.record import Name, Record
from whowhom.spec.scenario import Edit, Origin, Scenario
from whowhom.spec.toml import EXTENDS, load, organisations, read, shipped

_ENTRY = re.compile(r"^(\w+)\[(\d+)\]")
Names = tuple[str, ...] | None


class Keep(Record):
    """The table `[keep]`: of each table or array named here only these entries of the base stay.

    Entries are called as in the path of an edit: by name, by mechanism (all entries of it stay), or by their
    number in quotes. They stay in the order of the base. An empty array keeps none; an absent key keeps all.
    """

    arms: Names = Field(default=None, description="versions simulated, by name")
    bodies: Names = Field(default=None, description="bodies, by name")
    campaigns: Names = Field(default=None, description="campaigns, by name")
    events: Names = Field(default=None, description='events, by name or by number ("3")')
    instruments: Names = Field(default=None, description="instruments of coercion, by name")
    interventions: Names = Field(default=None, description="interventions, by name")
    observe: Names = Field(default=None, description="what is recorded, by name")
    parties: Names = Field(default=None, description="parties, by name")
    places: Names = Field(default=None, description="sets of places, by name")
    publics: Names = Field(default=None, description="cohorts, by name")
    rules: Names = Field(default=None, description="rules, by name")
    schedule: Names = Field(default=None, description="mechanisms, by name")


class Extension(Scenario):
    """A document that extends another: every key of a scenario may be left out, three keys are its own.

    Only keys that were given count; the defaults below never reach a scenario.
    """

    extends: str = Field(
        min_length=1,
        description='the base: a TOML file beside the document, or "whowhom:NAME", a shipped one',
    )
    keep: Keep = Field(default=Keep(), description="which entries of the base stay")
    edits: tuple[Edit, ...] = Field(default=(), description="changes of the base, applied left to right")
    title: str = Field(default="", min_length=1, description="what the scenario is called")
    start: date = Field(default=date.min, alias="from", description="the first month")
    until: date = Field(default=date.max, description="the month before which it ends")
    bodies: dict[Name, Body] = Field(default={}, description="further bodies, by name")


def extended(document: dict[str, Any], origin: Origin) -> Scenario:
    """Make the scenario of a document that extends another, through as many bases as there are.

    Data files that a base names lie beside the base; those that this document names lie beside this one.
    Raises DocumentError where a base is missing, extends in a circle or is misspelt, where an entry to keep
    or the path of an edit does not exist, or where the result is misspelt. Does not check that names and
    numbers agree; `check_extended` does.
    """
    layers: list[tuple[Extension, Origin, str]] = []
    passed = [(origin.folder / origin.file).resolve()] if origin.folder else []
    while EXTENDS in document:
        extension = record_of(Extension, document, origin)
        base = _base(extension, origin)
        if base in passed:
            circle = ", ".join(path.name for path in (*passed[passed.index(base) :], base))
            message = f"found {shown(extension.extends)}, which closes a circle ({circle}); expected a base"
            raise DocumentError([Problem(origin.file, EXTENDS, f"{message} that extends none of them")])
        passed.append(base)
        layers.append((extension, origin, _way(base, extension, origin)))
        document, origin = load(base), Origin(base.name, base.parent)
    scenario = from_document(document, origin)
    for extension, place, way in reversed(layers):
        scenario = _changed(scenario, extension, place, way)
    return scenario


def check_extended(document: dict[str, Any], origin: Origin) -> Scenario:
    """Make the scenario of a document that extends another, and check it in full.

    Raises DocumentError as `extended` and `whowhom.spec.checks.check` do. What is wrong in the base already
    is told as the base tells it; what the changes made wrong is told by the entry's name, since its number
    is that of no file.
    """
    from whowhom.spec.checks import check

    scenario = extended(document, origin)
    try:
        check(scenario)
    except DocumentError as error:
        inherited = {problem.message: problem for problem in _mistakes_of_base(document, origin)}
        named = _by_name(error.problems, to_document(scenario), origin.file)
        raise DocumentError([inherited.get(problem.message, problem) for problem in named]) from None
    return scenario


def _base(extension: Extension, origin: Origin) -> Path:
    """Find the file that a document extends."""
    name = extension.extends
    if not name.startswith(PREFIX):
        return find_file(origin, EXTENDS, name, ".toml")
    known = {f"{PREFIX}{key}": path for key, path in {**organisations(), **shipped()}.items()}
    if name not in known:
        near = did_you_mean(name, known)
        raise DocumentError([Problem(origin.file, EXTENDS, f"found no shipped scenario {shown(name)}{near}")])
    return known[name].resolve()


def _mistakes_of_base(document: dict[str, Any], origin: Origin) -> tuple[Problem, ...]:
    """Tell what is wrong in the base before anything is changed."""
    try:
        read(_base(record_of(Extension, document, origin), origin))
    except DocumentError as error:
        return error.problems
    return ()


def _way(base: Path, extension: Extension, origin: Origin) -> str:
    """Give the folder of the base as seen from that of the document."""
    # Shipped bases name shipped files only, which are found from anywhere.
    if origin.folder is None or extension.extends.startswith(PREFIX):
        return ""
    return base.parent.relative_to(origin.folder.resolve()).as_posix()


def _changed(scenario: Scenario, extension: Extension, origin: Origin, way: str) -> Scenario:
    """Apply what an extension says to the scenario that it extends."""
    document = _seen_from(to_document(scenario), way)
    document.setdefault("arms", plain(scenario.arms))  # a default that can be kept, edited and joined as well
    findings = Findings(origin.file)
    # Fitted to the base as it is: another organisation has another posterior.
    document.pop(POSTERIOR, None)
    _keep(document, extension.keep, findings)
    _edit(document, extension.edits, findings)
    _join(document, extension, findings)
    findings.raise_if_wrong()
    try:
        return from_document(document, origin)
    except DocumentError as error:
        raise DocumentError(_by_name(error.problems, document, origin.file)) from None


def _keep(document: dict[str, Any], keep: Keep, findings: Findings) -> None:
    """Drop the entries that are not named; a table with names that no entry has is noted and left.

    A switch goes with its intervention.
    """
    for table, wanted in keep:
        if wanted is None:
            continue
        entries = document.get(table, [])
        names = list(entries) if isinstance(entries, dict) else entry_names(entries)
        numbers = [] if isinstance(entries, dict) else [str(number) for number in range(len(entries))]
        known = [
            name in numbers or findings.known(f"keep.{table}[{index}]", f"entry of {table}", name, names)
            for index, name in enumerate(wanted)
        ]
        if not all(known):
            continue
        if isinstance(entries, dict):
            document[table] = {name: entry for name, entry in entries.items() if name in wanted}
        else:
            called = zip(names, numbers, entries, strict=True)
            document[table] = [entry for name, number, entry in called if {name, number} & set(wanted)]
        if not document[table]:
            del document[table]
        if table == "interventions" and SWITCHES in document:
            document[SWITCHES] = [name for name in document[SWITCHES] if name in wanted]


def _edit(document: dict[str, Any], edits: Sequence[Edit], findings: Findings) -> None:
    """Apply the edits left to right, noting each that does not fit and going on."""
    for index, one in enumerate(edits):
        try:
            apply_edit(document, one, f"edits[{index}]", findings.file, whole=True)
        except DocumentError as error:
            findings.problems.extend(error.problems)


def _join(document: dict[str, Any], extension: Extension, findings: Findings) -> None:
    """Put the keys that the extension gives in place of those of the base, and its entries after them."""
    given = extension.model_dump(by_alias=True, exclude_unset=True, exclude={EXTENDS, "keep", "edits"})
    for key, value in plain(given).items():
        if record_at(Scenario, (key, 0)) is not None:
            _join_entries(document, value, key, findings)
        elif record_at(Scenario, (key,)) is None and record_at(Scenario, (key, "name")) is not None:
            _join_names(document, value, key, findings)
        else:
            document[key] = value


def _join_entries(document: dict[str, Any], further: list[Any], key: str, findings: Findings) -> None:
    """Append entries to an array, noting those whose name an entry has already."""
    entries = document.setdefault(key, [])
    if not isinstance(entries, list):
        return  # an edit put something else there, which is told when the records are made
    names = [entry["name"] for entry in entries if isinstance(entry, dict) and "name" in entry]
    for index, entry in enumerate(further):
        if entry.get("name") in names:
            _note_taken(f"{key}[{index}].name", entry["name"], findings)
    entries.extend(further)


def _join_names(document: dict[str, Any], further: dict[str, Any], key: str, findings: Findings) -> None:
    """Add entries to a table under new names, noting those that are there already."""
    table = document.setdefault(key, {})
    if not isinstance(table, dict):
        return  # as above
    for name in further:
        if name in table:
            _note_taken(f"{key}.{name}", name, findings)
    table.update(further)


def _note_taken(key: str, name: str, findings: Findings) -> None:
    findings.wrong(
        key, f"found {shown(name)}, which the base has already; expected a new name, or edits of that entry"
    )


def _seen_from(document: dict[str, Any], way: str) -> dict[str, Any]:
    """Rename the data files of a base as the extending document sees them, which reaches it by `way`."""
    if way in ("", "."):
        return document
    moved = {
        key: _moved(value, way) if key in ("people", "places", "schedule", *APART) else value
        for key, value in document.items()
    }
    for one in (edit for entry in moved.get("interventions", {}).values() for edit in entry["edits"]):
        if "to" in one:
            one["to"] = _moved(one["to"], way, one["set"].rpartition(".")[2])
        elif "value" in one:
            one["value"] = _moved(one["value"], way)
    return moved


def _moved(value: Any, way: str, key: str = "") -> Any:
    """Put the folder before each name of a data file, at every depth."""
    if isinstance(value, dict):
        return {name: _moved(item, way, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, way) for item in value]
    if isinstance(value, str) and (key == "file" or value.endswith(".csv")) and not value.startswith(PREFIX):
        return str(PurePosixPath(way) / value)
    return value


def _by_name(problems: Sequence[Problem], document: dict[str, Any], file: str) -> list[Problem]:
    """Call entries of arrays by their names: numbers in a document that stands in no file help nobody."""
    return [
        Problem(problem.file, _named(problem.key, document), problem.message)
        if problem.file == file
        else problem
        for problem in problems
    ]


def _named(key: str, document: dict[str, Any]) -> str:
    """Write `rules[17].by` as `rules.election.by`, where one entry alone has that name."""
    found = _ENTRY.match(key)
    entries = document.get(found[1], ()) if found else ()
    if found is None or not isinstance(entries, list) or int(found[2]) >= len(entries):
        return key
    names = entry_names(entries)
    name = names[int(found[2])]
    return f"{found[1]}.{name}{key[found.end() :]}" if names.count(name) == 1 else key
