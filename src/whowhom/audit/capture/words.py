"""Capture in probability, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from whowhom.audit.labels import listed, noun, sentence
from whowhom.spec.scenario import Scenario

CERTAIN, LIKELY = 1.0, 0.9
"""The loyalties that sentences speak of."""
HALF = 0.5


def words_of(scenario: Scenario, principals: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Give the sentences of the section, from its plain values."""
    for one in principals:
        who = noun(scenario, one["principal"])
        chains = {item["loyalty"]: item for item in one["by_loyalty"]}
        if one["left_out"]:
            yield sentence(f"{who}: {one['left_out']}")
        if not chains:
            continue
        best = chains[max(chains)]
        for name in one["targets"]:
            yield _body(scenario, who, name, chains)
        yield _locked(who, best, one["months"])


def _body(scenario: Scenario, who: str, name: str, chains: dict[float, dict[str, Any]]) -> str:
    """Say when one body is controlled, with perfectly loyal appointees and with less loyal ones."""
    where = noun(scenario, name)
    most = chains[max(chains)]["bodies"][name]
    months = len(most["first"]) - 1
    if most["first"][-1] == 0.0:
        return sentence(
            f"in {span(months)} {who} never comes to control {where}, however loyal its people are"
        )
    first = next(month for month, chance in enumerate(most["first"]) if chance > 0.0)
    at_once = "from the first day" if first == 0 else f"after {span(first)} at the earliest"
    half = _reached(most["first"])
    even = (
        f"with even chances after {span(half)}"
        if half is not None
        else f"with less than even chances in {span(months)}"
    )
    text = f"{who} controls {where} {at_once}"
    if first > 0:
        text += f", {even}, if everyone it puts in is loyal"
    ranges = [
        f"{100 * item['bodies'][name]['control'][-1]:.0f} % at loyalty {loyalty:g}"
        for loyalty, item in sorted(chains.items())
    ]
    return sentence(f"{text}; in control after {span(months)}: {listed(ranges)}")


def _locked(who: str, best: dict[str, Any], months: int) -> str:
    """Say from when the rest can undo nothing, or what stays open to it."""
    locked = best["locked"]
    if locked[-1] == 0.0:
        stay = [name for name, chance in best["still_open"].items() if chance > 0.5]
        still = f": open to them stay {listed([f'“{name}”' for name in stay])}" if stay else ""
        return sentence(f"the others can undo {who} throughout{still}")
    first = next(month for month, chance in enumerate(locked) if chance > 0.0)
    half = _reached(locked)
    even = f", with even chances after {span(half)}" if half is not None else ""
    return sentence(
        f"after {span(first)} at the earliest{even}, nobody outside can remove, refuse or outvote {who}'s "
        f"side any more ({100 * locked[-1]:.0f} % after {span(months)}, all loyal)"
    )


def _reached(chances: Sequence[float]) -> int | None:
    """Return the first month with at least even chances, or None."""
    return next((month for month, chance in enumerate(chances) if chance >= HALF), None)


def span(months: int) -> str:
    """Write a number of months as "1 year 3 months"."""
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(f"{years} year{'' if years == 1 else 's'}")
    if rest or not years:
        parts.append(f"{rest} month{'' if rest == 1 else 's'}")
    return " ".join(parts)
