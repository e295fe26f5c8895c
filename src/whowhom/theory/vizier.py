"""Loyalty against competence: why a threatened ruler picks a less able vizier.

Egorov and Sonin's game was known to us from its abstract alone. What follows is our own smallest construction
with the comparative statics that the abstract states; it is not their game and has none of its numbers.

A plot against the ruler is strong with probability q (the threat) and would then succeed if the vizier joins
it; a weak plot fails. The vizier sees a signal that is right with probability c, his competence. Joining a
strong plot is worth 1, joining a weak one costs the punishment F, and staying loyal is worth the wage w. He
joins after the signal "strong" if his belief reaches (w + F) / (1 + F).

Source of the signs: G. Egorov and K. Sonin, "Dictators and their viziers: endogenizing the loyalty-competence
trade-off", Journal of the European Economic Association 9 (2011) 903-930.
"""

from __future__ import annotations


def betrays(competence: float, threat: float, wage: float, punishment: float) -> bool:
    """Return whether there is a signal after which the vizier joins a plot.

    Belief after "strong" is c q / (c q + (1-c)(1-q)); he joins if it is above (w + F) / (1 + F).
    competence: c, 1/2 to 1; threat: q, strictly between 0 and 1; wage: w, 0 <= w < 1, in units of the prize;
    punishment: F, at least 0, same unit, suffered only if the ruler survives. Raises ValueError outside
    these.
    Source: own construction; see the module. Does not model: bargaining between vizier and plotters.
    """
    _check(threat, wage, punishment)
    if not 0.5 <= competence <= 1.0:
        raise ValueError(f"competence: {competence}; expected 1/2 to 1")
    strong = competence * threat
    weak = (1.0 - competence) * (1.0 - threat)
    return strong * (1.0 - wage) > weak * (wage + punishment)


def most_competent_loyal(threat: float, wage: float, punishment: float) -> float:
    """Return the highest competence at which a vizier stays loyal whatever he sees.

    c = (w+F)(1-q) / ((w+F)(1-q) + q(1-w)), or 1/2 where even a vizier who knows nothing would join. It falls
    with the threat, and no finite punishment lifts it to 1: whoever knows that the plot is strong never pays
    it.
    Arguments and errors as in `betrays`. Source: own construction; see the module.
    Does not model: what a competent vizier is worth, or a ruler who accepts some treason for it.
    """
    _check(threat, wage, punishment)
    held = (wage + punishment) * (1.0 - threat)
    return max(held / (held + threat * (1.0 - wage)), 0.5)


def _check(threat: float, wage: float, punishment: float) -> None:
    if not 0.0 < threat < 1.0:
        raise ValueError(f"threat: {threat}; expected strictly between 0 and 1")
    if not 0.0 <= wage < 1.0:
        raise ValueError(f"wage: {wage}; expected 0 <= wage < 1")
    if punishment < 0.0:
        raise ValueError(f"punishment: {punishment}; expected at least 0")
