"""The files of `when`: plain values that its page and any program read.

when.json    what was asked, every month of the scan, the last month of each kind of acts, what was refused
when.csv     one row for each month of the scan and each kind of acts, and one for the best act of all
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np

from whowhom.experiments.flip_decision import wilson
from whowhom.experiments.flip_files import refused_told, row, shares, too_few
from whowhom.experiments.flip_screen import Tried
from whowhom.experiments.when import Last, Look, When

Plain = dict[str, Any]
ANY = "any"
"""What stands in the place of a kind in the rows of the best act of all."""

COLUMNS = ("month", "kind", "act", "without", "with", "low", "high", "histories", "turns", "instead")


def write_when(done: When, command: str) -> Path:
    """Write both files into the folder of what was tried and return that of the plain values."""
    done.folder.mkdir(parents=True, exist_ok=True)
    path = done.folder / "when.json"
    text = json.dumps({**told(done), "command": command}, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
    with (done.folder / "when.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for look in done.scan:
            writer.writerows(_cells(done, look))
    return path


def told(done: When) -> Plain:
    """Return everything as plain values; None where there is no number."""
    basis = done.basis
    held = basis.held[~np.isnan(basis.held)]
    low, high = wilson(int(held.sum()), held.size, 0.95)
    return {
        "title": basis.results.title,
        "run": str(basis.results.folder),
        "arm": basis.arm.name,
        "outcome": basis.outcome.says,
        "horizon": basis.outcome.asked.last,
        "holds": basis.holds,
        "share": float(held.mean()),
        "share_low": low,
        "share_high": high,
        "histories": basis.histories,
        "seed": basis.seed,
        "numbers": basis.results.manifest["numbers"],
        "every": done.every,
        "level": done.level,
        "months": list(basis.model.month_labels),
        "answer": answer(done),
        "last": [_last(done, item) for item in done.lasts],
        "scan": [_look(done, look) for look in done.scan],
        "refused": [refused_told(item) for item in done.refused],
    }


def answer(done: When) -> str:
    """Return the month from which nothing turns the outcome, in one sentence."""
    basis, last = done.basis, done.last
    first, horizon = done.scan[0].label, done.scan[-1].label
    himself = _himself(done)
    if last is None or last.look is None or last.act is None:
        return (
            f"In no month looked at, {first} to {horizon}, does a single act that was tried turn "
            f"“{basis.outcome.says}”{himself}.{too_few(basis, done.scan[-1].screened)}"
        )
    what = f"{last.act.says}: {shares(last.act)}"
    if last.look.label == horizon:
        return (
            f"Up to the month of the outcome itself, {horizon}, some single act turns "
            f"“{basis.outcome.says}”: {what}{himself}."
        )
    after = basis.model.month_labels[last.look.month + 1]
    return (
        f"From {after} on no single act that was tried turns “{basis.outcome.says}”; the last month in which "
        f"one does is {last.look.label}: {what}{himself}."
    )


def _himself(done: When) -> str:
    """Write until when it would do that the person himself leaves; nothing where that was not tried."""
    own = done.himself
    if own is None:
        return ""
    if own.look is None:
        return "; nor does it in any of them that the person himself leaves every seat"
    return f"; that the person himself leaves every seat turns it until {own.look.label}"


def kind_told(done: When, item: Last) -> str:
    """Return the last month of one kind of acts in words."""
    if item.look is None or item.act is None:
        return "none of those looked at"
    unsteady = "" if item.steady else "; not in every earlier month of the scan"
    return f"{item.look.label}: {item.act.says}: {shares(item.act)}{unsteady}"


def _last(done: When, item: Last) -> Plain:
    return {
        "kind": item.kind,
        "month": None if item.look is None else item.look.label,
        "act": None if item.act is None else row(done.basis, item.act),
        "steady": item.steady,
        "says": kind_told(done, item),
        "refined": [
            {"month": look.label, "act": row(done.basis, act)}
            for look, act in ((look, look.screened.best_of(item.kind)) for look in item.refined)
            if act is not None
        ],
    }


def _look(done: When, look: Look) -> Plain:
    best = look.best
    turning, tried = look.counted
    return {
        "month": look.label,
        "tried": tried,
        "turning": turning,
        "best": None if best is None else row(done.basis, best),
        "kinds": {kind: row(done.basis, act) for kind, act in _kinds(done, look)},
    }


def _kinds(done: When, look: Look) -> list[tuple[str, Tried]]:
    """Return the best act of each kind of which there is any in the month."""
    found = [(item.kind, look.screened.best_of(item.kind)) for item in done.lasts]
    return [(kind, act) for kind, act in found if act is not None]


def _cells(done: When, look: Look) -> list[Plain]:
    """Return the rows of one month of the scan."""
    best = look.best
    acts = _kinds(done, look) if best is None else [(ANY, best), *_kinds(done, look)]
    answer = []
    for kind, act in acts:
        values = row(done.basis, act)
        instead = values["instead"]
        cells = {
            "month": look.label,
            "kind": kind,
            "act": values["says"],
            "without": values["before"],
            "with": values["after"],
            "low": values["low"],
            "high": values["high"],
            "histories": values["pairs"],
            "turns": values["turns"],
            "instead": "" if instead is None else instead["who"],
        }
        answer.append(cells)
    return answer
