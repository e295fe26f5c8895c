"""What a run records: observables with the names they need, resolved to numbers."""

from __future__ import annotations

from collections.abc import Iterable

from whowhom import observables
from whowhom.build.model import Recorded
from whowhom.core.observable import Observable
from whowhom.core.state import Sizes
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of, shown
from whowhom.spec.scenario import Scenario


def recorded(scenario: Scenario, numbers: dict[str, dict[str, int]], sizes: Sizes) -> tuple[Recorded, ...]:
    """Return what is recorded, in the order of the document.

    numbers: for each need ("body", "office", …) the numbers of its names. Raises DocumentError for an
    observable that does not exist, or one whose names are missing, too many or unknown.
    """
    known = observables.find()
    problems: list[Problem] = []
    found = []
    for position, wanted in enumerate(scenario.observe):
        key = f"observe[{position}]"
        if wanted.observable not in known:
            near = did_you_mean(wanted.observable, known)
            message = f"no observable named {shown(wanted.observable)}; expected {one_of(known)}{near}"
            problems.append(Problem(scenario.origin.file, f"{key}.observable", message))
            continue
        item = known[wanted.observable]
        wrong = list(_wrong_names(scenario, item, wanted.arguments, numbers, key))
        problems += wrong
        if wrong:
            continue
        given = {need: str(wanted.arguments[need]) for need in item.needs}
        arguments = tuple(numbers[need][given[need]] for need in item.needs)
        width = 1 if item.dimension is None else item.width or int(getattr(sizes, item.dimension))
        found.append(Recorded(wanted.name, item, arguments, given, width))
    if problems:
        raise DocumentError(problems)
    return tuple(found)


def _wrong_names(
    scenario: Scenario,
    item: Observable,
    given: dict[str, object],
    numbers: dict[str, dict[str, int]],
    key: str,
) -> Iterable[Problem]:
    """Find names that are missing, unknown, or that the observable does not need."""
    for need in item.needs:
        if need not in given:
            message = f"missing; expected the name of a {need} for {item.name}"
            yield Problem(scenario.origin.file, f"{key}.{need}", message)
        elif str(given[need]) not in numbers[need]:
            name = str(given[need])
            message = f"no {need} named {shown(name)}; expected {one_of(numbers[need])}"
            yield Problem(scenario.origin.file, f"{key}.{need}", message + did_you_mean(name, numbers[need]))
    for name in given:
        if name not in item.needs:
            wanted = one_of(item.needs) if item.needs else "no further key"
            yield Problem(
                scenario.origin.file, f"{key}.{name}", f"{item.name} does not need it; expected {wanted}"
            )
