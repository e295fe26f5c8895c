"""Ruling coalitions among people who will not all ally with one another.

As in `ruling_coalition`, but a coalition that takes power from a larger one must be admissible: every two of
its members are ready to ally. The coalition that rules already need not be. With the admissible coalitions
closed under subsets, a subset of an admissible coalition is admissible, so that

    phi(X) is the least powerful of X and of {Y in X: Y admissible, winning in X, phi(Y) = Y}

is well defined by the same induction over sizes. If everybody is ready to ally with everybody it is the
original; if nobody is, only one who is stronger than all others together takes power.

Source: our reading of D. Acemoglu, G. Egorov and K. Sonin, "Coalition formation in non-democracies", Review
of Economic Studies 75 (2008) 987-1009, on coalitions that are connected in policy: R. Axelrod, Conflict of
Interest (1970), and A. de Swaan, Coalition Theories and Cabinet Formations (1973), ask the same of cabinets.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import inner, kernel
from whowhom.theory.ruling_coalition import OUT_OF_DOMAIN, TIED

MOST_PLAYERS = 12
"""With so many the masks and their subsets take some milliseconds."""
LARGEST_TOTAL = 2**61


@kernel
def ready_to_ally(position: NDArray[np.float32], people: NDArray[np.int64], reach: float) -> NDArray[np.int8]:
    """Return who is ready to ally with whom: 1 where two people stand at most `reach` apart.

    The distance is Euclid's over all dimensions. position: (D, P); people: (n,) of the P; reach: at least 0,
    in the unit of the positions. Returns (n, n), symmetric, 1 on the diagonal.
    Source: house rule. Does not model: dimensions that weigh more than others, or ties of friendship.
    """
    count = len(people)
    ready = np.ones((count, count), dtype=np.int8)
    for i in range(count):
        for j in range(i):
            square = 0.0
            for dimension in range(position.shape[0]):
                apart = position[dimension, people[i]] - position[dimension, people[j]]
                square += float(apart * apart)
            if square > reach * reach:
                ready[i, j] = ready[j, i] = 0
    return ready


@kernel
def admissible_coalition_mask(powers: NDArray[np.int64], ready: NDArray[np.int8]) -> int:
    """Return who rules, at simple majority, as a bit mask: bit i is set if player i is in it.

    phi of the whole society; see the module. A society in which no admissible coalition wins stays as it is.

    powers: shape (n,), whole numbers of at least 1 with a sum below 2^61; ready: shape (n, n), not 0 where
    two are ready to ally, read below the diagonal. Returns TIED (-1) if equally strong coalitions answer,
    OUT_OF_DOMAIN (-2) for no player or more than 12, or powers outside their range.
    Source: see the module. Does not model: what happens to those thrown out, a price paid to a distant ally.
    """
    players = len(powers)
    if players < 1 or players > MOST_PLAYERS:
        return OUT_OF_DOMAIN
    total = 0
    for power in powers:
        if power < 1 or power > LARGEST_TOTAL - total:
            return OUT_OF_DOMAIN
        total += int(power)
    size = 1 << players
    strength = np.zeros(size, dtype=np.int64)
    admissible = np.ones(size, dtype=np.bool_)
    for player in range(players):
        bit = 1 << player
        for mask in range(bit):
            strength[bit + mask] = strength[mask] + int(powers[player])
            fits = admissible[mask]
            for other in range(player):
                if (mask >> other) & 1 == 1 and ready[player, other] == 0:
                    fits = False
            admissible[bit + mask] = fits
    enforcing = np.zeros(size, dtype=np.bool_)
    for mask in range(1, size):
        enforcing[mask] = admissible[mask] and _weakest_rival(mask, strength, enforcing) == mask
    return _weakest_rival(size - 1, strength, enforcing)


@inner
def _weakest_rival(mask: int, strength: NDArray[np.int64], enforcing: NDArray[np.bool_]) -> int:
    """Return the weakest self-enforcing winning proper subset, the mask itself without one, or TIED."""
    best = mask
    tied = False
    subset = (mask - 1) & mask
    while subset > 0:
        if enforcing[subset] and 2 * strength[subset] > strength[mask]:
            if strength[subset] < strength[best]:
                best = subset
                tied = False
            elif strength[subset] == strength[best]:
                tied = True
        subset = (subset - 1) & mask
    return TIED if tied else best
