"""Learning by averaging: who ends up believing what when each adopts the mean of those he listens to.

Sources: M. DeGroot, "Reaching a consensus", Journal of the American Statistical Association 69 (1974)
118-121; B. Golub and M. Jackson, "Naive learning in social networks and the wisdom of crowds", American
Economic Journal: Microeconomics 2 (2010) 112-149.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd
from typing import TypeVar

from whowhom.theory.linear_equations import solve

Number = TypeVar("Number", float, Fraction)


def closed_blocks(trust: Sequence[Sequence[Number]]) -> tuple[tuple[int, ...], ...]:
    """Return the groups that listen to nobody outside and cannot be divided further.

    The closed communicating classes of the listening graph (i listens to j if T_ij > 0), in order of
    position.
    trust: T, shape (n, n), rows that add up to 1. Raises ValueError otherwise.
    Source: DeGroot 1974. Does not model: how weak a link is; any positive weight is listened to.
    """
    _check(trust)
    heard = [_reached(trust, person) for person in range(len(trust))]
    blocks = {tuple(sorted(heard[i])) for i in range(len(trust)) if all(i in heard[j] for j in heard[i])}
    return tuple(sorted(blocks))


def reaches_consensus(trust: Sequence[Sequence[Number]]) -> bool:
    """Return whether all end with one opinion, whatever they start with.

    True if there is one closed block and the lengths of its circles have no common divisor but 1: two blocks
    never agree, and a block with a period hands opinions round for ever.
    Argument and errors as in `closed_blocks`.
    Source: DeGroot 1974. Does not model: convergence of a periodic block for some lucky starts.
    """
    blocks = closed_blocks(trust)
    return len(blocks) == 1 and _period(trust, blocks[0]) == 1


def consensus_weights(trust: Sequence[Sequence[Number]]) -> list[Number]:
    """Return the weight of each person's first opinion in the consensus.

    The w with w = w T and sum 1; 0 for those whom the closed block does not hear. Fractions give exact
    fractions.
    Argument as in `closed_blocks`. Raises ValueError also if there is no consensus.
    Source: DeGroot 1974; Golub and Jackson 2010. Does not model: stubbornness; `friedkin_johnsen` does.
    """
    if not reaches_consensus(trust):
        raise ValueError(
            f"trust: no consensus, closed blocks {closed_blocks(trust)}; expected one without a period"
        )
    block = closed_blocks(trust)[0]
    one = trust[0][0] * 0 + 1
    # One balance equation follows from the others, so the last makes room for the sum.
    balance = [[trust[i][j] - (one if i == j else one * 0) for i in block] for j in block[:-1]]
    balance.append([one] * len(block))
    weights = solve(balance, [one * 0] * (len(block) - 1) + [one])
    everybody = [one * 0] * len(trust)
    for person, weight in zip(block, weights, strict=True):
        everybody[person] = weight
    return everybody


def _reached(trust: Sequence[Sequence[Number]], start: int) -> set[int]:
    """Return everybody whose opinion can come to a person through any number of others, and himself."""
    reached, waiting = {start}, [start]
    while waiting:
        person = waiting.pop()
        fresh = {j for j, weight in enumerate(trust[person]) if weight > 0} - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


def _period(trust: Sequence[Sequence[Number]], block: tuple[int, ...]) -> int:
    """Return the greatest common divisor of the lengths of all circles in a block."""
    distance = {block[0]: 0}
    waiting = [block[0]]
    period = 0
    for person in waiting:
        for other in block:
            if trust[person][other] > 0:
                if other in distance:
                    period = gcd(period, distance[person] + 1 - distance[other])
                else:
                    distance[other] = distance[person] + 1
                    waiting.append(other)
    return period


def _check(trust: Sequence[Sequence[Number]]) -> None:
    size = len(trust)
    for i, row in enumerate(trust):
        # Floats such as three times 1/3 miss 1 by rounding only.
        if len(row) != size or any(weight < 0 for weight in row) or abs(float(sum(row)) - 1.0) > 1e-9:
            raise ValueError(f"trust: row {i} is {list(row)}; expected {size} weights that add up to 1")
    if not size:
        raise ValueError("trust: no rows; expected at least one person")
