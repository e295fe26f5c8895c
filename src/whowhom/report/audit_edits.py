"""The chapter on rule changes: months won by each, edits to paste, and the smallest set that is enough."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from whowhom.report.audit_blocks import Basis, Block, Code, Drawing, Folded, Heading, Plain, grid, words
from whowhom.report.audit_names import Names, chance, counted, residual, span
from whowhom.report.audit_picture import GREEN, GREY, RED, Bar, bars

MOST_BARS = 16
NOTICEABLE = 0.5
"""Months that a change must win or lose to be told as one that makes a difference."""


def edits(section: Plain, names: Names) -> Iterator[Block]:
    """Give for each principal and body the changes as bars from the rules as they stand, and the edits."""
    for pair in section.get("pairs", []):
        title = f"{names.of(pair['principal'])} and {names.of(pair['target'])}"
        yield Heading(title)
        if isinstance(pair.get("left_out"), str) and pair["left_out"]:
            yield from words([f"Left out: {pair['left_out']}."], listed=False)
            continue
        yield from words(pair.get("words", []))
        yield from _pair(pair, title)


def _pair(pair: Plain, title: str) -> Iterator[Block]:
    """Give the picture, the table and the smallest set of one principal and body."""
    measured = [one for one in pair["tried"] if one.get("months_won") is not None]
    failed = [one for one in pair["tried"] if one.get("months_won") is None]
    base = pair["base"]
    telling = [one for one in measured if abs(one["months_won"]) > NOTICEABLE]
    idle = [one for one in measured if one not in telling]
    if telling:
        alt = (
            f"{title}: expected months free of control with each change; as the rules stand "
            f"{span(base['free_months'])} of {span(pair['months'])}"
        )
        caption = (
            f"Expected time free of control within {span(pair['months'])}, with one change each, at loyalty "
            f"{pair['loyalty']:g}. The broken line is the rules as they stand."
        )
        yield Drawing(_picture(pair, telling), alt, caption)
    as_it_is = ("the rules as they stand", "", "", span(base["free_months"]), "", *_chances(base))
    head = (
        "change", "kind", "seats", "free for", "months won", "chance of control in the end",
        "even chances after", "method and residual",
    )  # fmt: skip
    caption = f"Single changes that make a difference, best first, over {span(pair['months'])}"
    yield from grid(caption, head, [as_it_is, *(_row(one) for one in telling)])
    if idle:
        table = grid("They win or lose no more than half a month", head, [_row(one) for one in idle])
        yield Folded(f"Changes that make no difference ({len(idle)})", table)
    if not pair["complete"]:
        yield from words(
            ["The time was up before all changes were tried; more seconds try more."], listed=False
        )
    yield from words([f"Not tried: {one['label']}: {one['why_not']}." for one in failed], faint=True)
    yield from _smallest(pair)
    every = "\n\n".join(as_toml(one) for one in measured)
    if every:
        yield Folded(
            f"These {len(measured)} changes as TOML, to paste into the file and to choose by --with",
            (Code(every),),
        )
    yield Basis(pair["method"], residual(pair["residual"]))


def _picture(pair: Plain, measured: Sequence[Plain]) -> bytes:
    """Draw the best changes, and the worst ones, as bars from the rules as they stand."""
    shown = list(measured)
    if len(shown) > MOST_BARS:
        shown = [*shown[: MOST_BARS - 3], *shown[-3:]]
    base = pair["base"]["free_months"]
    rows = [
        Bar(
            one["label"],
            base / 12,
            one["free_months"] / 12,
            GREEN if one["months_won"] > NOTICEABLE else RED if one["months_won"] < -NOTICEABLE else GREY,
            _won(one["months_won"]),
            f"{one['label']}: free for {span(one['free_months'])}",
        )
        for one in shown
    ]
    years = pair["months"] / 12
    return bars(rows, (0, years), "years free of control", (base / 12, "as the rules stand"))


def _won(months: float) -> str:
    """Write months won or lost."""
    if abs(months) < 0.05:
        return "0"
    return f"{'+' if months > 0 else '−'}{abs(months):.1f} mo"


def _row(one: Plain) -> tuple[str, ...]:
    """Return one change as a row."""
    return (
        one["label"],
        one["kind"],
        str(one["seats"]),
        span(one["free_months"]),
        _won(one["months_won"]).removesuffix(" mo"),
        *_chances(one),
    )


def _chances(one: Plain) -> tuple[str, str, str]:
    """Return the chance, the month of even chances and the basis of one measure."""
    month = one.get("even_chance_month")
    return (
        chance(one["chance"]),
        "never" if month is None else span(month) if month else "the first day",
        f"{one['method']}, {residual(one['residual'])}",
    )


def _smallest(pair: Plain) -> Iterator[Block]:
    """Give the smallest set of changes that keeps control improbable."""
    found = pair.get("smallest")
    if not found:
        return
    aim = f"keeps the chance of control below {chance(found['below'])} for {span(found['months'])}"
    sure = "" if found["complete"] else " Smaller sets may exist: the time did not allow to try all."
    if found["chance"] is None:
        tried = "" if found["complete"] else " among those that the time allowed to try"
        yield from words([f"Smallest set: none that {aim} was found{tried}."], listed=False)
        return
    if not found["changes"]:
        yield from words(
            [f"Smallest set: no change is needed; the document as it stands {aim}."], listed=False
        )
        return
    labels = "; ".join(change["label"] for change in found["changes"])
    count = counted(len(found["changes"]), "change")
    text = f"Smallest set, {count}: {labels}. It {aim}; the chance is then {chance(found['chance'])}.{sure}"
    yield from words([text], listed=False)
    pasted = [as_toml(change) for change in found["changes"]]
    yield Code("\n\n".join(pasted))


def as_toml(change: Plain) -> str:
    """Write a change as an intervention of a document, to be pasted into its file.

    Strings, numbers, truth values, lists and tables are all that edits hold.
    """
    head = [f"[interventions.{_key(str(change['name']))}]", f"label = {toml_value(change['label'])}"]
    return "\n".join([*head, "edits = [", *(f"    {toml_value(edit)}," for edit in change["edits"]), "]"])


def toml_value(value: Any) -> str:
    """Write one value as TOML in one line. Raises TypeError for anything else than plain values."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        # The escapes of JSON are those of TOML's basic strings, which also forbid the letter "delete".
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inside = ", ".join(
            f"{_key(str(key))} = {toml_value(item)}" for key, item in value.items() if item is not None
        )
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    raise TypeError(f"value: {value!r}; expected a text, a number, a truth value, a list or a table")


def _key(key: str) -> str:
    """Write a key, quoted where it has other letters than TOML's bare ones."""
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else toml_value(key)
