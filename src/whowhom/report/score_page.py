"""The page of the test out of sample: who was said to stay, who stayed, and how well each predictor did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from whowhom.report.audit import style
from whowhom.report.score_pictures import reliability_picture, roc_picture
from whowhom.report.template import HERE, environment

TEMPLATE = "score.html.j2"


def write_score_page(folder: Path) -> Path:
    """Write score.html beside the score.json of a folder, and return its path."""
    values = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    path = folder / "score.html"
    path.write_text(score_page(values), encoding="utf-8")
    return path


def score_page(values: dict[str, Any]) -> str:
    """Return the page as HTML text. values: what was found, as its JSON file has it."""
    from markupsafe import Markup

    text = (
        environment()
        .get_template(TEMPLATE)
        .render(
            {
                **values,
                "style": Markup(style(HERE)),
                "drawn": lambda svg: Markup(svg.decode()),
                "reliability": reliability_picture(values["reliability"]),
                "roc": roc_picture(values["roc"]),
            }
        )
    )
    return str(text)
