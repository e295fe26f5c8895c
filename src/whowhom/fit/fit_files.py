"""The files of a fit: what it found, as tables that any program reads.

posterior.csv, posterior.json   one row a draw, and where the draws come from
numbers.csv                     of each number: prior, posterior, how far the data inform it
gates.csv                       of each gate and each part of it: statistic, p-value
predicted.csv                   of each target: the record, the intervals, whether it lies inside
fit.json                        all of that but the draws, as its page has it
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from whowhom.fit.fit import RANK_DRAWS, Fit
from whowhom.fit.gates import BINS, Gate
from whowhom.fit.posterior import LEVELS, Informed
from whowhom.fit.prediction import Predicted, covered, write_predicted


def write_fit(fit: Fit) -> Path:
    """Write all files of a fit into its folder, and return the folder."""
    folder = fit.plan.out
    folder.mkdir(parents=True, exist_ok=True)
    fit.posterior.write_csv(folder / "posterior.csv")
    write_numbers(fit.posterior.table(), folder / "numbers.csv")
    write_gates(fit.gates, folder / "gates.csv")
    write_predicted(fit.predicted, folder / "predicted.csv")
    text = json.dumps(as_values(fit), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "fit.json").write_text(text + "\n", encoding="utf-8")
    return folder


def as_values(fit: Fit) -> dict[str, Any]:
    """Return what a fit found as plain values, None for what is not a number."""
    held, names = {target.name for target in fit.plan.held_out}, fit.posterior.names
    lows = np.quantile(fit.posterior.z, [(1 - level) / 2 for level in LEVELS], axis=0)
    highs = np.quantile(fit.posterior.z, [(1 + level) / 2 for level in LEVELS], axis=0)
    bins = [np.bincount(column * BINS // (RANK_DRAWS + 1), minlength=BINS) for column in fit.ranks.T]
    found = {
        "title": fit.plan.scenario.title,
        "scenario": Path(fit.plan.scenario.origin.file).stem,
        "choices": asdict(fit.plan.choices),
        "levels": LEVELS,
        "whole": fit.whole,
        "unmoved": fit.chosen.unmoved,
        "conflicts": fit.chosen.conflicts,
        "in_conflict": [asdict(row) for row in covered(fit.in_conflict)] if fit.in_conflict else [],
        "gaps": dict(fit.gaps),
        "record": fit.outlying.said([target.name for target in fit.fitted]),
        "outside": fit.outlying.outside,
        "gates": [{"name": gate.name, "passed": gate.passed, "says": gate.sentence} for gate in fit.gates],
        "numbers": [
            {**asdict(row), "scores": list(zip(lows[:, place], highs[:, place], strict=True))}
            for place, row in enumerate(fit.posterior.table())
        ],
        "hangs": [asdict(one) for one in fit.hangs],
        "ranks": {name: bins[place].tolist() for place, name in enumerate(names)},
        "predicted": [_target_told(item, item.target.name in held) for item in fit.predicted],
        "held_out": [asdict(row) for row in covered(fit.held_out)] if held else [],
        "fitted": [asdict(row) for row in covered([p for p in fit.predicted if p.target in fit.fitted])],
    }
    return dict(_plain(found))


def _target_told(item: Predicted, held_out: bool) -> dict[str, Any]:
    """Return what is predicted of a target, and which target it is."""
    target = item.target
    of_target = ("name", "recorded", "statistic", "start", "end", "unit", "status", "value", "source")
    of_item = ("told", "histories", "median", "intervals", "inside", "prior_median", "prior_intervals")
    return {
        **{key: getattr(target, key) for key in of_target},
        **{key: getattr(item, key) for key in of_item},
        "held_out": held_out,
    }


def _plain(value: Any) -> Any:
    """Return values as JSON can hold them: NumPy's numbers as Python's, what is not a number as None."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


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
