"""Who fills the seats of a rule, as steps of a PRISM file: a condition on the counts, else a draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from whowhom.exact.counts.prism_steps import CARRIER, STAY, Command, Step, both, certain, with_last

if TYPE_CHECKING:
    from whowhom.exact.counts.prism_acts import ActsInPrism


def filled_under(
    acts: ActsInPrism, rule: int, setter: int | None, due: tuple[bool, ...], filled: Sequence[int]
) -> Iterator[Step]:
    """Make the steps in which one rule fills its kinds of seats, in the months that it is due.

    setter: the body whose head alone proposes. Where chance or several kinds come in, the variable `carrier`
    remembers whose proposal was carried: 1 the principal's side, 2 the rest, 0 nobody's.
    """
    loyalty = acts.number("party_line.loyalty")
    called = acts.counts.rules[rule]
    reads = _reads(acts, rule, setter)
    decided = _decided(acts, rule, setter)
    if decided is not None and len(filled) == 1:
        ours, rest = decided
        yield acts._fill(_says(acts, filled[0], called), due, filled[0], ours, rest, reads, loyalty)
        return
    if not filled:
        return
    acts.carrier = True
    commands = _drawn_carrier(acts, rule, setter) if decided is None else _known_carrier(*decided)
    vacant = " + ".join(acts.counts.vacant(kind) for kind in filled)
    nothing = certain(f"{vacant} = 0", STAY)
    guarded = [Command(both(f"{vacant} > 0", item.guard), item.updates) for item in commands]
    touched = reads | frozenset(filled)
    yield Step(f"who carries {called}", due, (nothing, *guarded), touched, frozenset({CARRIER}))
    for kind in filled:
        reading = frozenset({CARRIER})
        step = acts._fill(_says(acts, kind, called), due, kind, "carrier=1", "carrier=2", reading, loyalty)
        yield with_last(step, "(carrier'=0)") if kind == filled[-1] else step


def _says(acts: ActsInPrism, kind: int, called: str) -> str:
    """Return the comment of a step that fills a kind of seats."""
    return f"{acts.counts.names[kind]} is filled under {called}"


def _reads(acts: ActsInPrism, rule: int, setter: int | None) -> frozenset[int]:
    """Return the kinds of seats whose holders decide."""
    bodies = {*acts.counts.asked(rule)}
    by = int(acts.polity.rule_by[rule])
    bodies |= {body for body in (by, setter) if body is not None and body >= 0}
    return acts._voting(bodies)


def _decided(acts: ActsInPrism, rule: int, setter: int | None) -> tuple[str, str] | None:
    """Return the conditions under which each side fills, or None where chance comes in."""
    counts = acts.counts
    by = int(acts.polity.rule_by[rule])
    ours, rest = counts.carried(rule, "ours"), counts.carried(rule, "rest")
    if by < 0:
        return None
    if setter is None:
        more = f"{counts.votes(by, 'ours')} > {counts.votes(by, 'rest')}"
        return _formulas(
            acts,
            rule,
            both(ours, f"{more} | !({rest})"),
            both(rest, f"!({more}) | !({ours})"),
        )
    first = counts.first_seat(setter)
    if first is None or counts.voting(setter) != frozenset({first}):
        return None
    heads = [f"{counts.seats(first, side)} = 1" for side in ("ours", "rest")]
    return _formulas(acts, rule, both(ours, heads[0]), both(rest, heads[1]), setter)


def _formulas(
    acts: ActsInPrism, rule: int, ours: str, rest: str, setter: int | None = None
) -> tuple[str, str]:
    """Name the conditions under which each side fills."""
    by = "" if setter is None else f"_by_{acts.counts.bodies[setter]}"
    called = acts.counts.rules[rule]
    return (
        acts.counts.formula(f"ours_fill_{called}{by}", ours),
        acts.counts.formula(f"rest_fill_{called}{by}", rest),
    )


def _known_carrier(ours: str, rest: str) -> list[Command]:
    """Return the commands that remember who carries a vote without chance."""
    return [
        certain(ours, "(carrier'=1)"),
        certain(rest, "(carrier'=2)"),
        certain(both(f"!{ours}", f"!{rest}"), STAY),
    ]


def _drawn_carrier(acts: ActsInPrism, rule: int, setter: int | None) -> list[Command]:
    """Return the commands that draw who proposes, and remember him where he carries the vote."""
    carried = [acts.counts.carried(rule, side) for side in ("ours", "rest")]
    commands = []
    for guard, chances in _proposers(acts, setter):
        for ours in (True, False) if carried[0] != "true" else (True,):
            for rest in (True, False) if carried[1] != "true" else (True,):
                wins = [
                    carried[0] if ours else f"!({carried[0]})",
                    carried[1] if rest else f"!({carried[1]})",
                ]
                targets = ["(carrier'=1)" if ours else STAY, "(carrier'=2)" if rest else STAY]
                updates = tuple(zip(chances, targets, strict=True))
                commands.append(Command(both(guard, *wins), updates))
    return commands + _nobody(acts, setter)


def _proposers(acts: ActsInPrism, setter: int | None) -> list[tuple[str, tuple[str, str]]]:
    """Return under which conditions each side proposes with which chances."""
    counts = acts.counts
    if setter is None:
        support = acts.number("party_line.support")
        name = acts.constant("support", support)
        return [("true", (name, f"1-{name}"))]
    first = counts.first_seat(setter)
    sitting = sorted(counts.voting(setter))
    ours = counts.formula(f"ours_in_{counts.bodies[setter]}", _sum(acts, sitting, "ours"))
    rest = counts.formula(f"rest_in_{counts.bodies[setter]}", _sum(acts, sitting, "rest"))
    anyone = (f"{ours}/({ours} + {rest})", f"{rest}/({ours} + {rest})")
    if first is None:
        return [(f"{ours} + {rest} > 0", anyone)]
    mine, theirs = (counts.seats(first, side) for side in ("ours", "rest"))
    return [
        (f"{mine} = 1", ("1", "0")),
        (f"{theirs} = 1", ("0", "1")),
        (f"{mine} + {theirs} = 0 & {ours} + {rest} > 0", anyone),
    ]


def _nobody(acts: ActsInPrism, setter: int | None) -> list[Command]:
    """Return the command for a body without anybody who could propose."""
    if setter is None:
        return []
    called = acts.counts.bodies[setter]
    return [certain(f"ours_in_{called} + rest_in_{called} = 0", STAY)]


def _sum(acts: ActsInPrism, kinds: Sequence[int], side: str) -> str:
    """Add up the seats that a side holds among some kinds."""
    return " + ".join(acts.counts.seats(kind, side) for kind in kinds) or "0"
