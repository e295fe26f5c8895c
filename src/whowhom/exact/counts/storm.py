"""The same questions to Storm, a model checker that knows nothing of this package: an outside referee.

Needs stormpy, which is no part of an ordinary installation: `pip install 'whowhom[verify]'`.
Source: Hensel, Junges, Katoen, Quatmann, Volk, The probabilistic model checker Storm, STTT 24 (2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from math import inf
from typing import Any

from whowhom.build.model import Model
from whowhom.exact.counts.prism import exported
from whowhom.spec.errors import ModelError, one_of, shown

SMALL = 5_000
"""States up to which answers are asked for in rational arithmetic."""


def check_with_storm(
    model: Model, targets: Sequence[str], months: int | None = None, exact: bool | None = None
) -> dict[str, Any]:
    """Return what Storm says of the PRISM file of a model.

    "within": the chance of control of each target at the end of some month up to the last; "at": at the end
    of the last; "seats": the expected seats of the principal's side then; "expected": the expected months
    until control, infinite where it is not certain to come, None where the file ends with the document's
    dates; "locked": the chance that at the end of the last month all targets are controlled and the rest can
    do nothing. Beside them "states", "transitions", and "mode": rational arithmetic for small models (or
    where `exact`), else sound iteration. Raises ModelError where stormpy is not installed, for names of no
    body, and for what `prism` refuses.
    """
    stormpy = _stormpy()
    names = list(model.scenario.bodies)
    for target in targets:
        if target not in names:
            raise ModelError(f"storm: no body named {shown(target)}; expected {one_of(names)}")
    file = exported(model, months)
    steps = file.steps(file.months)
    program = _parsed(stormpy, file.text)
    asked = {}
    for target in targets:
        asked["within", target] = f'P=? [F<={steps} "control_{target}"]'
        asked["at", target] = f'P=? [F[{steps},{steps}] "control_{target}"]'
        asked["seats", target] = f'R{{"seats_{target}"}}=? [I={steps}]'
        if file.programme.cyclic:
            asked["expected", target] = f'R{{"months"}}=? [F "control_{target}"]'
    locked = " & ".join(['"locked"', *(f'"control_{target}"' for target in targets)])
    asked["locked", ""] = f"P=? [F[{steps},{steps}] ({locked})]"
    if '"locked"' not in file.text:
        del asked["locked", ""]
    properties = stormpy.parse_properties(";\n".join(asked.values()), program)
    built = stormpy.build_model(program, properties)
    rational = built.nr_states <= SMALL if exact is None else exact
    if rational:
        built = stormpy.build_model[stormpy.Rational](program, properties)
    answers: dict[str, Any] = {
        "within": {},
        "at": {},
        "seats": {},
        "expected": dict.fromkeys(targets),
        "locked": None,
    }
    for (question, target), item in zip(asked, properties, strict=True):
        value = _value(stormpy, built, item, rational)
        if target:
            answers[question][target] = value
        else:
            answers[question] = value
    return {
        **answers,
        "states": int(built.nr_states),
        "transitions": int(built.nr_transitions),
        "mode": "rational" if rational else "sound",
        "method": "Storm, a model checker, on the chain of counts in the PRISM language",
    }


def _stormpy() -> Any:
    """Import stormpy. Raises ModelError where it is not installed."""
    try:
        return import_module("stormpy")
    except ImportError:
        raise ModelError("storm: stormpy is not installed; pip install 'whowhom[verify]'") from None


def _parsed(stormpy: Any, text: str) -> Any:
    """Let Storm read a PRISM file."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "counts.prism"
        path.write_text(text, encoding="utf-8")
        return stormpy.parse_prism_program(str(path))


def _value(stormpy: Any, built: Any, item: Any, rational: bool) -> float:
    """Return the answer of Storm to one question in the first state."""
    environment = None if rational else _precise(stormpy)
    result = stormpy.model_checking(built, item, environment=environment, only_initial_states=True)
    value = result.get_value(built.initial_states[0])
    text = str(value)
    if "inf" in text.lower():
        return inf
    return float(Fraction(text)) if rational else float(value)


def _precise(stormpy: Any) -> Any:
    """Return an environment of sound methods with a relative precision of 1e-12."""
    environment = stormpy.environments.sound()
    environment.solver().native().precision = stormpy.Rational("1/1000000000000")
    return environment
