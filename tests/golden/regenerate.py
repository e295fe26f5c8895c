"""Fingerprints of the shipped scenarios: run this file to write those of the present code.

A new fingerprint is a new number somewhere: say which, and why, in CHANGELOG.md, "Numbers changed".
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import numpy as np

from whowhom.build import Model, build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read, shipped

FILE = Path(__file__).with_name("fingerprints.toml")
SEED, HISTORIES, MONTHS = 1924, 64, 24


def shortened(model: Model, months: int) -> Model:
    """Return the model with its first months only; nothing in them looks ahead."""
    if months >= model.months:
        return model
    return replace(model, months=months, plan=model.plan._replace(column=model.plan.column[: months + 1]))


def fingerprint(scenario: str) -> str:
    """Return the hash of all that the base arm of a shipped scenario records, at point values."""
    model = shortened(build(read(scenario)), MONTHS)
    batch = run_batch(model, np.arange(HISTORIES), seed=SEED, from_priors=False)
    return blake2b(batch.output.astype("<f4").tobytes(), digest_size=16).hexdigest()


def stored() -> dict[str, str]:
    """Return the fingerprints on file by scenario."""
    return {str(key): str(value) for key, value in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def main() -> None:
    """Write the fingerprints of all shipped scenarios."""
    lines = [
        "# blake2b of the output of the base arm: point values, seed 1924, 64 histories, 24 months.",
        *(f'{name} = "{fingerprint(name)}"' for name in shipped()),
    ]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
