"""Who stays in the committee after 1925: the numbers of docs/discussion/out-of-sample.md.

python benchmarks/out_of_sample.py [HISTORIES]      one minute on two cores with 2000, the default
"""

from __future__ import annotations

import math
import sys

from whowhom.build import build
from whowhom.fit.transitions import read_rolls, read_sets
from whowhom.fit.transitions_scores import ALL_YEARS, CONSTANT, CONSTANT_BY_ROUND, ScoreRow, out_of_sample
from whowhom.spec.data_files import SHIPPED_DATA
from whowhom.spec.toml import read

SPLIT = 14
PERSONS = ("log score", "Brier score", "AUC")


def line(row: ScoreRow) -> str:
    """One row of the table."""
    interval = "" if math.isnan(row.low) else f"{row.low:8.3f} to {row.high:.3f}"
    what = f"{row.score} less that of {row.against}" if row.against else row.score
    return f"{row.target:5} {what:38} {row.predictor:30} {row.value:8.3f} {interval}"


def main() -> int:
    """Print the scores: by person for all rounds together, then by round, then of the body."""
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    folder, document = SHIPPED_DATA / "soviet", read("soviet_party_1926")
    scores = out_of_sample(
        read_rolls(folder / "transitions.csv"),
        SPLIT,
        read_sets(folder / "transitions_sets.csv"),
        {"model": build(document), "model without machine": build(document.edit("no_machine"))},
        "central_committee",
        office="general_secretary",
        histories=histories,
        against=(CONSTANT, CONSTANT_BY_ROUND, "logistic: apparatus"),
    )
    print(f"{len(scores.people)} members at the split; stayed: ", end="")
    counts = scores.stayed.sum(axis=0)
    print(", ".join(f"{n:g} in {year}" for n, year in zip(counts, scores.targets, strict=True)))
    print(", ".join(f"{n}: {p.mean(axis=0).round(3)}" for n, p in scores.said.items()))
    for target in (ALL_YEARS, *scores.targets):
        for row in (r for r in scores.rows if r.target == target and r.score in PERSONS):
            print(line(row))
    for row in (r for r in scores.rows if r.score not in PERSONS):
        print(line(row))
    return 0


if __name__ == "__main__":
    sys.exit(main())
