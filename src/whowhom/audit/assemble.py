"""The whole audit: every section of a document, within a bound on time, with what to do about it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from whowhom.audit.headlines import headlines
from whowhom.audit.labels import listed, noun, sentence
from whowhom.audit.two_sided import principals, targets
from whowhom.spec.document import document_hash
from whowhom.spec.errors import ModelError, WhoWhomError, did_you_mean, one_of, shown
from whowhom.spec.scenario import Scenario

SECTIONS = (
    "defects",
    "graph",
    "reach",
    "power",
    "calendar",
    "lots",
    "ruling",
    "capture",
    "contest",
    "edits",
)
"""The sections, in the order in which they are worked out and shown."""

NEEDS_SOUND_RULES = ("capture", "contest", "edits")
"""Sections that mean nothing while the document has errors."""

SECONDS = 120.0
"""Time for the whole audit; what is not done by then is told, with what was."""

MOST_PAIRS = 3
"""Pairs of a principal and a body for which rule changes are looked for, where the document names none."""

Say = Callable[[str, float], None]


@dataclass(frozen=True)
class Choices:
    """What the audit is told beside the document."""

    loyalty: float = 0.9
    """The chance that an appointee is loyal, at which rule changes and the contest are compared."""
    below: float | None = 0.1
    """The bound on the chance of control for the smallest set of changes; None for no search."""
    within: int | None = None
    """The months for which it must hold; the horizon by default."""
    seconds: float = SECONDS
    sections: tuple[str, ...] = SECTIONS
    edited: tuple[str, ...] = ()
    """How the document was edited before, as words of the command: --with NAME, --set PATH=VALUE."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; `within` in months."""
        return {
            "loyalty": self.loyalty,
            "below": self.below,
            "within": self.within,
            "seconds": self.seconds,
            "sections": list(self.sections),
            "edited": list(self.edited),
        }


@dataclass(frozen=True)
class Audit:
    """What the rules of an organisation decide: sections as plain values, by name."""

    title: str
    file: str
    document_hash: str
    sections: dict[str, Any]
    """A section that could not be worked out is {"left_out": why}."""
    seconds: dict[str, float]
    words: tuple[str, ...]
    choices: Choices = field(default_factory=Choices)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as the JSON file has them."""
        return {
            "title": self.title,
            "file": self.file,
            "document_hash": self.document_hash,
            "choices": self.choices.to_dict(),
            "words": list(self.words),
            **self.sections,
            "seconds": {name: round(spent, 2) for name, spent in self.seconds.items()},
        }

    def text(self) -> str:
        """Return the audit as lines for a terminal: the sentences of each section."""
        lines = [self.title, ""]
        lines += [f"* {line}" for line in self.words]
        for name, section in self.sections.items():
            lines += ["", name.upper()]
            if "left_out" in section and isinstance(section["left_out"], str):
                lines.append(f"  left out: {section['left_out']}")
                continue
            lines += [f"  {line}" for line in section["words"]] or ["  nothing to say"]
        return "\n".join(lines)


def audit(scenario: Scenario, choices: Choices | None = None, say: Say | None = None) -> Audit:
    """Work out every section of a document, or those that are chosen.

    say: told of every section with the seconds it took. Raises ModelError for a section that does not exist;
    what goes wrong within a section is written there.
    """
    chosen = choices or Choices()
    for name in chosen.sections:
        if name not in SECTIONS:
            near = did_you_mean(name, SECTIONS)
            raise ModelError(f"audit: no section named {shown(name)}; expected {one_of(SECTIONS)}{near}")
    began = monotonic()
    found: dict[str, Any] = {}
    spent: dict[str, float] = {}
    broken = False
    for name in SECTIONS:
        if name not in chosen.sections and name != "defects":
            continue
        at = monotonic()
        if broken and name in NEEDS_SOUND_RULES:
            found[name] = {"left_out": "the document has errors, told under defects; mend them first"}
        else:
            left = chosen.seconds - (at - began)
            found[name] = _section(scenario, name, chosen, max(left, 1.0))
        broken = broken or bool(found[name].get("errors"))
        spent[name] = monotonic() - at
        if say is not None:
            say(name, spent[name])
    if "defects" not in chosen.sections and not broken:
        del found["defects"]
    return Audit(
        title=scenario.title,
        file=scenario.origin.file,
        document_hash=document_hash(scenario),
        sections=found,
        seconds=spent,
        words=headlines(scenario, found),
        choices=chosen,
    )


def _section(scenario: Scenario, name: str, choices: Choices, seconds: float) -> dict[str, Any]:
    """Work out one section; what it refuses is written in its place."""
    try:
        return _WAYS[name](scenario, choices, seconds)
    except WhoWhomError as error:
        return {"left_out": str(error)}


def _defects(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.defects.section import defects

    return defects(scenario).to_dict()


def _graph(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.graph.section import graph

    return graph(scenario).to_dict()


def _reach(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.reach.section import reach

    every = [reach(scenario, name).to_dict() for name in principals(scenario)]
    return _joined(every, "principals")


def _power(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.power.section import power

    return power(scenario).to_dict()


def _calendar(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.calendar.section import calendar

    return calendar(scenario).to_dict()


def _lots(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.lots.section import lots

    return lots(scenario).to_dict()


def _ruling(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.ruling.section import ruling

    return ruling(scenario).to_dict()


def _capture(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.capture.section import capture

    return capture(scenario, seconds=seconds / 2).to_dict()


def _contest(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.contest.section import contest

    pairs = list(pairs_of(scenario))
    every = [contest(scenario, *pair, choices.loyalty, seconds / 3 / len(pairs)).to_dict() for pair in pairs]
    return _joined(_told_once(scenario, every), "pairs")


def _told_once(scenario: Scenario, every: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join the sentences on bodies whose contest is not solved for one and the same reason."""
    same: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in every:
        if one["left_out"] and not one["cases"]:
            same.setdefault((one["principal"], one["left_out"]), []).append(one)
    for (principal, why), ones in same.items():
        if len({line for one in ones for line in one["words"]}) > 1:
            where = listed([noun(scenario, one["target"]) for one in ones])
            reason = why.removeprefix("contest: ")
            said = sentence(f"the contest of {noun(scenario, principal)} for {where} is not solved: {reason}")
            for one in ones:
                one["words"] = [said]
    return list(every)


def _edits(scenario: Scenario, choices: Choices, seconds: float) -> dict[str, Any]:
    from whowhom.audit.edits.section import edits

    pairs = list(pairs_of(scenario))
    every = []
    until = monotonic() + seconds
    for place, (principal, target) in enumerate(pairs):
        share = (until - monotonic()) / (len(pairs) - place)
        try:
            found = edits(
                scenario, principal, target, choices.loyalty, choices.below, choices.within, share
            ).to_dict()
        except WhoWhomError as error:
            who, where = noun(scenario, principal), noun(scenario, target)
            why = str(error).removeprefix("counts: ")
            words = [sentence(f"no change is measured for {who} and {where}: {why}")]
            found = {"principal": principal, "target": target, "left_out": str(error), "words": words}
        every.append(found)
    return _joined(every, "pairs")


_WAYS: dict[str, Callable[[Scenario, Choices, float], dict[str, Any]]] = {
    "defects": _defects,
    "graph": _graph,
    "reach": _reach,
    "power": _power,
    "calendar": _calendar,
    "lots": _lots,
    "ruling": _ruling,
    "capture": _capture,
    "contest": _contest,
    "edits": _edits,
}
"""How each section is worked out."""


def pairs_of(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Give pairs of a principal and a body it may capture: all that the document names, else a few."""
    named = bool(scenario.audit and scenario.audit.targets)
    given = 0
    for principal in principals(scenario):
        for target in targets(scenario, principal):
            decides = scenario.bodies[target].seats > 1
            if named or (decides and given < MOST_PAIRS):
                given += 1
                yield principal, target


def _joined(every: Sequence[dict[str, Any]], key: str) -> dict[str, Any]:
    """Join the sections of several principals, or pairs, to one."""
    return {
        "method": next((one["method"] for one in every if "method" in one), ""),
        "residual": max((one.get("residual", 0.0) for one in every), default=0.0),
        key: list(every),
        "words": list(dict.fromkeys(line for one in every for line in one.get("words", []))),
    }
