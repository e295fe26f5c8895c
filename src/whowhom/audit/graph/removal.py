"""Who can be removed by whom before a term ends, and who can only be waited for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from whowhom.audit.acts import REMOVING, SEATING
from whowhom.audit.labels import listed, noun, plural, sentence
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario

_RENEWED = (Verb.ELECTS, Verb.DRAWS)


@dataclass(frozen=True)
class Irremovable:
    """A body that nobody can empty from outside.

    how: "not at all" (no rule, no term, no limit of age), "only in time" (a term or limit of age ends, but no
    rule removes), or "only from inside" (only itself or bodies of its own circle remove).
    """

    body: str
    how: str
    removers: tuple[str, ...]
    words: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"body": self.body, "how": self.how, "removers": list(self.removers), "words": self.words}


def irremovable(scenario: Scenario, circle_of: Mapping[str, int]) -> tuple[Irremovable, ...]:
    """Return the bodies that nobody outside their own circle of power can remove.

    circle_of: the number of the strongly connected component of each node. A body that is elected or drawn
    anew at dates can be removed by whoever elects it. Bodies whose seats all come with
    another seat are left out, and so are bodies that no rule is over. Does not model: whether the votes
    for it are there.
    """
    found = []
    for name in scenario.bodies:
        filling = {rule.verb for rule in scenario.rules if rule.over == name and rule.verb in SEATING}
        if filling == {Verb.EX_OFFICIO}:
            # Who sits there by right leaves with the other seat, where it is told.
            continue
        if not any(rule.over == name for rule in scenario.rules):
            # A bloc of voters, or a person outside: no office of these rules, so that nobody could expect it.
            continue
        removers = [rule.by for rule in scenario.rules if rule.over == name and rule.verb in REMOVING]
        removers += [
            rule.by
            for rule in scenario.rules
            if rule.over == name and rule.verb in _RENEWED and (rule.at or rule.every)
        ]
        removers = list(dict.fromkeys(removers))
        if all(circle_of[by] == circle_of[name] for by in removers):
            found.append(_told(scenario, name, tuple(removers)))
    return tuple(found)


def _told(scenario: Scenario, name: str, removers: tuple[str, ...]) -> Irremovable:
    """Say of one body why nobody outside can remove it."""
    body = scenario.bodies[name]
    who = noun(scenario, name)
    if removers:
        itself = "itself" if not plural(scenario, name) else "themselves"
        names = [itself if by == name else noun(scenario, by) for by in removers]
        text = f"only {listed(names)} can remove {'its own members' if removers == (name,) else who}"
        if removers == (name,):
            text = f"nobody but its own members can remove anyone from {who}"
        else:
            text += ", and all of them stand in the same circle of power"
        return Irremovable(name, "only from inside", removers, sentence(text))
    waits = [
        words
        for words in (
            f"the end of the term ({body.term})" if body.term else "",
            f"the limit of age ({body.age_limit})" if body.age_limit else "",
        )
        if words
    ]
    if waits:
        text = f"nobody can remove {who}; one can only wait for {listed(waits, 'or')}"
        return Irremovable(name, "only in time", (), sentence(text))
    text = f"nobody can remove {who}, and no term or limit of age ends; only death or resignation does"
    return Irremovable(name, "not at all", (), sentence(text))
