"""What a shipped verdict rests on is in its identity: another table, posterior or claim makes it stale."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.judge.worlds import world

from whowhom.judge import identity
from whowhom.judge.judging import check_claim, identities
from whowhom.spec.claim_file import claim_of, read_claim
from whowhom.spec.errors import DocumentError


def of(number: str) -> str:
    """Return the identity of a shipped claim, judged with few draws."""
    return identities([read_claim(number)], seed=1, draws=16, each=2)[number]


@pytest.mark.parametrize(("number", "finder"), [("C31", "locate"), ("C28", "find_file")])
def test_another_table_is_another_identity(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: str, finder: str
) -> None:
    """One byte more in a table that a score or a number on record reads."""
    before, find = of(number), getattr(identity, finder)

    def longer(origin: object, key: str, name: str) -> Path:
        copy = tmp_path / Path(name).name
        copy.write_bytes(find(origin, key, name).read_bytes() + b"\n")
        return copy

    assert of(number) == before
    monkeypatch.setattr(identity, finder, longer)
    assert of(number) != before


def test_a_switch_that_the_scenario_lacks_is_told_where_it_stands(tmp_path: Path) -> None:
    claim = world(tmp_path, np.linspace(0.75, 1.0, 40).tolist())
    file = tmp_path / claim.origin.file
    file.write_text('switches = ["gratefull"]\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DocumentError, match=r'switches\[0\].*"gratefull".*"grateful"'):
        check_claim(claim_of(file))
