"""Bounded confidence: people average only with those whose opinions are already near their own.

Sources: R. Hegselmann and U. Krause, "Opinion dynamics and bounded confidence", Journal of Artificial
Societies and Social Simulation 5(3) (2002); G. Deffuant, D. Neau, F. Amblard and G. Weisbuch, "Mixing beliefs
among interacting agents", Advances in Complex Systems 3 (2000) 87-98; J. Lorenz, "Continuous opinion dynamics
under bounded confidence: a survey", International Journal of Modern Physics C 18 (2007) 1819-1838.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import kernel

Number = TypeVar("Number", float, Fraction)
ROUNDING = 1e-12


class Settled(NamedTuple, Generic[Number]):
    """Opinions that no longer move, and the number of steps that moved them."""

    opinions: tuple[Number, ...]
    steps: int


def step(opinions: Sequence[Number], confidence: Number) -> tuple[Number, ...]:
    """Return everybody's opinion after one simultaneous Hegselmann-Krause update.

    Each takes the mean of all opinions within the confidence bound of his own, the bound and himself
    included.
    opinions: shape (n,), any unit; confidence: same unit, at least 0, ValueError below; Fractions stay exact.
    Source: Hegselmann and Krause 2002. Does not model: bounds that differ by person or direction.
    """
    if confidence < 0:
        raise ValueError(f"confidence: {confidence}; expected at least 0")
    order = sorted(range(len(opinions)), key=opinions.__getitem__)
    line = [opinions[i] for i in order]
    sums = list(accumulate(line, initial=confidence * 0))
    after = list(opinions)
    low = high = 0
    for place, person in enumerate(order):
        while line[place] - line[low] > confidence:
            low += 1
        while high < len(line) and line[high] - line[place] <= confidence:
            high += 1
        after[person] = (sums[high] - sums[low]) / (high - low)
    return tuple(after)


def settle(opinions: Sequence[Number], confidence: Number, most_steps: int = 100_000) -> Settled[Number]:
    """Return where simultaneous updates end and how many of them moved anybody.

    `step` repeated until nobody moves; floats are at rest when nobody moves by more than 1e-12 times the
    range of opinions, Fractions when nothing changes at all.
    Arguments as in `step`. Raises ValueError if still moving after `most_steps`.
    Source: Hegselmann and Krause 2002. Does not model: noise.
    """
    now = tuple(opinions)
    exact = all(isinstance(x, (Fraction, int)) for x in now)
    rest = 0.0 if exact or not now else ROUNDING * float(max(now) - min(now))
    for steps in range(most_steps):
        after = step(now, confidence)
        if all(abs(new - old) <= rest for new, old in zip(after, now, strict=True)):
            return Settled(now, steps)
        now = after
    raise ValueError(f"opinions: still moving after {most_steps} steps; expected rest")


def clusters(opinions: Sequence[Number], gap: float | Fraction) -> int:
    """Return the number of groups of opinions, neighbours in a group being at most `gap` apart.

    opinions: shape (n,); gap: same unit; the confidence bound after Hegselmann-Krause dynamics.
    Source: elementary. Does not model: the sizes of the groups; `largest_cluster` does.
    """
    return len(_groups(opinions, gap))


def largest_cluster(opinions: Sequence[Number], gap: float | Fraction) -> float:
    """Return the share of people in the largest group of opinions.

    Groups as in `clusters`; 0 where there is nobody.
    Source: elementary. Does not model: where the group stands.
    """
    return max(_groups(opinions, gap), default=0) / max(len(opinions), 1)


def major_clusters(opinions: Sequence[Number], gap: float | Fraction, share: float) -> int:
    """Return the number of groups of opinions that hold at least a share of the people.

    Groups as in `clusters`. Deffuant dynamics leaves stragglers at the ends and between groups; published
    counts leave them out. share: 0 to 1.
    Source: Deffuant et al. 2000; Lorenz 2007. Does not model: what becomes of the stragglers.
    """
    return sum(size >= share * len(opinions) for size in _groups(opinions, gap))


@kernel
def deffuant(
    opinions: NDArray[np.float64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    confidence: float,
    adjustment: float,
) -> NDArray[np.float64]:
    """Return the opinions after a list of meetings of two.

    If |x_i - x_j| < e, then x_i moves by m (x_j - x_i) and x_j by m (x_i - x_j); otherwise nothing happens.

    opinions: shape (n,), left as it is; first, second: who meets whom, positions in opinions, shape
    (meetings,); confidence: e, unit of the opinions; adjustment: m, 0 to 1/2. Nothing is checked here.
    Source: Deffuant et al. 2000. Does not model: who meets whom; the caller draws the meetings.
    """
    now = opinions.copy()
    for meeting in range(len(first)):
        i = first[meeting]
        j = second[meeting]
        apart = float(now[j]) - float(now[i])
        if abs(apart) < confidence:
            now[i] = float(now[i]) + adjustment * apart
            now[j] = float(now[j]) - adjustment * apart
    return now


def _groups(opinions: Sequence[Number], gap: float | Fraction) -> list[int]:
    """Return the sizes of the groups, from the lowest opinion to the highest."""
    sizes: list[int] = []
    last: Number | None = None
    for opinion in sorted(opinions):
        if last is None or opinion - last > gap:
            sizes.append(0)
        sizes[-1] += 1
        last = opinion
    return sizes
