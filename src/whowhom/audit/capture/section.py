"""Capture in probability: the chain of counts for each principal, over a range of loyalties of appointees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from whowhom.audit.capture.words import words_of
from whowhom.audit.labels import noun, sentence
from whowhom.audit.two_sided import horizon, model_of, opens_by_age_alone, principals, targets
from whowhom.spec.errors import WhoWhomError
from whowhom.spec.scenario import Scenario

if TYPE_CHECKING:
    from whowhom.exact.counts.chain import Capture as Chain

LOYALTIES = (0.5, 0.7, 0.8, 0.9, 1.0)
"""Chances that someone whom the principal's side puts in is truly of that side; an assumption, so swept."""

SECONDS = 60.0
"""Time for the whole section; what is not done by then is told."""

METHOD = (
    "Exact Markov chain over the number of seats that the principal's side holds of each kind, month by "
    "month, in 64 bit; nothing is simulated."
)


@dataclass(frozen=True)
class Pair:
    """What the chains say of one principal and one body."""

    principal: str
    target: str
    months: int
    chains: dict[float, Chain]
    left_out: str = ""
    """Why nothing was computed, or why it ended early; empty where all was."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; probabilities by month."""
        return {
            "principal": self.principal,
            "target": self.target,
            "months": self.months,
            "left_out": self.left_out,
            "caveats": list(next(iter(self.chains.values())).caveats) if self.chains else [],
            "by_loyalty": [
                {"loyalty": loyalty, **_chain_to_dict(chain)} for loyalty, chain in self.chains.items()
            ],
        }


@dataclass(frozen=True)
class CaptureSection:
    """The section "capture" of an audit."""

    pairs: tuple[Pair, ...]
    words: tuple[str, ...] = field(default=())

    @property
    def residual(self) -> float:
        """The largest distance from 1 of the probabilities of any month of any chain."""
        return max((chain.residual for pair in self.pairs for chain in pair.chains.values()), default=0.0)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "method": METHOD,
            "residual": self.residual,
            "loyalties": list(LOYALTIES),
            "pairs": [pair.to_dict() for pair in self.pairs],
            "words": list(self.words),
        }


def capture(
    scenario: Scenario, loyalties: Sequence[float] = LOYALTIES, seconds: float = SECONDS
) -> CaptureSection:
    """Return how probably each principal comes to control the bodies it acts upon, and from when for good.

    Stops when the time is over, with the partial answer. A principal that the chain cannot follow is told
    with the reason; nothing is raised for it.
    """
    until = monotonic() + seconds
    wanted = [(name, target) for name in principals(scenario) for target in targets(scenario, name)]
    found = []
    for place, (name, target) in enumerate(wanted):
        left = (until - monotonic()) / (len(wanted) - place)
        found.append(of_pair(scenario, name, target, loyalties, max(left, 0.1)))
    words = list(words_of(scenario, [pair.to_dict() for pair in found]))
    idle = [name for name in principals(scenario) if not targets(scenario, name)]
    words += [sentence(f"{noun(scenario, name)} acts upon no body that anybody fills") for name in idle]
    return CaptureSection(tuple(found), tuple(words))


def of_pair(
    scenario: Scenario, principal: str, target: str, loyalties: Sequence[float], seconds: float
) -> Pair:
    """Follow one principal and one body at each loyalty, the highest first, because it is the worst case."""
    from whowhom.exact.counts.chain import CountChain

    months = horizon(scenario, principal)
    chains: dict[float, Chain] = {}
    why = _not_by_counts(scenario, target)
    until = monotonic() + seconds
    for loyalty in sorted(loyalties, reverse=True):
        if why:
            break
        try:
            model = model_of(scenario, principal, (target,), months, {"party_line.loyalty": loyalty})
            left = max(until - monotonic(), 0.1)
            found = CountChain(model, (target,)).capture((target,), months, left)
        except WhoWhomError as error:
            why = str(error)
            break
        whole = found.months == found.asked
        if whole or not chains:
            chains[loyalty] = found
        if not whole:
            after = f" after {found.months} of {months} months"
            told = after if loyalty in chains else f" before loyalty {loyalty:g} was done"
            why = f"the time was up{told}: make bodies smaller, or give more --seconds"
    return Pair(principal, target, months, dict(sorted(chains.items())), why)


def _not_by_counts(scenario: Scenario, target: str) -> str:
    """Return why counts alone cannot answer, or nothing."""
    if opens_by_age_alone(scenario, target):
        return "seats open by age or death alone, which counts do not see: the calendar answers, with deaths"
    return ""


def _chain_to_dict(chain: Chain) -> dict[str, Any]:
    """Return the answers of one chain as plain values."""
    (name,) = chain.bodies
    expected, slack = chain.expected_months(name)
    return {
        "control": [float(value) for value in chain.control[name]],
        "first": [max(float(value), 0.0) for value in chain.first[name]],
        "seats": [float(value) for value in chain.seats[name]],
        "share_while_not_controlled": _last(chain.given_not[name]),
        "expected_months": expected if expected < float("inf") else None,
        "expected_months_residual": slack,
        "locked": [float(value) for value in chain.locked],
        "still_open": dict(chain.still_open),
        "states": chain.states,
        "residual": chain.residual,
        "months": chain.months,
    }


def _last(values: Any) -> float | None:
    """Return the last number of a row, None where there is none."""
    import numpy as np

    known = np.asarray(values)[~np.isnan(values)]
    return float(known[-1]) if known.size else None
