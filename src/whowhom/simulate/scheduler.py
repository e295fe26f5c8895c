"""Who simulates: the threads of this process where no scheduler is given, or whatever keeps this protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from whowhom.build.model import Model
    from whowhom.core.tally import Bins, Tally
    from whowhom.results.storage import Storage
    from whowhom.simulate.batch import Batch
    from whowhom.simulate.planning import Work


class Scheduler(Protocol):
    """Simulates elsewhere, to the same bits."""

    def batch(
        self, model: Model, histories: NDArray[np.int64], seed: int, values: NDArray[np.float64]
    ) -> Batch:
        """Return what histories recorded, run with given numbers, in their order."""

    def shards(
        self, storage: Storage, missing: Sequence[tuple[Work, int]], hear: Callable[[Work, int], None]
    ) -> None:
        """Put shards of arms where the results lie, and mark each; `hear` is told of each that is there."""

    def tallies(
        self, work: Work, bins: Bins, parts: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, Tally]]:
        """Give the place and the tally of each part (first history, histories) of an arm, as it is done."""
