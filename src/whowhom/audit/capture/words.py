"""Capture in probability, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from whowhom.audit.labels import listed, noun, sentence, span
from whowhom.spec.scenario import Scenario

EVEN = 0.5


def words_of(scenario: Scenario, pairs: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Give the sentences of the section, from its plain values."""
    for pair in pairs:
        who, where = noun(scenario, pair["principal"]), noun(scenario, pair["target"])
        if pair["left_out"]:
            yield sentence(f"{who} and {where}: {pair['left_out']}")
        if pair["by_loyalty"]:
            yield _control(who, where, pair["by_loyalty"])
            yield from _locked(who, where, pair["by_loyalty"][-1])


def _control(who: str, where: str, chains: Sequence[dict[str, Any]]) -> str:
    """Say when one body is controlled, with perfectly loyal appointees and with less loyal ones."""
    most = chains[-1]
    months = most["months"]
    if most["first"][-1] == 0.0:
        return sentence(
            f"in {span(months)} {who} never comes to control {where}, however loyal its people are"
        )
    first = next(month for month, chance in enumerate(most["first"]) if chance > 0.0)
    if first == 0:
        text = f"{who} controls {where} from the first day"
    else:
        even = reached(most["first"])
        chances = f"even chances after {span(even)}" if even is not None else "less than even chances"
        text = (
            f"{who} can control {where} after {span(first)}, with {chances}, if all whom it puts in are loyal"
        )
    shares = [f"{100 * one['control'][-1]:.0f} % at loyalty {one['loyalty']:g}" for one in chains]
    return sentence(f"{text}; chance of being in control after {span(months)}: {listed(shares)}")


def _locked(who: str, where: str, best: dict[str, Any]) -> Iterator[str]:
    """Say from when the rest can undo nothing, or what stays open to it."""
    locked = best["locked"]
    if best["first"][-1] == 0.0:
        return
    if locked[-1] == 0.0:
        stay = [f"“{name}”" for name, chance in best["still_open"].items() if chance > EVEN]
        still = f": open to them stays {listed(stay)}" if stay else ""
        yield sentence(f"others can still undo {who} in {where} to the end{still}")
        return
    even = reached(locked)
    since = (
        "from the first day" if even == 0 else f"with even chances after {span(even)}" if even else "rarely"
    )
    yield sentence(
        f"point of no return in {where}, {since}: nobody outside {who}'s side can remove, refuse or outvote "
        f"it any more ({100 * locked[-1]:.0f} % after {span(best['months'])}, if all are loyal)"
    )


def reached(chances: Sequence[float]) -> int | None:
    """Return the first month with at least even chances, or None."""
    return next((month for month, chance in enumerate(chances) if chance >= EVEN), None)
