"""Control of the agenda: the setter who proposes, and the order in which items are put to the vote.

Sources: T. Romer and H. Rosenthal, "Political resource allocation, controlled agendas, and the status quo",
Public Choice 33 (1978) 27-43; D. Black, The Theory of Committees and Elections (1958); R. Farquharson, Theory
of Voting (1969).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

from whowhom.core.kernel import kernel

Item = TypeVar("Item")


@kernel
def setter_outcome(setter: float, voter: float, reversion: float) -> float:
    """Return the outcome of a take-it-or-leave-it proposal to a decisive voter.

    The voter accepts whatever is no farther from his ideal v than the reversion point q: the interval from q
    to 2v - q. The setter proposes the point of it nearest his own ideal. The worse q is for the voter, the
    more the setter takes; at q = v he takes nothing.

    setter, voter: ideal points; reversion: what stands if the proposal fails; all on one line, in one unit.
    Source: Romer and Rosenthal 1978. Does not model: amendments, uncertainty about the voter, several
    dimensions.
    """
    mirror = 2.0 * voter - reversion
    low = min(reversion, mirror)
    high = max(reversion, mirror)
    return min(max(setter, low), high)


def amendment_winner(agenda: Iterable[Item], beats: Collection[tuple[Item, Item]]) -> Item:
    """Return what is left after the items are put against each other in order, two at a time.

    The first item meets the second, the winner meets the third, and so on; each vote follows the majority
    relation (sincere voting). In a cycle the later an item comes the better for it.

    agenda: the items in order; beats: pairs (winner, loser), one for each pair of items that may meet.
    Raises ValueError if the agenda is empty or the relation does not decide a pair that meets.
    Source: Black 1958; Farquharson 1969. Does not model: sophisticated voting, ties, agendas that branch.
    """
    items = iter(agenda)
    try:
        standing = next(items)
    except StopIteration:
        raise ValueError("agenda: no item; expected at least one") from None
    for item in items:
        wins, loses = (item, standing) in beats, (standing, item) in beats
        if wins == loses:
            raise ValueError(f"beats: {standing} and {item} are not decided; expected exactly one winner")
        standing = item if wins else standing
    return standing
