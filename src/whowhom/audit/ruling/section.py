"""Who rules, by published models that need nothing but the document: coalitions, choosers, majorities.

Ruling coalitions (Acemoglu, Egorov and Sonin 2008), selectorate and winning coalition (Bueno de Mesquita and
others 2003) through all tiers of choosers, and majority rule over the holders' positions (Black, Miller,
Copeland, Markov voting). Does not model: what no document says, such as money, or votes of members whose
number is not given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.audit.ruling.coalitions import MOST_COALITIONS, Circle, circles_of
from whowhom.audit.ruling.positions import MOST_HOLDERS, MOST_STEPS, Assembly, assemblies_of
from whowhom.audit.ruling.selectorate import Chosen, chosen_of
from whowhom.audit.ruling.words import LOYALTY_NORM, words_of_assembly, words_of_chosen, words_of_circle
from whowhom.spec.people import read_people
from whowhom.spec.scenario import Scenario

METHOD = (
    "Ruling coalitions, choosers and majorities are worked out from all groups, in whole numbers and "
    "fractions; only shares of time by Markov voting are rounded."
)

NO_MONEY = "neither resources nor patience are in the document, so no payment to a coalition is worked out"


@dataclass(frozen=True)
class Ruling:
    """The published models of who rules, for every body to which they apply.

    coalitions: who would hold together in each body; selectorate: who chooses whom, and how few suffice;
    majority: positions against each other; left_out: (model, body, reason).
    """

    coalitions: tuple[Circle, ...]
    selectorate: tuple[Chosen, ...]
    majority: tuple[Assembly, ...]
    left_out: tuple[tuple[str, str, str], ...]
    words: tuple[str, ...]

    @property
    def residual(self) -> float:
        """The largest error of balance of a distribution by Markov voting; all else is exact."""
        return max((assembly.residual for assembly in self.majority), default=0.0)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: fractions as text beside their floats; seats are counted from 1."""
        return {
            "method": METHOD,
            "residual": self.residual,
            "words": list(self.words),
            "coalitions": [circle.to_dict() for circle in self.coalitions],
            "selectorate": [chosen.to_dict() for chosen in self.selectorate],
            "majority": [assembly.to_dict() for assembly in self.majority],
            "left_out": [
                {"model": model, "body": body, "reason": reason} for model, body, reason in self.left_out
            ],
            "conventions": {
                "utility": "1 - distance / the largest distance between two holders' positions",
                "markov": "votes proportional to what is at stake, chances linear in votes cast",
                "seats": "persons of the table take the first seats in its order",
                "no_payments": NO_MONEY,
            },
            "limits": {
                "coalitions": MOST_COALITIONS,
                "holders": MOST_HOLDERS,
                "cubes_of_options": MOST_STEPS,
            },
        }


def ruling(scenario: Scenario) -> Ruling:
    """Apply the models to every body of a document.

    Raises DocumentError where the table of persons cannot be read. Source: see the parts. Does not model:
    what the module does not.
    """
    circles, no_circle = circles_of(scenario)
    chosen, not_chosen = chosen_of(scenario)
    assemblies, no_assembly = assemblies_of(scenario, read_people(scenario))
    words = [
        *(line for each in circles for line in words_of_circle(scenario, each)),
        *(line for each in chosen for line in words_of_chosen(scenario, each)),
        *([LOYALTY_NORM] if any(part.selectorate > 1 for each in chosen for part in each.parts) else []),
        *(line for each in assemblies for line in words_of_assembly(scenario, each)),
    ]
    return Ruling(
        tuple(circles),
        tuple(chosen),
        tuple(assemblies),
        (
            *_left("ruling coalitions", no_circle),
            *_left("selectorate", not_chosen),
            *_left("majority rule", no_assembly),
        ),
        tuple(words),
    )


def _left(model: str, every: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [(model, body, reason) for body, reason in every]
