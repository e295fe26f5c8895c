"""The files of a comparison: plain values that its page and any program read.

compare.json    effects, when the arms part, and the course of the largest effects
effects.csv     one row for each version and each number asked for
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whowhom.experiments.compare import BASE, Compared, Course, Effect, course
from whowhom.results import Results

Plain = dict[str, Any]


def plain(effect: Effect, margin: float) -> Plain:
    """Return an effect as a row of plain values; None where there is no number."""
    row: Plain = {"version": effect.version, "asked": effect.asked.says, "unit": effect.unit}
    if effect.found is None:
        return {**row, "pairs": 0}
    found = asdict(effect.found)
    return {
        **row,
        **{name: _told(value) for name, value in found.items()},
        "more_histories": _told(effect.found.more_histories(margin)),
    }


def by_size(effects: Sequence[Effect]) -> list[Effect]:
    """Return effects, the surest first: by the difference over the half-width of its interval."""
    return sorted(effects, key=_surety, reverse=True)


def courses(results: Results, done: Compared, most: int) -> list[Course]:
    """Return the courses of each version's surest effects, at most so many, each quantity once."""
    answer = []
    for version in done.apart:
        sure = by_size([item for item in done.effects if item.version == version and item.found is not None])
        first = {effect.asked.terms: effect for effect in reversed(sure)}
        kept = [effect for effect in sure if first[effect.asked.terms] is effect]
        answer += [course(results, version, effect.asked) for effect in kept[:most]]
    return answer


def write_compared(
    done: Compared, courses: Sequence[Course], results: Results, folder: Path, about: Plain
) -> Path:
    """Write both files to a folder and return that of the plain values."""
    folder.mkdir(parents=True, exist_ok=True)
    margin = float(about["margin"])
    rows = [plain(effect, margin) for effect in done.effects]
    values = {
        **about,
        "base": results[BASE].label,
        "versions": {name: results[name].label for name in done.apart},
        "months": results[BASE].months,
        "effects": rows,
        "apart": {name: asdict(apart) for name, apart in done.apart.items()},
        "courses": [_course(one, results) for one in courses],
    }
    with (folder / "effects.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, max((list(row) for row in rows), key=len), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    path = folder / "compare.json"
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _surety(effect: Effect) -> float:
    if effect.found is None:
        return -1.0
    half = (effect.found.high - effect.found.low) / 2.0
    if half == 0.0:
        return math.inf if effect.found.difference else 0.0
    return abs(effect.found.difference) / half


def _course(one: Course, results: Results) -> Plain:
    recorded = results[BASE].about["recorded"]
    terms = one.asked.terms
    person = terms[0].person
    whole = len(terms) == 1
    name = " over ".join(f"{term.name}={term.person}" if term.person else term.name for term in terms)
    return {
        "version": one.version,
        "name": name,
        "says": " Over: ".join(recorded[term.name]["says"] for term in terms),
        "unit": _unit(recorded[terms[0].name]["unit"], whole, bool(person)),
        **{
            name: [_told(float(value)) for value in getattr(one, name)]
            for name in ("difference", "low", "high")
        },
    }


def _unit(unit: str, whole: bool, of_person: bool) -> str:
    """Return what the axis of a course is called: of a place of an axis the unit stays."""
    if of_person:
        return "share of histories"
    return unit if whole else "ratio"


def _told(value: Any) -> Any:
    """Return a value as JSON can hold it: infinite as a word, no number as None."""
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "infinite"
    return value
