"""Voting power by sampling, for bodies whose coalitions are too many to count; each figure with its error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whowhom.audit.power.votes import Vote
from whowhom.theory.power_sampling import (
    CONFIDENCE,
    Estimate,
    sample_penrose_banzhaf,
    sample_shapley_shubik,
)
from whowhom.theory.weighted_game import weighted_game

DRAWS = 20_000
SEED = 1954
"""The seed of the draws: an audit is the same every time."""
MOST_SEATS = 5_000
MOST_LISTED = 40
"""Seats that are listed, the heaviest first."""


@dataclass(frozen=True)
class Estimated:
    """The estimated powers of the seats of one body at one quota."""

    body: str
    quota: int
    weights: tuple[int, ...]
    penrose_banzhaf: Estimate
    shapley_shubik: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: each index with its standard error and its interval."""
        heaviest = sorted(range(len(self.weights)), key=lambda seat: (-self.weights[seat], seat))
        return {
            "body": self.body,
            "quota": self.quota,
            "draws": DRAWS,
            "seed": SEED,
            "confidence": CONFIDENCE,
            "seats": [
                {
                    "number": seat + 1,
                    "votes": self.weights[seat],
                    "shapley_shubik": _one(self.shapley_shubik, seat),
                    "penrose_banzhaf": _one(self.penrose_banzhaf, seat),
                }
                for seat in heaviest[:MOST_LISTED]
            ],
            "more_seats": max(len(self.weights) - MOST_LISTED, 0),
        }


def estimates_of(votes: Sequence[Vote]) -> tuple[Estimated, ...]:
    """Estimate every vote that was not counted, of bodies up to MOST_SEATS seats.

    Penrose-Banzhaf and Shapley-Shubik from DRAWS random coalitions and orders, with standard errors and exact
    intervals. Does not estimate joint acts and blocs.
    """
    return tuple(
        Estimated(
            vote.body,
            vote.quota,
            vote.weights,
            sample_penrose_banzhaf(weighted_game(vote.quota, vote.weights), DRAWS, SEED),
            sample_shapley_shubik(weighted_game(vote.quota, vote.weights), DRAWS, SEED),
        )
        for vote in votes
        if not vote.classes and len(vote.weights) <= MOST_SEATS
    )


def _one(estimate: Estimate, seat: int) -> dict[str, float]:
    """Return the estimate of one seat."""
    return {
        "value": float(estimate.values[seat]),
        "standard_error": float(estimate.standard_errors[seat]),
        "low": float(estimate.low[seat]),
        "high": float(estimate.high[seat]),
    }
