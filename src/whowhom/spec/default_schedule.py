"""The schedule of a document that has none: what the rules need, read as two sides."""

from __future__ import annotations

from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario, Step

_STEPS: tuple[tuple[str, Verb | None], ...] = (
    ("departure", None),
    ("tenure", None),
    ("party_purge", Verb.EXPELS),
    ("party_packing", Verb.ENLARGES),
    ("lot", Verb.DRAWS),
    ("party_line", None),
    ("ex_officio", Verb.EX_OFFICIO),
)
"""Each mechanism, in order, and the verb without which it has nothing to do."""


def with_schedule(scenario: Scenario) -> Scenario:
    """Return the scenario, with the schedule that its rules need where it has none.

    Without a schedule nobody leaves early unless a body says so, and both sides use every power they have.
    """
    if scenario.schedule:
        return scenario
    verbs = {rule.verb for rule in scenario.rules}
    steps = tuple(Step(mechanism=name) for name, verb in _STEPS if verb is None or verb in verbs)
    full = scenario.model_copy(update={"schedule": steps})
    full._origin = scenario.origin
    return full
