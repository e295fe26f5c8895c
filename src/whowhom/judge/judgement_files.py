"""The files of a judgement: plain values that its pages, the docs and any program read.

judge.json      everything that is said of every claim
verdicts.csv    one row for each claim
"""

from __future__ import annotations

import csv
import json
import math
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from whowhom.judge.comparing import Course
from whowhom.judge.judged import Judged, Part, Turn
from whowhom.judge.judging import Judgement
from whowhom.judge.verdicts import chance_of_error
from whowhom.judge.words import limits_told
from whowhom.spec.document import plain as plain_record

Plain = dict[str, Any]
VALUES = "judge.json"
TABLE = "verdicts.csv"


def plain(judgement: Judgement, about: Plain) -> Plain:
    """Return a judgement as plain values that JSON can hold."""
    wrong = sum(
        chance_of_error(one.share.probability)
        for one, verdict in zip(judgement.judged, judgement.verdicts, strict=True)
        if verdict in ("supported", "contradicted")
    )
    values = {
        **about,
        "seed": judgement.seed,
        "draws": judgement.draws,
        "each": judgement.each,
        "histories": judgement.histories,
        "chance_that_any_is_wrong": wrong,
        "claims": [
            {**_claim(one), "verdict": verdict}
            for one, verdict in zip(judgement.judged, judgement.verdicts, strict=True)
        ],
    }
    found: Plain = _told(values)
    return found


def write_judgement(judgement: Judgement, folder: Path, about: Plain) -> Path:
    """Write both files to a folder and return that of the plain values."""
    folder.mkdir(parents=True, exist_ok=True)
    values = plain(judgement, about)
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    path = folder / VALUES
    fresh = path.with_name(f".{VALUES}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["number", "verdict", "alone", "probability", "low", "high", "says", "hangs_on"])
        for row in values["claims"]:
            share = row["share"]
            numbers = [share["probability"], share["low"], share["high"]]
            writer.writerow(
                [row["number"], row["verdict"], row["alone"], *numbers, row["says"], row["hangs_on"]]
            )
    return path


def _claim(judged: Judged) -> Plain:
    """Return one claim as plain values."""
    claim = judged.claim
    return {
        "number": claim.number,
        "file": claim.origin.file,
        "says": claim.says,
        "by": list(claim.by),
        "against": list(claim.against),
        "source": claim.source,
        "scenario": claim.scenario,
        "holds": claim.holds,
        "refuted_by": claim.refuted_by,
        "not_tested": claim.not_tested,
        "cannot": claim.cannot,
        "alone": judged.alone,
        "share": asdict(judged.share),
        "draws": judged.draws,
        "histories": judged.histories,
        "hangs_on": judged.hangs_on,
        "comparisons": [_part(one, judged.labels) for one in judged.parts],
        "turns": [_turn(one) for one in judged.turns],
        "goes_with": [asdict(one) for one in judged.goes_with],
        "flip": _turn(judged.flip) if judged.flip is not None else None,
        "discovered": None
        if judged.discovered is None
        else {**asdict(judged.discovered), "says": limits_told(judged.discovered)},
        "otherwise": [plain_record(one) for one in claim.otherwise],
    }


def _part(part: Part, labels: dict[str, str]) -> Plain:
    """Return one comparison as plain values."""
    seen, comparison = part.seen, part.seen.comparison
    arms = seen.arms
    return {
        "name": comparison.name,
        "says": comparison.says,
        "with": {name: labels.get(name, name) for name in comparison.version},
        "against": {name: labels.get(name, name) for name in comparison.against},
        "ask": list(comparison.ask),
        "less": list(comparison.less),
        "given": comparison.given,
        "level": comparison.level,
        "scale": comparison.scale,
        "expects": comparison.expects,
        "margin": comparison.margin,
        "why": comparison.why,
        "unit": seen.unit,
        "status": seen.status,
        "value": seen.value,
        "spread": list(part.spread),
        "shares": dict(zip(("less", "same", "more"), part.shares, strict=True)),
        "share": asdict(part.share),
        "arms": None
        if arms is None
        else {**asdict(arms), "more_histories": arms.more_histories(comparison.margin)},
        "course": None if part.course is None else _course(part.course),
    }


def _course(course: Course) -> Plain:
    """Return the course of a comparison as plain values, its numbers to five digits."""
    return {
        "months": list(course.months),
        **{name: _short(getattr(course, name)) for name in ("first", "second", "low", "high")},
        "apart": course.apart,
        "share_apart": course.share_apart,
    }


def _short(values: Any) -> list[float]:
    return [float(f"{value:.5g}") for value in np.asarray(values, float)]


def _turn(turn: Turn) -> Plain:
    """Return the claim under another assumption as plain values."""
    return {**asdict(turn), "share": None if turn.share is None else asdict(turn.share)}


def _told(value: Any) -> Any:
    """Return values as JSON can hold them: infinite as a word, no number as None, dates as text."""
    if isinstance(value, dict):
        return {key: _told(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "infinite"
    return value.isoformat() if hasattr(value, "isoformat") else value
