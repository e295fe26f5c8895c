"""The chapter on published models of who rules: ruling coalitions, selectorate and coalition, majorities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from whowhom.report.audit_blocks import Block, Folded, Heading, Plain, folded_words, grid, words
from whowhom.report.audit_names import NONE, Names, counted, decimal, many, rational

_MOST_OPTIONS = 40


def ruling(section: Plain, names: Names) -> Iterator[Block]:
    """Give the sentences, then a table for each of the three models, and what no model answers."""
    yield from folded_words("In further words", section.get("words", []), 6)
    yield from _coalitions(section.get("coalitions", []), names)
    yield from _selectorate(section.get("selectorate", []), names)
    for assembly in section.get("majority", []):
        yield from _majority(assembly, names)
    left = [
        f"{item['model']}, {names.of(item['body'])}: {item['reason']}."
        for item in section.get("left_out", [])
    ]
    if left:
        yield Folded(f"Not worked out ({len(left)})", words(left))
    told = [f"{key}: {value}." for key, value in section.get("conventions", {}).items()]
    if told:
        yield Folded("Conventions", words(told))


def _coalitions(circles: Sequence[Plain], names: Names) -> Iterator[Block]:
    """Give who would hold together in each body if whoever has the votes shuts out the rest."""
    if not circles:
        return
    yield Heading("Ruling coalitions")
    caption = (
        "Who would hold together if whoever has the votes shuts out the rest (Acemoglu, Egorov and "
        "Sonin, Review of Economic Studies 75, 2008)"
    )
    head = ("body", "decision", "votes", "who would rule", "may expel its own", "how the decision is read")
    told = [circle for circle in circles if circle["expels_its_own"] or not circle["equal"]]
    rest = [circle for circle in circles if circle not in told]
    yield from grid(caption, head, [_circle(circle, names) for circle in told])
    if rest:
        table = grid(caption, head, [_circle(circle, names) for circle in rest])
        yield Folded(f"Bodies of equal votes that cannot expel their own ({len(rest)})", table)


def _circle(circle: Plain, names: Names) -> tuple[str, ...]:
    """Return one body as a row."""
    return (
        f"{names.of(circle['body'])}\nby {circle['players']}",
        circle["decision"],
        _votes(circle["votes"]),
        _ruling(circle, names),
        "yes" if circle["expels_its_own"] else "no",
        circle["mapping"],
    )


def _votes(votes: Sequence[int]) -> str:
    """Write votes by how many have them: "100 × 1"."""
    found = Counter(votes)
    return ", ".join(
        f"{number}\u00a0×\u00a0{many(each)}" if number > 1 else many(each)
        for each, number in list(found.items())[:8]
    ) + (", …" if len(found) > 8 else "")


def _ruling(circle: Plain, names: Names) -> str:
    """Write the ruling coalitions, or the sizes that hold together where all votes are equal."""
    if circle["equal"]:
        sizes = ", ".join(str(size) for size in circle["sizes"])
        return (
            f"{circle['size']} of {len(circle['votes'])} if some count a shade more (sizes that hold: "
            f"{sizes});\n"
            f"{circle['size_if_exactly_equal']} if all count the same"
        )
    found = circle["coalitions_at_least"] or circle["coalitions"]
    if not found:
        return NONE
    first = [_members(circle, one["seats"], names) for one in found["listed"][:3]]
    more = f"\n({found['tied']} tie)" if found["tied"] > 1 else ""
    return "\nor ".join(first) + more


def _members(circle: Plain, seats: Sequence[int], names: Names) -> str:
    """Name the members of one coalition: blocs by their origin, others by seat."""
    inside = [member for member in circle["members"] if set(member["seats"]) <= set(seats)]
    if len(inside) == len(circle["members"]):
        return "all together"
    blocs = [names.of(member["origin"]) for member in inside if member["origin"]]
    alone = [str(member["seats"][0]) for member in inside if not member["origin"]]
    told = f"seat{'' if len(alone) == 1 else 's'} {', '.join(alone)}" if alone else ""
    return " and ".join([*blocs, *([told] if told else [])])


def _selectorate(chosen: Sequence[Plain], names: Names) -> Iterator[Block]:
    """Give for every choice who takes part, how many carry it, and how few suffice tiers below."""
    rows = []
    for one in chosen:
        seats = "each seat" if one["each_in_its_place"] else counted(len(one["seats"]), "seat")
        parts = [
            f"{names.of(part['by'])} ({part['role']}): {many(part['winning_coalition'])} of "
            f"{many(part['selectorate'])}"
            for part in one["choosers"]
        ]
        norms = [rational(part["loyalty_norm"]).replace("\n", " = ") for part in one["choosers"]]
        rows.append(
            (
                f"{names.of(one['over'])}\n{seats}",
                "\n".join(parts) or NONE,
                "\n".join(norms) or NONE,
                "\n".join(_tier(tier, names) for tier in one["tiers"]),
                one["tiers_end"],
            )
        )
    if rows:
        yield Heading("Selectorate and winning coalition")
        caption = (
            "W of S votes carry a choice; W / S is the loyalty norm (Bueno de Mesquita and others, The Logic "
            "of Political Survival, 2003). Tiers: the fewest persons who suffice, "
            "rightly placed"
        )
        yield from grid(
            caption, ("choice of", "W of S", "W / S", "tiers of choosers", "why the tiers end"), rows
        )


def _tier(tier: Plain, names: Names) -> str:
    """Write one tier of choosers."""
    of = "" if tier["of"] is None else f" of {many(tier['of'])}"
    groups = ", ".join(f"{many(group['persons'])} of {names.of(group['by'])}" for group in tier["groups"])
    fewer = "" if tier["fewest"] else ", or fewer"
    return f"{tier['tier']}: {many(tier['persons'])}{of} persons ({groups}){fewer}"


def _majority(assembly: Plain, names: Names) -> Iterator[Block]:
    """Give medians and the positions against each other in one body."""
    yield Heading(f"Positions in {names.of(assembly['body'])}")
    rows = [
        (
            axis["dimension"].replace("_", " "),
            " to ".join(dict.fromkeys(decimal(end["value"]) for end in axis["median"])),
            decimal(axis["mean"]["value"]),
            f"{axis['holders']} of {assembly['holders']}",
        )
        for axis in assembly["axes"]
    ]
    yield from grid("Where votes meet", ("axis", "median vote", "mean", "positions known"), rows)
    if assembly["winner"] is not None:
        best = assembly["options"][assembly["winner"]]
        said = f"The position of {', '.join(best['holders'])} beats every other one by majority."
    else:
        said = f"No position beats all others; {len(assembly['top_cycle'])} stay in play (top cycle)."
    yield from words([said], listed=False)
    cycle, uncovered = set(assembly["top_cycle"]), set(assembly["uncovered_set"])
    options = [
        (
            ", ".join(option["holders"]),
            ", ".join(f"{x:g}" for x in option["position"]),
            many(option["votes"]),
            decimal(option["copeland"]["value"]),
            "yes" if place in cycle else "",
            "yes" if place in uncovered else "",
            "" if option["markov_uniform"] is None else decimal(option["markov_uniform"]),
            "" if option["markov_incentive"] is None else decimal(option["markov_incentive"]),
        )
        for place, option in enumerate(assembly["options"])
    ]
    head = (
        "position of", "where", "votes", "Copeland", "top cycle", "uncovered", "Markov, uniform",
        "Markov, by gain",
    )  # fmt: skip
    table = grid("Positions of the holders against each other", head, options)
    if len(options) > _MOST_OPTIONS:
        yield Folded(f"All {len(options)} positions", table)
    else:
        yield from table
    if assembly.get("markov_left_out"):
        yield from words([f"Markov voting left out: {assembly['markov_left_out']}."], faint=True)
