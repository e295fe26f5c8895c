"""The chapter on lots: what a share of the pool brings, beside one lot and a direct vote, and the prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.report.audit_blocks import Block, Drawing, Folded, Heading, Plain, folded_words, grid, words
from whowhom.report.audit_names import NONE, Names, chance, counted, many
from whowhom.report.audit_picture import GREY, Curve, draw, legend_rows
from whowhom.report.picture import COLOURS
from whowhom.report.section import percent
from whowhom.report.svg import INK, WIDTH, Picture

_READINGS = {
    "in_proportion": "split juries name in proportion",
    "half_and_half": "split juries name half and half",
}
_FEATURES = {
    "simple_majorities": "every jury by more than half",
    "single_lot": "one lot for all seats",
    "direct_vote": "a direct vote by more than half",
}
_SHOWN = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def lots(section: Plain, names: Names) -> Iterator[Block]:
    """Give the curves and prices of each procedure, what one group gets of each draw, committees in a row."""
    yield from folded_words("In further words", section.get("words", []), 8)
    for procedure in section["procedures"]:
        yield from _procedure(procedure, names)
    for found in section["draws"]:
        yield from _draw(found, names)
    rows = [
        (
            names.of(item["over"]),
            f"{names.of(item['committee'])} ({item['rule']})",
            str(item["committees"]),
            names.listed(item["confirmed_by"]) or NONE,
        )
        for item in section["committee_years"]
    ]
    head = ("to replace", "one must have captured", "committees in a row", "who must agree too (not counted)")
    yield from grid("Committees drawn by lot that must be captured one after the other", head, rows)
    if section["left_out"]:
        yield from words([f"Not worked out: {line}." for line in section["left_out"]], faint=True)


def _procedure(procedure: Plain, names: Names) -> Iterator[Block]:
    """Give one chain of lots and votes: stages, curves, prices."""
    chosen = names.listed(procedure["decides"]) or names.of(procedure["college"])
    yield Heading(f"From {names.of(procedure['pool'])} to {names.of(procedure['college'])}, for {chosen}")
    yield from words([_stages(procedure, names)], listed=False)
    curves = _curves(procedure)
    drawn = _picture(curves, f"chance of {procedure['quota']} of {procedure['seats']} seats")
    title = f"{names.of(procedure['college'])}: chance that a faction holds {procedure['quota']} of "
    title += f"{procedure['seats']} seats, by its share of {names.of(procedure['pool'])}"
    yield Drawing(drawn, title, f"{title} ({many(procedure['persons'])} persons).")
    shares = _points(procedure)
    rows = [
        (curve.label, *(_at(points, share) for share in _SHOWN))
        for curve, points in zip(curves, shares, strict=True)
    ]
    head = ("share of the pool", *(f"{100 * share:.0f} %" for share in _SHOWN))
    yield from grid("Chance of holding what decides", head, rows)
    yield from grid(
        "Prices: the smallest faction whose chance is more than a half, and more than nine in ten. "
        "Within: so many of those who are there; added: so many beside those who are there",
        ("procedure", "votes", "more than a half, within", "added", "more than 9 in 10, within", "added"),
        list(_prices(procedure)),
    )
    no_lots = procedure["features_removed"].get("no_lots")
    if no_lots:
        text = (
            f"Without any lot the {names.of(no_lots['first_jury'])} decides with {no_lots['quota']} of "
            f"{no_lots['seats']} votes, and whoever names it ({names.of(no_lots['named_by'])}) has all."
        )
        yield from words([text], listed=False)
    if procedure.get("limits_left_out"):
        yield from words(["Limits for each place are left out along the chain."], listed=False, faint=True)


def _stages(procedure: Plain, names: Names) -> str:
    """Write the stages of a chain as a sentence."""
    parts = []
    for stage in procedure["stages"]:
        how = "a lot" if stage["kind"] == "lot" else "a vote"
        quota = f" with {stage['quota']} votes" if stage.get("quota") else ""
        limit = f", at most {stage['per_place']} of one group" if stage.get("per_place") else ""
        parts.append(f"{how}{quota} makes the {names.of(stage['to'])} of {stage['seats']}{limit}")
    return f"Stages: {'; '.join(parts)}."


def _readings(procedure: Plain) -> list[tuple[str, Plain]]:
    """Return each reading and each procedure with a feature removed, with its label."""
    single = len(procedure["readings"]) == 1
    found = [
        ("as it is" if single else f"as it is, {_READINGS.get(key, key)}", reading)
        for key, reading in procedure["readings"].items()
    ]
    removed = procedure["features_removed"]
    for key in ("simple_majorities", "single_lot"):
        if removed.get(key):
            found.append((_FEATURES[key], next(iter(removed[key].values()))))
    if removed.get("direct_vote"):
        found.append((_FEATURES["direct_vote"], removed["direct_vote"]))
    return found


def _points(procedure: Plain) -> list[Sequence[Plain]]:
    """Return the points of each curve."""
    return [reading["shares"] for _, reading in _readings(procedure)]


def _curves(procedure: Plain) -> list[Curve]:
    """Return the curves of a procedure: as it is in colour, other procedures in grey and thin."""
    styles = {
        _FEATURES["simple_majorities"]: (COLOURS[3], 1.6, "2 3"),
        _FEATURES["single_lot"]: (COLOURS[2], 1.8, "9 3 2 3"),
        _FEATURES["direct_vote"]: (GREY, 1.8, None),
    }
    as_it_is = [(COLOURS[0], 2.6, None), (COLOURS[1], 2.2, "7 3")]
    curves = []
    for place, (label, reading) in enumerate(_readings(procedure)):
        colour, width, dash = styles.get(label) or as_it_is[place % 2]
        points = reading["shares"]
        x, y = [point["share"] for point in points], [point["holds"] for point in points]
        if label == _FEATURES["direct_vote"]:
            x, y = [0.0, 0.5, 0.5, 1.0], [0.0, 0.0, 1.0, 1.0]
        curves.append(Curve(label, x, y, colour, width, dash))
    return curves


def _picture(curves: Sequence[Curve], label: str) -> bytes:
    """Draw chances over the share of the pool."""
    left = 74.0
    top = 17.0 * legend_rows([curve.label for curve in curves], WIDTH - left - 16) + 14
    picture = Picture(top + 240 + 44)
    panel = picture.panel(top, 240, (0, 1), (0, 1), left, WIDTH - left - 26)
    panel.upright_axis([(tick / 4, f"{25 * tick} %") for tick in range(5)], label)
    panel.level_axis(
        [(tick / 10, f"{10 * tick} %") for tick in range(11)], "share of the pool that is the faction’s"
    )
    panel.upright(0.5, 0, 1, INK, 1, 0.3, dash="2 3")
    draw(panel, curves)
    return picture.svg()


def _at(points: Sequence[Plain], share: float) -> str:
    """Return the chance at one share."""
    found = next((point["holds"] for point in points if abs(point["share"] - share) < 1e-9), None)
    return chance(found)


def _prices(procedure: Plain) -> Iterator[tuple[str, ...]]:
    """Give the smallest factions of every reading and quota."""
    for label, reading in _readings(procedure):
        smallest = reading["smallest"]
        by_quota = {"": smallest} if "closed" in smallest else smallest
        for quota, found in by_quota.items():
            cells = [
                _size(found.get(kind, {}).get(key)) for key in ("0.5", "0.9") for kind in ("closed", "open")
            ]
            yield label, quota or NONE, *cells


def _size(found: Plain | None) -> str:
    """Write a faction with its share."""
    return NONE if not found else f"{many(found['members'])} ({percent(found['share'], 1)})"


def _draw(found: Plain, names: Names) -> Iterator[Block]:
    """Give what one group gets of one draw, with and without its limit."""
    rows = []
    for item in found["one_group"]:
        if any(abs(item["share"] - share) < 1e-9 for share in (0.05, *_SHOWN)):
            reaches = "\n".join(f"{votes}: {chance(value)}" for votes, value in item["reaches"].items())
            rows.append(
                (
                    f"{100 * item['share']:.0f} % ({many(item['members'])})",
                    f"{item['expected']:.2f}",
                    f"{item['expected_with_limit']:.2f}" if found["per_place"] else "",
                    reaches,
                    chance(item["more_than_limit_without_it"]) if found["per_place"] else "",
                )
            )
    head = (
        "share of the pool",
        "expected seats without limit",
        "with the limit",
        "chance of so many votes",
        "more than the limit, without it",
    )
    limit = f"at most {found['per_place']} of one group" if found["per_place"] else "no limit for one group"
    title = (
        f"{found['rule']}: {counted(found['seats'], 'seat')} of {names.of(found['over'])} from "
        f"{many(found['persons'])} of {names.of(found['pool'])}, {limit}"
    )
    blocks = [*grid("What one group gets, by its share of the pool", head, rows), *_limit(found)]
    yield Folded(title, tuple(blocks))


def _limit(found: Plain) -> Iterator[Block]:
    """Give how many groups it takes under the limit, and how large they must be."""
    limit = found.get("limit")
    if not limit:
        return
    rows = [(f"{votes} votes", counted(number, "group")) for votes, number in limit["fewest_groups"].items()]
    yield from grid("Fewest groups under the limit", ("for", "at least"), rows)
    told = [
        (
            f"{item['quota']} votes, chance above {item['above']}",
            f"{item['groups']} ({item['reading'].replace('_', ' ')}, {item['pool']} pool)",
            many(item["members"]),
            many(item["members_without_limit"]) if item.get("members_without_limit") else NONE,
            f"{item['factor']:.2f}" if item.get("factor") else NONE,
        )
        for item in limit["conspiracies"]
        if item.get("members")
    ]
    head = ("aim", "groups", "members needed", "without the limit", "times as many")
    yield from grid("Groups acting together against the limit", head, told)
    asked = [
        (
            f"{item['groups']} groups of {many(item['members_per_group'])}",
            f"{item['quota']} votes",
            f"{item['reading'].replace('_', ' ')}, {item['pool']} pool",
            chance(item["chance"]),
        )
        for item in limit.get("asked", [])
    ]
    yield from grid("The conspiracy that the document asks about", ("who", "aim", "reading", "chance"), asked)
