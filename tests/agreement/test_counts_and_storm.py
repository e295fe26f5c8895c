"""The chain of counts before an outside referee: Storm, on the PRISM file of the same organisations.

Storm knows nothing of this package; the file is written from the rules and not from the matrices of the
counts. Small organisations are answered in rational arithmetic, large ones by sound iteration. Runs where
stormpy is installed (`make verify`).
"""

from __future__ import annotations

import re
from math import inf, isclose
from pathlib import Path
from typing import Any

import pytest

from whowhom.build import Model, build
from whowhom.exact.counts.chain import Capture, CountChain
from whowhom.exact.counts.storm import check_with_storm
from whowhom.spec.errors import ModelError
from whowhom.spec.toml import read

pytest.importorskip("stormpy", reason="the referee is not installed; make verify")

EVERY = sorted((Path(__file__).parent / "two_sided").glob("*.toml"))
REFUSED = {"secret": "party_purge.comply"}
"""Documents that the PRISM file refuses, and the number that it names."""
ORGANISATIONS = [path for path in EVERY if path.stem not in REFUSED]
CLOSE = 1e-9
LONG = "until = 2080-01-01"

STAGGERED = """
title = "Twelve seats whose terms end by thirds, and the committee of nine that they elect"
from = 2020-01-01
until = 2024-01-01

[bodies.chief]
seats = 1

[bodies.board]
seats = 12
term = "12 months"
ends = [ENDS]

[bodies.committee]
seats = 9
early_exit = { value = 0.03, unit = "1/month", source = "test" }

[[rules]]
name = "appointment"
verb = "appoints"
by = "chief"
over = "board"

[[rules]]
name = "consent"
verb = "confirms"
by = "committee"
over = "board"
decision = "1/3"

[[rules]]
name = "election"
verb = "elects"
by = "board"
over = "committee"

[[rules]]
name = "removal"
verb = "expels"
by = "board"
over = "committee"
decision = "2/3"
every = "6 months"

[[schedule]]
mechanism = "departure"

[[schedule]]
mechanism = "tenure"

[[schedule]]
mechanism = "party_purge"

[[schedule]]
mechanism = "party_line"
loyalty = { value = 0.8, unit = "probability", source = "test" }

[audit]
principal = "chief"

[audit.hold]
board = 3
committee = 3
""".replace("ENDS", ", ".join(f"2020-{month:02d}-01" for month in (5, 9, 12) for _ in range(4)))

CHAMBER = """
title = "A chamber of forty that the members elect every year consents to a court of nine that can be packed"
from = 2020-01-01
until = 2024-01-01

[bodies.president]
seats = 1

[bodies.chamber]
seats = 40

[bodies.court]
seats = 9
capacity = 11
early_exit = { value = 0.1, unit = "1/month", source = "test" }

[[rules]]
name = "election"
verb = "elects"
by = "members"
over = "chamber"
pool = "entrants"
every = "12 months"

[[rules]]
name = "appointment"
verb = "appoints"
by = "president"
over = "court"

[[rules]]
name = "consent"
verb = "confirms"
by = "chamber"
over = "court"

[[rules]]
name = "packing"
verb = "enlarges"
by = "chamber"
over = "court"
most = 2
decision = "3/5 of seats"
every = "6 months"

[[schedule]]
mechanism = "departure"

[[schedule]]
mechanism = "party_packing"
attempt = { value = 0.5, unit = "1/month", source = "test" }

[[schedule]]
mechanism = "party_line"
loyalty = { value = 0.7, unit = "probability", source = "test" }
support = { value = 0.4, unit = "probability", source = "test" }

[audit]
principal = "president"
"""


def model_of(folder: Path, text: str) -> Model:
    """Build a document from its text."""
    path = folder / "organisation.toml"
    path.write_text(text, encoding="utf-8")
    return build(read(path))


def difference(found: Capture, told: dict[str, Any]) -> float:
    """Return the largest difference of any answer at the last month."""
    pairs = [(float(found.locked[-1]), told["locked"])] if told["locked"] is not None else []
    for body in found.bodies:
        pairs.append((float(found.first[body][-1]), told["within"][body]))
        pairs.append((float(found.control[body][-1]), told["at"][body]))
        pairs.append((float(found.seats[body][-1]), told["seats"][body]))
    return max(abs(ours - theirs) for ours, theirs in pairs)


@pytest.mark.parametrize("path", ORGANISATIONS, ids=lambda path: path.stem)
def test_storm_says_the_same_in_rational_arithmetic(path: Path) -> None:
    model = build(read(path))
    targets = list(model.scenario.bodies)
    told = check_with_storm(model, targets)
    assert told["mode"] == "rational"
    apart = difference(CountChain(model).capture(targets), told)
    print(f"{path.stem}: {told['states']} states, {told['mode']}, largest difference {apart:.1e}")
    assert apart < CLOSE


@pytest.mark.parametrize("path", ORGANISATIONS, ids=lambda path: path.stem)
def test_storm_expects_as_many_months(path: Path, tmp_path: Path) -> None:
    """Where the calendar repeats itself; the counts are followed for sixty years, Storm solves equations."""
    text = re.sub(r"^until = .*$", LONG, path.read_text(encoding="utf-8"), count=1, flags=re.M)
    model = model_of(tmp_path, text)
    targets = list(model.scenario.bodies)
    found = CountChain(model).capture(targets)
    told = check_with_storm(model, targets, exact=False)
    finite = 0
    for body in targets:
        months, unsure = found.expected_months(body)
        theirs = told["expected"][body]
        if theirs is None or theirs == inf:
            continue
        finite += months > 0
        assert isclose(months, theirs, rel_tol=CLOSE, abs_tol=unsure + CLOSE), (body, months, theirs)
    print(f"{path.stem}: {finite} expected times")


@pytest.mark.parametrize("text", [STAGGERED, CHAMBER], ids=["staggered", "chamber"])
def test_storm_says_the_same_at_real_size(text: str, tmp_path: Path) -> None:
    model = model_of(tmp_path, text)
    targets = list(model.scenario.bodies)
    told = check_with_storm(model, targets)
    found = CountChain(model).capture(targets)
    apart = difference(found, told)
    print(f"{told['states']} states, {told['mode']}, largest difference {apart:.1e}")
    assert told["mode"] == "sound"
    assert apart < CLOSE
    assert 0.01 < found.first[targets[-1]][-1] < 0.99


def test_the_comparison_finds_another_loyalty(tmp_path: Path) -> None:
    """The comparison must be able to fail: a loyalty of 0.81 instead of 0.8 is found."""
    told = check_with_storm(model_of(tmp_path, STAGGERED), ["board", "committee"], months=12)
    other = model_of(tmp_path, STAGGERED.replace("loyalty = { value = 0.8,", "loyalty = { value = 0.81,"))
    assert difference(CountChain(other).capture(["board", "committee"], 12), told) > 1e-4


@pytest.mark.parametrize("name", REFUSED)
def test_a_number_that_the_file_cannot_say_is_refused_by_name(name: str) -> None:
    path = next(path for path in EVERY if path.stem == name)
    with pytest.raises(ModelError, match=REFUSED[name]):
        check_with_storm(build(read(path)), ["board"])


def test_names_of_no_body_are_refused() -> None:
    with pytest.raises(ModelError, match='no body named "bord"'):
        check_with_storm(build(read(ORGANISATIONS[0])), ["bord"])
