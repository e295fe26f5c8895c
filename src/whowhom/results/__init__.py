"""A results folder: what a run left on disk, readable years later without the simulator."""

from __future__ import annotations

from whowhom.results.folder import MANIFEST, STORE, ArmResults, Results, open_results

__all__ = ["MANIFEST", "STORE", "ArmResults", "Results", "open_results"]
