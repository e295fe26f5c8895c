"""Verdicts: from the probability that a claim holds to a word, alone and among many claims.

Alone a claim is supported where it holds with a probability of 95 % or more over the posterior, contradicted
where that is 5 % or less, and undetermined between: a verdict is wrong in at most one of twenty cases, as far
as the model and its posterior can be trusted. Judged together, verdicts are given in the order of their
surety, as long as the chance that any of them is wrong, which is no more than the sum of their chances of
being wrong, stays within 5 %. A claim that the model cannot bring out either way is never counted.
Source: Bonferroni's inequality for posterior probabilities, as in Westfall, Johnson and Utts 1997.
Does not model: that the model itself is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

SUPPORTED, CONTRADICTED, UNDETERMINED = "supported", "contradicted", "undetermined"
NOT_COUNTED = "not counted"
ERROR = 0.05
"""The chance of a wrong verdict that is borne, of one claim and of any among those judged together."""


def alone(probability: float) -> str:
    """Return the verdict on one claim that holds with a probability."""
    if probability >= 1.0 - ERROR:
        return SUPPORTED
    return CONTRADICTED if probability <= ERROR else UNDETERMINED


def chance_of_error(probability: float) -> float:
    """Return the chance that the likelier of the two verdicts is wrong."""
    return min(probability, 1.0 - probability)


def together(probabilities: Sequence[float]) -> list[str]:
    """Return the verdicts on claims that are judged together, in their order."""
    order = sorted(range(len(probabilities)), key=lambda place: chance_of_error(probabilities[place]))
    answer = [UNDETERMINED] * len(probabilities)
    spent = 0.0
    for place in order:
        spent += chance_of_error(probabilities[place])
        if spent > ERROR:
            break
        answer[place] = alone(probabilities[place])
    return answer
