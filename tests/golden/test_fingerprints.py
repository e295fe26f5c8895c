"""The shipped scenarios give the bytes on file. Hashes are compared: there are no false alarms."""

from __future__ import annotations

import numpy as np
import pytest
from tests.golden.regenerate import fingerprint, shortened, stored

from whowhom.build import build
from whowhom.simulate.batch import run_batch
from whowhom.spec.toml import read, shipped


def test_every_shipped_scenario_has_a_fingerprint() -> None:
    assert set(stored()) == set(shipped()), "run tests/golden/regenerate.py"


@pytest.mark.parametrize("name", shipped())
def test_the_numbers_are_those_on_file(name: str) -> None:
    assert fingerprint(name) == stored()[name], (
        f"{name} gives other numbers than before. If that is meant, run tests/golden/regenerate.py and say "
        "what changed, and why, in a sentence of CHANGELOG.md under 'Numbers changed'."
    )


def test_a_shortened_model_gives_the_first_months_of_the_whole() -> None:
    model = build(read("conclave"))
    whole = run_batch(model, np.arange(4), seed=1, from_priors=False)
    part = run_batch(shortened(model, 24), np.arange(4), seed=1, from_priors=False)
    assert part.output.tobytes() == whole.output[:, :25].tobytes()
