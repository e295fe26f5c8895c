"""The lots section on small documents, against every person listed, and against the published questions."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from tests.unit.test_lot_theory import listed

from whowhom.audit.lots.section import committee_years, lots
from whowhom.spec.scenario import Scenario
from whowhom.spec.toml import read
from whowhom.theory.lot import Lot, Split, Vote

HEAD = 'title = "Small"\nfrom = 2000-01-01\nuntil = 2030-01-01\n'


def document(folder: Path, text: str) -> Scenario:
    """Read a small document."""
    path = folder / "small.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read(path)


def rule(name: str, verb: str, by: str, over: str, more: str = "") -> str:
    """Write one rule."""
    return f'\n[[rules]]\nname = "{name}"\nverb = "{verb}"\nby = "{by}"\nover = "{over}"\n{more}\n'


CHAIN = (
    "[bodies]\nassembly = { seats = 8 }\njury = { seats = 4 }\nlist = { seats = 5 }\n"
    "college = { seats = 3 }\nhead = { seats = 1 }\n"
    + rule("first_lot", "draws", "assembly", "jury")
    + rule("naming", "elects", "jury", "list", 'pool = "assembly"\ndecision = "3 votes"')
    + rule("second_lot", "draws", "list", "college")
    + rule("election", "elects", "college", "head", 'decision = "unanimity"')
)


@pytest.mark.parametrize("split", list(Split))
def test_a_chain_is_read_and_every_share_answered(tmp_path: Path, split: Split) -> None:
    answer = lots(document(tmp_path, CHAIN)).to_dict()
    (procedure,) = answer["procedures"]
    kinds = [(stage["kind"], stage["seats"], stage["quota"]) for stage in procedure["stages"]]
    assert kinds == [("lot", 4, None), ("vote", 5, 3), ("lot", 3, None)]
    assert (procedure["pool"], procedure["college"], procedure["decides"]) == (
        "assembly",
        "college",
        ["head"],
    )
    assert procedure["quota"] == 3
    chances = []
    for members in range(9):
        law = listed(8, members, (Lot(4), Vote(5, 3), Lot(3)), split)
        chances.append((law.get(3, Fraction(0)), law.get(0, Fraction(0))))
    rows = procedure["readings"][split.value]["shares"]
    assert [row["share"] for row in rows] == pytest.approx([k / 20 for k in range(1, 20)])
    assert [row["members"] for row in rows] == [(8 * k + 10) // 20 for k in range(1, 20)]
    for row in rows:
        holds, rest = chances[row["members"]]
        assert (row["holds"], row["rest"]) == (float(holds), float(rest))
        assert row["both"] == 0 and row["deadlock"] == pytest.approx(float(1 - holds - rest), abs=1e-15)
    for key in ("0.5", "0.9"):
        found = procedure["readings"][split.value]["smallest"]["3"]["closed"][key]
        carry = [members for members in range(9) if chances[members][0] > Fraction(key)]
        assert found["members"] == carry[0]
        assert found["chance"] == float(chances[carry[0]][0])


def test_both_sides_carry_where_one_vote_is_enough(tmp_path: Path) -> None:
    (procedure,) = lots(document(tmp_path, CHAIN.replace("unanimity", "any holder"))).to_dict()["procedures"]
    row = next(row for row in procedure["readings"]["in_proportion"]["shares"] if row["members"] == 4)
    law = listed(8, 4, (Lot(4), Vote(5, 3), Lot(3)), Split.IN_PROPORTION)
    assert row["both"] == pytest.approx(float(law[1] + law[2]), abs=1e-15) and row["both"] > 0
    assert row["holds"] == float(1 - law[0])
    assert row["deadlock"] == 0


@pytest.mark.parametrize(("pool", "holds"), [("", 0.25), ('pool = "assembly"', 0.0)])
def test_friends_from_outside_are_without_number(tmp_path: Path, pool: str, holds: float) -> None:
    # One member of four is the one juror a quarter of the time; all three he names must be his own.
    text = "[bodies]\nassembly = { seats = 4 }\njuror = { seats = 1 }\ncollege = { seats = 3 }\n"
    text += "head = { seats = 1 }\n" + rule("lot", "draws", "assembly", "juror")
    text += rule("naming", "elects", "juror", "college", pool)
    text += rule("election", "elects", "college", "head", 'decision = "unanimity"')
    (procedure,) = lots(document(tmp_path, text)).to_dict()["procedures"]
    row = next(row for row in procedure["readings"]["in_proportion"]["shares"] if row["members"] == 1)
    assert row["holds"] == holds


def test_an_open_pool_grows_with_the_faction(tmp_path: Path) -> None:
    text = CHAIN.replace("assembly = { seats = 8 }", "assembly = { seats = 3 }").replace(
        "jury = { seats = 4 }", "jury = { seats = 2 }"
    )
    text = text.replace("list = { seats = 5 }", "list = { seats = 3 }").replace("3 votes", "2 votes")
    (procedure,) = lots(document(tmp_path, text)).to_dict()["procedures"]
    found = procedure["readings"]["in_proportion"]["smallest"]["3"]["open"]["0.5"]["members"]
    chain = (Lot(2), Vote(3, 2), Lot(3))
    carry = [
        listed(3 + members, members, chain, Split.IN_PROPORTION).get(3, 0) > Fraction(1, 2)
        for members in range(found + 2)
    ]
    assert carry == [False] * found + [True] * 2


def test_features_are_removed_one_at_a_time(tmp_path: Path) -> None:
    (procedure,) = lots(document(tmp_path, CHAIN)).to_dict()["procedures"]
    removed = procedure["features_removed"]
    # More than half of four is three, as the document says: nothing to remove.
    assert removed["simple_majorities"] is None
    single = removed["single_lot"]["in_proportion"]["shares"]
    assert next(row["holds"] for row in single if row["members"] == 4) == pytest.approx(4 / 56)
    assert "half_and_half" not in removed["single_lot"]
    assert (removed["no_lots"]["first_jury"], removed["no_lots"]["quota"]) == ("jury", 3)
    direct = {row["members"]: (row["holds"], row["rest"]) for row in removed["direct_vote"]["shares"]}
    assert (direct[3], direct[4], direct[5]) == ((0, 1), (0, 0), (1, 0))
    assert removed["direct_vote"]["quota"] == 5
    harder = lots(document(tmp_path, CHAIN.replace("3 votes", "unanimity"))).to_dict()["procedures"][0]
    simple = harder["features_removed"]["simple_majorities"]
    assert simple["in_proportion"]["shares"] == procedure["readings"]["in_proportion"]["shares"]


LIMIT = (
    "[bodies]\nvolunteers = { seats = 4 }\ncommittee = { seats = 3 }\nboard = { seats = 6 }\n"
    + rule("lot", "draws", "volunteers", "committee", "per_place = 1")
    + rule("nomination", "elects", "committee", "board", 'quorum = "3 seats"')
)


def read_in_order(honest: int, groups: int, size: int, votes: int) -> Fraction:
    """Return the chance of so many of three seats, one of a group at most, reading person after person."""

    @cache
    def chance(alone: int, left: tuple[int, ...], taken: tuple[bool, ...], seats: int) -> Fraction:
        persons = alone + sum(left)
        if seats == 3 or persons == 0:
            return Fraction(sum(taken) >= votes)
        total = Fraction(alone, persons) * chance(alone - 1, left, taken, seats + 1) if alone else Fraction(0)
        for group, count in enumerate(left):
            if count:
                fewer = (*left[:group], count - 1, *left[group + 1 :])
                seated = (*taken[:group], True, *taken[group + 1 :])
                # Whoever would be the second of his group is passed over and fills no seat.
                total += Fraction(count, persons) * chance(alone, fewer, seated, seats + 1 - taken[group])
        return total

    return chance(honest, (size,) * groups, (False,) * groups, 0)


def all_committees(honest: int, groups: int, size: int, votes: int) -> Fraction:
    """Return the share of committees of three, all of different groups, with so many conspirators."""
    people = [*range(honest), *[honest + group for group in range(groups) for _ in range(size)]]
    valid = [chosen for chosen in combinations(people, 3) if len(set(chosen)) == 3]
    return Fraction(sum(sum(p >= honest for p in chosen) >= votes for chosen in valid), len(valid))


def test_conspiracies_under_a_limit_are_priced(tmp_path: Path) -> None:
    (draw,) = lots(document(tmp_path, LIMIT)).to_dict()["draws"]
    assert [(quota["votes"], quota["what"]) for quota in draw["quotas"]] == [
        (2, "decision of nomination"),
        (3, "quorum of nomination"),
    ]
    assert draw["limit"]["fewest_groups"] == {"2": 2, "3": 3}
    assert draw["limit"]["most_seats_if_split_into"] == {"1": 1, "2": 2, "3": 3}
    methods = {"list_order": read_in_order, "uniform": all_committees}
    asked = Counter[tuple[int, int]]()
    for item in draw["limit"]["conspiracies"]:
        if (item["above"], item["pool"]) == ("0.5", "open"):
            chance = methods[item["reading"]]
            groups, size, votes = item["groups"], item["members_per_group"], item["quota"]
            assert item["chance"] == float(chance(4, groups, size, votes)) > 0.5
            assert chance(4, groups, size - 1, votes) <= Fraction(1, 2)
            asked[votes, groups] += 1
    assert asked == dict.fromkeys([(2, 2), (2, 3), (2, 4), (3, 3), (3, 4), (3, 5)], 2)


def test_conspirators_inside_a_closed_pool_leave_fewer_honest(tmp_path: Path) -> None:
    (draw,) = lots(document(tmp_path, LIMIT)).to_dict()["draws"]
    closed = [
        item
        for item in draw["limit"]["conspiracies"]
        if (item["above"], item["pool"], item["groups"], item["quota"]) == ("0.5", "closed", 3, 2)
    ]
    # Of four persons three conspire, each in a group of one: three seats always take two of them.
    assert [(item["members_per_group"], item["chance"]) for item in closed] == [(1, 1), (1, 1)]


def test_one_group_is_held_to_its_limit(tmp_path: Path) -> None:
    (draw,) = lots(document(tmp_path, LIMIT)).to_dict()["draws"]
    row = next(row for row in draw["one_group"] if row["members"] == 2)
    # Of four, two are of one group. Without a limit three seats take 3/4 of each person.
    assert row["expected"] == 1.5
    assert row["more_than_limit_without_it"] == 0.5
    assert row["more_than_limit"] == 0
    # And with it two honest persons leave one seat to the group, whoever comes first.
    assert row["expected_with_limit"] == 1
    assert row["chances"] == [0, 1]


BOARD = "[bodies]\nvolunteers = { seats = 9 }\ncommittee = { seats = 3 }\n"


@pytest.mark.parametrize(
    ("board", "act", "lot", "wanted"),
    [
        ('term = "2 years", staggered = true', "12 months", "12 months", (2, 2)),
        ('term = "5 years", staggered = true', "24 months", "12 months", (3, 3)),
        ('term = "4 years", staggered = true', "12 months", "24 months", (4, 2)),
        ('term = "4 years"', "12 months", "12 months", (1, 1)),
        ('term = "3 years", ends = [2001-01-01, 2002-01-01, 2002-01-01, 2003-01-01]', "", "", (3, 3)),
        ('term = "3 years", ends = [2001-01-01]', "12 months", "12 months", (1, 1)),
        ('term = "3 years", staggered = true', "", "12 months", (3, 3)),
        ("", "12 months", "12 months", None),
    ],
)
def test_committees_in_a_row(
    tmp_path: Path, board: str, act: str, lot: str, wanted: tuple[int, int] | None
) -> None:
    text = BOARD + f"board = {{ seats = 4{', ' if board else ''}{board} }}\n"
    every = {name: f'every = "{months}"' if months else "" for name, months in (("act", act), ("lot", lot))}
    text += rule("lot", "draws", "volunteers", "committee", every["lot"])
    text += rule("nomination", "elects", "committee", "board", every["act"])
    text += rule("consent", "confirms", "volunteers", "board")
    found = committee_years(document(tmp_path, text))
    assert [(item.acts, item.committees) for item in found] == ([] if wanted is None else [wanted])
    assert all(item.confirmed_by == ("volunteers",) for item in found)


def test_a_circle_ends_where_it_began(tmp_path: Path) -> None:
    text = "[bodies]\ncouncil = { seats = 9 }\njury = { seats = 3 }\n"
    text += rule("lot", "draws", "council", "jury") + rule("renewal", "elects", "jury", "council")
    (procedure,) = lots(document(tmp_path, text)).to_dict()["procedures"]
    assert (procedure["pool"], procedure["college"], procedure["decides"]) == ("council", "jury", ["council"])
    assert len(procedure["stages"]) == 1


def test_votes_before_the_first_lot_do_not_count(tmp_path: Path) -> None:
    text = "[bodies]\nparty = { seats = 30 }\ncouncil = { seats = 9 }\njury = { seats = 3 }\n"
    text += rule("election", "elects", "party", "council") + rule("lot", "draws", "council", "jury")
    answer = lots(document(tmp_path, text)).to_dict()
    (procedure,) = answer["procedures"]
    assert (procedure["pool"], procedure["persons"], procedure["college"]) == ("council", 9, "jury")
    # Nobody tells how the jury acts: by majority.
    assert procedure["quotas"] == [{"votes": 2, "what": "majority"}]


def test_a_public_and_a_table_of_persons_are_pools(tmp_path: Path) -> None:
    count = '{ value = 50, unit = "person", source = "identity" }'
    share = '{ value = 0.5, unit = "share", source = "identity" }'
    text = "[bodies]\njury = { seats = 3 }\npanel = { seats = 2 }\n[places]\nward = { count = 4 }\n"
    text += f'[publics]\ntown = {{ places = "ward", members = {count}, leaning = {share} }}\n'
    text += '[people]\nfile = "people.csv"\n'
    text += rule("lot", "draws", "town", "jury") + rule("choice", "draws", "members", "panel")
    (tmp_path / "people.csv").write_text("name,body\na,\nb,\nc,\nd,\ne,\n", encoding="utf-8")
    answer = lots(document(tmp_path, text)).to_dict()
    assert {draw["over"]: draw["persons"] for draw in answer["draws"]} == {"jury": 200, "panel": 5}


def test_what_is_not_answered_is_told(tmp_path: Path) -> None:
    bodies = "[bodies]\npool = { seats = 9 }\njury = { seats = 3, weights = [1, 2, 3] }\n"
    found = lots(document(tmp_path, bodies + rule("lot", "draws", "pool", "jury"))).to_dict()
    assert found["procedures"] == [] and "unequal votes" in found["left_out"][0]
    bodies = "[bodies]\npool = { seats = 9 }\njury = { seats = 3 }\n"
    parts = rule("lot", "draws", "pool", "jury", 'part = "1-2"') + rule(
        "seat", "elects", "pool", "jury", 'part = "3"'
    )
    found = lots(document(tmp_path, bodies + parts)).to_dict()
    assert found["procedures"] == [] and "several rules" in found["left_out"][0]
    assert found["draws"][0]["seats"] == 2
    small = "[bodies]\npool = { seats = 2 }\njury = { seats = 3 }\n"
    found = lots(document(tmp_path, small + rule("lot", "draws", "pool", "jury"))).to_dict()
    assert found["draws"] == [] and "too few" in found["left_out"][0]


def test_a_conspiracy_of_too_many_states_is_left_out_by_name(tmp_path: Path) -> None:
    text = "[bodies]\npool = { seats = 900 }\npanel = { seats = 60 }\nboard = { seats = 3 }\n"
    text += rule("lot", "draws", "pool", "panel", "per_place = 4") + rule("act", "elects", "panel", "board")
    found = lots(document(tmp_path, text)).to_dict()
    assert found["left_out"] == ["lot: too many states for 8, 9 and 10 groups read from one list"]
    assert {item["reading"] for item in found["draws"][0]["limit"]["conspiracies"]} == {"uniform"}


def test_without_lots_nothing_is_said_but_that(tmp_path: Path) -> None:
    text = "[bodies]\nboard = { seats = 3 }\n" + rule("renewal", "coopts", "board", "board")
    answer = lots(document(tmp_path, text)).to_dict()
    assert answer["words"] == ["No body is drawn by lot."]
    assert answer["draws"] == answer["procedures"] == answer["committee_years"] == answer["left_out"] == []
    assert answer["residual"] == 0
