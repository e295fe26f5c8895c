"""The last chapter: method and residual of every section, what is not modelled, how to make it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from whowhom.report.audit_blocks import Block, Code, Heading, Plain, grid, words
from whowhom.report.audit_names import NONE, Names, residual

LOYALTY, BELOW, SECONDS = 0.9, 0.1, 120
"""What the command takes where it is told nothing; written out only where it was another."""
TITLES = {
    "defects": "Defects of the document",
    "graph": "Who chooses whom",
    "reach": "What patience alone brings, and its price",
    "power": "Voting power",
    "calendar": "Control by the calendar",
    "capture": "Control in probability",
    "lots": "Bodies drawn by lot",
    "ruling": "Ruling coalitions, choosers and majorities",
    "contest": "The contest: best play of both sides",
    "edits": "Rule changes, and what they win",
}
"""The sections in the order of the page, with their titles."""

_NOT_MODELLED = (
    (
        "defects",
        "Whether a rule is wise; only whether the rules contradict each other or leave something open.",
    ),
    ("graph", "How strong an act is, and how often it is used; on what days rules are in force."),
    ("reach", "Dates and deaths, disloyal appointees, a side that falls apart, what a seat costs."),
    ("power", "Alignments of persons: every coalition, or every order of seats, counts alike. Absence."),
    ("calendar", "Refused consent; lots and succession, which are nobody’s; loss of seats once held."),
    (
        "capture",
        "Who the persons are; bargains within a side; members of the rest who act apart from each other.",
    ),
    ("lots", "Limits for each group along a chain of several lots; jurors who may not sit again."),
    ("ruling", "Money, patience and promises; powers beyond votes; what becomes of those who are shut out."),
    ("contest", "Secrets: both sides see every seat. Aims other than control at the end."),
    ("edits", "Whether a change can be adopted, and by whom; more than three changes at once."),
)


def method(values: Plain, names: Names) -> Iterator[Block]:
    """Give the table of methods, the common assumptions, and the command."""
    yield from words(
        [
            "Two sides are told apart: the principal with all whom it puts in, directly or through bodies "
            "that it controls, and everyone else, taken as one side that acts together. That is the worst "
            "case for the principal.",
            "A side controls a body when its seats carry the body’s own decision. Nothing is simulated: "
            "every figure is counted, or is the result of an exact chain. The residual says how far the "
            "arithmetic may be off; 0 is exact.",
            "Loyalty of appointees is an assumption. Where it matters it is stated, and several are shown.",
        ]
    )
    rows = []
    for name, title in TITLES.items():
        found = values.get(name)
        if not isinstance(found, dict):
            rows.append((title, "not asked for", "", ""))
            continue
        left = found.get("left_out")
        told = f"left out: {left}" if isinstance(left, str) else found.get("method") or NONE
        error = "" if isinstance(left, str) else residual(found.get("residual"))
        spent = values.get("seconds", {}).get(name)
        rows.append((title, told, error, "" if spent is None else f"{spent:.2f}"))
    yield from grid("Method and residual", ("section", "method", "residual", "seconds"), rows)
    yield Heading("What is not modelled")
    yield from words([f"{TITLES[name]}: {text[:1].lower()}{text[1:]}" for name, text in _NOT_MODELLED])
    yield Heading("How to make this again")
    yield Code(command(values))


def command(values: Plain) -> str:
    """Return the command that makes this audit, as far as its values tell what was asked."""
    told = ["whowhom", "audit", str(values.get("file") or "FILE")]
    present = [name for name in TITLES if name in values]
    if len(present) < len(TITLES):
        told += [word for name in present for word in ("--only", name)]
    choices = values.get("choices", {})
    told += [str(word) for word in choices.get("edited", ())]
    loyalty, below, seconds = (choices.get(name) for name in ("loyalty", "below", "seconds"))
    if loyalty not in (None, LOYALTY):
        told += ["--loyalty", f"{loyalty:g}"]
    if below not in (None, BELOW):
        told += ["--below", f"{below:g}"]
    if choices.get("within") is not None:
        told += ["--within", f"{choices['within']} months"]
    if seconds not in (None, SECONDS):
        told += ["--seconds", f"{seconds:g}"]
    return shlex.join(told)
