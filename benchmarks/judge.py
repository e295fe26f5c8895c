"""How often the judge is wrong, on synthetic effects whose share on each side is known.

    python -m benchmarks.judge [REPEATS]

Prints by concentration of the prior of effects how often "supported" and "contradicted" are false, of all
trials and of those in which the verdict was given, and for the shipped concentration the verdicts by shape.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.judge.synthetic import KINDS, SHAPES, Trial, trials, wrong

from whowhom.judge.shares import CONCENTRATION

SIZES = ((256, 4), (64, 2))
"""Draws and histories of each: of a verdict, and of a claim under another assumption."""
VERDICTS = ("supported", "contradicted", "undetermined")


def main() -> None:
    """Print both tables."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(
        "concentration  draws  each  false supported (of given)  false contradicted (of given)  given  trials"
    )
    kept: list[Trial] = []
    for concentration in (1.0, 3.0, CONCENTRATION, 30.0):
        for draws, each in SIZES:
            size = {"draws": draws, "each": each}
            found = [
                one
                for seed, kind in enumerate(KINDS)
                for one in trials(seed, repeats, **size, kind=kind, concentration=concentration)
            ]
            yes, no = wrong(found, "supported"), wrong(found, "contradicted")
            print(
                f"{concentration:13g} {draws:6d} {each:5d}  {yes[0]:.4f} ({yes[1]:.4f}){'':14} "
                f"{no[0]:.4f} ({no[1]:.4f}){'':17} {yes[2] + no[2]:5d} {len(found):7d}"
            )
            if concentration == CONCENTRATION and (draws, each) == SIZES[0]:
                kept = found
    draws, each = SIZES[0]
    print(f"\nverdicts by shape, concentration {CONCENTRATION:g}, {draws} draws of {each} histories")
    for shape in SHAPES:
        mine = [one for one in kept if one.shape == shape]
        counts = Counter(one.verdict for one in mine)
        told = ", ".join(f"{100 * counts[verdict] / len(mine):.0f} % {verdict}" for verdict in VERDICTS)
        print(f"{shape:28} true share {mine[0].true_share:.3f}: {told}")


if __name__ == "__main__":
    main()
