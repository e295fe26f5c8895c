"""Rules that contradict each other or can never act, found before anything is computed.

An error leaves open what the rules mean, so that capture is not computed; a warning is probably not meant; a
note is worth knowing. What the reader of documents refuses already (`whowhom check`) is not looked for again:
a quota above all votes, seats by right in a circle, a period that ends before it begins.
Does not model: rules that are odd but clear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whowhom.audit.defects.acts import defects_of_acts
from whowhom.audit.defects.defect import Defect
from whowhom.audit.defects.filling import defects_of_filling
from whowhom.audit.defects.time import defects_of_time
from whowhom.audit.defects.votes import defects_of_votes
from whowhom.spec.people import Person, read_people
from whowhom.spec.scenario import Scenario


@dataclass(frozen=True)
class Defects:
    """What was found, in the order of the document's keys as they were looked at."""

    errors: tuple[Defect, ...]
    warnings: tuple[Defect, ...]
    notes: tuple[Defect, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """One line for each defect, with its key; or that there is none."""
        found = [
            f"{severity}: {defect.key}: {defect.message}"
            for severity, group in (("error", self.errors), ("warning", self.warnings), ("note", self.notes))
            for defect in group
        ]
        return tuple(found) or ("No defect was found in the rules.",)

    def to_dict(self) -> dict[str, Any]:
        """Return the section as plain data."""
        return {
            "method": "rules, seats and quotas compared with each other; nothing is simulated",
            "residual": 0,
            "words": list(self.words),
            "errors": [vars(defect) for defect in self.errors],
            "warnings": [vars(defect) for defect in self.warnings],
            "notes": [vars(defect) for defect in self.notes],
        }


def defects(scenario: Scenario, people: tuple[Person, ...] | None = None) -> Defects:
    """Find the defects of an organisation.

    people: the persons of its table; read from it where they are not given. Raises DocumentError where the
    table cannot be read.
    """
    persons = read_people(scenario) if people is None else people
    found = [
        *defects_of_filling(scenario, persons),
        *defects_of_votes(scenario),
        *defects_of_acts(scenario),
        *defects_of_time(scenario, persons),
    ]
    found = list(dict.fromkeys(found))
    return Defects(
        tuple(item.defect for item in found if item.severity == "error"),
        tuple(item.defect for item in found if item.severity == "warning"),
        tuple(item.defect for item in found if item.severity == "note"),
    )
