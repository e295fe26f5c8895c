"""The files of a fit: what it found, as tables that any program reads.

posterior.csv, posterior.json   one row a draw, and where the draws come from
numbers.csv                     of each number: prior, posterior, how far the data inform it
gates.csv                       of each gate and each part of it: statistic, p-value
predicted.csv                   of each target: the record, the intervals, whether it lies inside
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from whowhom.fit.fit import Fit
from whowhom.fit.gates import Gate
from whowhom.fit.posterior import LEVELS, Informed
from whowhom.fit.prediction import write_predicted


def write_fit(fit: Fit) -> Path:
    """Write all files of a fit into its folder, and return the folder."""
    folder = fit.plan.out
    folder.mkdir(parents=True, exist_ok=True)
    fit.posterior.write_csv(folder / "posterior.csv")
    write_numbers(fit.posterior.table(), folder / "numbers.csv")
    write_gates(fit.gates, folder / "gates.csv")
    write_predicted(fit.predicted, folder / "predicted.csv")
    return folder


def write_numbers(table: Sequence[Informed], path: Path) -> None:
    """Write one line a number, the best informed first."""
    ends = [f"{end}_{level:.0%}".removesuffix("%") for level in LEVELS for end in ("low", "high")]
    head = ["name", "unit", "prior_mean", "prior_sd", "mean", "sd", *ends, "contraction", "overlap", "word"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        for row in sorted(table, key=lambda row: -row.contraction):
            numbers = [row.prior_mean, row.prior_sd, row.mean, row.sd]
            numbers += [end for pair in row.intervals for end in pair]
            writer.writerow([row.name, row.unit, *numbers, row.contraction, row.overlap, row.word])


def write_gates(gates: Sequence[Gate], path: Path) -> None:
    """Write one line a gate, its parts after it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["gate", "part", "statistic", "p_value", "low", "high", "expected", "passed"])
        for gate in gates:
            writer.writerow([gate.name, "", gate.statistic, gate.p_value, "", "", "", int(gate.passed)])
            for part in gate.parts:
                row = [part.statistic, part.p_value, part.low, part.high, part.expected]
                writer.writerow([gate.name, part.name, *row, int(part.name not in gate.failed)])
