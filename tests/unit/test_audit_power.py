"""The audit's voting power on small organisations, against values worked by hand and by enumeration."""

from __future__ import annotations

import json
from fractions import Fraction
from math import comb
from typing import Any

import pytest

from whowhom.audit.power.section import Power, power
from whowhom.audit.power.votes import MOST_SEATS
from whowhom.spec.toml import parse
from whowhom.theory.voting_rules import enumerate_power

HEAD = 'title = "Small"\nfrom = 2026-01-01\nuntil = 2027-01-01\n'


def audited(text: str) -> Power:
    return power(parse(HEAD + text))


def rule(name: str, verb: str, by: str, over: str, **more: str) -> str:
    extra = "".join(f"{key} = {json.dumps(value)}\n" for key, value in more.items())
    return f'[[rules]]\nname = "{name}"\nverb = "{verb}"\nby = "{by}"\nover = "{over}"\n{extra}'


def game(found: Power, body: str) -> dict[str, Any]:
    games = [vote for vote in found.to_dict()["votes"] if vote["body"] == body]
    assert len(games) == 1
    return games[0]


COMMITTEE = (
    "[bodies]\nboard = { seats = 7 }\nbanks = { seats = 12 }\ncommittee = { seats = 12 }\n"
    + rule("seven", "ex_officio", "board", "committee", part="1-7")
    + rule("five", "elects", "banks", "committee", part="8-12")
)


def test_a_majority_of_seats_by_hand() -> None:
    """Of 7 seats 4 carry: each seat decides C(6, 3) = 20 of 64 times, and half of all coalitions win."""
    board = game(audited(COMMITTEE), "board")
    assert (board["quota"], board["blocking_votes"], board["votes"]) == (4, 4, 7)
    assert (board["seats_to_carry"], board["seats_to_block"]) == (4, 4)
    assert board["to_act"] == {"exact": "1/2", "value": 0.5}
    assert board["rules"] == []
    assert len(board["classes"]) == 1
    seat = board["classes"][0]
    assert (seat["seats"], seat["swings"], seat["dummy"], seat["vetoes"]) == (7, 20, False, False)
    assert seat["shapley_shubik"]["exact"] == seat["banzhaf"]["exact"] == "1/7"
    assert seat["penrose_banzhaf"] == {"exact": "5/16", "value": 0.3125}
    assert seat["to_prevent"]["exact"] == seat["to_initiate"]["exact"] == "5/16"
    assert "In the board 4 of 7 votes carry a decision and 4 block it." in audited(COMMITTEE).words


def test_three_of_six_is_no_majority() -> None:
    found = audited("[bodies]\ncollege = { seats = 6 }\n")
    college = game(found, "college")
    assert (college["quota"], college["blocking_votes"]) == (4, 3)
    assert college["half"] == {"votes": 3, "carries": False, "blocks": True}
    assert found.words == (
        "In the college 4 of 6 votes carry a decision and 3 block it: 3 of 6 is not a majority.",
    )


@pytest.mark.parametrize(
    ("decision", "needed"),
    [
        ("2/3", [1, 2, 2, 3, 4, 4]),
        ("2/3 plus one", [2, 3, 3, 4, 5, 5]),
        ("majority", [1, 2, 2, 3, 3, 4]),
        ("unanimity", [1, 2, 3, 4, 5, 6]),
        ("majority of seats", []),
        ("4 votes", []),
    ],
)
def test_votes_needed_with_so_many_electors(decision: str, needed: list[int]) -> None:
    text = "[bodies]\nelectors = { seats = 6 }\nhead = { seats = 1 }\n"
    found = game(audited(text + rule("vote", "elects", "electors", "head", decision=decision)), "electors")
    assert [row["votes"] for row in found["needed"]] == needed
    assert [row["electors"] for row in found["needed"]] == list(range(1, len(needed) + 1))
    assert found["rules"] == ["vote"]


def test_control_of_the_board_is_a_majority_and_a_bare_quota_of_it_is_not() -> None:
    """Seven of twelve carry alone; four of the seven bring four votes, three short of seven."""
    found = audited(COMMITTEE)
    (group,) = found.to_dict()["blocs"]
    assert (group["body"], group["quota"], group["votes"], group["alone"]) == ("committee", 7, 12, [])
    board, banks = group["blocs"]
    assert (board["origin"], board["votes"], board["carries"], board["short"]) == ("board", 7, True, 0)
    bare = board["bare_quota"]
    assert (bare["quota"], bare["of"], bare["votes"], bare["short"]) == (4, 7, 4, 3)
    assert bare["carries"] is False
    assert board["shapley_shubik"]["exact"] == board["owen"]["exact"] == "1"
    assert board["owen_of_a_seat"]["exact"] == "1/7"
    assert (banks["votes"], banks["short"], banks["short_to_block"]) == (5, 2, 1)
    assert banks["bare_quota"] is None
    assert (
        "With 4 of 7 votes of the board one has 4 of 12 in the committee: 3 more needed for 7." in found.words
    )
    assert "Control of the board gives 7 of 12 votes in the committee, enough for the 7 that carry." in (
        found.words
    )


def test_blocs_that_block_and_seats_that_stand_alone() -> None:
    """Blocs of 3, 2 and one single seat at 4 votes: [4; 3, 2, 1] has 3, 1 and 1 swings.

    Owen: Shapley shares 2/3, 1/6, 1/6 of the blocs, split evenly among equal seats.
    """
    found = audited(
        "[bodies]\na = { seats = 3 }\nb = { seats = 2 }\nc = { seats = 6 }\n"
        + rule("from_a", "ex_officio", "a", "c", part="1-3")
        + rule("from_b", "ex_officio", "b", "c", part="4-5")
        + rule("own", "coopts", "c", "c", part="6")
    )
    (group,) = found.to_dict()["blocs"]
    assert group["alone"] == [6]
    assert group["rules"] == ["own"]
    first, second = group["blocs"]
    assert (first["carries"], first["short"], first["blocks"]) == (False, 1, True)
    assert (first["shapley_shubik"]["exact"], first["banzhaf"]["exact"]) == ("2/3", "3/5")
    assert (first["owen"]["exact"], first["owen_of_a_seat"]["exact"]) == ("2/3", "2/9")
    assert (second["shapley_shubik"]["exact"], second["owen"]["exact"]) == ("1/6", "1/6")
    assert (second["short"], second["short_to_block"]) == (2, 1)
    assert (
        "Control of the a gives 3 of 6 votes in the c, enough to block and 1 short of the 4 that carry."
        in (found.words)
    )


def test_weights_a_dummy_a_veto_and_a_dictator() -> None:
    """[6; 4, 2, 2, 1]: seat 1 is in all three kinds of winning coalitions, seat 4 in none by need."""
    found = audited(
        "[bodies]\ncouncil = { seats = 4, weights = [4, 2, 2, 1] }\n"
        "king = { seats = 3, weights = [5, 1, 1] }\n"
        + rule("two_thirds", "elects", "council", "king", decision="2/3")
    )
    council = game(found, "council")
    assert (council["quota"], council["blocking_votes"]) == (6, 4)
    assert (council["seats_to_carry"], council["seats_to_block"]) == (2, 1)
    assert [row["swings"] for row in council["classes"]] == [6, 2, 0]
    assert [row["numbers"] for row in council["classes"]] == [[1], [2, 3], [4]]
    assert [row["vetoes"] for row in council["classes"]] == [True, False, False]
    assert council["needed"] == []
    assert "Seat 4 of the council decides nothing with 1 vote: it is a dummy." in found.words
    assert "Without seat 1 of the council nothing is carried." in found.words
    king = game(found, "king")
    assert king["dictator"] == 1
    assert "Seat 1 of the king decides alone." in found.words


def test_seats_that_each_block_alone_and_seats_that_only_sit() -> None:
    """[8; 3, 3, 3, 0, 0]: all three with votes are needed."""
    found = audited(
        "[bodies]\npanel = { seats = 5, weights = [3, 3, 3, 0, 0] }\n"
        + rule("entry", "coopts", "panel", "panel", decision="8 votes")
    )
    assert [row["swings"] for row in game(found, "panel")["classes"]] == [4, 0]
    assert "Each of seats 1, 2 and 3 of the panel blocks alone." in found.words
    assert "Seats 4 and 5 of the panel decide nothing with 0 votes each: they are dummies." in found.words


def test_seats_by_lot_are_no_bloc() -> None:
    found = audited(
        "[bodies]\na = { seats = 2 }\nb = { seats = 2 }\nc = { seats = 4 }\n"
        + rule("right", "ex_officio", "a", "c", part="1-2")
        + rule("lot", "draws", "b", "c", part="3-4")
    )
    (group,) = found.blocs
    assert [bloc.origin for bloc in group.blocs] == ["a"]
    assert group.alone == (3, 4)


def test_enormous_weights_are_bounded() -> None:
    """Thirty different weights near 10^9: no indices, but quota, blocking and seats to carry."""
    weights = [10**9 - 7**i % 1000 - i for i in range(30)]
    found = audited(
        f"[bodies]\nfund = {{ seats = 30, weights = {weights} }}\nshare = {{ seats = 30 }}\n"
        + rule("right", "ex_officio", "share", "fund")
        + rule("low", "coopts", "fund", "fund", decision="1/3")
    )
    fund = game(found, "fund")
    assert (fund["classes"], fund["to_act"], fund["proper"]) == ([], None, None)
    assert fund["quota"] == -(-sum(weights) // 3)
    assert fund["seats_to_carry"] == 10
    assert found.blocs[0].blocs[0].owen is None


def test_a_quota_that_is_too_low_is_told() -> None:
    found = audited(
        "[bodies]\nclub = { seats = 6 }\n" + rule("a_third", "coopts", "club", "club", decision="1/3")
    )
    assert game(found, "club")["proper"] is False
    assert any("two separate groups" in w for w in found.words)


def test_one_body_with_two_quotas_has_two_games() -> None:
    found = audited(
        "[bodies]\nclub = { seats = 9 }\nchair = { seats = 1 }\n"
        + rule("entry", "coopts", "club", "club", decision="2/3")
        + rule("expulsion", "expels", "club", "club", decision="6 votes")
        + rule("choice", "elects", "club", "chair")
    )
    games = {vote.quota: vote.rules for vote in found.votes}
    assert games == {6: ("entry", "expulsion"), 5: ("choice",)}
    assert "In the club 6 of 9 votes carry the rules entry and expulsion and 4 block it." in found.words


JOINT = (
    "[bodies]\npresident = { seats = 1 }\nsenate = { seats = 5 }\nboard = { seats = 3 }\n"
    "council = { seats = 4, weights = [4, 2, 2, 1] }\n"
    + rule("nominates", "appoints", "president", "board")
    + rule("consents", "confirms", "senate", "board")
    + rule("stops", "vetoes", "council", "board", decision="2/3")
)


def test_three_bodies_that_must_agree() -> None:
    """By hand: 16 senates and 10 councils say yes; swings 160, 5 times 60, and 96 + 32 + 32 + 0."""
    (act,) = audited(JOINT).to_dict()["joint"]
    assert act["to_act"]["exact"] == "5/32"
    bodies = {body["body"]: body for body in act["bodies"]}
    assert [(body["role"], body["quota"]) for body in bodies.values()] == [
        ("appoints", 1),
        ("confirms", 3),
        ("vetoes", 4),
    ]
    shares = {name: Fraction(body["banzhaf"]["exact"]) for name, body in bodies.items()}
    assert shares == {
        "president": Fraction(160, 620),
        "senate": Fraction(300, 620),
        "council": Fraction(160, 620),
    }

    def wins(coalition: frozenset[int]) -> bool:
        council = sum(votes for seat, votes in enumerate((4, 2, 2, 1), 6) if seat in coalition)
        return 0 in coalition and len(coalition & {1, 2, 3, 4, 5}) >= 3 and not 9 - council >= 6

    index = enumerate_power(10, wins).shapley_shubik
    assert Fraction(bodies["president"]["shapley_shubik"]["exact"]) == index[0]
    assert Fraction(bodies["senate"]["shapley_shubik"]["exact"]) == sum(index[1:6])
    assert Fraction(bodies["senate"]["shapley_shubik_of_a_seat"]["exact"]) == index[1]
    assert Fraction(bodies["council"]["shapley_shubik"]["exact"]) == sum(index[6:])
    assert bodies["council"]["shapley_shubik_of_a_seat"] is None


def test_a_body_that_acts_and_confirms_is_counted_once() -> None:
    """A club of five elects by majority and confirms by four: only the four count."""
    (act,) = audited(
        "[bodies]\nclub = { seats = 5 }\nchair = { seats = 1 }\n"
        + rule("choice", "elects", "club", "chair")
        + rule("assent", "confirms", "club", "chair", decision="4 votes")
    ).to_dict()["joint"]
    assert act["to_act"]["exact"] == str(Fraction(comb(5, 4) + 1, 32))
    assert {body["shapley_shubik"]["exact"] for body in act["bodies"]} == {"1"}


def test_what_is_left_out_is_told_with_its_reason() -> None:
    found = audited(
        "[bodies]\nclub = { seats = 5 }\nchair = { seats = 1 }\nempty = { seats = 0 }\n"
        + rule("most", "elects", "club", "chair", decision="plurality")
        + rule("assent", "confirms", "club", "chair")
        + rule("never", "expels", "club", "club", decision="6 votes")
    )
    told = {(left.body, left.rule): left.reason for left in found.left_out}
    assert set(told) == {("club", "most"), ("club", "never"), ("chair", None), ("empty", None)}
    assert "plurality" in told["club", "most"]
    assert "6 of 5" in told["club", "never"]
    assert found.joint == ()


def test_large_bodies_have_shares_and_no_counts() -> None:
    found = audited(f"[bodies]\ncongress = {{ seats = {MOST_SEATS + 1} }}\n")
    congress = game(found, "congress")
    assert congress["quota"] == MOST_SEATS // 2 + 1
    (seat,) = congress["classes"]
    assert seat["swings"] is None
    assert [left.reason for left in found.left_out] == ["it has too many coalitions to count"]
    assert seat["shapley_shubik"]["exact"] == f"1/{MOST_SEATS + 1}"


def test_a_long_fraction_is_written_as_a_float_alone() -> None:
    """501 seats: C(500, 250) / 2^500 is about 1 / sqrt(pi 250), by Stirling to 0.05 %."""
    seat = game(audited("[bodies]\nassembly = { seats = 501 }\n"), "assembly")["classes"][0]
    assert seat["penrose_banzhaf"]["exact"] is None
    assert seat["penrose_banzhaf"]["value"] == pytest.approx(0.0356825, rel=6e-4)
    assert seat["swings"] == str(comb(500, 250))


def test_the_section_is_plain_data() -> None:
    found = audited(JOINT)
    data = json.loads(json.dumps(found.to_dict()))
    assert data == found.to_dict()
    assert data["residual"] == 0
    assert data["method"] and data["words"]
