"""Fit the shipped scenarios that have targets, and write the posteriors that runs of them draw from.

    .venv/bin/python scripts/make_posteriors.py [NAME ...]

The fits and their pages stay in fits/NAME; what was simulated once is not simulated again unless a mechanism,
the targets or the document were changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from whowhom.cli.progress import shown_progress
from whowhom.fit.fit import Choices, carry_out, plan
from whowhom.fit.fit_files import write_fit
from whowhom.fit.rows import there
from whowhom.report.fit_page import write_fit_page
from whowhom.spec.data_files import POSTERIOR, PREFIX, SHIPPED_DATA
from whowhom.spec.toml import read

CHOICES = {
    "conclave": Choices(histories=6000, draws=400),
    "federal_reserve_1936": Choices(histories=6000, draws=400),
    "soviet_party": Choices(histories=12_288, draws=400),
    "soviet": Choices(histories=12_288, draws=400),
}
FIGURES = 6
"""Of each number written: far finer than what one draw more or less moves, in half the bytes."""


def made(name: str) -> Path:
    """Fit a scenario, and return the path of the posterior that was written."""
    file = f"fitted/{name}.csv"
    path = SHIPPED_DATA / file
    # A document that names a file which is not there yet cannot be read.
    path.touch()
    scenario = read(name)
    if scenario.posterior != PREFIX + file:
        raise SystemExit(f"{name}: {POSTERIOR}: found {scenario.posterior!r}; expected {PREFIX + file!r}")
    decided = plan(scenario, CHOICES[name], Path("fits") / name)
    with shown_progress(there(decided.rows)) as (say, hear):
        done = carry_out(decided, say=say, hear=hear)
    print(f"{name}: {write_fit_page(write_fit(done))}")
    for gate in done.gates:
        print(f"  {'passed' if gate.passed else 'FAILED'}  {gate.sentence}")
    done.posterior.write_csv(path, FIGURES)
    return path


if __name__ == "__main__":
    for one in sys.argv[1:] or CHOICES:
        print(made(one))
