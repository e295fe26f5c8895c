"""The chapter on voting power: each body by classes of seats, acts that need several bodies, blocs."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.report.audit_blocks import (
    Block,
    Code,
    Drawing,
    Folded,
    Heading,
    Plain,
    folded_words,
    grid,
    words,
)
from whowhom.report.audit_names import (
    NONE,
    Names,
    chance,
    counted,
    decimal,
    long_fraction,
    many,
    part,
    rational,
    shortened,
)
from whowhom.report.audit_picture import Bar, bars
from whowhom.report.picture import COLOURS

_INDICES = ("shapley_shubik", "banzhaf", "penrose_banzhaf", "to_prevent", "to_initiate")
_HEAD = (
    "seats",
    "votes each",
    "swings each",
    "Shapley–Shubik",
    "Banzhaf, sum 1",
    "Banzhaf, absolute",
    "Coleman: to prevent",
    "Coleman: to initiate",
    "",
)
_OPEN = 8
"""So many bodies stand open; with more the later ones are folded."""


def power(section: Plain, names: Names) -> Iterator[Block]:
    """Give the power of seats in every body, of bodies in joint acts, of blocs; long fractions at the end."""
    yield from folded_words("In further words", section.get("words", []), 6)
    games = [tuple(_game(vote, names)) for vote in section["votes"]]
    for game in games[:_OPEN]:
        yield from game
    if games[_OPEN:]:
        rest = tuple(block for game in games[_OPEN:] for block in game)
        yield Folded(f"{len(games) - _OPEN} further games", rest)
    if section["joint"]:
        yield Heading("Acts that need several to agree")
        for act in section["joint"]:
            yield from _joint(act, names)
    if section["blocs"]:
        yield Heading("Bodies that others fill, as blocs")
        yield from _blocs(section["blocs"], names)
    left = [
        f"{names.of(item['body'])}{_in_brackets(item['rule'])}: {item['reason']}."
        for item in section["left_out"]
    ]
    if left:
        yield Folded(f"Not computed ({len(left)})", words(left))
    for each in section.get("estimates", ()):
        yield Heading(f"{names.of(each['body'])}: estimated")
        caption = (
            f"From {many(each['draws'])} random orders and coalitions (seed {each['seed']}), with standard "
            f"error and {100 * each['confidence']:.0f} % interval; "
            f"{many(each['more_seats'])} lighter seats not listed"
        )
        head = ("seat", "votes", "Shapley–Shubik", "Banzhaf, absolute")
        yield from grid(caption, head, [_estimated(seat) for seat in each["seats"]])
    text = "\n".join(_long(section, names))
    if text:
        yield Folded("Fractions too long for the tables, in full", (Code(text),))


def _game(vote: Plain, names: Names) -> Iterator[Block]:
    """Give one body at one quota: what carries and blocks, and its classes of seats."""
    rules = _in_brackets(shortened(vote["rules"]))
    yield Heading(f"{names.of(vote['body'])}: {vote['decision']}{rules}")
    half = vote["half"]
    told = [
        f"{many(vote['quota'])} of {many(vote['votes'])} votes carry, {many(vote['blocking_votes'])} block; "
        f"at least {counted(vote['seats_to_carry'], 'seat')} to carry, "
        f"{counted(vote['seats_to_block'], 'seat')} to block."
    ]
    if vote["votes"] % 2 == 0:
        carries = "carries" if half["carries"] else "does not carry"
        blocks = "blocks" if half["blocks"] else "does not block"
        told.append(f"Exactly half ({many(half['votes'])} votes) {carries} and {blocks}.")
    if vote["proper"] is False:
        told.append("Two separate groups can each carry: the quota is too low.")
    if vote["to_act"]:
        told.append(f"Power of the body to act (Coleman): {decimal(vote['to_act']['value'])}.")
    yield from words([" ".join(told)], listed=False)
    yield from grid(
        "By class of seats, each figure for one seat", _HEAD, [_class(c) for c in vote["classes"]]
    )


def _estimated(seat: Plain) -> tuple[str, ...]:
    """Return one estimated seat as a row."""
    figures = [
        f"{one['value']:.4f} ± {one['standard_error']:.4f} ({one['low']:.4f} to {one['high']:.4f})"
        for one in (seat["shapley_shubik"], seat["penrose_banzhaf"])
    ]
    return (str(seat["number"]), many(seat["votes"]), *figures)


def _in_brackets(text: str | None) -> str:
    """Put text into brackets after a space; nothing for nothing."""
    return f" ({text})" if text else ""


def _class(each: Plain) -> tuple[str, ...]:
    """Return one class of seats as a row."""
    remark = "a dummy" if each["dummy"] else "blocks alone" if each["vetoes"] else ""
    swings = NONE if each["swings"] is None else many(each["swings"])
    return (
        _seats(each["numbers"]),
        many(each["votes"]),
        swings,
        *(rational(each[index]) for index in _INDICES),
        remark,
    )


def _seats(numbers: list[int]) -> str:
    """Name seats by ranges: "1 to 7, 9"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    told = [str(a) if a == b else f"{a}\u00a0to\u00a0{b}" if b > a + 1 else f"{a}, {b}" for a, b in ranges]
    shown = ", ".join(told[:6]) + (", …" if len(told) > 6 else "")
    return f"{shown}\n({len(numbers)})" if len(numbers) > 1 else shown


def _joint(act: Plain, names: Names) -> Iterator[Block]:
    """Give one joint act: bars by body, and the table."""
    title = f"{act['rule']}: who enters {names.of(act['over'])}"
    yield from words([f"{title}:"], listed=False)
    both = []
    for share in act["bodies"]:
        label = f"{names.of(share['body'])} ({share['role']})"
        for index, colour, mark in (("shapley_shubik", COLOURS[0], True), ("banzhaf", COLOURS[1], False)):
            value = share[index]["value"]
            both.append(Bar(label if mark else "", 0.0, 100 * value, colour, chance(value)))
    legend = (("Shapley–Shubik", COLOURS[0]), ("Banzhaf, sum 1", COLOURS[1]))
    drawn = bars(both, (0, 100), "share of the power, per cent", legend=legend, room=270)
    shares = ", ".join(
        f"{names.of(share['body'])} {chance(share['shapley_shubik']['value'])}" for share in act["bodies"]
    )
    yield Drawing(drawn, f"{title}. Shapley–Shubik: {shares}")
    rows = [
        (
            f"{names.of(share['body'])} ({share['role']})",
            part(share["quota"], share["votes"]),
            *(rational(share[index]) for index in ("shapley_shubik", "banzhaf")),
            *(rational(share[f"{index}_of_a_seat"]) for index in ("shapley_shubik", "banzhaf")),
        )
        for share in act["bodies"]
    ]
    head = (
        "body",
        "votes needed",
        "Shapley–Shubik",
        "Banzhaf",
        "Shapley–Shubik of a seat",
        "Banzhaf of a seat",
    )
    caption = f"Power of the whole to act (Coleman): {decimal(act['to_act']['value'])}"
    yield from grid(caption, head, rows)
    if len({share["body"] for share in act["bodies"]}) < len(act["bodies"]):
        told = "A body with two roles is shown with its whole power in both."
        yield from words([told], listed=False, faint=True)


def _blocs(groups: list[Plain], names: Names) -> Iterator[Block]:
    """Give the blocs of every body as one table."""
    rows = []
    for group in groups:
        for bloc in group["blocs"]:
            enough = "carries" if bloc["carries"] else f"{bloc['short']} short"
            if not bloc["carries"]:
                enough += ", blocks" if bloc["blocks"] else f"; {bloc['short_to_block']} short of blocking"
            bare = bloc.get("bare_quota")
            barely = ""
            if bare:
                brings = "carries" if bare["carries"] else f"{bare['short']} short"
                barely = f"{bare['quota']} of {bare['of']} there bring {bare['votes']}: {brings}"
            rows.append(
                (
                    f"{names.of(group['body'])}\n{group['quota']} of {group['votes']} needed",
                    f"{names.of(bloc['origin'])}: {bloc['votes']}",
                    enough,
                    barely,
                    *(rational(bloc[index]) for index in ("shapley_shubik", "banzhaf", "owen")),
                )
            )
    head = (
        "body", "bloc and its votes", "alone", "a bare majority there", "Shapley–Shubik of blocs",
        "Banzhaf of blocs", "Owen value",
    )  # fmt: skip
    yield from grid(
        "A bloc is all seats that one other body fills; the remaining seats stand alone", head, rows
    )


def _long(section: Plain, names: Names) -> Iterator[str]:
    """Give the fractions that the tables show by their decimals alone."""
    for vote in section["votes"]:
        for each in vote["classes"]:
            where = f"{names.of(vote['body'])}, {vote['quota']} of {vote['votes']}, {each['votes']} votes"
            for index in _INDICES:
                if long_fraction(each[index]):
                    yield f"{where}: {index} = {long_fraction(each[index])}"
    for act in section["joint"]:
        for share in act["bodies"]:
            for index in ("shapley_shubik", "banzhaf"):
                if long_fraction(share[index]):
                    yield f"{act['rule']}, {names.of(share['body'])}: {index} = {long_fraction(share[index])}"
