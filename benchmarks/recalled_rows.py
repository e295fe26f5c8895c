"""What changes in a fit when recalled rows count in full, or are dropped: docs/discussion/the-fit.md.

python benchmarks/recalled_rows.py [SCENARIO [HISTORIES]]      soviet, 12288: rows in fits/SCENARIO are used
"""

from __future__ import annotations

import sys
from pathlib import Path

from whowhom.fit.error_model import ErrorModel
from whowhom.fit.fit import Choices, Fit, carry_out, plan
from whowhom.fit.prediction import covered
from whowhom.spec.toml import read

WEIGHTS = (0.5, 1.0, 0.0)


def fitted(name: str, histories: int, weight: float) -> Fit:
    """Fit a scenario at a weight of recalled rows."""
    choices = Choices(histories, rule=ErrorModel(recalled_weight=weight), draws=400)
    return carry_out(plan(read(name), choices, Path("fits") / name))


def main() -> int:
    """Print the fits side by side, then the results whose medians leave the other's 50 per cent interval."""
    name = sys.argv[1] if len(sys.argv) > 1 else "soviet"
    histories = int(sys.argv[2]) if len(sys.argv) > 2 else 12_288
    fits = {weight: fitted(name, histories, weight) for weight in WEIGHTS}
    for weight, fit in fits.items():
        informed = [row.name for row in fit.posterior.table() if row.word == "informed"]
        weak = sum(row.word == "weakly informed" for row in fit.posterior.table())
        counts = covered(fit.predicted)
        inside = ", ".join(f"{row.inside} of {row.targets} in {row.level:.0%}" for row in counts)
        failed = ", ".join(gate.name for gate in fit.gates if not gate.passed) or "none"
        print(f"weight {weight:g}: {len(fit.fitted)} targets, {len(fit.chosen.conflicts)} more in conflict;")
        print(
            f"  informed: {', '.join(informed) or 'none'}; weakly: {weak}; {inside}; gates failed: {failed}"
        )
    for other in WEIGHTS[1:]:
        print(f"results that change with weight {other:g}:")
        for item, changed in zip(fits[WEIGHTS[0]].predicted, fits[other].predicted, strict=True):
            low, high = item.intervals[0]
            if item.told and changed.told and not low <= changed.median <= high:
                was = f"{item.median:.6g} ({low:.6g} to {high:.6g})"
                record = f"{item.target.value:.6g} on record ({item.target.status})"
                print(
                    f"  {item.target.name}: {record}; {was} becomes {changed.median:.6g} {item.target.unit}"
                )
        table = zip(fits[WEIGHTS[0]].posterior.table(), fits[other].posterior.table(), strict=True)
        for row, again in table:
            if abs(again.mean - row.mean) > row.prior_sd / 2:
                print(f"  {row.name}: mean {row.mean:.3g} becomes {again.mean:.3g} {row.unit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
