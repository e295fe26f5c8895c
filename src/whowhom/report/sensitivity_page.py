"""The page of a sensitivity analysis: for each result which factors, and how much luck, decide it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whowhom.report.audit import style
from whowhom.report.sensitivity_pictures import MOST_FACTORS, Plain, indices_picture
from whowhom.report.template import HERE, environment

TEMPLATE = "sensitivity.html.j2"
DECIDES = 0.1
"""Total index from which a factor is named in the sentence above a picture."""


def write_sensitivity_page(values: Plain, folder: Path, *, title: str, command: str) -> Path:
    """Write sensitivity.html to a folder and return its path.

    values: `runs`, and `results`, each with its `name`, the share of runs that lack it (`missing`) and its
    `factors`, the largest total first, none where it is not told. command: the one that makes the page again.
    """
    from markupsafe import Markup

    text = (
        environment()
        .get_template(TEMPLATE)
        .render(
            title=title,
            style=Markup(style(HERE)),
            drawn=lambda svg: Markup(svg.decode()),
            runs=values["runs"],
            parts=[_part(result) for result in values["results"] if result["factors"]],
            untold=[(one["name"], one["missing"]) for one in values["results"] if not one["factors"]],
            command=command,
        )
    )
    path = folder / "sensitivity.html"
    path.write_text(text, encoding="utf-8")
    return path


def _part(result: Plain) -> Plain:
    """Return what is shown of a result that is told."""
    rows = result["factors"]
    shown = with_luck(rows)
    return {
        "name": result["name"],
        "missing": result["missing"],
        "says": sentence(rows),
        "picture": indices_picture(shown),
        "factors": len(rows),
        "drawn": len(shown),
        "idle": sum(not moves(row) for row in rows),
    }


def with_luck(rows: Sequence[Plain]) -> list[Plain]:
    """Return the factors that are drawn, the largest total first: luck is one of them wherever it stands.

    Other factors that change nothing in any run are not drawn.
    """
    luck = [row for row in rows if row["luck"]]
    others = [row for row in rows if not row["luck"] and moves(row)][: MOST_FACTORS - len(luck)]
    return sorted([*others, *luck], key=lambda row: -row["total"])


def moves(row: Plain) -> bool:
    """Return whether a factor changed the result in any run."""
    return bool(row["first"] != 0 or row["total"] != 0)


def sentence(rows: Sequence[Plain]) -> str:
    """Say how much is luck, and which factors do anything that is surely more than nothing."""
    strong = [
        f"{row['factor']} ({row['total']:.2f})"
        for row in rows
        if not row["luck"] and row["total"] >= DECIDES and row["total"] > row["total_error"]
    ]
    luck = [
        f"Luck alone explains {row['first']:.2f} ± {row['first_error']:.2f} of its variance. "
        for row in rows
        if row["luck"]
    ]
    if not strong:
        return f"{''.join(luck)}No number surely has a total of {DECIDES:g} or more."
    named = ", ".join(strong[:MOST_FACTORS])
    return f"{''.join(luck)}Numbers with a total of {DECIDES:g} or more: {named}."
