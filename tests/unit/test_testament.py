"""Advice to remove somebody, against hand cases: who is shown it, who heeds it, what the vote needs."""

from __future__ import annotations

from itertools import pairwise
from math import comb
from pathlib import Path

import numpy as np
import pytest
from tests.organisations import histories_of, near, number, organise

from whowhom.build.model import Model
from whowhom.core.state import VACANT

OFFICE, AUTHOR, SUBJECT, OTHER = 0, 0, 1, 2
READERS = ("r0", "r1", "r2", "r3", "r4")
CERTAIN = 1000.0
"""A weight of the word that is heeded with 1000 / 1000.2."""


def organisation(
    folder: Path,
    readers: tuple[str, ...] = READERS,
    followers: int = 0,
    decision: str = "majority",
    author: float = 1.0,
    subject: float = 0.0,
    esteem: float = 0.0,
    voiceless: bool = False,
    refills: bool = True,
    **given: float,
) -> Model:
    """An office (seat 0) held by the subject, whom the first of the readers follow, and an heir outside."""
    ill = '[[events]]\ndate = 2000-01-01\nact = "incapacitated"\nwho = "author"\nsource = "identity"\n'
    numbers = {"heed": 1.0, "read": 1.0, "written": 0.0, "obscure": 0.1} | given
    units = {"heed": "1"}
    text = f"""
    [bodies]
    office = {{ seats = 1 }}
    readers = {{ seats = {len(readers)} }}
    club = {{ seats = 2 }}
    [[rules]]
    name = "elects"
    verb = "elects"
    by = "readers"
    over = "office"
    pool = "club"
    decision = "{decision}"
    {ill if voiceless else ""}
    {"[[schedule]]" + chr(10) + 'mechanism = "events"' if voiceless else ""}
    [[schedule]]
    mechanism = "testament"
    at = [2000-02-01]
    author = "author"
    about = "subject"
    office = "office"
    reader = "readers"
    """
    text += "".join(
        f"{name} = {number(value, units.get(name, 'share'))}\n" for name, value in numbers.items()
    )
    if refills:
        text += '[[schedule]]\nmechanism = "leader_election"\n'
    rows = [f"author,,,{author}", f"subject,office|club,,{subject}", f"heir,{'club' if refills else ''},,0"]
    for number_of_reader, name in enumerate(readers):
        patron = "subject" if number_of_reader < followers else ""
        rows.append(f"{name},readers,{patron},{esteem}")
    return organise(folder, text, "\n".join(["name,body,patron,prestige", *rows]), 2)


def removed(model: Model, count: int = 2000) -> float:
    """Return the share of histories in which the subject does not hold the office after the month."""
    return float((histories_of(model, count)[:, 1, OFFICE] != SUBJECT).mean())


def binomial_tail(least: int, n: int, p: float) -> float:
    """Return the probability of at least so many of n."""
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(least, n + 1))


def test_who_is_shown_it_weighs_three_opinions(tmp_path: Path) -> None:
    """One reader: e = 1 for the author, 0.6 for the subject, 0.4 for him: 1 / (1 + 0.6 + 0.4) = 1/2.

    A weight of 3 makes it 3 / 4; half of the readers shown makes it half as much.
    """
    one = ("r0",)
    for heed, read, chance in ((1.0, 1.0, 0.5), (3.0, 1.0, 0.75), (3.0, 0.5, 0.375)):
        model = organisation(tmp_path, one, subject=0.6, esteem=0.4, refills=False, heed=heed, read=read)
        assert near(removed(model), chance, 2000), (heed, read)


def test_the_least_esteem(tmp_path: Path) -> None:
    """Subject and reader without prestige count 0.25 each: 0.5 / (0.5 + 0.25 + 0.25) = 1/2."""
    model = organisation(tmp_path, ("r0",), author=0.5, obscure=0.25, refills=False)
    assert near(removed(model), 0.5, 2000)


@pytest.mark.parametrize(("decision", "least"), [("majority", 3), ("2/3", 4), ("unanimity", 5)])
def test_the_rule_of_the_office_decides(tmp_path: Path, decision: str, least: int) -> None:
    """Five readers with 0.8 / (0.8 + 0.1 + 0.1) = 0.8 each."""
    model = organisation(tmp_path, author=0.8, decision=decision, refills=False)
    assert near(removed(model), binomial_tail(least, 5, 0.8), 2000)


@pytest.mark.parametrize(("followers", "gone"), [(0, 1.0), (2, 1.0), (3, 0.0), (5, 0.0)])
def test_his_men_do_not_heed_it(tmp_path: Path, followers: int, gone: float) -> None:
    """With two of five his men the other three are a majority, with three they are not."""
    share = removed(organisation(tmp_path, followers=followers, heed=CERTAIN), 500)
    assert share == 0.0 if gone == 0.0 else share > 0.98


def test_suppressed_or_ignored_it_changes_nothing(tmp_path: Path) -> None:
    assert removed(organisation(tmp_path, heed=CERTAIN, read=0.0), 200) == 0.0
    assert removed(organisation(tmp_path, heed=0.0), 200) == 0.0


def test_what_is_written_speaks_for_who_cannot(tmp_path: Path) -> None:
    """Without voice nobody heeds; at written = 0.2 the word weighs 0.2 of 0.2 + 0.1 + 0.1: 1/2."""
    silent = organisation(tmp_path, ("r0",), voiceless=True, refills=False)
    assert removed(silent, 200) == 0.0
    assert near(
        removed(organisation(tmp_path, ("r0",), voiceless=True, refills=False, written=0.2)), 0.5, 2000
    )
    spoken = organisation(tmp_path, ("r0",), refills=False, written=0.2)
    assert near(removed(spoken), 1 / 1.2, 2000)


def test_he_is_not_elected_again_in_the_same_month(tmp_path: Path) -> None:
    """Put out in February the heir is elected, never he, who is the other name in the pool."""
    holders = histories_of(organisation(tmp_path, heed=CERTAIN, decision="any holder"), 200)[:, 1, OFFICE]
    assert set(holders) <= {OTHER, VACANT}
    assert OTHER in holders


def test_without_a_rule_of_election_nothing_happens(tmp_path: Path) -> None:
    """Whom nobody elects a vote cannot remove; nor who holds another seat than that of the office."""
    model = organisation(tmp_path, heed=CERTAIN, refills=False, decision="majority")
    text = (
        (tmp_path / "small.toml").read_text(encoding="utf-8").replace('verb = "elects"', 'verb = "appoints"')
    )
    body = (
        text.split("until", 1)[1]
        .split("\n", 1)[1]
        .split("\n[people]")[0]
        .replace('decision = "majority"', "")
    )
    rows = (tmp_path / "people.csv").read_text(encoding="utf-8")
    assert removed(model, 100) > 0.98
    assert removed(organise(tmp_path, body, rows, 2), 100) == 0.0


def test_more_weight_more_effect(tmp_path: Path) -> None:
    """The same luck: every history in which a light word removes him a heavier one does too."""
    gone = [
        histories_of(organisation(tmp_path, heed=heed, refills=False, esteem=0.5), 300)[:, 1, OFFICE]
        != SUBJECT
        for heed in (0.5, 1.0, 2.0, 4.0)
    ]
    assert all((more >= less).all() for less, more in pairwise(gone))
    assert 0.0 < np.mean(gone[1]) < 1.0
