"""Interventions: edits of a document, folded left to right, each pointing to a key by its path.

A path names tables and entries with dots: `bodies.board.seats`, `rules.NAME.verb`, `arms.NAME`,
`schedule.MECHANISM.turnover`, `events.0.date`. Entries of arrays are called by their name, their mechanism or
their number. `…@1922-04-01` dates a change of a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from whowhom.spec.document import from_document, opened, plain, to_document
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of, shown
from whowhom.spec.findings import Findings
from whowhom.spec.mistakes import allowed_keys, record_at
from whowhom.spec.scenario import Edit, Intervention, Scenario

INTERVENTION = "intervention"
"""The source of a number that an intervention set."""

_LISTS = ("arms", "events", "observe", "rules", "schedule")
_TABLES = ("bodies", "campaigns", "instruments", "parties", "places", "publics")
_DATED = re.compile(r"^(?P<path>[^@]*)@(?P<day>\d{4}-\d{2}-\d{2})$")


def edit(scenario: Scenario, *edits_or_names: Edit | Intervention | str) -> Scenario:
    """Apply edits, interventions, or names of the document's interventions, left to right.

    Independent edits commute, and setting a key to its present value changes nothing. A bare number set where
    a quantity stands keeps its unit and dated changes, drops its prior, also where the point value is that
    number already, and has the source "intervention"; a table replaces the quantity. Arms no longer apply
    what was applied by name.
    Raises DocumentError where a path or name does not exist, with the nearest that does, or where the edited
    document is wrong.
    """
    from whowhom.spec.checks import check

    document = _edited(scenario, edits_or_names, ("arms",))
    _drop_applied(document, {given for given in edits_or_names if isinstance(given, str)})
    edited = from_document(document, scenario.origin)
    check(edited, interventions=False)
    return edited


def _drop_applied(document: dict[str, Any], applied: set[str]) -> None:
    """Take what is now part of the document out of its arms, and drop arms that then say the same."""
    if not applied or "arms" not in document:
        return
    left: dict[tuple[str, ...], dict[str, Any]] = {}
    for arm in document["arms"]:
        names = tuple(name for name in arm.get("interventions", ()) if name not in applied)
        kept = {key: value for key, value in arm.items() if key != "interventions"}
        left.setdefault(names, {**kept, "interventions": list(names)} if names else kept)
    document["arms"] = list(left.values())


def only(scenario: Scenario, *mechanisms: str) -> Scenario:
    """Keep the named mechanisms of the schedule, in the document's order, and drop all others.

    Raises DocumentError for a mechanism that the schedule does not name.
    """
    findings = Findings(scenario.origin.file)
    for name in mechanisms:
        findings.known("schedule", "mechanism", name, {step.mechanism for step in scenario.schedule})
    findings.raise_if_wrong()
    document = to_document(scenario)
    document["schedule"] = [step for step in document["schedule"] if step["mechanism"] in mechanisms]
    return from_document(document, scenario.origin)


def check_interventions(scenario: Scenario, findings: Findings) -> None:
    """Note every named intervention, alone or joined in an arm, that does not fit the document."""
    from whowhom.spec.checks import check_without_files

    attempts: dict[str, tuple[str, ...]] = {
        f"interventions.{name}": (name,) for name in scenario.interventions
    }
    attempts |= {
        f"arms[{index}].interventions": arm.interventions
        for index, arm in enumerate(scenario.arms)
        if len(arm.interventions) > 1
    }
    wrong: set[str] = set()
    for key, names in attempts.items():
        if wrong.intersection(names):
            continue  # told once, where it is written
        try:
            document = _edited(scenario, names)
            after = Findings(scenario.origin.file)
            check_without_files(from_document(document, scenario.origin), after, scenario)
            after.raise_if_wrong()
        except DocumentError as error:
            wrong |= set(names)
            findings.problems.extend(_told_of(problem, key) for problem in error.problems)


def _edited(
    scenario: Scenario, edits_or_names: Sequence[Edit | Intervention | str], more: Sequence[str] = ()
) -> dict[str, Any]:
    """Give the document with the edits applied; keys that none of them touches, nor `more`, hold records.

    Raises DocumentError where a path or name does not exist, with the nearest that does.
    """
    edits = list(_edits(scenario, edits_or_names))
    touched = {re.split("[.@]", one.set or one.remove or one.add or "")[0] for _, one in edits}

    document = opened(scenario, {*touched, *more})
    try:
        for key, one in edits:
            apply_edit(document, one, key, scenario.origin.file)
    except DocumentError:
        document = to_document(scenario)  # only of the whole can be told what is nearest to a wrong path
        for key, one in edits:
            apply_edit(document, one, key, scenario.origin.file)
    return document


def _told_of(problem: Problem, key: str) -> Problem:
    """Point a mistake of an edited document to the intervention that made it."""
    if problem.key.startswith("interventions."):
        return problem
    return Problem(problem.file, key, f"makes {problem.key} wrong: {problem.message}")


def _edits(
    scenario: Scenario, edits_or_names: Sequence[Edit | Intervention | str]
) -> Iterator[tuple[str, Edit]]:
    """List (key, edit), names looked up in the document."""
    for index, given in enumerate(edits_or_names):
        if isinstance(given, Edit):
            yield f"edit {index + 1}", given
            continue
        key = f"edit {index + 1}.edits"
        if isinstance(given, str):
            if given not in scenario.interventions:
                near = did_you_mean(given, scenario.interventions)
                hint = near or f"; expected {one_of(scenario.interventions)}"
                message = f"no intervention named {shown(given)}{hint}"
                raise DocumentError([Problem(scenario.origin.file, "interventions", message)])
            key = f"interventions.{given}.edits"
            given = scenario.interventions[given]
        for place, one in enumerate(given.edits):
            yield f"{key}[{place}]", one


def apply_edit(document: dict[str, Any], one: Edit, key: str, file: str, *, whole: bool = False) -> None:
    """Change the plain form of a document in place by one edit, which stands in a file at a key.

    The interventions of a document are no part of what its own edits change; `whole` opens them.
    Raises DocumentError where the path does not exist, with the nearest that does. Does not check the result.
    """
    if one.set is not None:
        _Place(document, one.set, f"{key}.set", file, whole).set(plain(one.to))
    elif one.remove is not None:
        _Place(document, one.remove, f"{key}.remove", file, whole).remove()
    else:
        _add(document, one, key, file)


def _add(document: dict[str, Any], one: Edit, key: str, file: str) -> None:
    """Add an entry to an array, at its end, or to a table under a new name."""
    table, _, name = (one.add or "").partition(".")
    there = document.get(table, {}) if table in _TABLES else {}
    if table in _LISTS and not name:
        document.setdefault(table, []).append(plain(one.value))
    elif table in _TABLES and name and name not in there:
        document.setdefault(table, {})[name] = plain(one.value)
    else:
        present = ", which is there already" if name in there else ""
        choices = [*_LISTS, *(f"{known}.NAME" for known in _TABLES)]
        near = "" if present else did_you_mean(one.add, [*_LISTS, *(f"{known}.{name}" for known in _TABLES)])
        message = f"found {shown(one.add)}{present}; expected {one_of(choices)}{near}"
        raise DocumentError([Problem(file, f"{key}.add", message)])


class _Place:
    """A key of a document: the table or array that holds it, its last name there, and its date."""

    def __init__(self, document: dict[str, Any], path: str, key: str, file: str, whole: bool) -> None:
        self.path, self.key, self.file = path, key, file
        dated = _DATED.match(path)
        self.day = self._day(dated["day"]) if dated else None
        if "@" in path and dated is None:
            raise self.wrong(f"found {shown(path)}; expected a date after @, like @1922-04-01")
        names = (dated["path"] if dated else path).split(".")
        if names[0] == "interventions" and not whole:
            raise self.wrong("found interventions; expected a key of the document that they change")
        self.holder: Any = document  # a table or an array
        self.last: Any
        self.parts: tuple[str | int, ...] = ()
        if names[0] == "people":
            document.setdefault("people", {})  # a record whose every key has a default
        for name in names[:-1]:
            part: Any = self._step_into(name)
            self.holder = self.holder[part]
        self.last = self._index(names[-1]) if isinstance(self.holder, list) else names[-1]

    def wrong(self, message: str) -> DocumentError:
        """Make the error that points to the path's own key."""
        return DocumentError([Problem(self.file, self.key, message)])

    def set(self, value: Any) -> None:
        """Put a value: a dated change, a new number of a quantity, or the value itself."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        self._check_last(self._settable(free=not number and self.day is None))
        present = self._present()
        quantity = isinstance(present, dict) and {"value", "unit", "source"} <= present.keys()
        if self.day is not None:
            if not (quantity and number):
                raise self.wrong(
                    f"found {shown(self.path)}; expected a quantity and a number, which dates can change"
                )
            others = [change for change in present.get("changes", ()) if change["date"] != self.day]
            changes = sorted([*others, {"date": self.day, "value": value}], key=lambda change: change["date"])
            self.holder[self.last] = {**present, "changes": changes}
        elif quantity and number:
            if value != present["value"] or "prior" in present:
                kept = {key: item for key, item in present.items() if key != "prior"}
                self.holder[self.last] = {**kept, "value": value, "source": INTERVENTION}
        else:
            self.holder[self.last] = value

    def remove(self) -> None:
        """Drop a key or an entry that is there."""
        if self.day is not None:
            raise self.wrong(f"found {shown(self.path)}; expected a path without a date")
        self._check_last(self._present_names())
        del self.holder[self.last]

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.wrong(f"found {shown(text)}; expected a date like 1922-04-01") from None

    def _present(self) -> Any:
        """Give what stands at the place, None where nothing does."""
        return self.holder[self.last] if isinstance(self.holder, list) else self.holder.get(self.last)

    def _present_names(self) -> list[str]:
        return list(self.holder) if isinstance(self.holder, dict) else entry_names(self.holder)

    def _settable(self, free: bool) -> list[str]:
        """List the names that may be set: those present, and the keys of the record that stands here."""
        record = record_at(Scenario, self.parts)
        if record is None or isinstance(self.holder, list):
            return self._present_names()
        names = [*self._present_names(), *allowed_keys(record)]
        # A mechanism may have parameters that the document leaves at their default, and build knows their
        # names; a bare number has no unit there, so it must replace one that is given.
        return [*names, self.last] if free and record.model_config.get("extra") == "allow" else names

    def _check_last(self, names: list[str]) -> None:
        if isinstance(self.last, str):
            self._check_name(self.last, names)

    def _check_name(self, name: str, names: list[str]) -> None:
        if name not in names:
            where = "the document" if not self.parts else self.path.rpartition("@")[0] or self.path
            inside = where if not self.parts else ".".join(map(str, where.split(".")[: len(self.parts)]))
            near = did_you_mean(name, names) or f"; expected {one_of(names)}"
            raise self.wrong(f"no {shown(name)} in {inside}{near}")

    def _step_into(self, name: str) -> str | int:
        """Find which entry or table a name of the path means; it must be there and hold others."""
        if isinstance(self.holder, list):
            part: str | int = self._index(name)
        else:
            self._check_name(
                name, [key for key, item in self.holder.items() if isinstance(item, dict | list)]
            )
            part = name
        self.parts = (*self.parts, part)
        if not isinstance(self.holder[part], dict | list):
            raise self.wrong(f"found {shown(self.path)}; expected a path that ends at {shown(name)}")
        return part

    def _index(self, name: str) -> int:
        """Find the entry of an array by its name, its mechanism or its number."""
        if name.isascii() and name.isdigit() and len(name) < 7 and int(name) < len(self.holder):
            return int(name)
        names = entry_names(self.holder)
        self._check_name(name, names)
        if names.count(name) > 1:
            raise self.wrong(
                f"found {names.count(name)} entries {shown(name)}; expected a number like {names.index(name)}"
            )
        return names.index(name)


def entry_names(entries: list[Any]) -> list[str]:
    """Name the entries of an array; those without a name by their number."""
    found = []
    for index, entry in enumerate(entries):
        name = entry.get("name", entry.get("mechanism", index)) if isinstance(entry, dict) else index
        found.append(str(name))
    return found
