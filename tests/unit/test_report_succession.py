"""The chapters on the founder's decline, the apparatus and the struggle, from a folder worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.soviet_folder import HISTORIES, MONTHS, constant, steps, write

from whowhom.report import soviet_facts_party as facts
from whowhom.report.evidence import Evidence
from whowhom.report.section import LeftOut
from whowhom.report.soviet_shares import Happens, draw, shares
from whowhom.report.soviet_struggle import STRUGGLE
from whowhom.report.soviet_succession import CHAPTERS, STAYS
from whowhom.results import open_results

SEATS = ["central_committee"] * 3 + ["politburo"] * 3


def arrays() -> dict[str, np.ndarray[Any, Any]]:
    """Return an arm in which one man keeps the office and half of his rivals leave in October 1926."""
    plain = {
        name: constant(value)
        for name, value in {
            "province_held": 80,
            "province_following": 40,
            "committee_held": 40,
            "committee_following": 30,
            "committee_size": 40,
            "secretary": 1,
            "stalin_secretary": 1,
            "challenges": 0,
            "restraint": 1,
            "power_stalin": 0.8,
            "power_trotsky": 0.1,
            "line_from_founder": 0.3,
            "bukharin_in_politburo": 1,
            "in_power": 1,
        }.items()
    }
    rival = constant(1.0)
    rival[:2, MONTHS.index("1926-10") :] = 0
    holders = np.array([[0, -1, -1, 0, 1, 2], [0, 1, 2, 0, 1, 2], [0, 1, -1, 0, 1, -1]])
    return plain | {
        "trotsky_in_politburo": rival,
        "tier_share": np.broadcast_to([0.4, 0.3, 0.2, 0.1], (HISTORIES, len(MONTHS), 4)).copy(),
        "snapshot_holder": np.broadcast_to(holders, (HISTORIES, 3, 6)).copy(),
    }


@pytest.fixture
def party(tmp_path: Path) -> Evidence:
    """A folder with the base and an arm in which somebody else takes the office in June 1924."""
    other = arrays() | {"secretary": constant(1) + steps({"1924-06": 1}), "stalin_secretary": constant(0)}
    return Evidence(open_results(write(tmp_path, {"base": arrays(), "no_struggle": other}, SEATS)))


@pytest.mark.parametrize(("number", "pictures"), [(6, 1), (7, 3), (8, 1)])
def test_each_chapter_is_written(party: Evidence, number: int, pictures: int) -> None:
    """A sentence, its pictures, a table of measures; nothing that is no number."""
    section = CHAPTERS[number].make(party)
    assert section.sentence.endswith(".")
    assert section.picture.count(b"<svg") == pictures
    assert section.table is not None
    assert "nan" not in section.sentence
    assert b"nan" not in section.picture


def test_the_advice_is_not_acted_on(party: Evidence) -> None:
    """The same holder in April and July 1924, and another one in the other arm."""
    assert STAYS.of(party.arm("base")).tolist() == HISTORIES * [1]
    assert STAYS.of(party.arm("no_struggle")).tolist() == HISTORIES * [0]
    assert not STAYS.row(party.arm("no_struggle")).inside


def test_the_rival_leaves_in_half_of_the_histories(party: Evidence) -> None:
    """Where he leaves, it is in October 1926, as on record; where he stays, the measure says nothing."""
    leaves = next(item for item in STRUGGLE.measures if item.label.startswith("Trotsky leaves"))
    values = leaves.of(party.arm("base"))
    assert values[:2] == pytest.approx([1926 + 10 / 12] * 2)
    assert np.isnan(values[2:]).all()
    row = leaves.row(party.arm("base"))
    assert row is not None
    assert (row.median, row.observed, row.inside) == ("1926-10", "1926-10", True)


def test_the_funnel_and_packing_by_hand(party: Evidence) -> None:
    """A quarter is left at the top; the committee grows from 1 to 3 in 1922 and loses one of 3 in 1923-04."""
    base = party.arm("base")
    assert facts.FUNNEL_KEPT.of(base) == pytest.approx(HISTORIES * [0.25])
    assert facts.FUNNEL_NARROWS.row(base).inside
    assert facts.PACKING_LEADS.of(base).tolist() == HISTORIES * [13]
    assert facts.PACKING_FIRST.row(base).inside


def test_fallen_rulers_have_no_partners(party: Evidence) -> None:
    """Only one round here, so that no later round can be measured; and nobody left where nobody rules."""
    base = party.arm("base")
    assert np.isnan(facts.PARTNERS_TARGETED.of(base)).all()
    assert facts.ruling(base, np.ones(HISTORIES), "1939-03").tolist() == HISTORIES * [1]


def test_share_of_histories_by_month(party: Evidence) -> None:
    """Four of four sit there before October 1926, two of four from then on, inside Wilson's interval."""
    share, low, high = shares(party.arm("base"), "trotsky_in_politburo", 0.5)
    month = MONTHS.index("1926-10")
    assert (share[month - 1], share[month]) == (1.0, 0.5)
    assert low[month] < 0.5 < high[month]


def test_a_picture_needs_what_it_draws(party: Evidence) -> None:
    """A quantity that was not recorded is named."""
    with pytest.raises(LeftOut, match="did not record nothing_like_it"):
        shares(party.arm("base"), "nothing_like_it", 0.5)
    assert draw(party, [Happens("challenges", "fights")], ("1921-03", "1934-03")).startswith(b"<svg")
