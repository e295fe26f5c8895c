"""`whowhom check` tells a broken document as the library does, and ends with code 2."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

BROKEN = Path(__file__).parent / "broken"
EXPECTED: dict[str, str] = tomllib.loads((BROKEN / "expected.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_check_tells_the_line_without_a_traceback(name: str) -> None:
    from whowhom.cli import main

    result = CliRunner().invoke(main, ["check", str(BROKEN / f"{name}.toml")])
    assert result.exit_code == 2
    assert EXPECTED[name] in result.output.splitlines()
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
