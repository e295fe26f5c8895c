"""Sobol indices: a function with known ones, luck with a known share, and a scenario from end to end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

pytest.importorskip("SALib")

from whowhom.build import build
from whowhom.cli import main
from whowhom.fit.sensitivity import LUCK, OTHERS, Index, analysed, sensitivity
from whowhom.fit.summaries import usable
from whowhom.fit.targets_file import read_targets
from whowhom.measures.recording import layout_of_model
from whowhom.spec.errors import ModelError
from whowhom.spec.toml import read

Array = NDArray[np.float64]


def ishigami(points: Array) -> Array:
    """The function of Ishigami and Homma 1990 with a = 7, b = 0.1, on the unit cube."""
    x = np.pi * (2.0 * points - 1.0)
    return (np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))[:, None]


def by_factor(found: tuple[Index, ...]) -> dict[str, Index]:
    """The indices of one result by factor."""
    return {row.factor: row for row in found}


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_function_with_known_indices(seed: int) -> None:
    """First 0.3139, 0.4424, 0 and total 0.5576, 0.4424, 0.2437, by the formulas of Sudret 2008."""
    found = by_factor(analysed(["a", "b", "c"], ishigami, ["y"], 1024, seed).of("y"))
    for factor, first, total in (("a", 0.3139, 0.5576), ("b", 0.4424, 0.4424), ("c", 0.0, 0.2437)):
        assert found[factor].first == pytest.approx(first, abs=0.05)
        assert found[factor].total == pytest.approx(total, abs=0.05)
        assert found[factor].first_error < 0.1


def test_inputs_of_one_factor_move_together() -> None:
    """y = 3 u + 4 v + 12 w, variances as 9, 16, 144: (u, w) together 153/169, v alone 16/169."""

    def line(points: Array) -> Array:
        return (points @ np.array([3.0, 4.0, 12.0]))[:, None]

    found = by_factor(analysed(["z", "a", "z"], line, ["y"], 512, 0).of("y"))
    assert found["z"].first == pytest.approx(153 / 169, abs=0.03)
    assert found["a"].total == pytest.approx(16 / 169, abs=0.03)


def test_what_is_missing_or_never_differs_is_told() -> None:
    """Half of the runs lack the first result, the second is 1 in all of them, the third is a number."""

    def three(points: Array) -> Array:
        lacking = np.where(points[:, 0] < 0.5, np.nan, points[:, 1])
        return np.stack([lacking, np.ones(len(points)), points[:, 0]], axis=1)

    found = analysed(["a", "b"], three, ["half", "same", "sure"], 64, 0)
    assert found.untold == ("half", "same")
    assert found.missing["half"] == pytest.approx(0.5, abs=0.05)
    assert {row.result for row in found.indices} == {"sure"}


def test_a_scenario_from_end_to_end(tmp_path: Path) -> None:
    """How many of the first college live is a matter of mortality and luck, not of who is made elector."""
    scenario = read("conclave")
    model = build(scenario)
    targets = usable(read_targets(scenario), layout_of_model(model)).targets
    found = sensitivity(model, targets, tmp_path, samples=128, seed=3)
    assert found.runs == 128 * (len({row.factor for row in found.indices}) + 2)
    living = by_factor(found.of("living_2020_03"))
    assert living["enlargement"].total < 0.01
    assert living["mortality"].first > 0.1
    assert living[LUCK].total > 0.1
    again = sensitivity(model, targets, tmp_path, samples=128, seed=3, threads=1)
    assert again == found
    alone = sensitivity(
        model, targets, tmp_path / "alone", samples=4, seed=3, numbers=("mortality.multiplier",)
    )
    assert {row.factor for row in alone.indices} == {"mortality.multiplier", OTHERS, LUCK}


def test_samples_that_are_no_power_of_two(tmp_path: Path) -> None:
    """The sequence is balanced at powers of two only."""
    model = build(read("conclave"))
    with pytest.raises(ModelError, match="found 100; expected a power of two"):
        sensitivity(model, (), tmp_path, samples=100, seed=1)


def test_the_verb(tmp_path: Path) -> None:
    """The last line is the file; a wrong target is told with the nearest one."""
    choices = ["sensitivity", "conclave", "--samples", "8", "--out", str(tmp_path)]
    done = CliRunner().invoke(main, [*choices, "--target", "living_2020_03"])
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.strip().splitlines()
    assert Path(lines[-1]).is_file()
    assert [line for line in lines if line.startswith("  luck")]
    wrong = CliRunner().invoke(main, [*choices, "--target", "living_2020_30"])
    assert wrong.exit_code == 2
    assert wrong.stderr.endswith('did you mean "living_2020_03"?\n')
