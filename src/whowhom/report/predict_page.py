"""The page of a prediction: each number on record in what a posterior predicts of it, unseen ones first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whowhom.report.audit import style
from whowhom.report.fit_pictures import MOST_ROWS, predictions_picture, series_of, series_picture
from whowhom.report.template import HERE, environment

TEMPLATE = "predict.html.j2"
MOST_SERIES = 12
HEADS = {
    "held out": "What the posterior has not seen",
    "fitted": "What it was fitted to",
    "left out": "What the fit left out",
}
Plain = dict[str, Any]


def write_predict_page(
    values: Plain, folder: Path, *, title: str, posterior: str, until: str | None, command: str
) -> Path:
    """Write predicted.html to a folder and return its path.

    values: the prediction as plain values. posterior: what is said of the fit. until: the month by whose end
    a number had to be on record to be fitted. command: the one that makes the page again.
    """
    from markupsafe import Markup

    rows = values["predicted"]
    series = list(series_of(rows).items())[:MOST_SERIES]
    text = (
        environment()
        .get_template(TEMPLATE)
        .render(
            title=title,
            style=Markup(style(HERE)),
            drawn=lambda svg: Markup(svg.decode()),
            number=_number,
            posterior=posterior,
            values=values,
            heads=HEADS,
            most=MOST_ROWS,
            predictions=predictions_picture(rows),
            series=[(name, series_picture(name, some, until)) for name, some in series],
            command=command,
        )
    )
    path = folder / "predicted.html"
    path.write_text(text, encoding="utf-8")
    return path


def _number(value: float, unit: str) -> str:
    """Write a number with as many figures as its unit asks for."""
    return f"{value:.2f}" if unit == "year" else f"{value:.4g}"
