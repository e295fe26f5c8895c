"""Places and parties are interchangeable: in another order under other names they have the same fates.

Two independent sets of histories are compared, place by place and party by party, at four months. False
alarms: below 1e-6 for the whole test, by a normal bound shared out over the comparisons (Bonferroni).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from tests.organisations import number, organise

from whowhom.simulate.batch import run_batch

HISTORIES, MONTHS = 4000, (1, 3, 6, 12)
PLACES = {"City": (400, 0.6), "North": (10, 0.1), "South": (30, 0.35), "West": (0, 0.8), "East": (90, 0.2)}
"""Garrison and support of each."""
PARTIES = {"blue": (0.2, 0.4), "red": (0.5, 0.3), "green": (0.2, 0.2), "white": (0.1, 0.1)}
"""Votes and mandates of each; blue rules."""
SCHEDULE = f"""
[instruments.ban]
kind = "party_ban"
owner = "council"
capacity = {number(0.0, "person/month")}
[[schedule]]
mechanism = "insurrection"
places = "regions"
public = "workers"
organised = {number(100.0, "person")}
defenders = {number(60.0, "person")}
[[schedule]]
mechanism = "mandate"
party = "blue"
[[schedule]]
mechanism = "coalition_bargaining"
places = "regions"
faith = "good_faith"
[[schedule]]
mechanism = "takeover"
places = "regions"
public = "workers"
[[schedule]]
mechanism = "party_closure"
"""


def fates(folder: Path, places: list[str], parties: list[str], first: int) -> dict[str, NDArray[np.float64]]:
    """Return (histories, months, numbers) of every place (hold) and party (legal, office), by its name."""
    lines = [f"{name},{PLACES[name][0]},{PLACES[name][1]}" for name in places]
    (folder / "places.csv").write_text("\n".join(["name,troops,support", *lines]) + "\n", encoding="utf-8")
    named = ", ".join(f'"{name}"' for name in places)
    text = f"""
    [bodies]
    council = {{ seats = 1 }}
    [places.regions]
    count = {len(places)}
    names = [{named}]
    file = "places.csv"
    garrison = {number(530.0, "person")}
    garrison_by = "troops"
    [publics.workers]
    places = "regions"
    members = {number(5000.0, "person")}
    leaning = {number(0.5, "share")}
    support_by = "support"
    """
    for name in parties:
        votes, mandates = (number(share, "share") for share in PARTIES[name])
        text += f"\n[parties.{name}]\nruling = {str(name == 'blue').lower()}"
        text += f"\nvotes = {votes}\nmandates = {mandates}\n"
    text += SCHEDULE
    wanted = [("held_place", "place", name) for name in places]
    wanted += [(what, "party", name) for name in parties for what in ("legal_party", "office_share")]
    for at, (what, kind, name) in enumerate(wanted):
        text += f'\n[[observe]]\nobservable = "{what}"\nname = "o{at}"\n{kind} = "{name}"\n'
    model = organise(folder, text, months=12)
    with np.errstate(over="ignore"):
        batch = run_batch(model, np.arange(first, first + HISTORIES), seed=11, from_priors=False)
    assert not batch.faults[:, 0].any()
    output = batch.output[:, MONTHS, :].astype(np.float64)
    return {f"{what} {name}": output[:, :, at] for at, (what, _, name) in enumerate(wanted)}


def test_permuting_places_and_parties_permutes_their_fates(tmp_path: Path) -> None:
    """Means agree within the bound, and the fates do differ between places and between parties."""
    one = fates(tmp_path, list(PLACES), list(PARTIES), 0)
    two = fates(
        tmp_path,
        ["West", "South", "City", "East", "North"],
        ["white", "green", "blue", "red"],
        HISTORIES,
    )
    bound = norm.isf(1e-6 / 2 / (len(one) * len(MONTHS)))
    for name, first in one.items():
        second = two[name]
        error = np.sqrt((first.var(axis=0) + second.var(axis=0)) / HISTORIES)
        assert (np.abs(first.mean(axis=0) - second.mean(axis=0)) <= bound * error + 1e-12).all(), name
    early, late = ({name: float(values[:, at].mean()) for name, values in one.items()} for at in (1, 3))
    assert early["held_place City"] > early["held_place West"] + 0.05 > early["held_place North"] + 0.1
    assert late["legal_party red"] + 0.05 < late["legal_party white"]
