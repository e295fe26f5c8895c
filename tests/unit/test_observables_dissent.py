"""What is recorded of dissent and memory, against a state written by hand. Nothing is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.protest import country, observe, recorded

from whowhom.observables import dissent, memory

PRESSED, REMEMBERED = {"campaign": "statue"}, {"subject": "t", "public": "others"}
ITEMS = {
    "signatures": ({}, 3.0),
    "signed_so_far": ({}, 40.0),
    "signers_punished": ({}, 5.0),
    "unofficial_readers": ({}, 600.0),
    "trial_spoken_of": ({}, 0.7),
    "campaign_pressure": (PRESSED, 0.25),
    "campaign_resistance": (PRESSED, 0.75),
    "campaign_stage": (PRESSED, 1.0),
    "campaign_won": (PRESSED, 0.0),
    "campaign_ordered": (PRESSED, 1.0),
    "campaign_called_back": (PRESSED, 1.0),
    "campaign_executed": (PRESSED, 8.0),
    "campaign_too_late": (PRESSED, 7.0),
    "toleration": ({}, 0.3),
    "error_of_the_picture": ({}, 0.2),
    "harvest_believed": ({}, 44.0),
    "unrest_believed": ({}, 900.0),
    "reputation": (REMEMBERED, 0.8),
    "trust_in_the_press": ({"public": "others"}, 0.6),
    "months_ruled": ({"subject": "t"}, 11.0),
    "months_defamed": ({"subject": "t"}, 12.0),
}
STATE = {
    "dissent.signatures": 3.0,
    "dissent.signed": 40.0,
    "dissent.punished": 5.0,
    "dissent.press": 600.0,
    "dissent.trial": 0.7,
    "campaigns.pressure": 0.25,
    "campaigns.resistance": 0.75,
    "campaigns.stage": 1.0,
    "campaigns.ordered": 1.0,
    "campaigns.called_back": 1.0,
    "campaigns.executed": 8.0,
    "campaigns.too_late": 7.0,
    "regime.toleration": 0.3,
    "regime.error": 0.2,
    "regime.seen_harvest": 44.0,
    "regime.seen_unrest": 900.0,
    "memory.reputation": [[0.1, 0.2], [0.3, 0.8]],
    "memory.reliability": [0.4, 0.6],
    "memory.ruled": [1.0, 11.0],
    "memory.defamed": [2.0, 12.0],
}


def seen(folder: Path, **changes: float) -> dict[str, float]:
    """Return every observable in the month of the start."""
    state = STATE | {path.replace("__", "."): value for path, value in changes.items()}
    more = observe(**{name: needs for name, (needs, _) in ITEMS.items()})
    model = country(folder, "campaign", {}, months=0, more=more, state=state)
    return dict(zip(ITEMS, recorded(model, 1)[0, 0], strict=True))


def test_what_the_state_holds_is_recorded(tmp_path: Path) -> None:
    assert seen(tmp_path) == pytest.approx({name: value for name, (_, value) in ITEMS.items()}, rel=1e-6)


def test_a_campaign_is_won_with_the_last_tier(tmp_path: Path) -> None:
    """Two tiers decide: won at stage 2."""
    assert seen(tmp_path, campaigns__stage=2.0)["campaign_won"] == 1.0


def test_the_families_are_complete() -> None:
    found = {
        name for module in (dissent, memory) for name in vars(module) if hasattr(vars(module)[name], "needs")
    }
    assert set(ITEMS) == found
