"""Bodies drawn by lot: how often a faction gets them, what that costs, and which rule is the lock.

Every draw and every chain of lots and votes of the document is answered exactly: hypergeometric laws carried
from body to body, a Markov chain over seats or generating functions where a limit holds for each place.
Nothing is simulated. The faction has some number of persons in the first pool and acts as one; everyone else
is the other side. Does not model: limits for each place along a chain, jurors who may not sit again, today's
holders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whowhom.audit.labels import listed
from whowhom.audit.lots.chances import features_removed, readings
from whowhom.audit.lots.committees import CommitteeYears, committee_years
from whowhom.audit.lots.limits import limit_of, one_group
from whowhom.audit.lots.procedures import Draw, Procedure, find
from whowhom.audit.lots.words import words_of_committee, words_of_draw, words_of_procedure
from whowhom.spec.audit_table import Conspiracy
from whowhom.spec.scenario import Scenario

__all__ = ["CommitteeYears", "Lots", "committee_years", "lots"]


@dataclass(frozen=True)
class Lots:
    """What the lots of a document come to; every number exact, so that the residual is 0.

    draws: each rule that draws, with one group's seats and the limit; procedures: each chain of lots and
    votes, with chances, prices and its features removed one at a time; committees: how many committees in a
    row replace a body; left_out: what is not answered, with the reason.
    """

    draws: tuple[dict[str, Any], ...]
    procedures: tuple[dict[str, Any], ...]
    committees: tuple[CommitteeYears, ...]
    words: tuple[str, ...]
    left_out: tuple[str, ...]
    residual: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the section as plain data."""
        return {
            "method": "Exact counting of all outcomes of the lots, from body to body; nothing is simulated.",
            "residual": self.residual,
            "words": list(self.words),
            "draws": list(self.draws),
            "procedures": list(self.procedures),
            "committee_years": [item.to_dict() for item in self.committees],
            "left_out": list(self.left_out),
        }


def lots(scenario: Scenario) -> Lots:
    """Return all that can be said of the lots of a document.

    A `draws` rule draws `over` from `pool` (absent: from `by`), at most `per_place` of one place. A procedure
    is a chain of rules that draw or elect, each body made from the one before, up to the body whose act ends
    it. Persons of a pool: seats of the body, people of the public, rows of the table. Source: house rule.
    Does not model: what the module does not.
    """
    found = find(scenario)
    asked = scenario.audit.conspiracy if scenario.audit else None
    draws = tuple(_draw(draw, asked) for draw in found.draws)
    procedures = tuple(_procedure(procedure) for procedure in found.procedures)
    committees = committee_years(scenario)
    words: list[str] = []
    for draw, answer in zip(found.draws, draws, strict=True):
        words += words_of_draw(scenario, draw, answer)
    for procedure, answer in zip(found.procedures, procedures, strict=True):
        words += words_of_procedure(scenario, procedure, answer)
    for item in committees:
        words += words_of_committee(scenario, item)
    if not draws and not found.left_out:
        words = ["No body is drawn by lot."]
    left_out = [*found.left_out]
    for answer in draws:
        if answer["limit"] and answer["limit"]["not_counted"]:
            groups = listed([str(number) for number in answer["limit"]["not_counted"]])
            left_out.append(f"{answer['rule']}: too many states for {groups} groups read from one list")
    return Lots(draws, procedures, committees, tuple(words), tuple(left_out))


def _draw(draw: Draw, asked: Conspiracy | None) -> dict[str, Any]:
    """Return the answers to one rule that draws, and the chance of the conspiracy that is asked about."""
    return {
        "rule": draw.rule,
        "pool": draw.pool,
        "persons": draw.persons,
        "over": draw.over,
        "seats": draw.seats,
        "per_place": draw.limit,
        "quotas": [{"votes": quota.votes, "what": quota.what} for quota in draw.quotas],
        "one_group": one_group(draw),
        "limit": limit_of(draw, asked),
    }


def _procedure(procedure: Procedure) -> dict[str, Any]:
    """Return the answers to one chain of lots and votes."""
    limits = any(step.limit is not None for step in procedure.steps)
    return {
        "pool": procedure.pool,
        "persons": procedure.persons,
        "stages": [step.to_dict() for step in procedure.steps],
        "college": procedure.college,
        "seats": procedure.seats,
        "decides": list(procedure.targets),
        "quota": procedure.quotas[0].votes,
        "quotas": [{"votes": quota.votes, "what": quota.what} for quota in procedure.quotas],
        "limits_left_out": limits,
        "readings": readings(procedure, procedure.stages),
        "features_removed": features_removed(procedure),
    }
