"""Chapters on the rules as they stand: defects, the graph of who chooses whom, reach and prices."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.report.audit_blocks import Block, Drawing, Folded, Heading, Plain, folded_words, grid, words
from whowhom.report.audit_names import NONE, Names, counted, part
from whowhom.report.graph_picture import graph_picture

_DEGREES = (("errors", "error"), ("warnings", "warning"), ("notes", "note"))
MOST_OPEN = 3
"""With more principals each is folded."""
_OBSTACLES = {
    "nobody": "no rule fills the other seats",
    "lot": "a lot decides, drawn from {who}",
    "head": "the head of {who}",
    "votes": "votes of {who}",
    "consent": "the consent of {who}",
    "veto": "a veto of {who}",
    "slate": "the slate of {who}",
    "pool": "nobody of the side is in {who}, from which it is filled",
    "right": "seats by right of {who}",
    "outside": "{who} decide",
}
"""What each kind of obstacle is, in words."""


def defects(section: Plain, names: Names) -> Iterator[Block]:
    """Give the defects of the document by degree, with the key where each is mended."""
    rows = [
        (degree, item["key"], item["message"]) for key, degree in _DEGREES for item in section.get(key, [])
    ]
    if not rows:
        yield from words(["Nothing was found: no error, no warning, no note."], listed=False)
    told = [counted(len(section.get(key, [])), word) for key, word in _DEGREES]
    yield from grid(f"{told[0]}, {told[1]}, {told[2]}", ("degree", "where", "what was found"), rows)
    if section.get("errors"):
        yield from words(["Until the errors are mended, capture and rule changes are not worked out."])


def graph(section: Plain, names: Names) -> Iterator[Block]:
    """Give the picture of who chooses whom, loops in words, and offices that nobody outside can remove."""
    loops = section["loops"]
    alt = (
        f"Who chooses whom: {len(section['nodes'])} bodies and publics, "
        f"{counted(len(section['edges']), 'act')}, {counted(loops['count'], 'loop')} of power"
    )
    caption = "Arrows run from who acts to whom. Point at an arrow to read its rule."
    yield Drawing(graph_picture(section), alt, caption)
    yield Heading("Loops of power")
    if loops["count"] == 0:
        yield from words(["There is no loop: no body acts on those that act on it."], listed=False)
    else:
        lines = [line for loop in loops["named"] for line in _loop(loop)]
        more = "" if loops["complete"] else "at least "
        yield from folded_words("Further loops", lines, 8)
        if loops["count"] > 1:
            yield from words([f"{more}{counted(loops['count'], 'loop')} in all.".capitalize()], listed=False)
    yield from words([item["words"] for item in section.get("own_choosers", [])])
    if section.get("irremovable"):
        yield Heading("Whom nobody outside can remove")
        yield from folded_words("Further offices", [item["words"] for item in section["irremovable"]], 6)


def _loop(loop: Plain) -> Iterator[str]:
    """Give one loop, and what can interrupt it."""
    opening = loop.get("open_words") or ""
    yield f"{loop['words']} {opening}".strip()


def reach(section: Plain, names: Names) -> Iterator[Block]:
    """Give for each principal what it holds in the end, what is missing, what it costs, what undoes it."""
    principals = section.get("principals", [])
    for one in principals:
        blocks = tuple(_reach(one, names))
        if len(principals) > MOST_OPEN:
            yield Folded(one["words"][0] if one.get("words") else names.of(one["principal"]), blocks)
        else:
            yield Heading(names.of(one["principal"]))
            yield from words(one.get("words", [])[:1], listed=False)
            yield from blocks


def _reach(one: Plain, names: Names) -> Iterator[Block]:
    """Give what one principal comes to hold."""
    rows = [_body(body, names) for body in one["bodies"] if body["name"] != one["principal"]]
    head = ("body", "at the start", "in the end", "votes", "controls", "round", "what is missing")
    yield from grid("What patience alone brings, without luck and without buying anybody", head, rows)
    found: dict[str, list[str]] = {}
    for price in one["prices"]:
        found.setdefault(price["target"], []).append(_price(price, names))
    prices = [(names.of(target), "\nor ".join(ways)) for target, ways in found.items()]
    yield from grid("Prices", ("to be sure of", "one must also hold, bought in advance"), prices)
    yield from _undoings(one, names)


def _body(body: Plain, names: Names) -> tuple[str, ...]:
    """Return one body as a row."""
    controls = "yes" if body["controls"] else "blocks only" if body["blocks"] else "no"
    gained = body["reached"] > body["held"]
    return (
        names.of(body["name"]),
        part(body["held"], body["seats"]),
        part(body["reached"], body["seats"]),
        part(body["votes"], body["of_votes"]),
        controls,
        str(body["step"]) if gained else NONE,
        "\n".join(_obstacle(item, names) for item in body["obstacles"][:4]) or NONE,
    )


def _obstacle(item: Plain, names: Names) -> str:
    """Say in whose hands the missing seats are."""
    told = _OBSTACLES.get(item["kind"], "{who} stands in the way").format(who=names.of(item["by"]))
    votes = item.get("votes")
    short = f": {counted(votes, 'vote')} short" if votes and item["kind"] not in ("head", "pool") else ""
    rule = f" ({item['rule']})" if item.get("rule") else ""
    return f"{told}{short}{rule}"


def _price(price: Plain, names: Names) -> str:
    """Return one price: seats of bodies to be held beside one's own."""
    parts = [
        f"{counted(number, 'seat')} of the {names.of(body)}"
        for body, number in zip(price["bodies"], price["seats"], strict=True)
    ]
    return " and ".join(parts) or "nothing more"


def _undoings(one: Plain, names: Names) -> Iterator[Block]:
    """Give the acts by which the rest can undo the side."""
    undoings = one.get("undoings", [])
    still = [act["words"] for act in undoings if act["open_in_the_end"]]
    closed = [act["words"] for act in undoings if not act["open_in_the_end"] and act["open_at_start"]]
    if one.get("irreversible"):
        yield from words(
            ["In the end nothing is left by which the rest could undo it by the rules."], listed=False
        )
    elif still:
        yield from words(["What the rest can still do in the end:"], listed=False)
        yield from folded_words("Further ways", still, 6)
    if closed:
        yield Folded(f"What the rest can do only at the start ({len(closed)})", words(closed))
