"""The files of `flip`: plain values that any program reads, and the answer in one sentence.

flip.json    what was asked, everything that was tried with its edits, what was refused, and the answer
"""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

from whowhom.experiments.acts import Refused, joined
from whowhom.experiments.flip import Flip, most_frequent_other, percent
from whowhom.experiments.flip_basis import Basis
from whowhom.experiments.flip_decision import fewest
from whowhom.experiments.flip_screen import EMPTIES, Screened, Tried
from whowhom.spec.document import plain

Plain = dict[str, Any]
SIZES = {1: "single edit", 2: "pair", 3: "set of three", 4: "set of four"}


def write_flip(done: Flip, command: str) -> Path:
    """Write flip.json into the folder of what was tried and return its path."""
    done.folder.mkdir(parents=True, exist_ok=True)
    path = done.folder / "flip.json"
    text = json.dumps({**told(done), "command": command}, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def told(done: Flip) -> Plain:
    """Return everything as plain values; None where there is no number."""
    basis = done.basis
    found = done.found
    return {
        "title": basis.results.title,
        "run": str(basis.results.folder),
        "arm": basis.arm.name,
        "outcome": basis.outcome.says,
        "holds": basis.holds,
        "histories": basis.histories,
        "seed": basis.seed,
        "numbers": basis.results.manifest["numbers"],
        "most": done.most,
        "beam": done.beam,
        "answer": answer(done),
        "found": None if found is None else row(basis, found),
        "sizes": [_size(done, number, size) for number, size in enumerate(done.sizes, start=1)],
    }


def answer(done: Flip) -> str:
    """Return the answer in one sentence."""
    found, basis = done.found, done.basis
    tried = " and ".join(_counted(number, len(size.tried)) for number, size in enumerate(done.sizes, 1))
    if found is None:
        emptying = _many(sum(len(size.emptying) for size in done.sizes), "leaves it empty", "leave it empty")
        rest = [item for size in done.sizes for item in size.tried if item.state != EMPTIES]
        nearest = min(rest or done.sizes[0].tried, key=lambda item: _distance(item, basis.holds))
        return (
            f"None of what was tried turns “{basis.outcome.says}” ({tried}); "
            f"nearest is {nearest.says}: {shares(nearest)}{emptying}."
            f"{too_few(basis, done.sizes[-1])}"
        )
    last = done.sizes[-1]
    more = [_many(len(last.turning) - 1, "more of that size turns it", "more of that size turn it")]
    more.append(_many(len(last.emptying), "leaves it empty", "leave it empty"))
    return (
        f"The smallest set found that turns “{basis.outcome.says}”, among {tried}, is one {_name(done)}: "
        f"{found.says}: {shares(found)}{_instead(done, found)}{''.join(more)}."
    )


def too_few(basis: Basis, tried: Screened) -> str:
    """Write that the histories are too few to call anything turning; nothing where they are not."""
    needed = fewest(len(tried.tried), tried.level)
    if basis.histories >= needed:
        return ""
    return (
        f" With {basis.histories} histories none of {len(tried.tried)} could be told from chance: "
        f"{needed} are the fewest."
    )


def _many(count: int, one: str, several: str) -> str:
    """Write how many do something; nothing where none does."""
    return f"; {count} {one if count == 1 else several}" if count > 0 else ""


def row(basis: Basis, item: Tried) -> Plain:
    """Return one set of edits that was tried."""
    found = item.verdict
    instead = most_frequent_other(basis, item.trial.holders)
    return {
        "says": item.says,
        "kind": item.kind,
        "edits": [edit_told(one) for one in joined(item.alterations)],
        "histories": int(item.trial.held.size),
        "before": _number(found.before),
        "after": _number(found.after),
        "low": _number(found.low),
        "high": _number(found.high),
        "difference_low": _number(found.difference_low),
        "difference_high": _number(found.difference_high),
        "pairs": found.pairs,
        "lacking": found.lacking,
        "moved": found.moved,
        "chance": found.chance,
        "adjusted": item.adjusted,
        "turns": item.state,
        "instead": None if instead is None else {"who": instead[0], "share": instead[1]},
    }


def refused_told(item: Refused) -> Plain:
    """Return what the document refused."""
    return {"kind": item.kind, "says": item.says, "why": item.why}


def edit_told(one: Any) -> Plain:
    """Return an edit as a document would hold it, dates as text."""
    return {key: _value(value) for key, value in plain(one).items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _size(done: Flip, number: int, size: Screened) -> Plain:
    return {
        "edits_joined": number,
        "level": size.level,
        "tried": [row(done.basis, item) for item in size.tried],
        "refused": [refused_told(item) for item in size.refused],
    }


def _counted(number: int, count: int) -> str:
    """Write how many sets of a size were tried."""
    return f"{count} {SIZES.get(number, f'set of {number}')}{'' if count == 1 else 's'}".replace(
        "set of threes", "sets of three"
    ).replace("set of fours", "sets of four")


def _name(done: Flip) -> str:
    return SIZES.get(len(done.sizes), f"set of {len(done.sizes)} edits")


def shares(item: Tried) -> str:
    """Write how often the outcome holds with the edits, its interval, and without."""
    one = item.verdict
    return (
        f"it holds in {percent(one.after)} of {one.pairs} histories "
        f"({percent(one.low)} to {percent(one.high)}) instead of {percent(one.before)}"
    )


def _instead(done: Flip, item: Tried) -> str:
    """Write who holds it instead; nothing where the outcome names nobody or was made to hold."""
    found = done.instead(item)
    if found is None or not done.basis.holds:
        return ""
    return f"; then most often {found[0]} ({percent(found[1])})"


def _distance(item: Tried, holds: bool) -> float:
    after = item.verdict.after
    if math.isnan(after):
        return 2.0
    return after if holds else 1.0 - after


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
