"""What a verdict hangs on, in one sentence."""

from __future__ import annotations

from whowhom import mechanisms
from whowhom.judge.assumptions import LEVEL, Association
from whowhom.judge.judged import Discovered, GoesWith, Judged
from whowhom.judge.shares import Share
from whowhom.judge.verdicts import UNDETERMINED


def meaning(name: str) -> str:
    """Return what a number of a mechanism means, by its own declaration, with its name."""
    mechanism, _, number = name.partition(".")
    try:
        parameters = mechanisms.load(mechanism).declaration.parameters
    except KeyError:
        return name
    says = next((one.says for one in parameters if one.name == number), "")
    return f"{says} ({name})" if says else name


def with_unit(number: float, unit: str) -> str:
    """Write a number with its unit, which is not written where it is 1."""
    return f"{number:.4g}" if unit == "1" else f"{number:.4g} {unit}"


def goes_with(found: Association) -> GoesWith:
    """Return how the chance that a claim holds goes with one number, in words and numbers."""
    value = found.value
    return GoesWith(found.name, meaning(found.name), value.given_unit, found.correlation, found.p_value)


def hangs_on(judged: Judged) -> str:
    """Return what a verdict hangs on: the least change that turns it, or the number that goes with it."""
    if judged.claim.cannot is not None:
        return "the model itself, which cannot bring out the other side: its page says why"
    if judged.flip is not None:
        flip = judged.flip
        there = flip.verdict if flip.verdict != UNDETERMINED else "the other way in most draws"
        return f"{flip.says}: {there} (it holds in {_percent(flip.share)} of the posterior there)"
    if judged.discovered is not None and judged.discovered.found:
        return f"it holds mostly where {limits_told(judged.discovered)}"
    sure = [one for one in judged.goes_with if one.p_value <= LEVEL]
    if sure:
        one = sure[0]
        way = "more" if one.correlation > 0 else "less"
        return f"{one.says}: the higher, the {way} it holds (rank correlation {one.correlation:+.2f})"
    joined = next((turn for turn in judged.turns if turn.turns), None)
    if joined is not None:
        return f"{joined.says}: {joined.verdict} (it holds in {_percent(joined.share)} of the posterior then)"
    return "nothing that was tried turns it"


def limits_told(discovered: Discovered) -> str:
    """Return the limits of a region in words."""
    told = []
    for one in discovered.limits:
        low, high = one.low > float("-inf"), one.high < float("inf")
        if low and high:
            told.append(f"{meaning(one.name)} is {one.low:.4g} to {with_unit(one.high, one.unit)}")
        elif low:
            told.append(f"{meaning(one.name)} is above {with_unit(one.low, one.unit)}")
        else:
            told.append(f"{meaning(one.name)} is below {with_unit(one.high, one.unit)}")
    return " and ".join(told)


def _percent(share: Share | None) -> str:
    return f"{100 * share.probability:.0f} %" if share is not None else "none"
