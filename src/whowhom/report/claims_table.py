"""The verdicts that ship with WhoWhom as a table of the report: of the shipped posterior, not of a run."""

from __future__ import annotations

import json
from pathlib import Path

from whowhom.report.claims_page import JUDGEMENT, PAGE, write_claims_pages
from whowhom.report.claims_words import Plain, interval, probability, real, upper_first
from whowhom.report.observed import DATA
from whowhom.report.section import Table, fine

VERDICTS = DATA / "claims" / "verdicts.json"
CAPTION = "Verdicts of the shipped judgement"
HEAD = ("no.", "claim", "verdict", "probability that it holds (90 %)", "hangs on", "its page is written by")


def shipped_verdicts(path: Path | None = None) -> Plain | None:
    """Return the shipped judgement, or another one, as its file has it; None where there is no file."""
    path = path or VERDICTS
    if not path.is_file():
        return None
    values: Plain = json.loads(path.read_text(encoding="utf-8"))
    return values


BESIDE = "claims"
"""The folder beside a report in which the pages of the shipped verdicts are written."""


def write_beside(folder: Path, path: Path | None = None) -> Path | None:
    """Write the pages of the shipped verdicts into a folder beside a report; None where none ship."""
    values = shipped_verdicts(path)
    if values is None:
        return None
    place = folder / BESIDE
    place.mkdir(parents=True, exist_ok=True)
    (place / JUDGEMENT).write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return write_claims_pages(place)


def verdicts_links(values: Plain | None) -> tuple[tuple[str, str], ...]:
    """Return the link from a report to the page of claims beside it, which has one for each claim."""
    words = "The claims one by one: verdict, interval, picture and what would turn it"
    return ((words, f"{BESIDE}/{PAGE}"),) if values is not None else ()


def verdicts_note(values: Plain | None) -> str:
    """Say where the verdicts on claims are, and that the run of the report gives none."""
    if values is None:
        return (
            "No verdict is given here. A difference says what this model does when one thing is changed; "
            "whether a claim is borne out, and under which assumptions, is a separate piece of work."
        )
    return (
        "No verdict is read off this run: a difference says what this model does when one thing is changed. "
        f'The verdicts in the table "{CAPTION}" were judged over the shipped posterior by the command '
        f"{values['command']} ({values['draws']} draws of {values['each']} histories, seed "
        f"{values['seed']}). The chance that any verdict given there is wrong is at most "
        f"{fine(real(values['chance_that_any_is_wrong']))}, as far as model and posterior can be trusted; a "
        "contradicted claim is a finding, and none takes a side."
    )


def verdicts_table(values: Plain) -> Table:
    """Return the table of a judgement, a row for each claim."""
    return Table(CAPTION, HEAD, tuple(_row(claim) for claim in values["claims"]))


def _row(claim: Plain) -> tuple[str, ...]:
    """Write one claim."""
    return (
        claim["number"],
        upper_first(claim["says"]),
        claim["verdict"],
        f"{probability(claim['share'])} ({interval(claim['share'])})",
        claim["hangs_on"],
        f"whowhom judge {claim['number']}",
    )
