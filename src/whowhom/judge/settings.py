"""Where a claim is judged: as its document says, under every switch and reading, and in its own regions."""

from __future__ import annotations

from dataclasses import dataclass

from whowhom.judge.case import Case
from whowhom.judge.comparing import Setting
from whowhom.judge.judged import Turn
from whowhom.spec.errors import DocumentError
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
        names = case.scenario.switches if claim.switches is None else claim.switches
        for name in names if case.simulated else ():
            setting = _switched(case, name, fewer)
            try:
                case.check(setting)
            except DocumentError as error:
                told = error.problems[0].message
                refused.append(Turn("switch", name, f"{setting.says}: {told}", None, "does not fit"))
            else:
                others.append(("switch", setting, ""))
    return Settings(main, tuple(others), tuple(refused))


def _switched(case: Case, name: str, draws: int) -> Setting:
    """Return the setting of a switch. Raises DocumentError where the scenario has no such intervention."""
    case.scenario.edit(name)
    return Setting(name, case.scenario.interventions[name].label, (name,), draws=draws)
