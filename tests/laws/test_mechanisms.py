"""Laws that every mechanism and observable keeps, whoever writes it: parametrised over the folders."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.laws.histories import final_bytes, finals_alone
from tests.laws.organisations import MONTHS, everything, model_of, month, organisation, quantity, step_of

from whowhom import mechanisms, observables
from whowhom.build import Model
from whowhom.core.mechanism import Number, Registered
from whowhom.core.observable import Observable
from whowhom.core.polity import Polity
from whowhom.core.state import allocate, array_paths
from whowhom.explain.wiring import mechanism_wiring, observable_wiring, step_wiring
from whowhom.simulate.batch import run_batch
from whowhom.spec.organisation import Verb
from whowhom.spec.prior import parse_prior
from whowhom.spec.scenario import Act
from whowhom.spec.units import PER_MONTH, UNITS

NAMES = mechanisms.shipped()
OBSERVABLES = observables.shipped()
ORGANISATIONS = 48
CITED = re.findall(
    r"^\s*@\w+\{\s*([^,\s]+)",
    (Path(mechanisms.__file__).parents[1] / "data" / "sources.bib").read_text(encoding="utf-8"),
    re.M,
)
OF_THE_CLOCK = {"clock.month"}
"""What the driver itself writes every month."""


@pytest.fixture(params=NAMES)
def registered(request: pytest.FixtureRequest) -> Registered:
    """Each mechanism in turn."""
    return mechanisms.load(request.param)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[Model]:
    """Random organisations, each with every mechanism in its schedule, and random numbers for them."""
    folders = [tmp_path_factory.mktemp("organisation") for _ in range(ORGANISATIONS)]
    return [
        model_of(organisation(seed, folder, everything(Random(seed))), folder)
        for seed, folder in enumerate(folders)
    ]


@pytest.fixture(scope="module")
def lived(models: list[Model]) -> list[NDArray[np.uint8]]:
    """The state of each organisation after a year of every mechanism."""
    return [final_bytes(model, months=12, seed=seed) for seed, model in enumerate(models)]


def in_order(model: Model, names: list[str]) -> Model:
    """Return the model whose schedule is in the given order."""
    rows = [i for name in names for i, entry in enumerate(model.entries) if entry.mechanism.name == name]
    active = model.plan.active[rows]
    plan = model.plan._replace(
        active=np.ascontiguousarray(active),
        first_number=np.ascontiguousarray(model.plan.first_number[rows]),
        first_memory=np.ascontiguousarray(model.plan.first_memory[rows]),
    )
    return replace(model, entries=tuple(model.entries[i] for i in rows), plan=plan)


def arrays_of(model: Model, buffer: NDArray[np.uint8]) -> dict[str, bytes]:
    """Return the bytes of every array of a state."""
    state, _ = allocate(model.sizes, buffer)
    found = {}
    for path in array_paths():
        value = state
        for part in path.split("."):
            value = getattr(value, part)
        found[path] = value.tobytes()
    return found


def changed(
    model: Model, name: str, seed: int, starts: list[NDArray[np.uint8]], months: tuple[int, ...]
) -> list[set[str]]:
    """Return, for each start and number of months, the arrays that differ after a mechanism has run alone."""
    before = [arrays_of(model, start) for start in starts for _ in months]
    after = [arrays_of(model, final) for final in finals_alone(model, name, seed, starts, months)]
    return [
        {path for path in one if one[path] != two[path]} - OF_THE_CLOCK
        for one, two in zip(before, after, strict=True)
    ]


def test_derived_writes_are_the_declared_ones(registered: Registered) -> None:
    """What the code can write is promised, and no promise is stale; each name is an array and named once."""
    declared = registered.declaration.writes
    assert len(set(declared)) == len(declared)
    assert set(declared) <= set(array_paths())
    assert set(mechanism_wiring(registered).writes) == set(declared)


def test_alone_it_changes_only_what_it_declares(
    registered: Registered, models: list[Model], lived: list[NDArray[np.uint8]]
) -> None:
    """Over random organisations, fresh and after a year of everything, for 1, 6 and 24 months."""
    ever: set[str] = set()
    declared = set(registered.declaration.writes)
    for seed, model in enumerate(models):
        for found in changed(model, registered.name, seed, [model.initial, lived[seed]], (1, 6, MONTHS)):
            assert found <= declared, f"organisation {seed}"
            ever |= found
    # Otherwise the law would hold because nothing ever happened.
    assert ever or not declared, "it never acted in any organisation"


def test_alone_it_raises_no_fault(registered: Registered, models: list[Model]) -> None:
    """From the first month of every organisation, for 24 months."""
    for seed, model in enumerate(models):
        (final,) = finals_alone(model, registered.name, seed, [model.initial], (MONTHS,))
        assert allocate(model.sizes, final)[0].clock.fault[0] == 0, f"organisation {seed}"


def test_together_they_raise_no_fault(models: list[Model]) -> None:
    """All mechanisms with random numbers leave eight histories of every organisation without fault."""
    for seed, model in enumerate(models):
        batch = run_batch(model, np.arange(8), seed=seed, from_priors=False, threads=1)
        assert not batch.faults[:, 0].any(), f"organisation {seed}: {batch.faults.tolist()}"


def test_the_organisations_have_everything(models: list[Model]) -> None:
    """The random organisations contain every verb and every act of an event, or the laws above are idle."""
    assert {rule.verb for model in models for rule in model.scenario.rules} == set(Verb)
    assert {event.act for model in models for event in model.scenario.events} == set(Act)


def test_numbers_are_sound(registered: Registered) -> None:
    """Default in range, a known unit, a source that resolves, a prior for what is assumed, a sentence."""
    for item in registered.declaration.parameters:
        assert item.says.strip(), item.name
        if not isinstance(item, Number):
            continue
        assert item.low <= item.default <= item.high, item.name
        assert item.unit in {*UNITS, PER_MONTH}, item.name
        assert item.source in {*CITED, "assumption", "identity", "document"}, item.name
        assert item.source != "assumption" or item.prior or item.default == 0.0, item.name
        if item.prior:
            parse_prior(item.prior)


def test_every_number_is_used(registered: Registered) -> None:
    """A number that neither `step` nor `begin` looks at would be swept for nothing."""
    functions = [registered.function(which) for which in ("step", "begin")]
    loaded = {
        node.id
        for function in functions
        if function is not None
        for statement in ast.parse(inspect.getsource(function)).body[0].body  # type: ignore[attr-defined]
        for node in ast.walk(statement)
        if isinstance(node, ast.Name)
    }
    assert {item.name for item in registered.declaration.parameters} <= loaded


def test_it_is_described(registered: Registered) -> None:
    """A first sentence, and a sentence on what it leaves out; the class is named after the file."""
    text = inspect.cleandoc(registered.module.__doc__ or "")
    assert registered.says.endswith(".")
    assert re.search(r"^Does not model\b[^.]*\w+[\s\S]*\.", text, re.M), (
        "no sentence beginning 'Does not model'"
    )
    assert registered.declaration.__name__ == "".join(part.title() for part in registered.name.split("_"))
    assert inspect.cleandoc(registered.declaration.__doc__ or "").endswith(".")


def test_streams_belong_to_one_mechanism() -> None:
    """Every stream is a constant named after its mechanism, so that no two ever share their luck."""
    for name in NAMES:
        streams = [stream.name for stream in mechanism_wiring(mechanisms.load(name)).streams]
        assert [stream for stream in streams if not stream.startswith(f"{name}.")] == []
        assert "(computed)" not in streams


@pytest.mark.parametrize("observable", OBSERVABLES.values(), ids=OBSERVABLES)
def test_observables_only_look(observable: Observable) -> None:
    """They write no array, draw nothing, and say in a sentence what they measure and in which unit."""
    wiring = observable_wiring(observable)
    assert (wiring.writes, wiring.streams) == ((), ())
    assert observable.says.endswith(".")
    assert observable.unit.strip()
    assert set(wiring.tables) <= set(Polity._fields)


def reordered(names: list[str], rng: Random) -> list[str]:
    """Return a random order in which only independent mechanisms have passed one another."""
    order = list(names)
    for _ in range(len(order) ** 2):
        at = rng.randrange(len(order) - 1)
        one, other = (mechanism_wiring(mechanisms.load(name)) for name in order[at : at + 2])
        if one.independent_of(other):
            order[at : at + 2] = reversed(order[at : at + 2])
    return order


def test_independent_mechanisms_commute(models: list[Model]) -> None:
    """Where the derived wiring says that neither writes what the other touches, order changes no byte."""
    moved = 0
    for seed, model in enumerate(models):
        names = [step.mechanism for step in model.scenario.schedule]
        order = reordered(names, Random(seed))
        moved += order != names
        one = final_bytes(model, months=MONTHS, seed=seed)
        two = final_bytes(in_order(model, order), months=MONTHS, seed=seed)
        assert one.tobytes() == two.tobytes(), f"organisation {seed}: {order}"
    assert moved, "no two mechanisms are independent"


def histories_of(model: Model) -> tuple[bytes, ...]:
    """Return 64 histories as bytes: holders of all seats every month, and the last state of the first."""
    batch = run_batch(model, np.arange(64), seed=5, from_priors=False, threads=1)
    return (
        batch.snapshots.tobytes(),
        batch.faults.tobytes(),
        final_bytes(model, months=MONTHS, seed=5).tobytes(),
    )


@pytest.mark.parametrize(
    "name", [name for name in NAMES if not step_wiring(mechanisms.load(name), "begin").writes]
)
def test_an_idle_mechanism_leaves_every_draw(name: str, tmp_path: Path) -> None:
    """Inserted anywhere in the schedule but never due, it changes no byte of any history of the others."""
    rng = Random(name)
    others = [step for step in everything(rng) if step["mechanism"] != name]
    document = organisation(7, tmp_path, others)
    idle = step_of(mechanisms.load(name), None) | {"from": month(MONTHS + 1)}
    at = rng.randrange(len(others) + 1)
    without = model_of(document, tmp_path)
    inserted = model_of(document | {"schedule": [*others[:at], idle, *others[at:]]}, tmp_path)
    assert histories_of(without) == histories_of(inserted)


def test_a_mechanism_switched_off_by_its_numbers_leaves_every_draw(tmp_path: Path) -> None:
    """With mortality at multiplier 0 every history is the one without mortality."""
    others = [step for step in everything() if step["mechanism"] != "mortality"]
    document = organisation(8, tmp_path, others)
    off = {"mechanism": "mortality", "multiplier": quantity(0.0, "1")}
    without = model_of(document, tmp_path)
    inserted = model_of(document | {"schedule": [off, *others]}, tmp_path)
    assert histories_of(without) == histories_of(inserted)


def test_the_law_of_writes_can_fail(models: list[Model]) -> None:
    """The comparison sees what a mechanism does: tenure vacates seats somewhere, and nothing else."""
    seen = [
        found
        for seed, model in enumerate(models)
        for found in changed(model, "tenure", seed, [model.initial], (MONTHS,))
    ]
    assert "seats.holder" in set().union(*seen)
