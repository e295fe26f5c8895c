"""Model to histories: months within a history, threads over histories, shards on disk."""

from __future__ import annotations

from whowhom.simulate.batch import Batch, run_batch
from whowhom.simulate.planning import Plan, plan
from whowhom.simulate.run import carry_out, histories_there, simulate

__all__ = ["Batch", "Plan", "carry_out", "histories_there", "plan", "run_batch", "simulate"]
