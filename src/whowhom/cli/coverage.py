"""What is printed of predicted numbers on record: how many lie in their intervals, and which do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whowhom.fit.prediction import Predicted

MOST_TOLD = 12
"""Names that are printed; the files have all."""


def coverage(items: Sequence[Predicted]) -> list[str]:
    """Return the lines on how many targets lie inside their intervals, and on those that do not."""
    from whowhom.fit.prediction import covered

    answer = [
        f"  {row.level:4.0%} intervals hold {row.inside} of {row.targets} "
        f"({row.low:.0%} to {row.high:.0%}); those of the priors {row.prior_inside}"
        for row in covered(items)
        if row.targets
    ]
    untold = [item.target.name for item in items if not item.told]
    if untold:
        more = f" and {len(untold) - MOST_TOLD} more" if len(untold) > MOST_TOLD else ""
        answer.append(f"  too few histories have {', '.join(untold[:MOST_TOLD])}{more}")
    missed = [item for item in items if item.told and not item.inside[-1]]
    for item in missed[:MOST_TOLD]:
        target, (low, high) = item.target, item.intervals[-1]
        figures = 6 if target.unit == "year" else 4
        answer.append(
            f"  missed at 95 %: {target.name}, {target.value:.{figures}g} on record ({target.status}), "
            f"{low:.{figures}g} to {high:.{figures}g} predicted, {target.unit}"
        )
    if len(missed) > MOST_TOLD:
        answer.append(f"  and {len(missed) - MOST_TOLD} more in predicted.csv")
    return answer
