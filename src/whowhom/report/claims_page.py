"""The pages of a judgement: one of all claims and one for each, from the values of judge.json alone."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from whowhom.report import claims_words as words
from whowhom.report.audit import style
from whowhom.report.claims_course import course_figures
from whowhom.report.claims_forest import forest_picture
from whowhom.report.claims_marks import share_bar, verdict_mark
from whowhom.report.claims_rows import comparison_tables, turn_rows
from whowhom.report.claims_turns import turns_picture
from whowhom.report.claims_words import Plain
from whowhom.report.observed import bibliography
from whowhom.report.template import HERE, environment

if TYPE_CHECKING:
    from jinja2 import Environment

ALL, ONE = "claims.html.j2", "claim.html.j2"
PAGE = "claims.html"
JUDGEMENT = "judge.json"


def write_claims_pages(folder: Path) -> Path:
    """Write claims.html and a page for each claim beside the judge.json of a folder; return claims.html."""
    values = json.loads((folder / JUDGEMENT).read_text(encoding="utf-8"))
    made = _environment()
    names = page_names([claim["number"] for claim in values["claims"]])
    for claim, name in zip(values["claims"], names, strict=True):
        (folder / name).write_text(_claim_page(made, values, claim), encoding="utf-8")
    path = folder / PAGE
    path.write_text(_claims_page(made, values, names), encoding="utf-8")
    return path


def page_names(numbers: list[str]) -> list[str]:
    """Return the file name of each claim's page, no two alike even where large and small letters are one."""
    answer: list[str] = []
    taken = {PAGE}
    for number in numbers:
        stem = re.sub(r"[^A-Za-z0-9-]", "-", number) or "claim"
        name, copy = f"{stem}.html", 1
        while name.lower() in taken:
            copy += 1
            name = f"{stem}-{copy}.html"
        taken.add(name.lower())
        answer.append(name)
    return answer


def command_for(values: Plain, claim: Plain) -> str:
    """Return the command that judges one claim again, alone."""
    given = ("--draws", values["draws"], "--each", values["each"], "--seed", values["seed"])
    return shlex.join(["whowhom", "judge", claim["number"], *(str(word) for word in given)])


def _environment() -> Environment:
    """Return the environment of both templates."""
    from markupsafe import Markup

    made = environment()
    made.globals.update(
        style=Markup(style(HERE)),
        words=words,
        drawn=lambda svg: Markup(svg.decode()),
        mark=lambda verdict: Markup(verdict_mark(verdict)),
        bar=lambda *given: Markup(share_bar(*given)),
    )
    return made


def _claims_page(made: Environment, values: Plain, names: list[str]) -> str:
    """Return the page of all claims."""
    found = Counter(claim["verdict"] for claim in values["claims"])
    return made.get_template(ALL).render(
        values=values,
        rows=list(zip(values["claims"], names, strict=True)),
        counts=[(verdict, found[verdict], meaning) for verdict, meaning in words.MEANINGS.items()],
        given=found[words.SUPPORTED] + found[words.CONTRADICTED],
    )


def _claim_page(made: Environment, values: Plain, claim: Plain) -> str:
    """Return the page of one claim."""
    return made.get_template(ONE).render(
        values=values,
        claim=claim,
        told=words.sentence(claim, len(values["claims"])),
        source=bibliography().get(claim["source"], claim["source"]),
        forest=forest_picture(claim["comparisons"]),
        courses=course_figures(claim["comparisons"]),
        turned=turns_picture(claim),
        tables=comparison_tables(claim["comparisons"]),
        turns=turn_rows(claim),
        region=words.region_told(claim),
        command=command_for(values, claim),
        back=PAGE,
    )
