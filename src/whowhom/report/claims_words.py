"""What the pages of claims say in words: verdicts, probabilities, numbers with what stands in their place."""

from __future__ import annotations

import math
from typing import Any

from whowhom.report.section import percent, persons, signed

Plain = dict[str, Any]
ERROR = 0.05
"""The chance of a wrong verdict that is borne; a verdict is given from 1 less it up, and from it down."""
SUPPORTED, CONTRADICTED, UNDETERMINED = "supported", "contradicted", "undetermined"
NOT_COUNTED = "not counted"
MEANINGS = {
    SUPPORTED: "under these assumptions the claim holds in 95 % of the posterior or more",
    CONTRADICTED: "under these assumptions it holds in 5 % of the posterior or less",
    UNDETERMINED: "it holds in part of the posterior and fails in another: what is known does not decide it",
    NOT_COUNTED: "in this model it cannot come out the other way, so that what comes out says nothing of it",
}
"""What each verdict means, in the order in which they are counted."""
_SIDES = {
    "more": "the effect is +{margin} or more",
    "less": "the effect is -{margin} or less",
    "same": "the effect stays within ±{margin}",
    "not_more": "the effect is not +{margin} or more",
    "not_less": "the effect is not -{margin} or less",
}
INFINITE = "infinite"
NONE = "none"
SPACE = "\u00a0"
"""A space at which no line is broken."""


def real(value: object) -> float:
    """Return a number of the file; NaN where there is none, infinite where the file has the word."""
    if value == INFINITE:
        return math.inf
    return float(value) if isinstance(value, int | float) else math.nan


def amount(value: object) -> str:
    """Write a number with four figures at most, large ones as whole numbers with gaps."""
    number = real(value)
    if not math.isfinite(number):
        return NONE if math.isnan(number) else INFINITE
    return persons(number) if number >= 10_000 else f"{number:.4g}"


def with_unit(text: str, unit: str) -> str:
    """Write a number with its unit; a pure number has none."""
    return text if text == NONE or unit == "1" else f"{text} {unit}"


def count(number: int) -> str:
    """Write how many there are, with gaps between thousands."""
    return f"{number:,}".replace(",", SPACE)


def difference(value: object) -> str:
    """Write a difference with its sign."""
    number = real(value)
    return signed(number) if math.isfinite(number) and number else amount(abs(number))


def probability(share: Plain | None) -> str:
    """Write the share of the posterior in which a claim holds, finer beside the limits of the verdicts."""
    chance = math.nan if share is None else real(share["probability"])
    near = min(abs(chance - ERROR), abs(chance - (1 - ERROR))) < 0.001
    return percent(chance, 2 if near else 1)


def interval(share: Plain | None) -> str:
    """Write the 90 per cent interval of that share."""
    if share is None or math.isnan(real(share["low"]) + real(share["high"])):
        return NONE
    low, high = percent(real(share["low"])), percent(real(share["high"]))
    return f"{low} to {high}".replace(" ", SPACE)


def share_told(share: Plain | None) -> str:
    """Write both for the pointer and for a screen reader."""
    return f"holds in {probability(share)} of the posterior (90 % interval: {interval(share)})"


def people(names: list[str]) -> str:
    """Write who asserts something, or that nobody is named."""
    return ", ".join(names) if names else "nobody named"


def upper_first(text: str) -> str:
    """Return a sentence with its first letter large."""
    return text[:1].upper() + text[1:]


def sentence(claim: Plain, together: int) -> str:
    """Say the verdict, how probable it is that the claim holds, and why the verdict is not another one.

    together: how many claims were judged together.
    """
    share, verdict = claim["share"], claim["verdict"]
    held = f"the claim holds with probability {probability(share)}"
    sure = f"The share of the posterior in which it holds is {interval(share)} (90 % interval)"
    if math.isnan(real(share["probability"])):
        return (
            "Undetermined. No history has the numbers that the claim asks for, so that nothing can be told."
        )
    if verdict == NOT_COUNTED:
        return (
            "Not counted. The claim cannot come out the other way in this model: that it holds with "
            f"probability {probability(share)} says nothing of it."
        )
    if verdict in (SUPPORTED, CONTRADICTED):
        return f"{upper_first(verdict)}. Under these assumptions {held}. {sure}."
    if claim["alone"] != verdict:
        return (
            f"Undetermined among the {together} claims judged together. Under these assumptions {held}, and "
            f"judged alone it is {claim['alone']}; but with this verdict added, the chance that any verdict "
            f"given is wrong would exceed {percent(ERROR)}. {sure}."
        )
    return (
        f"Undetermined. Under these assumptions {held}: too little for one verdict (from "
        f"{percent(1 - ERROR)}) and too much for the other (to {percent(ERROR)}). {sure}."
    )


def rests_on(claim: Plain) -> str:
    """Say what a claim was judged from."""
    if not claim["draws"]:
        return "numbers on record alone; nothing was simulated"
    return (
        f"{claim['draws']} draws of the posterior; {claim['histories']} pairs of histories for each "
        "simulated comparison, with the same luck in both histories of a pair"
    )


def joined(claim: Plain) -> str:
    """Say how the comparisons of a claim are joined."""
    if len(claim["comparisons"]) == 1:
        return "The claim holds in a draw of the posterior where this comparison comes out as it says."
    which = "all of its comparisons come" if claim["holds"] == "all" else "any of its comparisons comes"
    return f"The claim holds in a draw of the posterior where {which} out as it says."


def effect_told(claim: Plain) -> str:
    """Say what an effect is, for the comparisons that a claim has."""
    told = []
    simulated = [one for one in claim["comparisons"] if one["status"] == "simulated"]
    if any(one["level"] is None for one in simulated):
        told.append(
            "The effect is the expected difference that a change makes, under each set of the uncertain "
            "numbers that the record leaves possible."
        )
    if any(one["level"] is not None for one in simulated):
        told.append("Where a number is held to a level, it is how much the number is above it.")
    if len(simulated) < len(claim["comparisons"]):
        told.append(
            "An effect on record is the number on record, less the level or the other number that it is held "
            "to: the mark is what the record says, filled where seen in its source, hollow where it is "
            "recalled; the lines are what it may have been, with its error."
        )
    return " ".join(told)


def side(comparison: Plain) -> str:
    """Say which effect the claim expects of a comparison."""
    margin = real(comparison["margin"])
    if margin == 0:
        words = {"more": "is above 0", "less": "is below 0", "not_more": "is not above 0"}
        return f"the effect {words.get(comparison['expects'], 'is not below 0')}"
    return _SIDES[comparison["expects"]].format(margin=amount(margin))


def version(labels: dict[str, str], otherwise: str = "the scenario as it is") -> str:
    """Name a version by its interventions."""
    return " and ".join(labels.values()) if labels else otherwise


def turns_it(claim: Plain, turn: Plain) -> bool:
    """Return whether an assumption turns a verdict, as the judge says; what is not counted has none."""
    return claim["cannot"] is None and bool(turn["turns"])


def as_expected(turn: Plain) -> bool:
    """Return whether more than half of the posterior lies where a claim expects it in a declared region."""
    chance = real((turn["share"] or {}).get("probability"))
    return chance > 0.5 if turn["expected"] == SUPPORTED else chance < 0.5


def region_told(claim: Plain) -> str:
    """Tell the discovered region of the numbers, with how good it is."""
    found = claim["discovered"]
    if not claim["draws"]:
        return "Nothing was simulated, so that no number of the model could turn it."
    if found is None:
        return (
            "No region was looked for: that takes 100 draws, in some of which the claim holds, in some not."
        )
    if not found["found"] or not found["limits"]:
        return "No region of the numbers was found in which the claim holds more often than luck explains."
    inside, base = percent(real(found["density"])), percent(real(found["base"]))
    return (
        f"It holds mostly where {found['says']}. Of the draws in that region {inside} have it hold, "
        f"of all draws {base} (both by draws that the region was not made from); the region has "
        f"{percent(real(found['coverage']))} of all draws in which it holds."
    )
