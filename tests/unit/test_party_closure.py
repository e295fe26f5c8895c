"""Closing and reopening parties: chances of hand cases, what protects, and the end of a ban."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.countries import country, recorded, step_of
from tests.organisations import near, number

UNITS = {"pace": "1/month", "alarm": "1", "lawless": "share", "shelter": "share"}
QUIET = {"pace": 0.5, "alarm": 2.0, "lawless": 0.0, "shelter": 0.8}
PARTIES = f"""
[parties.blue]
ruling = true
votes = {number(0.2, "share")}
mandates = {number(0.4, "share")}
[parties.red]
votes = {number(0.3, "share")}
mandates = {number(0.5, "share")}
[parties.green]
votes = {number(0.3, "share")}
mandates = {number(0.1, "share")}
protected = true
"""
BAN = f"""
[instruments.ban]
kind = "party_ban"
owner = "council"
capacity = {number(0.0, "person/month")}
"""
HISTORIES = 4000


def seen(folder: Path, months: int = 1, more: str = BAN, histories: int = HISTORIES, **given: Any) -> Any:
    """Return (histories, months + 1, 5): red legal, green legal, how many are, office of blue and of red."""
    numbers = {key: given.pop(key) for key in list(given) if key in UNITS}
    observed = [("legal_party", "red"), ("legal_party", "green"), ("legal_parties", "")]
    observed += [("office_share", "blue"), ("office_share", "red")]
    text = step_of("party_closure", UNITS, {}, **(QUIET | numbers))
    for at, (name, party) in enumerate(observed):
        named = f'party = "{party}"' if party else ""
        text += f'\n[[observe]]\nobservable = "{name}"\nname = "o{at}"\n{named}'
    model = country(folder, text, parties=PARTIES, more=more, months=months, **given)
    return recorded(model, histories)


def closed(folder: Path, **given: Any) -> float:
    """Return in how many histories red is closed after a month; green, protected, never is."""
    found: NDArray[np.float64] = seen(folder, **given)[:, -1]
    assert (found[:, 1] == 1.0).all()
    assert (found[:, 2] == 2.0 + found[:, 0]).all()
    return float(1.0 - found[:, 0].mean())


def test_a_quiet_month(tmp_path: Path) -> None:
    """0.5 * 0.3 / (0.3 + 0.2) = 0.3."""
    assert near(closed(tmp_path), 0.3, HISTORIES)


def test_war_or_threat_alarms(tmp_path: Path) -> None:
    """The larger of war 0.25 and threat 0.5 at alarm 2 doubles it."""
    given = {"regime_war": 0.25, "regime_threat": 0.5}
    assert near(closed(tmp_path, **given), 0.6, HISTORIES)
    assert near(closed(tmp_path, alarm=0.0, **given), 0.3, HISTORIES)


def test_without_a_ban_only_lawlessness_closes(tmp_path: Path) -> None:
    assert closed(tmp_path, more="") == 0.0
    assert closed(tmp_path, instruments_open=0.0) == 0.0
    assert closed(tmp_path, more=BAN.replace("party_ban", "faction_ban")) == 0.0
    assert near(closed(tmp_path, more="", lawless=0.5), 0.15, HISTORIES)


def test_office_shelters_and_is_taken_over(tmp_path: Path) -> None:
    """Half of the office that its delegates would give: 0.3 * (1 - 0.8 / 2); what it had goes to blue."""
    found = seen(tmp_path, parties_office=[0.75, 0.25, 0.0])[:, -1]
    assert near(1.0 - found[:, 0].mean(), 0.18, HISTORIES)
    gone = found[:, 0] == 0.0
    assert (found[gone][:, 3:] == [1.0, 0.0]).all()
    assert (found[~gone][:, 3:] == [0.75, 0.25]).all()


def test_what_switches_it_off(tmp_path: Path) -> None:
    assert closed(tmp_path, pace=0.0) == 0.0
    assert closed(tmp_path, regime_in_power=0.0) == 0.0


def test_closed_for_good_without_an_end(tmp_path: Path) -> None:
    """Also where the ban itself is no more, if it had no end of its own."""
    given = {"parties_legal": [1.0, 0.0, 1.0], "histories": 1, "months": 12}
    assert not seen(tmp_path, **given)[0, :, 0].any()
    assert not seen(tmp_path, instruments_open=0.0, **given)[0, :, 0].any()


def test_a_ban_with_an_end_lets_go(tmp_path: Path) -> None:
    """Ended in April, month 3, and not open: closed until then, legal from then on. Open, it stays closed."""
    ends = BAN + "until = 2000-04-01\n"
    given = {"parties_legal": [1.0, 0.0, 1.0], "histories": 1, "months": 6}
    assert seen(tmp_path, more=ends, instruments_open=0.0, **given)[0, :, 0].tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert not seen(tmp_path, more=ends, pace=1.0, alarm=10.0, **given)[0, :, 0].any()
