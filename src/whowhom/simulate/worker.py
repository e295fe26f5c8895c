"""What a worker of a cluster does: parts of batches, and shards that it puts where the results lie itself.

Both may be done twice, by workers that know nothing of each other, and by one whose client has long gone: the
bytes are the same, and a shard that is marked is neither simulated nor written again.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.tally import Bins, Tally
from whowhom.results.storage import storage_at
from whowhom.simulate import store
from whowhom.simulate.batch import Batch, pointers, run_batch
from whowhom.simulate.planning import Work
from whowhom.simulate.run import kept, simulated
from whowhom.simulate.tallying import tally_of
from whowhom.simulate.travel import Parcel, unpacked
from whowhom.spec.errors import WhoWhomError

LOG = logging.getLogger("whowhom.worker")
MOST_UNPACKED = 256
"""Models that are held ready: more than any shipped scenario has arms."""

_unpacked: OrderedDict[str, Any] = OrderedDict()
_lock = Lock()
"""One thread unpacks, so that the others find what it unpacked."""


class Refused(str):
    """The line that says why something was not done; an answer like any other, so that it is told once."""


def part_of_batch(
    parcel: Parcel, histories: NDArray[np.int64], seed: int, values: NDArray[np.float64]
) -> Batch | Refused:
    """Return what some histories of a model recorded."""
    try:
        model = _ready(parcel)
        return run_batch(model, histories, seed=seed, values=values, threads=1)
    except (WhoWhomError, OSError) as error:
        return Refused(error)


def shard_of_run(parcel: Parcel, shard: int, address: Path | str, token: str) -> bool | Refused:
    """Put a shard where the results lie and mark it, unless it is marked; return whether it was not.

    token: a key that the client has written there, so that a folder of the same name is not taken for it.
    """
    try:
        storage = storage_at(address)
        work: Work = _ready(parcel)
        if store.is_done(storage, work.arm, shard):
            return False
        if not storage.has(token):
            return Refused(
                f"{address}: a worker does not see the folder of this run; expected one that all machines "
                "share, or an address in an object store"
            )
        LOG.info("simulates %s", store.mark(work.arm, shard))
        batch = simulated(work, shard, threads=1)
        if not store.is_done(storage, work.arm, shard) and storage.has(token):
            kept(storage, work, shard, batch)
            LOG.info("marked %s", store.mark(work.arm, shard))
        return True
    except (WhoWhomError, OSError) as error:
        return Refused(error)


def tally_of_part(parcel: Parcel, bins: Bins, first: int, size: int) -> Tally | Refused:
    """Return the tally of some histories of an arm."""
    try:
        return tally_of(_ready(parcel), bins, first, size, threads=1)
    except (WhoWhomError, OSError) as error:
        return Refused(error)


def _ready(parcel: Parcel) -> Any:
    """Return what a parcel holds, with all that it runs compiled."""
    with _lock:
        if parcel.digest not in _unpacked:
            thing = unpacked(parcel)
            pointers(thing.model if isinstance(thing, Work) else thing)
            _unpacked[parcel.digest] = thing
            while len(_unpacked) > MOST_UNPACKED:
                _unpacked.popitem(last=False)
        _unpacked.move_to_end(parcel.digest)
        return _unpacked[parcel.digest]
