"""What the documentation says of claims: the tutorial's claim is one, and the page of verdicts is fresh."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from whowhom.judge.judging import check_claim
from whowhom.spec.claim_file import claim_of, read_claim, shipped_claims

ROOT = Path(__file__).resolve().parents[2]
TOML = re.compile(r"^```toml\n(.*?)^```", re.M | re.S)


def script() -> ModuleType:
    """Return the script that writes the page."""
    spec = importlib.util.spec_from_file_location("claims_docs", ROOT / "scripts" / "make_claims_docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["tutorials/from-a-sentence-to-a-verdict.md", "reference/claim.md"])
def test_the_claim_of_a_page_can_be_judged(tmp_path: Path, name: str) -> None:
    (text,) = TOML.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
    path = tmp_path / "claim.toml"
    path.write_text(text, encoding="utf-8")
    assert check_claim(claim_of(path)) > 1


def test_the_page_of_verdicts_is_fresh() -> None:
    made = script()
    values = json.loads(made.VERDICTS.read_text(encoding="utf-8"))
    assert made.PAGE.read_text(encoding="utf-8") == made.page(values)
    assert [claim["number"] for claim in values["claims"]] == list(shipped_claims())


def test_a_stale_verdict_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where anything that decides a verdict is another one its identity is, and it is told by number."""
    made = script()
    monkeypatch.setattr(made, "shipped_claims", lambda: {"C28": Path(), "C31": Path()})
    now = made.identities([read_claim(number) for number in ("C28", "C31")], seed=1, draws=16, each=2)
    values = {"seed": 1, "draws": 16, "each": 2, "identities": {**now, "C31": "another"}}
    assert made.stale_verdicts(values) == ["C31"]
    assert made.stale_verdicts({**values, "identities": now}) == []
    assert made.stale_verdicts({**values, "seed": 2}) == ["C28", "C31"]
    assert made.stale_verdicts({**values, "identities": {**now, "C99": "gone"}}) == ["C99"]


def test_the_readme_counts_the_claims() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(shipped_claims())} claims of rival accounts" in text
