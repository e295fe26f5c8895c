"""The table of systems names files that exist, interventions of the scenario, and every mechanism of it."""

from __future__ import annotations

import re
from pathlib import Path

from whowhom import read

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "discussion" / "soviet-system.md"
PACKAGE = ROOT / "src" / "whowhom"
SERVES_ALL = {"mortality", "recruitment", "leaning"}
"""Mechanisms that belong to no system: births and deaths of cadres, the mood of the rank and file."""


def cells() -> list[list[set[str]]]:
    """Return, for each system, the words in code of each cell."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d+ \|", line)]
    return [[set(re.findall(r"`([^`]+)`", cell)) for cell in line.split("|")[1:-1]] for line in lines]


def test_there_are_seventeen_and_every_file_exists() -> None:
    table = cells()
    assert len(table) == 17
    for _, _, mechanisms, models, data, tests, _ in table:
        assert all((PACKAGE / "mechanisms" / f"{name}.py").is_file() for name in mechanisms)
        assert all((ROOT / "tests" / "unit" / f"test_{name}.py").is_file() for name in mechanisms)
        assert all((PACKAGE / "theory" / f"{name}.py").is_file() for name in models)
        assert all((PACKAGE / "data" / "soviet" / name).is_file() for name in data)
        assert all((ROOT / "tests" / "reference" / name).is_file() for name in tests)


def test_every_mechanism_of_the_scenario_is_in_the_table_and_every_system_can_be_switched_off() -> None:
    scenario = read("soviet")
    named = set().union(*(row[2] for row in cells()))
    assert {step.mechanism for step in scenario.schedule} == named | SERVES_ALL
    arms = {name for arm in scenario.arms for name in arm.interventions}
    for row in cells()[:16]:
        assert row[6]
        for name in row[6]:
            assert name in arms
            assert name.replace("no_", "half_", 1) in arms
