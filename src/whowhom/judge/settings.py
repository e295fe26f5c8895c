"""Where a claim is judged: as its document says, under every switch and reading, and in its own regions."""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.judge.case import Case
from whowhom.judge.comparing import Setting
from whowhom.judge.judged import Turn
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of, shown
from whowhom.spec.scenario import Edit

FEWER = 4
"""In every other setting a claim is judged with so many times fewer draws."""
LEAST = 16


@dataclass(frozen=True)
class Settings:
    """Where a claim is judged: as it is, and under which other assumptions."""

    main: Setting
    others: tuple[tuple[str, Setting, str], ...]
    """(kind, setting, verdict expected there)."""
    refused: tuple[Turn, ...]
    """Switches that cannot be combined with what the claim compares."""


def settings_of(case: Case, draws: int, each: int, turns: bool) -> Settings:
    """Return where a claim is judged, and which switches do not fit it."""
    claim = case.claim
    main, fewer = Setting(draws=draws, each=each), max(LEAST, draws // FEWER)
    case.check(main)
    others: list[tuple[str, Setting, str]] = []
    refused = []
    for place, declared in enumerate(claim.otherwise):
        reading = next((one for one in claim.readings if one.name == declared.reading), None)
        steps: tuple[str | Edit, ...] = (*declared.version, *declared.edits)
        setting = Setting(f"region {place + 1}", declared.says, steps, reading, fewer)
        case.check(setting)
        others.append(("region", setting, declared.verdict))
    if turns:
        for reading in claim.readings:
            others.append(("reading", Setting(reading.name, reading.says, (), reading, fewer), ""))
        for name in _switches(case):
            setting = Setting(name, case.scenario.interventions[name].label, (name,), draws=fewer)
            try:
                case.check(setting)
            except DocumentError as error:
                told = error.problems[0].message
                refused.append(Turn("switch", name, f"{setting.says}: {told}", None, "does not fit"))
            else:
                others.append(("switch", setting, ""))
    return Settings(main, tuple(others), tuple(refused))


def _switches(case: Case) -> tuple[str, ...]:
    """Return the switches of a claim, else those of its scenario; none where nothing is simulated.

    Raises DocumentError, pointing into the claim's file, for one that is no intervention of the scenario.
    """
    claim, known = case.claim, case.scenario.interventions
    for place, name in enumerate(claim.switches or ()):
        if name not in known:
            message = f"no intervention {shown(name)}; expected {one_of(known)}{did_you_mean(name, known)}"
            raise DocumentError([Problem(claim.origin.file, f"switches[{place}]", message)])
    if not case.simulated:
        return ()
    return case.scenario.switches if claim.switches is None else claim.switches
