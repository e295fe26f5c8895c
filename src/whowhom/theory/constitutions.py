"""Which constitutions last when those in power foresee what each reform will lead to.

Source: D. Acemoglu, G. Egorov and K. Sonin, "Dynamics and stability of constitutions, coalitions, and clubs",
American Economic Review 102 (2012) 1446-1476, Theorem 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter


def stable_outcomes(decisive: Mapping[str, str], rankings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return for each state the state in which it ends.

    Order the states so that none is preferred to an earlier one by those who decide in the earlier one. Then,
    in that order, phi(s) is the best of the stable earlier states that the deciders of s prefer to s, and s
    itself if there is none; a state is stable if phi(s) = s.

    decisive: state -> the group that decides in it; rankings: group -> every state, best first, no ties.
    Raises ValueError if a ranking is missing or incomplete, or if preferences run in a circle, so that no
    order exists. Source: Acemoglu, Egorov and Sonin 2012, Theorem 1 (discount close to 1, costless moves).
    Does not model: impatience, costs of transition, groups that decide only together.
    """
    places = {state: _places(group, rankings, decisive) for state, group in decisive.items()}
    preferred = {
        state: {other for other in decisive if place[other] < place[state]} for state, place in places.items()
    }
    try:
        order = list(TopologicalSorter(preferred).static_order())
    except CycleError as error:
        circle = ", ".join(error.args[1])
        raise ValueError(
            f"rankings: preferences run in a circle: {circle}; expected an acyclic order"
        ) from None
    outcomes: dict[str, str] = {}
    for state in order:
        stable = [other for other in preferred[state] if outcomes[other] == other]
        outcomes[state] = min(stable, key=places[state].__getitem__, default=state)
    return {state: outcomes[state] for state in decisive}


def _places(group: str, rankings: Mapping[str, Sequence[str]], states: Mapping[str, str]) -> dict[str, int]:
    """Return each state's place in a group's ranking, checked to be complete and strict."""
    if group not in rankings:
        raise ValueError(f"rankings: no ranking of {group}; expected one of every group that decides")
    ranking = list(rankings[group])
    for state in states:
        if ranking.count(state) != 1:
            raise ValueError(
                f"rankings: {group} does not rank {state} once; expected every state, best first"
            )
    return {state: place for place, state in enumerate(ranking)}
