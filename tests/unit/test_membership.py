"""The table of members: what fits together, where districts lie, and what is refused in one line."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from tests.members import living, party
from tests.organisations import organise

from whowhom.core.mechanism import Mechanism, register
from whowhom.spec.errors import DocumentError

TABLE = """
[bodies]
office = { seats = 1 }
[places.provinces]
count = 3
[places.islands]
count = 2
[membership]
places = "provinces"
members = MEMBERS
cell = 5
district = 4
patrons = 2
[[schedule]]
mechanism = "tenure"
"""


def told(folder: Path, text: str) -> str:
    """Return the one line with which a document is refused."""
    with pytest.raises(DocumentError) as refusal:
        organise(folder, text)
    assert len(refusal.value.problems) == 1
    return str(refusal.value.problems[0])


def test_districts_are_spread_over_their_places_in_order(tmp_path: Path) -> None:
    model = organise(tmp_path, TABLE.replace("MEMBERS", "140"))
    assert model.sizes.districts == 7
    assert model.polity.place_district.tolist() == [0, 2, 4, 7, 7, 7]
    assert model.sizes.tiers == 4


def test_a_document_without_members_has_none(tmp_path: Path) -> None:
    model = organise(tmp_path, '[bodies]\noffice = { seats = 1 }\n[[schedule]]\nmechanism = "tenure"\n')
    assert (model.sizes.members, model.sizes.patrons, model.sizes.districts) == (0, 0, 0)
    assert model.polity.place_district.tolist() == [0]


def test_members_who_fill_no_whole_district_are_refused(tmp_path: Path) -> None:
    line = told(tmp_path, TABLE.replace("MEMBERS", "133"))
    assert "membership.members: found 133; expected whole districts of 5 times 4, for example 120" in line


def test_fewer_districts_than_places_are_refused(tmp_path: Path) -> None:
    line = told(tmp_path, TABLE.replace("MEMBERS", "40"))
    assert "found 2 districts; expected one at least for each of 3 places" in line


def test_unknown_places_are_refused_with_the_nearest_name(tmp_path: Path) -> None:
    line = told(tmp_path, TABLE.replace("MEMBERS", "140").replace('"provinces"', '"province"'))
    assert 'no set of places named "province"' in line
    assert "provinces" in line.partition("named")[2]


def test_talk_without_members_is_refused(tmp_path: Path) -> None:
    text = '[bodies]\noffice = { seats = 1 }\n[[schedule]]\nmechanism = "cell_talk"\n'
    line = told(tmp_path, text)
    assert (
        "schedule[0].mechanism: cell_talk acts on members one by one; expected a table [membership]" in line
    )


def test_stands_and_leanings_at_the_start(tmp_path: Path) -> None:
    """Patrons are followed alike and leanings have the given moments, within 5 standard errors: 4 checks."""
    model = party(tmp_path, districts=80, cells=50, cell=10, patrons=4, leaning=0.4, spread=0.1, loyalty=0.7)
    with living(model) as (state, _):
        members = state.members
        count = members.leaning.size
        assert abs(members.leaning.mean() - 0.4) <= 5 * 0.1 / np.sqrt(count)
        assert abs(members.leaning.std() - 0.1) <= 5 * 0.1 / np.sqrt(2 * count)
        assert (members.loyalty == np.float32(0.7)).all()
        followers = np.bincount(members.patron, minlength=4)
        assert ((followers - count / 4) ** 2 / (count * 3 / 16)).max() <= 25.0


class Walk(Mechanism):
    """A mechanism that says it can be cut."""

    cut_over = "people"


def step(state: object, polity: object, draw: object) -> None:
    """Do nothing."""


def step_part(first: int, state: object, polity: object, draw: object) -> None:
    """Forget an argument."""


def test_a_mechanism_that_can_be_cut_needs_a_step_part_of_the_right_arguments() -> None:
    module = ModuleType("walk")
    vars(module).update(Walk=Walk, step=step)
    with pytest.raises(TypeError, match="the file has no function step_part"):
        register("walk", module)
    vars(module)["step_part"] = step_part
    with pytest.raises(TypeError, match=r"walk\.step_part takes .*first"):
        register("walk", module)
