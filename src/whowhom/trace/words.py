"""The links of a chain, and the draws that decided them, in words."""

from __future__ import annotations

from dataclasses import replace

from whowhom.build.model import Model
from whowhom.core.polity import Act, Happening
from whowhom.core.state import VACANT
from whowhom.trace.chain import KEEPS, LEAVES, TAKES, TIE, Link
from whowhom.trace.follow import START
from whowhom.trace.otherwise import Decided, Turn
from whowhom.trace.plain import BINOMIAL, CHANCE, CHOOSE, Fell, Name

SAME_BEGINNING = 4
"""Letters that the names of a stream and of a number share when they mean the same."""


def body_label(model: Model, number: int) -> str:
    """Name a body as the document labels it, without what the label says in brackets."""
    name = list(model.scenario.bodies)[number]
    return (model.scenario.bodies[name].label or name.replace("_", " ")).split(" (")[0]


def office(model: Model, seat: int) -> str:
    """Name a seat: the label of its body, with its place where it has one."""
    body = int(model.polity.seat_body[seat])
    label = body_label(model, body)
    place = int(model.polity.seat_place[seat])
    if place < 0:
        return label
    places = [
        sets.names[i] if i < len(sets.names) else f"place {i}"
        for sets in model.scenario.places.values()
        for i in range(sets.count)
    ]
    return f"{label} ({places[place]})"


def percent(probability: float) -> str:
    """Write a probability, never as 0 or 100 % when it is neither."""
    share = 100.0 * probability
    if 0.0 < probability < 1.0:
        if share < 0.01:
            return "less than 0.01 %"
        if share > 99.99:
            return "more than 99.99 %"
    return f"{share:.3g} %" if share < 99.0 else f"{share:.4g} %"


def told(model: Model, link: Link) -> str:
    """Tell a link in one sentence, without its month."""
    name = model.people[link.person]
    if link.kind == TIE:
        on = f" on taking {office(model, link.taken)}" if link.taken >= 0 else ""
        return f"{name} becomes the man of {model.people[link.other]}{on}"
    where = office(model, link.seat)
    if link.step == START:
        return f"{name} holds {where}, as the document has it at the start"
    if link.kind == LEAVES:
        return f"{name} {_leaving(model, link, where)}{_successor(model, link)}"
    return f"{name} {_coming(model, link, where)}"


def _act(model: Model, link: Link) -> Act | None:
    """Return what the rules of the link do, where they do one thing."""
    acts = {Act(int(model.polity.rule_act[rule])) for rule in link.rules}
    return acts.pop() if len(acts) == 1 else None


def _electors(model: Model, link: Link) -> str:
    """Name who votes: bodies or a public."""
    publics = list(model.scenario.publics)
    names = [body_label(model, body) for body in link.electors]
    for rule in link.rules:
        if model.polity.rule_public[rule] >= 0:
            key = publics[int(model.polity.rule_public[rule])]
            names.append(model.scenario.publics[key].label or key.replace("_", " "))
    return " and ".join(dict.fromkeys(names)) or "its electors"


def _coming(model: Model, link: Link, where: str) -> str:
    """Tell how the person came to the seat, or kept it."""
    act, chooser = _act(model, link), link.chosen_by if link.chosen_by != VACANT else link.setter
    by = model.people[chooser] if chooser != VACANT else ""
    again = "again " if link.kind == KEEPS else ""
    if "moved" in link.marks:
        return f"moves to {where} from {office(model, link.other)}" + (f", by order of {by}" if by else "")
    slate = f" on the slate of {by}" if by and act is Act.ELECT else ""
    sentence = {
        Act.APPOINT: f"is {again}appointed to {where}" + (f" by {by}" if by else ""),
        Act.ELECT: f"is {again}elected to {where} by {_electors(model, link)}{slate}",
        Act.COOPT: f"is {again}co-opted into {where}" + (f", proposed by {by}" if by else ""),
        Act.EX_OFFICIO: f"{'keeps' if again else 'takes'} {where} by right of another office",
        Act.DRAW: f"is {again}drawn by lot for {where}",
        Act.SUCCEED: f"succeeds to {where}",
    }.get(act) if act is not None else None  # fmt: skip
    sentence = sentence or f"{'keeps' if again else 'takes'} {where}"
    return sentence + (f", in place of {model.people[link.other]}" if link.other != VACANT else "")


def _leaving(model: Model, link: Link, where: str) -> str:
    """Tell how the person lost the seat."""
    if "dies" in link.marks:
        return f"dies and leaves {where}"
    act = _act(model, link)
    by = f" by {model.people[link.setter]}" if link.setter != VACANT else ""
    if act is Act.ELECT:
        slate = f"; the slate was that of {model.people[link.setter]}" if by else ""
        return f"is not elected again to {where} by {_electors(model, link)}{slate}"
    if act is Act.TRANSFER:
        return f"is recalled from {where}{by}"
    if act is Act.EXPEL or "expelled" in link.marks:
        return f"is put out of {where}"
    return f"leaves {where}"


def _successor(model: Model, link: Link) -> str:
    """Name who takes the seat in the same call."""
    return f"; {model.people[link.other]} takes it" if link.other not in (VACANT, link.person) else ""


def how(model: Model, link: Link) -> str:
    """Name the mechanism, the rule, the ballot and the decision; or the event of the document."""
    if link.step == START:
        return ""
    event = event_of(model, link)
    if event:
        return event
    parts = [f"mechanism {model.entries[link.step.call].mechanism.name}"]
    rules = [model.scenario.rules[rule] for rule in link.rules]
    if rules:
        parts.append("rule " + " or ".join(rule.name for rule in rules))
    if link.electors:
        parts += sorted({f"{rule.ballot} ballot" for rule in rules})
        parts += sorted({rule.decision for rule in rules})
    return ", ".join(parts)


def event_of(model: Model, link: Link) -> str:
    """Name the event of the document that the link is, where the mechanism reads events and one fits."""
    if model.entries[link.step.call].mechanism.name != "events" or link.seat < 0:
        return ""
    body = int(model.polity.seat_body[link.seat])
    for number, event in enumerate(model.scenario.events):
        month, who = int(model.polity.event_month[number]), int(model.polity.event_who[number])
        free = bool(model.polity.event_free[number])
        if month > link.step.month or (month < link.step.month and not free):
            continue
        about = int(model.polity.event_body[number])
        if who not in (VACANT, link.person, link.other) or about not in (-1, body):
            continue
        act = Happening(int(model.polity.event_act[number])).name.lower()
        kind = "drawn from its hazard" if free else "given by the document, not drawn"
        return f"event of {event.date}: {act}, {kind}"
    return "event of the document"


def draws_told(
    model: Model, link: Link, decided: Decided, told_already: frozenset[Name] = frozenset()
) -> tuple[str, ...]:
    """Tell which draws would have had to fall otherwise, one line for each."""
    left = tuple(turn for turn in decided.turns if turn.draws[0].name not in told_already)
    if decided.turns and not left:
        return ()
    decided = replace(decided, turns=left)
    if not decided.same:
        return ("made again in plain Python the call ended otherwise; its draws are not told",)
    if decided.draws == 0:
        return ("decided by the rule: there is no draw in it",)
    if decided.turns:
        return tuple(_turn(model, link, turn) for turn in decided.turns)
    if decided.tried == 0:
        return (f"decided by the rule: none of its {decided.draws} draws is about him",)
    about = f"{decided.tried} of the {decided.draws} draws of the call are about him"
    return (f"no draw about him decided it: {about}; turned, alone or together, none changed it",)


def _turn(model: Model, link: Link, turn: Turn) -> str:
    """Tell what other fall of which draws would have changed the end, and how."""
    fell = turn.draws[0]
    end = _then(model, link, turn)
    if fell.kind == BINOMIAL:
        way = "at most" if turn.threshold < fell.result else "at least"
        return (
            f"{fell.stream}: {fell.result} of {fell.of}, at {percent(fell.probability)} each; with {way} "
            f"{turn.threshold} ({percent(_tail(fell, turn.threshold))}) {end}"
        )
    if turn.of > 1:
        many = len(turn.draws)
        lots = fell.kind == CHOOSE
        order = "least likely" if lots else "closest-run"
        some = f"the {many} {order}" if many > 1 else f"the {order} one"
        said = "choices fell on him" if lots else "draws about him fell so"
        return f"{fell.stream}: {turn.of} {said}; had {some} fallen otherwise, {end}"
    where = f" for {office(model, turn.seat)}" if turn.seat >= 0 and "moved" in link.marks else ""
    return f"{_draw(model, link, fell)}{where}; otherwise {end}"


def _tail(fell: Fell, threshold: int) -> float:
    """Return the chance that the count falls on the threshold or beyond it."""
    from scipy import special

    if threshold < fell.result:
        return float(special.bdtr(threshold, fell.of, fell.probability))
    return float(special.bdtrc(threshold - 1, fell.of, fell.probability))


def _draw(model: Model, link: Link, fell: Fell) -> str:
    """Tell one draw and how it fell."""
    if fell.kind == CHANCE:
        happened = "it happened" if fell.result else "it did not happen"
        return f"{fell.stream}{_meaning(model, link, fell)}: {percent(fell.probability)}, {happened}"
    if fell.kind == CHOOSE and fell.result == link.person:
        return f"{fell.stream}: the lot fell on him among {fell.of}, at {percent(fell.probability)}"
    return f"{fell.stream}: one of {fell.of} was drawn, at {percent(fell.probability)}"


def _then(model: Model, link: Link, turn: Turn) -> str:
    """Tell how it would have ended."""
    if link.kind == TIE:
        return "he would not have become his man"
    if link.kind == LEAVES:
        return "he would have kept his seat"
    assert link.kind in (KEEPS, TAKES)
    other = model.people[turn.holder] if turn.holder not in (VACANT, link.person) else ""
    if link.kind == KEEPS:
        return f"he would have lost it to {other}" if other else "he would have lost it"
    return f"{other} would have had it instead" if other else "he would not have got it"


def _meaning(model: Model, link: Link, fell: Fell) -> str:
    """Say what the number of the mechanism says that the stream is called after, where there is one."""
    stream = fell.stream.rpartition(".")[2]
    for item in model.entries[link.step.call].mechanism.declaration.parameters:
        if item.name[:SAME_BEGINNING] == stream[:SAME_BEGINNING]:
            return f" ({item.says})"
    return ""
