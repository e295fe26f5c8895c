"""The page of a fit: one HTML file, without outside references, from the values of its JSON file alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whowhom.report.audit import style
from whowhom.report.fit_pictures import (
    MOST_RANKS,
    MOST_ROWS,
    numbers_picture,
    predictions_picture,
    ranks_picture,
    series_of,
    series_picture,
)
from whowhom.report.template import HERE, environment

TEMPLATE = "fit.html.j2"
MOST_SERIES = 12
Plain = dict[str, Any]


def write_fit_page(folder: Path) -> Path:
    """Write fit.html beside the fit.json of a folder, and return its path."""
    values = json.loads((folder / "fit.json").read_text(encoding="utf-8"))
    path = folder / "fit.html"
    path.write_text(fit_page(values), encoding="utf-8")
    return path


def fit_page(values: Plain) -> str:
    """Return the page of a fit as HTML text. values: the fit as its JSON file has it."""
    from markupsafe import Markup

    predicted, until = values["predicted"], values["choices"]["until"]
    series = list(series_of(predicted).items())[:MOST_SERIES]
    worst = least_even(values["ranks"])
    text = (
        environment()
        .get_template(TEMPLATE)
        .render(
            values=values,
            style=Markup(style(HERE)),
            drawn=lambda svg: Markup(svg.decode()),
            number=_number,
            command=command(values),
            failed=[gate["name"] for gate in values["gates"] if not gate["passed"]],
            shown=values["held_out"] or values["fitted"],
            missed=misses(predicted),
            words=Counter(row["word"] for row in values["numbers"]),
            most=MOST_ROWS,
            ranked=min(MOST_RANKS, len(worst)),
            predictions=predictions_picture(predicted),
            series=[(name, series_picture(name, rows, until)) for name, rows in series],
            numbers=numbers_picture(values["numbers"]),
            ranks=ranks_picture(values["ranks"], worst),
        )
    )
    return str(text)


def least_even(ranks: dict[str, list[int]]) -> list[str]:
    """Return the numbers in order of the chi-square of their ranks, the largest first."""

    def square(name: str) -> float:
        counts = ranks[name]
        expected = sum(counts) / len(counts)
        return sum((count - expected) ** 2 for count in counts) / expected if expected else 0.0

    return sorted(ranks, key=lambda name: -square(name))


def misses(predicted: Sequence[Plain]) -> list[str]:
    """Return the targets outside their 95 % interval: of the held-out ones, or of all where none is."""
    counted = [row for row in predicted if row["held_out"]] or list(predicted)
    return [row["name"] for row in counted if row["told"] and not row["inside"][2]]


def command(values: Plain) -> str:
    """Return the command that makes the fit again."""
    choices = values["choices"]
    words = [
        "whowhom fit",
        values["scenario"],
        f"--histories {choices['histories']} --seed {choices['seed']}",
    ]
    words += [f"--until {choices['until']}"] if choices["until"] else []
    words += [f"--number {name}" for name in choices["numbers"]]
    words += [f"--account {choices['account']}"] if choices["account"] != "main" else []
    words += [f"--method {choices['method']}"]
    words += [f"--recalled-weight {choices['rule']['recalled_weight']}"]
    words += [] if choices["leave_conflicts"] else ["--with-conflicts"]
    return " ".join([*words, f"--draws {choices['draws']} --replicates {choices['replicates']}"])


def _number(value: float, unit: str) -> str:
    """Write a number with as many figures as its unit asks for."""
    return f"{value:.2f}" if unit == "year" else f"{value:.4g}"
