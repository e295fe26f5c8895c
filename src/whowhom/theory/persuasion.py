"""Persuasion by commitment: how often a sender who chooses what is investigated gets his way.

Source: E. Kamenica and M. Gentzkow, "Bayesian persuasion", American Economic Review 101 (2011) 2590-2615.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

Number = TypeVar("Number", float, Fraction)


class Signal(NamedTuple, Generic[Number]):
    """The sender's best signal: how often it persuades, the belief it leaves, and how often it lies."""

    probability: Number
    posterior: Number
    lie_rate: Number


def best_signal(prior: Number, threshold: Number) -> Signal[Number]:
    """Return the best signal about a state that is true or false, to a receiver who acts on belief.

    The receiver acts if his belief in the true state reaches t. The sender always tells him so when it is
    true, and in a share (P - m) / (1 - m) of the cases when it is not: P = min(1, m / t), m the prior, and
    the belief left is max(m, t). At or above the threshold nothing need be revealed and every case is told as
    true.

    prior: m, 0 to 1; threshold: t, above 0 and at most 1; Fractions give exact fractions. ValueError outside.
    Source: Kamenica and Gentzkow 2011. Does not model: a sender who cannot commit, rival senders, other
    evidence.
    """
    if not 0 <= prior <= 1:
        raise ValueError(f"prior: {prior}; expected 0 to 1")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold: {threshold}; expected above 0 and at most 1")
    one = prior * 0 + 1
    if prior >= threshold:
        return Signal(one, prior, one)
    probability = prior / threshold
    return Signal(probability, threshold, (probability - prior) / (one - prior))
