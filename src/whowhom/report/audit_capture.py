"""The chapter on capture in probability: curves by loyalty for each principal and body."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.report.audit_blocks import Basis, Block, Drawing, Heading, Plain, folded_words, grid, words
from whowhom.report.audit_names import NONE, Names, chance, even, power_of_ten, residual, span
from whowhom.report.audit_overview import UNLIKELY, chances_of
from whowhom.report.audit_picture import Curve, side_by_side
from whowhom.report.picture import COLOURS

_PANELS = (
    ("first", "has come to control by then"),
    ("control", "is in control then"),
    ("locked", "nothing left to the others then"),
)


def capture(section: Plain, names: Names) -> Iterator[Block]:
    """Give the sentences, and for each principal and body the curves, their table, method and residual."""
    yield from folded_words("In further words", section.get("words", []), 6)
    silent = []
    for pair in section.get("pairs", []):
        title = f"{names.of(pair['principal'])} and {names.of(pair['target'])}"
        chains = pair["by_loyalty"]
        if not chains:
            silent.append(f"{title} (not worked out)")
        elif chances_of(pair) < UNLIKELY:
            silent.append(f"{title} ({_never(pair)})")
        else:
            yield Heading(title)
            yield from _pair(pair, title, section.get("method", ""))
    if silent:
        yield from words([f"No curve is drawn for: {'; '.join(silent)}."], listed=False, faint=True)


def _never(pair: Plain) -> str:
    """Say that control does not come, or hardly, and what was followed."""
    months = min(one["months"] for one in pair["by_loyalty"])
    most = chances_of(pair)
    hardly = "never" if chance(most).startswith("0") else f"a chance of {power_of_ten(most, 0)} at most"
    return f"{hardly} within {span(months)}{' of ' + span(pair['months']) if months < pair['months'] else ''}"


def _pair(pair: Plain, title: str, method: str) -> Iterator[Block]:
    """Give the picture and table of one principal and body."""
    chains = pair["by_loyalty"]
    months = pair["months"]
    groups = [
        [
            Curve(
                f"loyalty {one['loyalty']:g}",
                [month / 12 for month in range(len(one[key]))],
                one[key],
                COLOURS[place % len(COLOURS)],
                2.6 if place == len(chains) - 1 else 1.7,
                None if place == len(chains) - 1 else ("7 3", "2 3", "9 3 2 3", "4 2")[place % 4],
            )
            for place, one in enumerate(chains)
        ]
        for key, _ in _PANELS
    ]
    drawn = side_by_side([name for _, name in _PANELS], groups, (0, max(months, 1) / 12), "years")
    most = chains[-1]
    alt = (
        f"{title}: probability by year, one line for each loyalty. At loyalty {most['loyalty']:g} the "
        f"chance of being in control after {span(most['months'])} is {chance(most['control'][-1])}"
    )
    caption = (
        "Loyalty is the chance that someone whom the principal’s side puts in is truly of that side: an "
        "assumption, so several are shown."
    )
    yield Drawing(drawn, alt, caption)
    head = (
        "loyalty", "has come to control", "in control at the end", "even chances of control after",
        "nothing left to the others at the end", "expected seats", "months followed", "states", "residual",
    )  # fmt: skip
    yield from grid(
        f"In the end, after {span(months)} unless cut short", head, [_row(one, months) for one in chains]
    )
    yield from words(list(_open(most)))
    if pair["left_out"]:
        yield from words([f"Not complete: {pair['left_out']}."])
    yield from words([str(line) for line in pair["caveats"]], faint=True)
    worst = max(one["residual"] for one in chains)
    yield Basis(method, residual(worst))


def _row(one: Plain, asked: int) -> tuple[str, ...]:
    """Return one loyalty as a row."""
    month = even(one["first"])
    return (
        f"{one['loyalty']:g}",
        chance(one["first"][-1]),
        chance(one["control"][-1]),
        NONE if month is None else span(month) if month else "the first day",
        chance(one["locked"][-1]),
        f"{one['seats'][-1]:.2f}",
        "" if one["months"] == asked else str(one["months"]),
        f"{one['states']:,}".replace(",", "\u202f"),
        residual(one["residual"]),
    )


def _open(most: Plain) -> Iterator[str]:
    """Say by which acts the rest can still undo it in the end, if all are loyal."""
    still = [(name, value) for name, value in most.get("still_open", {}).items() if value > 0]
    if still:
        listed = ", ".join(f"{name} ({chance(value)})" for name, value in still)
        yield f"Open to the others in the end, so that they can undo it, with the chance of each: {listed}."
