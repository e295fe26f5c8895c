"""How the electors stood just before a vote, as far as the state tells it: whose men they were."""

from __future__ import annotations

from whowhom.build.model import Model
from whowhom.core.office import LONGEST_LINE
from whowhom.core.polity import Act
from whowhom.core.state import VACANT, State, allocate
from whowhom.trace.chain import Link
from whowhom.trace.follow import Kept
from whowhom.trace.words import body_label


def head_of_line(state: State, person: int) -> int:
    """Return the top of a person's line of patrons, as bodies count factions."""
    current = person
    for _step in range(LONGEST_LINE):
        above = int(state.people.patron[current])
        if above == VACANT:
            break
        current = above
    return current


def sent_by_public(model: Model, body: int) -> bool:
    """Return whether a body consists of delegates whom a public sends, not of seated persons."""
    polity = model.polity
    return any(
        polity.rule_act[rule] == Act.ELECT
        and polity.rule_over[rule] == body
        and polity.rule_public[rule] >= 0
        and polity.rule_tiers[rule] > 0
        for rule in range(polity.rule_act.size)
    )


def tally(model: Model, link: Link, kept: Kept) -> tuple[str, ...]:
    """Tell how the electors of a link stood before the call, one line for each body that votes."""
    state, _ = allocate(model.sizes, kept.before)
    lines = []
    for body in link.electors:
        label = body_label(model, body)
        if sent_by_public(model, body):
            line, challenger = (float(state.places.delegates[:, side].sum()) for side in (0, 1))
            count = f"{line:.0f} delegates of the ruling line, {challenger:.0f} of the challenger"
        else:
            count = _lines_of(model, state, link, body)
        lines.append(f"{label} before: {count}")
    return tuple(lines)


def _lines_of(model: Model, state: State, link: Link, body: int) -> str:
    """Count the seated electors by whose men they are."""
    first = int(model.polity.body_first[body])
    seats = state.seats.holder[first : first + int(state.bodies.size[body])]
    present = [int(person) for person in seats if person != VACANT]
    head = head_of_line(state, link.person)
    own = [person for person in present if head_of_line(state, person) == head]
    loose = [p for p in present if p not in own and state.people.patron[p] == VACANT]
    whose = "his line" if head == link.person else f"the line of {model.people[head]}, which is his"
    others = len(present) - len(own) - len(loose)
    count = f"{len(present)} electors: {len(own)} of {whose}, {len(loose)} nobody's men"
    return count + (f", {others} of other lines" if others else "")
