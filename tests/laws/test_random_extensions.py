"""Documents that extend random scenarios: a scenario or a DocumentError comes out; keeping is removing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import scenarios

from whowhom.spec.errors import DocumentError
from whowhom.spec.extends import extended
from whowhom.spec.scenario import Edit, Origin, Scenario
from whowhom.spec.toml import read, write

junk: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-3, 3) | st.text("ab.@\"'é", max_size=6) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["set", "remove", "to"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios(), keep=junk, edits=junk, rules=junk, data=st.data())
def test_whatever_extends_gives_a_scenario_or_an_error(
    tmp_path_factory: pytest.TempPathFactory,
    scenario: Scenario,
    keep: Any,
    edits: Any,
    rules: Any,
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("extends")
    (folder / "base.toml").write_text(write(scenario), encoding="utf-8", newline="\n")
    document = {"extends": data.draw(st.sampled_from(["base.toml", "whowhom:conclave"]) | junk)}
    if data.draw(st.booleans()):
        path = st.sampled_from(["rules", "bodies", "arms", "interventions", "people", "schedule", "events"])
        edits = [{"set": data.draw(path), "to": edits}]
    if data.draw(st.booleans()):
        rules = [{"name": "a", "verb": "draws", "by": "members", "over": "b"}]
    document |= data.draw(
        st.fixed_dictionaries(
            {}, optional={"keep": st.just(keep), "edits": st.just(edits), "rules": st.just(rules)}
        )
    )
    try:
        extended(document, Origin("random.toml", folder))
    except DocumentError as error:
        assert error.lines and len(str(error).splitlines()) == len(error.lines)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios(), data=st.data())
def test_keeping_some_and_removing_the_others_are_one(
    tmp_path_factory: pytest.TempPathFactory, scenario: Scenario, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("keep")
    (folder / "base.toml").write_text(write(scenario), encoding="utf-8", newline="\n")
    stay = {rule.name for rule in scenario.rules if data.draw(st.booleans())}
    steps = {step.mechanism for step in scenario.schedule if data.draw(st.booleans())}
    text = f"keep = {{ rules = {json.dumps(sorted(stay))}, schedule = {json.dumps(sorted(steps))} }}"
    removals = [Edit(remove=f"rules.{rule.name}") for rule in scenario.rules if rule.name not in stay]
    removals += [
        Edit(remove=f"schedule.{step.mechanism}") for step in scenario.schedule if step.mechanism not in steps
    ]
    (folder / "other.toml").write_text(f'extends = "base.toml"\n{text}', encoding="utf-8")
    assert read(folder / "other.toml") == scenario.edit(*removals)
