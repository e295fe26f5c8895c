"""The party of members in plain NumPy: the model that `benchmarks.members` declares, on its own draws."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Numbers(NamedTuple):
    """The numbers of the model, as the library's mechanisms name them."""

    confidence: float
    weight: float
    pull: float
    settling: float
    leaning: float
    spread: float
    stand: float
    stand_spread: float
    loyalty: float
    bias: float


class Party(NamedTuple):
    """The members: patron, leaning and loyalty of each, and the stand of each patron."""

    patron: NDArray[np.int32]
    leaning: NDArray[np.float32]
    loyalty: NDArray[np.float32]
    stand: NDArray[np.float32]


def begin(rng: np.random.Generator, members: int, patrons: int, numbers: Numbers) -> Party:
    """Draw stands, patrons and leanings."""
    stand = numbers.stand + numbers.stand_spread * rng.standard_normal(patrons)
    leaning = numbers.leaning + numbers.spread * rng.standard_normal(members)
    return Party(
        rng.integers(0, patrons, members, np.int32),
        np.clip(leaning, 0.0, 1.0).astype(np.float32),
        np.full(members, numbers.loyalty, np.float32),
        np.clip(stand, 0.0, 1.0).astype(np.float32),
    )


def talk(rng: np.random.Generator, party: Party, cell: int, numbers: Numbers) -> Party:
    """Let every member hear another of his cell, and his patron."""
    own = np.arange(party.leaning.size)
    place = own % cell
    heard = party.leaning[own - place + (place + 1 + rng.integers(0, cell - 1, own.size)) % cell]
    apart = heard - party.leaning
    wanted = party.stand[party.patron]
    near = np.where(np.abs(apart) < np.float32(numbers.confidence), apart, np.float32(0.0))
    leaning = party.leaning + np.float32(numbers.weight) * near
    leaning += np.float32(numbers.pull) * (wanted - party.leaning)
    leaning = np.clip(leaning, np.float32(0.0), np.float32(1.0))
    closeness = np.float32(1.0) - (leaning - wanted) ** 2
    loyalty = party.loyalty + np.float32(numbers.settling) * (closeness - party.loyalty)
    return party._replace(leaning=leaning, loyalty=loyalty)


def vote(
    rng: np.random.Generator, party: Party, shape: tuple[int, int, int, int], bias: float
) -> NDArray[np.float64]:
    """Return the shares of the challenger by tier: members, cells, districts, places.

    shape: places, districts of a place, cells of a district, members of a cell. Obedience is 0, and every
    place is the machine's.
    """
    votes = (rng.random(party.leaning.size, np.float32) < party.leaning).reshape(shape)
    shares = [float(votes.mean())]
    for axis in (3, 2, 1):
        won = 2 * votes.sum(axis=axis) > votes.shape[axis]
        votes = won & (rng.random(won.shape) >= bias)
        shares.append(float(votes.mean()))
    return np.array(shares)
