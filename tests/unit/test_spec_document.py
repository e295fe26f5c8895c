"""Documents: what is kept, what the fingerprint covers, what the starter and the reference say."""

from __future__ import annotations

import ast
import json
import pickle
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

import whowhom.spec
from whowhom.spec import toml
from whowhom.spec.checks import check
from whowhom.spec.data_files import named_files
from whowhom.spec.document import document_hash, from_document, to_document
from whowhom.spec.errors import DocumentError, ModelError, Problem, ResultError, WhoWhomError, key_path
from whowhom.spec.organisation import Ballot, Body, Rule, Verb
from whowhom.spec.quantities import quantities
from whowhom.spec.record import Quantity
from whowhom.spec.reference import claim_schema, claim_tables, renewed, schema
from whowhom.spec.scenario import Origin, Scenario
from whowhom.spec.starter import starter

SPEC = Path(whowhom.spec.__file__).parent
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
ALLOWED_IMPORTS = {"pydantic", "whowhom"}


def test_spec_needs_the_standard_library_and_pydantic_only() -> None:
    import sys

    for path in SPEC.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for module in modules:
                root = module.split(".")[0]
                assert root in ALLOWED_IMPORTS or root in sys.stdlib_module_names, (path.name, module)
                assert root != "whowhom" or module.startswith("whowhom.spec"), (path.name, module)


def test_the_exceptions_are_one_tree() -> None:
    assert {DocumentError, ModelError, ResultError} == set(WhoWhomError.__subclasses__())


def test_an_error_survives_pickling_and_tells_each_line_once() -> None:
    error = DocumentError(
        [Problem("a.toml", "title", "x"), Problem("a.toml", "title", "x"), Problem("b", "", "y\nz")]
    )
    again = pickle.loads(pickle.dumps(error))
    assert again.lines == error.lines == ("a.toml: title: x", "b: y\\nz")


def test_key_path() -> None:
    assert key_path(("rules", 2, "by")) == "rules[2].by"
    assert key_path(("bodies", "the board", "seats")) == 'bodies."the board".seats'


def test_the_starter_reads_and_teaches(tmp_path: Path) -> None:
    path = tmp_path / "board.toml"
    path.write_text(starter('The "new" board'), encoding="utf-8")
    scenario = toml.read(path)
    assert scenario.title == 'The "new" board'
    assert check(scenario) == ()
    assert scenario.edit("larger_board").bodies["board"].seats == 11
    assert toml.parse(toml.write(scenario)) == scenario


def test_every_key_of_the_starter_is_explained_where_it_first_stands() -> None:
    lines = starter("x").splitlines()
    explained: set[str] = set()
    for before, line in pairwise(lines):
        if " = " in line and not line.startswith("#"):
            key = line.split(" = ")[0]
            assert key in explained or "  # " in line or before.startswith("#"), line
            explained.add(key)
        assert not line.startswith("[") or before.startswith("#") or "#" in line or before == "", line


def test_records_refuse_silent_conversion() -> None:
    for seats in ("5", 5.0, True, None):
        with pytest.raises(ValidationError):
            Body(seats=seats)  # type: ignore[arg-type]
    assert Quantity(value=5, unit="1", source="x").value == 5.0


def test_words_become_verbs_and_arrays_become_tuples() -> None:
    rule = Rule.model_validate(
        {"name": "a", "verb": "elects", "by": "b", "over": "c", "at": [date(1920, 1, 1)]}
    )
    assert rule.verb is Verb.ELECTS
    assert rule.ballot is Ballot.OPEN
    assert rule.at == (date(1920, 1, 1),)


def test_a_document_has_one_spelling_of_each_key() -> None:
    with pytest.raises(DocumentError) as caught:
        toml.parse('title = "x"\nstart = 1920-01-01\nuntil = 1921-01-01\nschedule = []\nbodies.a.seats = 1\n')
    assert len(caught.value.lines) == 2
    assert "start: found an unknown key" in caught.value.lines[1]


def test_parameters_are_quantities_or_words() -> None:
    step = _scenario().schedule[0]
    assert step.numbers == {
        "turnover": Quantity(value=0.1, unit="1/month", source="rigby"),
        "loyal": "board",
        "bodies": ("board", "chair"),
        "open": True,
    }
    assert [key for key, _ in quantities(_scenario())] == ["schedule[0].turnover"]


def test_the_origin_is_no_part_of_what_a_document_says() -> None:
    here, there = (
        _scenario(),
        from_document(to_document(_scenario()), Origin("other.toml", Path("elsewhere"))),
    )
    assert here == there
    assert document_hash(here) == document_hash(there)
    assert there.origin.file == "other.toml"
    assert there.edit().origin.file == "other.toml"


def test_the_fingerprint_sees_every_word() -> None:
    scenario = _scenario()
    document = to_document(scenario)
    for key, value in (("title", "Another"), ("until", date(1931, 1, 1)), ("snapshots", [date(1925, 1, 1)])):
        assert document_hash(from_document({**document, key: value}, Origin())) != document_hash(scenario)
    reordered = dict(reversed(document.items()))
    assert document_hash(from_document(reordered, Origin())) == document_hash(scenario)


def test_the_fingerprint_sees_the_data_files(tmp_path: Path) -> None:
    document = {**to_document(_scenario()), "people": {"file": "people.csv"}}
    scenario = from_document(document, Origin("a.toml", tmp_path))
    (tmp_path / "people.csv").write_text("name\nAnna\n", encoding="utf-8")
    before = document_hash(scenario)
    (tmp_path / "people.csv").write_text("name\nBoris\n", encoding="utf-8")
    assert document_hash(scenario) != before


def test_a_body_that_nobody_fills_is_a_warning() -> None:
    lines = [str(problem) for problem in check(_scenario())]
    assert lines == [
        "small.toml: bodies.board: found no rule that fills it and no person in it; it stays empty"
    ]


def test_shipped_scenarios_are_read_by_bare_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toml, "SHIPPED_SCENARIOS", tmp_path)
    (tmp_path / "conclave.toml").write_text(toml.write(_scenario()), encoding="utf-8")
    assert toml.shipped() == {"conclave": tmp_path / "conclave.toml"}
    assert toml.read("conclave") == _scenario()
    with pytest.raises(DocumentError) as caught:
        toml.read("conclav")
    assert caught.value.lines == (
        'conclav: found no such file or shipped scenario; did you mean "conclave"?',
    )


@pytest.mark.parametrize("name", sorted(toml.shipped()))
def test_every_shipped_scenario_survives_writing(name: str) -> None:
    scenario = toml.read(name)
    again = from_document(to_document(toml.parse(toml.write(scenario), scenario.origin)), scenario.origin)
    assert again == scenario
    assert document_hash(again) == document_hash(scenario)


def test_the_published_schema_is_fresh() -> None:
    assert (REFERENCE / "scenario.schema.json").read_text(encoding="utf-8") == schema()
    alone = [set(kind["required"]) for kind in json.loads(schema())["anyOf"]]
    assert alone == [{"extends"}, {"title", "from", "until", "bodies"}]


def test_the_reference_page_is_fresh() -> None:
    page = (REFERENCE / "document.md").read_text(encoding="utf-8")
    assert page == renewed(page)


def test_the_reference_of_claims_is_fresh() -> None:
    page = (REFERENCE / "claim.md").read_text(encoding="utf-8")
    assert page == renewed(page, claim_tables())
    assert (REFERENCE / "claim.schema.json").read_text(encoding="utf-8") == claim_schema()


@pytest.mark.parametrize("name", ["document", "claim"])
def test_every_key_has_a_meaning_in_the_reference(name: str) -> None:
    page = (REFERENCE / f"{name}.md").read_text(encoding="utf-8")
    empty = [line for line in page.splitlines() if line.startswith("| `") and line.endswith("|  |")]
    assert empty == []


def _scenario() -> Scenario:
    """A chair elected by a board that nobody fills."""
    document = {
        "title": "Small",
        "from": date(1920, 1, 1),
        "until": date(1930, 1, 1),
        "bodies": {"chair": {"seats": 1}, "board": {"seats": 7}},
        "rules": [{"name": "election", "verb": "elects", "by": "board", "over": "chair"}],
        "schedule": [
            {
                "mechanism": "appointment",
                "turnover": {"value": 0.1, "unit": "1/month", "source": "rigby"},
                "loyal": "board",
                "bodies": ["board", "chair"],
                "open": True,
            }
        ],
    }
    return from_document(document, Origin("small.toml"))


def test_tables_of_mechanisms_are_named_files() -> None:
    document = to_document(_scenario())
    document["schedule"][0]["life_table"] = "whowhom:mortality/zzz.csv"
    scenario = from_document(document, Origin("small.toml", Path(__file__).parent))
    assert list(named_files(scenario)) == [("schedule[0].life_table", "whowhom:mortality/zzz.csv")]
    with pytest.raises(DocumentError, match=r"small\.toml: schedule\[0\]\.life_table: found no file"):
        document_hash(scenario)


def test_seats_ex_officio_beside_elected_ones() -> None:
    document = to_document(_scenario())
    election = {"name": "meeting", "verb": "appoints", "by": "chair", "over": "board"}
    chair = {"name": "chair_sits", "verb": "ex_officio", "by": "chair", "over": "board"}
    document["rules"] += [election, chair]
    assert check(from_document(document, Origin("small.toml"))) == ()
    document["rules"].remove(election)
    with pytest.raises(
        DocumentError, match="found 1 seats of chair for the 7 of board; expected exactly as many"
    ):
        check(from_document(document, Origin("small.toml")))


def test_a_web_of_ex_officio_seats_is_walked_once() -> None:
    document = to_document(_scenario())
    names = [f"b{index}" for index in range(30)]
    document["bodies"] |= {name: {"seats": 1} for name in names}
    document["rules"] += [
        {"name": f"{by}_{over}", "verb": "ex_officio", "by": by, "over": over}
        for by in names
        for over in names
    ]
    with pytest.raises(DocumentError, match="found a circle of ex officio seats"):
        check(from_document(document, Origin("small.toml")))
