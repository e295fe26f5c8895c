"""What a test out of sample found: its files, and the plain values from which its page is made."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import asdict, astuple, fields
from pathlib import Path
from typing import Any

from whowhom.fit.scores import auc, reliability, roc
from whowhom.fit.scoring import FITTED, MODEL, Scored
from whowhom.fit.transitions_scores import ALL_YEARS, CONSTANT, CONSTANT_BY_ROUND, ScoreRow, Scores

LOG, BRIER, AREA = "log score", "Brier score", "AUC"
PERSONS = (LOG, BRIER, AREA)
MOST_CURVES = 5
"""More curves in one panel cannot be told apart."""


def write_scored(done: Scored, folder: Path, about: dict[str, Any]) -> None:
    """Write scores.csv, said.csv and score.json to a folder. about: title, seed, and all else of the page."""
    folder.mkdir(parents=True, exist_ok=True)
    write_scores(done.scores, folder / "scores.csv")
    write_said(done.scores, folder / "said.csv")
    text = json.dumps({**about, **as_values(done)}, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "score.json").write_text(text + "\n", encoding="utf-8")


def as_values(done: Scored) -> dict[str, Any]:
    """Return what was found as plain values, None for what is not a number."""
    scores = done.scores
    columns = [(LOG, ALL_YEARS), (BRIER, ALL_YEARS), *((LOG, year) for year in scores.targets)]
    columns += [(AREA, year) for year in scores.targets]
    counts = scores.stayed.sum(axis=0).astype(int).tolist()
    return {
        "body": done.table.body,
        "people": len(scores.people),
        "known": done.known,
        "stayed": dict(zip(scores.targets, counts, strict=True)),
        "headline": headline(scores),
        "heads": [f"{score}, {target}" for score, target in columns],
        "table": {
            name: [cell(scores.row(name, year, score)) for score, year in columns] for name in scores.said
        },
        "reliability": {
            name: [asdict(one) for one in reliability(scores.said[name].ravel(), scores.stayed.ravel())]
            for name in models_first(scores)
        },
        "roc": {
            year: {name: _curve(scores, name, place) for name in curves(scores)}
            for place, year in enumerate(scores.targets)
        },
        "body_rows": [plain(row) for row in scores.rows if row.score not in PERSONS],
        "slopes": done.slopes,
    }


def plain(row: ScoreRow) -> dict[str, Any]:
    """Return a score as JSON has it."""
    cells = asdict(row).items()
    return {key: None if isinstance(cell, float) and math.isnan(cell) else cell for key, cell in cells}


def _curve(scores: Scores, name: str, place: int) -> dict[str, Any]:
    """Return the ROC curve of a predictor in one round, and the area under it."""
    p, y = scores.said[name][:, place], scores.stayed[:, place]
    wrong, right = roc(p, y)
    return {"wrong": wrong.tolist(), "right": right.tolist(), "area": auc(p, y)}


def headline(scores: Scores) -> str:
    """Say how the model does over all rounds beside the best of the baselines, by log score."""
    model = f"{MODEL}{FITTED}" if f"{MODEL}{FITTED}" in scores.said else MODEL
    plain = [name for name in scores.said if not name.startswith(MODEL)]
    best = min(plain, key=lambda name: scores.row(name, ALL_YEARS, LOG).value)
    ours, theirs = (scores.row(name, ALL_YEARS, LOG).value for name in (model, best))
    winner = f"The {model} wins" if ours < theirs else "A baseline wins"
    text = f"{winner} over all rounds: log score {theirs:.3f} of {best}, {ours:.3f} of the {model}"
    for row in scores.rows:
        if (row.predictor, row.target, row.score, row.against) == (model, ALL_YEARS, LOG, best):
            sure = "" if row.low > 0 or row.high < 0 else ", so not surely"
            return f"{text}, a difference of {row.value:+.3f} ({row.low:.3f} to {row.high:.3f}{sure})."
    return f"{text}."


def models_first(scores: Scores) -> list[str]:
    """Return the predictors, the models before the baselines."""
    return sorted(scores.said, key=lambda name: not name.startswith(MODEL))


def curves(scores: Scores) -> list[str]:
    """Return the predictors whose ROC curves are drawn: the models, then regressions, no constants."""
    flat = {CONSTANT, CONSTANT_BY_ROUND}
    ranked = (name for name in models_first(scores) if name not in flat and not name.endswith("by round"))
    return list(ranked)[:MOST_CURVES]


def cell(row: ScoreRow) -> str:
    """Write a score and its interval."""
    return f"{row.value:.3f}" if row.low != row.low else f"{row.value:.3f} ({row.low:.3f} to {row.high:.3f})"


def write_scores(scores: Scores, path: Path) -> None:
    """Write one line a score."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(ScoreRow)])
        for row in scores.rows:
            writer.writerow(
                ["" if isinstance(cell, float) and math.isnan(cell) else cell for cell in astuple(row)]
            )


def write_said(scores: Scores, path: Path) -> None:
    """Write one line for each member of the split, round and predictor: what was said and what happened."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["person", "round", "predictor", "probability", "stayed"])
        for name, p in scores.said.items():
            for place, person in enumerate(scores.people):
                for number, label in enumerate(scores.targets):
                    stayed = int(scores.stayed[place, number])
                    writer.writerow([person, label, name, f"{p[place, number]:.6g}", stayed])
