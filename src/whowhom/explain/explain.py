"""Explain a scenario: what acts in which order, with which numbers from where, and who feeds whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from whowhom import __version__, mechanisms
from whowhom.build import build
from whowhom.build.calendar import month_label
from whowhom.build.model import Model, Value
from whowhom.core.mechanism import Named, Number, Registered, Word
from whowhom.explain import words
from whowhom.explain.wiring import mechanism_wiring
from whowhom.explain.wiring_diagram import feeds, matrix
from whowhom.spec.document import document_hash
from whowhom.spec.prior import Prior
from whowhom.spec.scenario import Scenario

ASSUMPTION = "assumption"


@dataclass(frozen=True)
class Held:
    """One number of a mechanism as it holds in a scenario from a month on."""

    name: str
    since: str
    """The month as "1921-03"."""
    value: str
    """A number, or the word chosen."""
    unit: str
    source: str
    status: str
    prior: str
    says: str
    from_document: bool
    """False where the scenario is silent and the default of the mechanism holds."""

    @property
    def is_assumption(self) -> bool:
        """Whether nothing but judgement stands behind it; a default of 0 without a prior is merely off."""
        off = not self.from_document and not self.prior and self.value == "0"
        return self.source == ASSUMPTION and not off


@dataclass(frozen=True)
class Acting:
    """One mechanism of the schedule."""

    name: str
    says: str
    when: str
    numbers: tuple[Held, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    tables: tuple[str, ...]
    streams: tuple[tuple[str, str], ...]
    """(name, "finite" or "continuous")."""


@dataclass(frozen=True)
class Explanation:
    """A scenario explained; `text` for readers, `to_dict` for programs."""

    title: str
    version: str
    document: str
    """Fingerprint of the document."""
    months: int
    bodies: tuple[str, ...]
    rules: tuple[str, ...]
    conditioned: tuple[str, ...]
    """Events that are given."""
    drawn: tuple[str, ...]
    """Events that are drawn from a hazard."""
    schedule: tuple[Acting, ...]
    wiring: str
    feeds: tuple[tuple[str, str, tuple[str, ...]], ...]

    @property
    def assumptions(self) -> tuple[Held, ...]:
        """The numbers in force that no source supports."""
        return tuple(held for acting in self.schedule for held in acting.numbers if held.is_assumption)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as tables, arrays and words, ready for JSON."""
        return asdict(self) | {"assumptions": [asdict(held) for held in self.assumptions]}

    def text(self) -> str:
        """Return the explanation as plain text."""
        lines = [self.title, "=" * len(self.title), f"WhoWhom {self.version}, document {self.document}", ""]
        lines += _section("Bodies", self.bodies)
        lines += _section("Rules", self.rules)
        lines += _section("Events conditioned on", self.conditioned)
        lines += _section("Events drawn from a hazard", self.drawn)
        lines += ["Schedule, in this order", "-----------------------"]
        for number, acting in enumerate(self.schedule, start=1):
            lines += [f"{number}. {acting.name}, {acting.when}: {acting.says}"]
            lines += [f"     {_number_line(held)}" for held in acting.numbers]
            if acting.streams:
                lines += [f"     chance: {', '.join(f'{name} ({kind})' for name, kind in acting.streams)}"]
        lines += [
            "",
            "Who reads (r) and writes (w) what",
            "---------------------------------",
            self.wiring,
            "",
        ]
        lines += _section(
            "Who feeds whom",
            tuple(f"{one} -> {other}: {', '.join(arrays)}" for one, other, arrays in self.feeds),
        )
        lines += _section("Assumptions in force", tuple(_number_line(held) for held in self.assumptions))
        return "\n".join(lines).rstrip() + "\n"


def _section(title: str, sentences: tuple[str, ...]) -> list[str]:
    """Return a heading and its sentences."""
    return [title, "-" * len(title), *(f"- {item}" for item in sentences or ("none",)), ""]


def _number_line(held: Held) -> str:
    """Return one number in one line; an assumption is marked where the eye falls first."""
    mark = "ASSUMPTION  " if held.is_assumption else ""
    source = "" if held.source == ASSUMPTION else f", source {held.source}"
    prior = f", prior {held.prior}" if held.prior else ""
    status = f" ({held.status})" if held.status else ""
    default = "" if held.from_document else ", default"
    value = f"{held.name} = {held.value} {held.unit} since {held.since}"
    return f"{mark}{value}{default}{source}{status}{prior}: {held.says}"


def explain(scenario: Scenario) -> Explanation:
    """Return the explanation of a scenario. Compiles nothing.

    Raises DocumentError and ModelError as `build` does: what cannot be built cannot be explained.
    """
    model = build(scenario)
    schedule = tuple(mechanisms.load(step.mechanism) for step in scenario.schedule)
    acting = tuple(
        _acting(registered, words.step_in_words(step), held_numbers(model, registered))
        for registered, step in zip(schedule, scenario.schedule, strict=True)
    )
    return Explanation(
        title=scenario.title,
        version=__version__,
        document=document_hash(scenario),
        months=scenario.months,
        bodies=tuple(words.organisation_in_words(scenario)),
        rules=tuple(f"{rule.name}: {words.rule_in_words(rule)}" for rule in scenario.rules),
        conditioned=tuple(words.event_in_words(e) for e in scenario.events if e.kind == "historical"),
        drawn=tuple(words.event_in_words(e) for e in scenario.events if e.kind == "free"),
        schedule=acting,
        wiring=matrix(schedule),
        feeds=feeds(schedule),
    )


def _acting(registered: Registered, when: str, numbers: tuple[Held, ...]) -> Acting:
    """Return one mechanism of the schedule with what it touches."""
    wiring = mechanism_wiring(registered)
    return Acting(
        name=registered.name,
        says=registered.says,
        when=when,
        numbers=numbers,
        reads=wiring.reads,
        writes=wiring.writes,
        tables=wiring.tables,
        streams=tuple((s.name, "continuous" if s.continuous else "finite") for s in wiring.streams),
    )


def held_numbers(model: Model, registered: Registered) -> tuple[Held, ...]:
    """Return the numbers and words of a mechanism as they hold in a model, dated changes included."""
    step = next(step for step in model.scenario.schedule if step.mechanism == registered.name)
    declared = {f"{registered.name}.{item.name}": item for item in registered.declaration.parameters}
    held = [
        _held(model, value, declared[value.name], declared[value.name].name in step.numbers)
        for value in model.values
        if value.name in declared
    ]
    for table in registered.declaration.tables:
        file = str(step.numbers.get(table.name, table.default))
        name, since = f"{registered.name}.{table.name}", model.month_labels[0]
        given = table.name in step.numbers
        held.append(Held(name, since, file, "table", "document", "", "", table.says, given))
    return tuple(held)


def _held(model: Model, value: Value, item: Number | Word | Named, given: bool) -> Held:
    """Return one value with its words."""
    if isinstance(item, Named):
        step = next(step for step in model.scenario.schedule if value.name.startswith(f"{step.mechanism}."))
        shown = str(step.numbers.get(item.name, "nothing"))
    else:
        shown = item.choices[int(value.value)] if isinstance(item, Word) else f"{value.value:g}"
    return Held(
        name=value.name,
        since=month_label(model.scenario.start, value.month),
        value=shown,
        unit=value.unit,
        source=value.source,
        status=value.status,
        prior=prior_in_words(value.prior),
        says=item.says,
        from_document=given,
    )


def prior_in_words(prior: Prior | None) -> str:
    """Return a prior as a document writes it, or nothing."""
    return f"{prior.family}({', '.join(f'{number:g}' for number in prior.arguments)})" if prior else ""
