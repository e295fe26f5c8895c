"""Loaded by a worker as it starts (`dask worker --preload`): writes what it simulates and marks, and when."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any


def dask_setup(worker: Any) -> None:
    """Write the news of this worker to a file of its own, each line at once."""
    handler = logging.FileHandler(Path(os.environ["WHOWHOM_WORKER_LOGS"]) / f"{os.getpid()}.txt")
    handler.setFormatter(logging.Formatter("%(created).6f %(message)s"))
    log = logging.getLogger("whowhom.worker")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
