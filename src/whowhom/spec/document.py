"""The plain form of a scenario: tables, arrays, words, numbers and dates, as a document holds them."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from enum import Enum
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from whowhom.spec.data_files import APART, POSTERIOR, SCORE, contents, named_files
from whowhom.spec.errors import DocumentError, Problem
from whowhom.spec.mistakes import problems_in
from whowhom.spec.record import Record
from whowhom.spec.scenario import Origin, Scenario

Kind = TypeVar("Kind", bound=Record)
SWITCHES = "switches"
"""The key of the interventions under which claims are judged again."""
NOT_LIVED = ("interventions", "arms", "report", "title", "description")
"""What is done to a document, or told of it, and no history of the document as it is reads."""


def to_document(scenario: Scenario) -> dict[str, Any]:
    """Give the document of a scenario as fresh tables and arrays that may be changed; defaults are left out.

    Two scenarios that say the same have equal documents, whatever the order or spelling in their files.
    """
    return {
        key: plain(value) for key, value in scenario.model_dump(by_alias=True, exclude_defaults=True).items()
    }


def opened(scenario: Scenario, keys: Collection[str]) -> dict[str, Any]:
    """Give the document with some of its keys as fresh tables and arrays that may be changed.

    The other keys hold the records themselves, which were checked when they were made: `from_document` takes
    them as they are, so that an edit costs what it touches.
    """
    found = {}
    for name, key, default in _fields():
        value = getattr(scenario, name)
        if value != default:
            found[key] = plain(value) if key in keys else value
    return found


@cache
def _fields() -> tuple[tuple[str, str, Any], ...]:
    """Return the attribute, the key and the default of every field of a scenario."""
    return tuple(
        (name, field.alias or name, field.get_default(call_default_factory=True))
        for name, field in Scenario.model_fields.items()
    )


def plain(value: Any) -> Any:
    """Turn records to tables, tuples to arrays and enumerations to words, at every depth."""
    if isinstance(value, BaseModel):
        return plain(value.model_dump(by_alias=True, exclude_defaults=True))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def from_document(document: dict[str, Any], origin: Origin) -> Scenario:
    """Make the records of a document, keeping where it came from.

    Raises DocumentError with every mistake of spelling and type. Does not check whether names and numbers
    agree; `whowhom.spec.checks.check` does.
    """
    scenario = record_of(Scenario, document, origin)
    scenario._origin = origin
    return scenario


def record_of(kind: type[Kind], document: dict[str, Any], origin: Origin) -> Kind:
    """Make one record of its plain form. Raises DocumentError with every mistake of spelling and type."""
    try:
        return kind.model_validate(document, by_alias=True, by_name=False)
    except ValidationError as error:
        raise DocumentError(problems_in(error, origin.file, kind)) from None
    except RecursionError:
        raise DocumentError([Problem(origin.file, "", "found tables nested too deeply")]) from None


def document_hash(scenario: Scenario) -> str:
    """Give the fingerprint of all that a scenario says: 32 hexadecimal digits.

    It covers the edited document in canonical form and the contents of the data files that it names, not
    comments or the place of the files. The contents of the numbers on record, which no history reads, are
    left out, so that a run stays good when a target is added; and so are the table `[score]`, the `switches`
    and the posterior, which follows from a fit of all the rest: a run that reads one has its hash in its
    identity.
    Raises DocumentError where a named file cannot be read.
    """
    return _fingerprint(scenario, (POSTERIOR, SCORE, SWITCHES))


def history_hash(scenario: Scenario) -> str:
    """Give the fingerprint of all that one history of the document as it is reads: 32 hexadecimal digits.

    That of `document_hash` without interventions, arms, the report, title and description: a fit is of the
    document as it is, so that it stays good when an intervention is added. The table `[audit]` is in it,
    since it says whose men sit where at the start. Labels and notes are in it too, though no history reads
    them: a fit that needs no repeating may be told of once too often, never too seldom.
    Raises DocumentError where a named file cannot be read.
    """
    return _fingerprint(scenario, (POSTERIOR, SCORE, SWITCHES, *NOT_LIVED))


def _fingerprint(scenario: Scenario, without: tuple[str, ...]) -> str:
    """Hash the canonical form of a document without some keys, and the data files that histories read."""
    files = {
        name: blake2b(contents(scenario, key, name)).hexdigest()
        for key, name in named_files(scenario)
        if key.partition(".")[0] not in APART
    }
    document = {key: value for key, value in to_document(scenario).items() if key not in without}
    canonical = json.dumps(
        {"document": document, "files": files},
        sort_keys=True,
        ensure_ascii=True,
        default=_date_as_text,
    )
    return blake2b(canonical.encode(), digest_size=16).hexdigest()


def _date_as_text(value: object) -> dict[str, str]:
    """Write a date so that it differs from the same letters in quotes."""
    assert isinstance(value, date)
    return {"date": value.isoformat()}
