"""Who stays in the committee after 1925: the numbers of docs/discussion/out-of-sample.md.

python benchmarks/out_of_sample.py [HISTORIES]      two minutes on two cores with 2000, the default
"""

from __future__ import annotations

import math
import sys

from whowhom.build import build
from whowhom.fit.baselines import fit_logistic, gaps
from whowhom.fit.transitions import cases, read_rolls, read_sets
from whowhom.fit.transitions_scores import ALL_YEARS, CONSTANT, CONSTANT_BY_ROUND, ScoreRow, out_of_sample
from whowhom.spec.data_files import SHIPPED_DATA
from whowhom.spec.toml import read

SPLIT = 14
PERSONS = ("log score", "Brier score", "AUC")


def line(row: ScoreRow) -> str:
    """One row of the table."""
    interval = "" if math.isnan(row.low) else f"{row.low:8.3f} to {row.high:.3f}"
    what = f"{row.score} less that of {row.against}" if row.against else row.score
    return f"{row.target:5} {what:38} {row.predictor:36} {row.value:8.3f} {interval}"


def main() -> int:
    """Print the scores: by person for all rounds together, then by round, then of the body."""
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    folder, document = SHIPPED_DATA / "soviet", read("soviet_party_1926")
    rolls, sets = read_rolls(folder / "transitions.csv"), read_sets(folder / "transitions_sets.csv")
    scores = out_of_sample(
        rolls,
        SPLIT,
        sets,
        {
            "model": build(document),
            "model unattached": build(document.edit("unattached")),
            "model without machine": build(document.edit("no_machine")),
        },
        "central_committee",
        office="general_secretary",
        histories=histories,
        against=(CONSTANT, CONSTANT_BY_ROUND, "logistic: apparatus", "logistic: apparatus by round"),
    )
    known = rolls.known(SPLIT)
    past = cases(known)
    print(f"{past.stayed.size} known cases, mean gap {sum(gaps(known)) / len(gaps(known)):.2f} years")
    for name, columns in sets.items():
        slopes = fit_logistic(past.attributes, past.stayed, columns).slopes
        print(f"slopes of {name}:", ", ".join(f"{c} {b:.2f}" for c, b in zip(columns, slopes, strict=True)))
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
