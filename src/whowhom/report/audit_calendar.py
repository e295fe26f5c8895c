"""The chapter on the calendar: seats over dates in several readings, and chances with deaths and exits."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.report.audit_blocks import (
    Basis,
    Block,
    Drawing,
    Folded,
    Heading,
    Plain,
    folded_words,
    grid,
    words,
)
from whowhom.report.audit_calendar_picture import calendar_picture
from whowhom.report.audit_names import NONE, Names, counted, day, part, residual, shortened, span

READINGS = (
    ("rules", "nobody leaves early"),
    ("best", "with every power it has"),
    ("recorded", "with the exits on record"),
)


def calendar(section: Plain, names: Names) -> Iterator[Block]:
    """Give for each principal and body the steps of its seats, its thresholds, and the coming dates."""
    yield from folded_words("In further words", section.get("words", []), 8)
    idle = []
    for principal in section["principals"]:
        moving = {name: body for name, body in principal["bodies"].items() if _moves(body)}
        for name, body in moving.items():
            yield from _body(principal, name, body, names)
        if moving:
            yield Basis(section["method"], residual(section["residual"]))
        still = [name for name in principal["bodies"] if name not in moving]
        if still:
            who = names.of(principal["principal"])
            idle.append(f"{who}: by the calendar it never has a seat of its own in {names.listed(still)}.")
    if idle:
        yield Heading("Without a picture")
        yield from folded_words("Further principals", idle, 3)
    yield from _next(section.get("next_dates", {}), names)


def _moves(body: Plain) -> bool:
    """Return whether the side ever has a seat in any reading."""
    return any(point["own"] for course in body["course"].values() for point in course)


def _stirs(body: Plain) -> bool:
    """Return whether a picture shows more than one level line: seats that change, or chances that grow."""
    levels = {point["own"] for course in body["course"].values() for point in course}
    counted = [threshold["mortality"] for threshold in body["thresholds"].values() if threshold["mortality"]]
    return len(levels) > 1 or any(max(found["probability"], default=0.0) > 0.0 for found in counted)


def _office(principal: Plain) -> str:
    """Say from when to when the principal acts."""
    told = f"In office since {day(principal['since'])}"
    if principal.get("tenure_months"):
        told += f", for at most {span(principal['tenure_months'])}"
    if principal.get("left"):
        told += f"; in fact left on {day(principal['left'])}"
    return f"{told}. Looked at until {day(principal['limit'])}."


def _body(principal: Plain, name: str, body: Plain, names: Names) -> Iterator[Block]:
    """Give the picture and the tables of one body."""
    title = f"{names.of(principal['principal'])} in {names.of(name)}"
    yield Heading(title)
    yield from words([_office(principal)], listed=False)
    caption = f"{title}: seats of its own side, and what decides"
    if any(threshold["mortality"] for threshold in body["thresholds"].values()):
        cause = "early exits" if body["early_exits"] else "deaths"
        caption += f"; below, the chance of having that many when {cause} are counted"
    start = body["start"]
    alt = f"{title}: {start['own']} of {body['seats']} seats at the start; thresholds as in the table below"
    if _stirs(body):
        yield Drawing(calendar_picture(principal, body), alt, f"{caption}.")
    yield from words([_filled(body, names)], listed=False)
    rows = [row for threshold in body["thresholds"].values() for row in _threshold(threshold)]
    head = (
        "to carry or block",
        "votes",
        *(label for _, label in READINGS),
        "with deaths and exits: 5, 50, 95 %",
    )
    yield from grid(f"When the side of {names.of(principal['principal'])} carries and blocks", head, rows)
    yield from _spans(body)


def _filled(body: Plain, names: Names) -> str:
    """Say how seats come to the side."""
    filled, told = body["filled"], []
    if filled["directly"]:
        told.append(f"directly, by {', '.join(filled['directly'])}")
    if filled["through"]:
        told.append(f"through {names.listed(filled['through'])}")
    if filled["by_right"]:
        told.append(f"by right of {names.listed(filled['by_right'])}")
    text = f"How seats come to it: {'; '.join(told) or 'by the seats it holds already'}."
    if filled["consent"]:
        text += f" The consent of {names.listed(filled['consent'])} is taken as given."
    if filled["others"]:
        text += f" Others fill seats too: {names.listed(filled['others'])}."
    return text


def _threshold(threshold: Plain) -> Iterator[tuple[str, ...]]:
    """Give the rows of one decision: carried, and blocked where that is another number of votes."""
    first = threshold["first_day"]
    rules = f"\n({shortened(threshold['rules'])})" if threshold["rules"] else ""
    dates = (threshold["mortality"] or {}).get("dates")
    likely = (
        "\n".join(day(dates[key]) if dates[key] else "not in its time" for key in ("5%", "50%", "95%"))
        if dates
        else ""
    )
    yield (
        f"carry “{threshold['decision']}”{rules}",
        part(first["quota"], first["base"]),
        *(_reached(threshold["control"].get(key)) for key, _ in READINGS),
        likely,
    )
    if first["blocking"] != first["quota"]:
        yield (
            f"block “{threshold['decision']}”",
            part(first["blocking"], first["base"]),
            *(_reached(threshold["blocking"].get(key)) for key, _ in READINGS),
            "",
        )


def _reached(reached: Plain | None) -> str:
    """Write one day with the seats then, or what is missing."""
    if reached is None:
        return ""
    if reached["date"] is None:
        return f"never: {reached['missing']} of {reached['needed']} missing"
    return f"{day(reached['date'])}\n({part(reached['own'], reached['base'])})"


def _spans(body: Plain) -> Iterator[Block]:
    """Give spans of office, the closed form, the ceiling and who is left of the holders of the start."""
    rows = [
        (
            window["window"],
            str(window["count"]),
            ", ".join(dict.fromkeys(day(text) for text in window["dates"][:6])) or NONE,
            f"{window['own']} of {window['quota']} needed",
            "yes" if window["reaches"] else "no",
        )
        for window in body["windows"]
    ]
    head = ("span of office", "terms that end", "when", "its side then has", "decides")
    blocks = list(grid("What spans of office bring by terms that end", head, rows))
    form = body["closed_form"]
    if form and form.get("never_above_years") is not None:
        blocks += words(
            [
                f"With evenly staggered terms it is not sure of {form['needed']} of {form['seats']} seats in "
                f"{form['tenure_years']:g} years if terms last more than {form['not_sure_above']} years, and "
                f"never gets them above {form['never_above']} years."
            ],
            listed=False,
        )
    left = [
        (
            day(item["date"]),
            *(_whole(item.get(key)) for key in ("rules", "recorded", "mean", "5%", "50%", "95%")),
        )
        for item in body["survivors"]
    ]
    names = ("by the rules", "on record", "expected with deaths", "5 %", "50 %", "95 %")
    blocks += grid("Holders of the first day still there", ("on", *names), left)
    if blocks:
        yield Folded("Spans of office, length of terms, and who is left of the first holders", tuple(blocks))


def _whole(value: float | None) -> str:
    """Write a count, with one digit after the point where it is a mean."""
    return "" if value is None else str(value) if isinstance(value, int) else f"{value:.1f}"


def _next(found: Plain, names: Names) -> Iterator[Block]:
    """Give the coming days of rules and of terms."""
    rows = [
        (f"rule {rule}", ", ".join(day(text) for text in days))
        for rule, days in found.get("rules", {}).items()
        if days
    ]
    for name, ends in found.get("ends", {}).items():
        told = [f"{day(item['date'])} ({counted(len(item['seats']), 'seat')})" for item in ends]
        rows.append((f"terms end in {names.of(name)}", ", ".join(told)))
    if rows:
        yield Heading("Next dates")
        yield from grid("The next days on which something opens or is decided", ("what", "when"), rows)
