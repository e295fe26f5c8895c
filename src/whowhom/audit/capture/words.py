"""Capture in probability, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from whowhom.audit.labels import agreeing, listed, noun, sentence, span
from whowhom.spec.scenario import Scenario

EVEN = 0.5
MOST_ACTS = 4
"""Acts that are named where more are open."""
NOTHING = 1e-12
"""A chance that differs from 0 by rounding alone."""
SURE = 1.0 - 1e-12
"""A chance that differs from 1 by rounding alone."""


def words_of(scenario: Scenario, pairs: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Give the sentences of the section, from its plain values."""
    for pair in pairs:
        who, where = noun(scenario, pair["principal"]), noun(scenario, pair["target"])
        if pair["left_out"]:
            yield sentence(f"{who} and {where}: {pair['left_out']}")
        if pair["by_loyalty"]:
            controls = agreeing(scenario, pair["principal"], "controls", "control")
            yield _control(who, controls, where, pair["by_loyalty"], pair.get("months", 0))
            yield from _locked(who, where, pair["by_loyalty"][-1])


def _control(who: str, controls: str, where: str, chains: Sequence[dict[str, Any]], asked: int) -> str:
    """Say when one body is controlled, with perfectly loyal appointees and with less loyal ones."""
    most = chains[-1]
    months = most["months"]
    if most["first"][-1] < NOTHING:
        comes = "come" if controls == "control" else "comes"
        if months < asked:
            return sentence(
                f"in the first {span(months)}, all that was followed, {who} never {comes} to control "
                f"{where}, even if all whom it puts in are loyal"
            )
        # The highest loyalty is the worst case, so that it speaks for those below it.
        swept = most["loyalty"] == 1 and len(chains) > 1
        how = "however loyal its people are" if swept else f"at loyalty {most['loyalty']:g}"
        return sentence(f"in {span(months)} {who} never {comes} to control {where}, {how}")
    first = next(month for month, chance in enumerate(most["first"]) if chance >= NOTHING)
    even = reached(most["first"])
    if first == 0:
        text = f"{who} {controls} {where} from the first day"
    elif even == first:
        text = f"{who} {controls} {where} after {span(first)}, if all whom it puts in are loyal"
        if most["first"][first] < SURE:
            text = text.replace(", if", f" with a chance of {_percent(most['first'][first])}, if")
    else:
        chances = f"even chances after {span(even)}" if even is not None else "less than even chances"
        text = (
            f"{who} can control {where} after {span(first)}, with {chances}, if all whom it puts in are loyal"
        )
    shares = [(one["loyalty"], _percent(one["control"][-1])) for one in chains if one["months"] == months]
    still = "still " if first == 0 else ""
    return sentence(f"{text}; chance of {still}being in control after {span(months)}: {_swept(shares)}")


def _swept(shares: Sequence[tuple[float, str]]) -> str:
    """Tell chances by loyalty, lowest first; neighbours with one chance together."""
    runs: list[tuple[float, float, str]] = []
    for loyalty, chance in shares:
        if runs and runs[-1][2] == chance:
            runs[-1] = (runs[-1][0], loyalty, chance)
        else:
            runs.append((loyalty, loyalty, chance))
    if len(runs) == 1 and len(shares) > 1:
        return f"{runs[0][2]}, whatever the loyalty from {runs[0][0]:g} to {runs[0][1]:g}"
    parts = [
        f"{chance} at loyalty {low:g}" + (f" to {high:g}" if high > low else "") for low, high, chance in runs
    ]
    return listed(parts)


def _percent(chance: float) -> str:
    """Write a chance; what is neither impossible nor sure is not rounded to it."""
    whole = round(100 * chance)
    if whole == 0 and chance >= NOTHING:
        return "below 1 %"
    return "above 99 %" if whole == 100 and chance < SURE else f"{whole} %"


def _locked(who: str, where: str, best: dict[str, Any]) -> Iterator[str]:
    """Say from when the rest can undo nothing, or what stays open to it."""
    locked = best["locked"]
    if best["first"][-1] < NOTHING:
        return
    if locked[-1] < NOTHING:
        stay = [f"“{name}”" for name, chance in best["still_open"].items() if chance > EVEN]
        told = [*stay[:MOST_ACTS], *([f"{len(stay) - MOST_ACTS} more"] if len(stay) > MOST_ACTS else [])]
        still = f": open to them {'stays' if len(stay) == 1 else 'stay'} {listed(told)}" if stay else ""
        yield sentence(f"others can still undo {who} in {where} to the end{still}")
        return
    even = reached(locked)
    since = "with less than even chances"
    if even is not None:
        since = f"{'' if locked[even] >= SURE else 'with even chances '}after {span(even)}"
    yield sentence(
        f"point of no return in {where}, {'from the first day' if even == 0 else since}: nobody outside the "
        f"side of {who} can remove, refuse or outvote it any more "
        f"({_percent(locked[-1])} after {span(best['months'])}, if all are loyal)"
    )


def reached(chances: Sequence[float]) -> int | None:
    """Return the first month with at least even chances, or None."""
    return next((month for month, chance in enumerate(chances) if chance >= EVEN), None)
