"""The contest: what best play makes of the same rules, and what it is worth to move first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from whowhom.audit.labels import agreeing, noun, sentence, span
from whowhom.audit.two_sided import horizon, model_of, relevant
from whowhom.spec.errors import ModelError
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario

if TYPE_CHECKING:
    from whowhom.exact.counts.contest import Contest as Solved

MONTHS = 60
"""The contest is solved for so many months at most."""
REPRISALS = (0.0, 0.5)
"""Chances that each of those who moved in vain loses his seat: an assumption, so both are told."""
SHOWN = 0.005
"""A chance below which half a percent would be told as none."""
MOTIONS = (Verb.EXPELS, Verb.ENLARGES)

METHOD = (
    "Value iteration backward over the chain of counts: each motion is made or not as best play of its side "
    "asks; perfect information, zero sum; checked by following the same play forward."
)


@dataclass(frozen=True)
class Contest:
    """The contest of one principal for one body."""

    principal: str
    target: str
    months: int
    loyalty: float
    solved: dict[str, Solved]
    """By case: "ours_first", "rest_first", "nobody_moves", and those with a reprisal."""
    left_out: str
    words: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        found = {
            name: {
                "value": one.value,
                "control": [float(value) for value in one.control],
                "ours_moves": [float(value) for value in one.moved[0]],
                "rest_moves": [float(value) for value in one.moved[1]],
                "states": one.states,
                "residual": one.residual,
            }
            for name, one in self.solved.items()
        }
        values = {name: one.value for name, one in self.solved.items()}
        both = {"ours_first", "rest_first"} <= set(values)
        return {
            "method": METHOD,
            "residual": max((one.residual for one in self.solved.values()), default=0.0),
            "principal": self.principal,
            "target": self.target,
            "months": self.months,
            "loyalty": self.loyalty,
            "left_out": self.left_out,
            "cases": found,
            "value_ours_first": values.get("ours_first"),
            "value_rest_first": values.get("rest_first"),
            "value_nobody_moves": values.get("nobody_moves"),
            "moving_first": values["ours_first"] - values["rest_first"] if both else None,
            "words": list(self.words),
        }


def contest(
    scenario: Scenario, principal: str, target: str, loyalty: float, seconds: float = 20.0
) -> Contest:
    """Solve the contest in which both sides choose when to remove, to pack, or to wait.

    What the time does not allow, or the table cannot hold, is told in `left_out`.
    """
    months = min(MONTHS, horizon(scenario, principal))
    bearing = relevant(scenario, {principal, target})
    motions = [rule for rule in scenario.rules if rule.verb in MOTIONS and rule.over in bearing]
    if not motions:
        why = "no rule lets anybody remove others or add seats, so that there is nothing to choose"
        said = sentence(f"{noun(scenario, principal)}: {why}")
        return Contest(principal, target, months, loyalty, {}, why, (said,))
    solved: dict[str, Solved] = {}
    why = ""
    try:
        why = _solve(scenario, principal, target, months, loyalty, seconds, solved)
    except ModelError as error:
        why = str(error)
    words = tuple(_words(scenario, principal, target, months, solved, why))
    return Contest(principal, target, months, loyalty, solved, why, words)


def _solve(
    scenario: Scenario,
    principal: str,
    target: str,
    months: int,
    loyalty: float,
    seconds: float,
    solved: dict[str, Solved],
) -> str:
    """Solve the cases one after another into `solved`; return why some are missing, or nothing."""
    from whowhom.exact.counts.chain import CountChain
    from whowhom.exact.counts.contest import contest as solve

    free = {name: 1.0 for name in ("party_purge.attempt", "party_purge.resistance", "party_packing.attempt")}
    model = model_of(scenario, principal, (target,), months, {"party_line.loyalty": loyalty, **free})
    chain = CountChain(model, (target,))
    ours_first, rest_first = (0, 1), (1, 0)
    cases: dict[str, dict[str, Any]] = {
        "ours_first": {"first_to_move": ours_first},
        "rest_first": {"first_to_move": rest_first},
        "nobody_moves": {"waits": (0, 1)},
    }
    for reprisal in REPRISALS[1:]:
        name = f"ours_first_reprisal_{reprisal:g}"
        cases[name] = {"first_to_move": ours_first, "reprisal": reprisal}
    until = monotonic() + seconds
    for name, options in cases.items():
        if monotonic() > until:
            return f"the time was up before the case {name}"
        solved[name] = solve(chain, target, months, seconds=max(until - monotonic(), 0.5), **options)
    return ""


def _words(
    scenario: Scenario, principal: str, target: str, months: int, solved: dict[str, Solved], why: str
) -> Iterator[str]:
    """Tell the contest in sentences."""
    who, where = noun(scenario, principal), noun(scenario, target)
    if why:
        yield sentence(f"the contest of {who} for {where} is not solved: {why.removeprefix('contest: ')}")
    if "ours_first" not in solved:
        return
    best = solved["ours_first"]
    controls = agreeing(scenario, principal, "controls", "control")
    text = (
        f"when both sides play their best, {who} {controls} {where} after {span(months)} with a chance of "
        f"{100 * best.value:.0f} %"
    )
    if "nobody_moves" in solved:
        text += f"; {100 * solved['nobody_moves'].value:.0f} % if nobody ever removes or adds anybody"
    yield sentence(text)
    if "rest_first" in solved:
        worth = best.value - solved["rest_first"].value
        if abs(worth) >= SHOWN:
            yield sentence(
                f"to move first in a month is worth {100 * worth:.0f} points of that chance to {who}"
            )
        else:
            yield sentence("who moves first in a month makes no difference there")
    for side, name in ((0, who), (1, "the other side")):
        several = side == 0 and controls == "control"
        gains, loses = ("gain", "lose") if several else ("gains", "loses")
        month = next((month for month, motions in enumerate(best.moved[side]) if motions >= SHOWN), None)
        if month is None:
            yield sentence(f"{name} {gains} nothing there by moving rather than waiting")
        elif month <= 1:
            yield sentence(f"{name} should move at once, wherever the votes are there")
        else:
            yield sentence(
                f"{name} {loses} nothing by waiting until month {month}, but should move then, wherever the "
                "votes are there"
            )
