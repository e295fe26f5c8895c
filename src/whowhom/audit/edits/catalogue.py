"""The catalogue of single changes of rules that an audit tries, each an ordinary edit of the document.

A function for each kind of change looks at the document and gives the edits that make sense for it. To add a
kind: write its function and put it into KINDS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from whowhom.audit.edits.case import CHOOSING, Case, Change
from whowhom.audit.labels import span
from whowhom.audit.two_sided import relevant
from whowhom.spec.duration import months_in
from whowhom.spec.organisation import FILLING, Verb
from whowhom.spec.organisation_checks import MEMBERS
from whowhom.spec.scenario import Edit, Scenario


def catalogue(scenario: Scenario, principal: str, target: str) -> tuple[Change, ...]:
    """Return every single change that the catalogue knows for this document; see KINDS."""
    case = Case(scenario, principal, target)
    return tuple(change for kind in KINDS for change in kind(case))


def _term_limit(case: Case) -> Iterator[Change]:
    """Limit how long the principal may serve; a bloc of votes has no term."""
    if not case.is_office:
        return
    body = case.scenario.bodies[case.principal]
    who = case.label(case.principal)
    if body.term and body.term_limit != 1:
        edits: tuple[Edit, ...] = (Edit(set=f"bodies.{case.principal}.term_limit", to=1),)
        yield Change("term limit", f"one_term_{case.principal}", f"one term only for {who}", edits, 1)
    if not body.term:
        edits = (
            Edit(set=f"bodies.{case.principal}.term", to="4 years"),
            Edit(set=f"bodies.{case.principal}.term_limit", to=1),
        )
        label = f"one term of 4 years for {who}"
        yield Change("term limit", f"four_years_{case.principal}", label, edits, 1)


def _terms(case: Case) -> Iterator[Change]:
    """Make the terms of those who sit in the target longer, staggered, or for life."""
    for name in case.seated:
        body, where, seats = case.scenario.bodies[name], case.label(name), case.seats(name)
        if body.term and not body.ends and not body.staggered and seats > 1:
            edits: tuple[Edit, ...] = (Edit(set=f"bodies.{name}.staggered", to=True),)
            yield Change("staggering", f"stagger_{name}", f"staggered terms in {where}", edits, seats)
        if body.term:
            months = 2 * months_in(body.term)
            edits = (Edit(set=f"bodies.{name}.term", to=f"{months} months"),)
            what = (
                f"a term of {span(months)} for {where}"
                if seats == 1
                else f"terms of {span(months)} in {where}"
            )
            yield Change("longer term", f"longer_{name}", what, edits, seats)
        elif seats > 1 and name == case.target and case.filling:
            set_term = Edit(set=f"bodies.{name}.term", to="9 years")
            edits = (set_term, Edit(set=f"bodies.{name}.staggered", to=True))
            label = f"staggered terms of 9 years in {where}"
            yield Change("staggering", f"stagger_{name}", label, edits, seats)


def _age_limit(case: Case) -> Iterator[Change]:
    """Take away an age limit, or set one."""
    for name in (case.target, case.principal):
        body, where = case.scenario.bodies[name], case.label(name)
        if body.age_limit:
            edits: tuple[Edit, ...] = (Edit(remove=f"bodies.{name}.age_limit"),)
            yield Change("age limit", f"no_age_limit_{name}", f"no age limit in {where}", edits, body.seats)
        elif case.scenario.people.file is not None and name == case.target:
            edits = (Edit(set=f"bodies.{name}.age_limit", to="75 years"),)
            yield Change(
                "age limit", f"age_limit_{name}", f"an age limit of 75 in {where}", edits, body.seats
            )


def _secret_ballot(case: Case) -> Iterator[Change]:
    """Vote in secret."""
    bearing = relevant(case.scenario, {case.principal, case.target})
    for rule in case.scenario.rules:
        votes = rule.over in bearing and rule.by in case.scenario.bodies and case.seats(rule.by) > 1
        if votes and rule.ballot == "open" and rule.verb in (*CHOOSING, Verb.EXPELS, Verb.CONFIRMS):
            label = f"a secret ballot for “{rule.name}”"
            edits = (Edit(set=f"rules.{rule.name}.ballot", to="secret"),)
            yield Change("secret ballot", f"secret_{rule.name}", label, edits, case.seats(rule.over))


def _open_nomination(case: Case) -> Iterator[Change]:
    """Let anyone be nominated, instead of a slate."""
    bearing = relevant(case.scenario, {case.principal, case.target})
    for rule in case.scenario.rules:
        if rule.verb is Verb.PROPOSES and rule.over in bearing:
            label = f"open nomination in place of the slate “{rule.name}”"
            edits = (Edit(remove=f"rules.{rule.name}"),)
            yield Change("open nomination", f"open_{rule.name}", label, edits, case.seats(rule.over))


def _other_appointer(case: Case) -> Iterator[Change]:
    """Let another body choose."""
    for rule in case.filling:
        for other in case.outside:
            if other == rule.by:
                continue
            verb = "appoints" if case.seats(other) == 1 else "elects"
            edits = (
                Edit(set=f"rules.{rule.name}.by", to=other),
                Edit(set=f"rules.{rule.name}.verb", to=verb),
            )
            label = f"“{rule.name}” by {case.label(other)} instead of {case.label(rule.by)}"
            yield Change("other appointer", f"{rule.name}_by_{other}", label, edits, case.seats(rule.over))


def _direct_election(case: Case) -> Iterator[Change]:
    """Let the members elect, the target or the principal."""
    for name in (*case.seated, case.principal):
        for rule in case.scenario.rules:
            if rule.over == name and rule.verb in CHOOSING and rule.by in case.scenario.bodies:
                edits = (
                    Edit(set=f"rules.{rule.name}.by", to=MEMBERS),
                    Edit(set=f"rules.{rule.name}.verb", to="elects"),
                )
                label = f"“{rule.name}” by direct election of the members"
                yield Change("direct election", f"{rule.name}_direct", label, edits, case.seats(name))


def _shorter_chain(case: Case) -> Iterator[Change]:
    """Leave out a tier between who elects and who is elected."""
    for rule in case.scenario.rules:
        if rule.over not in (case.target, case.principal) or rule.verb is not Verb.ELECTS:
            continue
        for lower in case.scenario.rules:
            through = lower.over == rule.by and lower.verb is Verb.ELECTS and lower.by != rule.over
            if through and lower.by != rule.by:
                edits = (Edit(set=f"rules.{rule.name}.by", to=lower.by),)
                label = f"“{rule.name}” directly by {case.label(lower.by)}, without {case.label(rule.by)}"
                name = f"{rule.name}_without_{rule.by}"
                yield Change("shorter chain", name, label, edits, case.seats(rule.over))


def _confirmation(case: Case) -> Iterator[Change]:
    """Ask another body's consent."""
    for name in dict.fromkeys(rule.over for rule in case.filling):
        over = [rule for rule in case.scenario.rules if rule.over == name]
        asked = {rule.by for rule in over if rule.verb in (Verb.CONFIRMS, *CHOOSING)}
        for other in case.outside:
            if other not in asked:
                new = f"{other}_confirms_{name}"
                value: dict[str, object] = {"name": new, "verb": "confirms", "by": other, "over": name}
                label = f"consent of {case.label(other)} to whoever enters {case.label(name)}"
                edits = (Edit(add="rules", value=value),)
                yield Change("confirmation", new, label, edits, case.seats(name))


def _size(case: Case) -> Iterator[Change]:
    """Fix the size of bodies, or ask two thirds to enlarge them."""
    bearing = relevant(case.scenario, {case.principal, case.target})
    for rule in case.scenario.rules:
        if rule.verb is Verb.ENLARGES and rule.over in bearing:
            room = case.scenario.bodies[rule.over].most_seats - case.seats(rule.over)
            where = case.label(rule.over)
            edits: tuple[Edit, ...] = (Edit(remove=f"rules.{rule.name}"),)
            yield Change("fixed size", f"fixed_{rule.over}", f"a fixed size of {where}", edits, room)
            if rule.by in case.scenario.bodies and not case.loosens(rule, "2/3"):
                edits = (Edit(set=f"rules.{rule.name}.decision", to="2/3"),)
                label = f"two thirds of {case.label(rule.by)} to enlarge {where}"
                yield Change("supermajority to enlarge", f"two_thirds_{rule.name}", label, edits, room)


def _supermajority(case: Case) -> Iterator[Change]:
    """Ask two thirds to fill the target."""
    for rule in case.filling:
        voted = rule.by in case.scenario.bodies and rule.verb is not Verb.APPOINTS
        if voted and not case.loosens(rule, "2/3"):
            edits = (Edit(set=f"rules.{rule.name}.decision", to="2/3"),)
            label = f"two thirds of {case.label(rule.by)} for “{rule.name}”"
            yield Change("supermajority", f"two_thirds_{rule.name}", label, edits, case.seats(rule.over))


def _lot(case: Case) -> Iterator[Change]:
    """Fill a third of the seats by lot among the members."""
    for rule in case.filling:
        name, seats = rule.over, case.seats(rule.over)
        alone = sum(other.over == name and other.verb in FILLING for other in case.scenario.rules) == 1
        if rule.part is None and seats >= 3 and alone:
            drawn = seats // 3
            most = case.scenario.bodies[name].most_seats
            value: dict[str, object] = {
                "name": f"lot_{name}",
                "verb": "draws",
                "by": MEMBERS,
                "over": name,
                "part": f"1-{drawn}",
            }
            edits = (
                Edit(set=f"rules.{rule.name}.part", to=f"{drawn + 1}-{most}"),
                Edit(add="rules", value=value),
            )
            label = f"{drawn} of the {seats} seats of {case.label(name)} by lot among the members"
            yield Change("lot", f"lot_{name}", label, edits, drawn)


def _removal(case: Case) -> Iterator[Change]:
    """Let another body remove the principal, or members of the target."""
    removers = {(rule.by, rule.over) for rule in case.scenario.rules if rule.verb is Verb.EXPELS}
    for over in (case.principal, case.target) if case.is_office else (case.target,):
        for other in case.outside:
            if (other, over) not in removers:
                name = f"{other}_removes_{over}"
                value: dict[str, object] = {"name": name, "verb": "expels", "by": other, "over": over}
                who = case.label(over) if case.seats(over) == 1 else f"members of {case.label(over)}"
                label = f"removal of {who} by {case.label(other)}"
                edits = (Edit(add="rules", value=value),)
                yield Change("removal", name, label, edits, case.seats(over))


KINDS: tuple[Callable[[Case], Iterator[Change]], ...] = (
    _term_limit,
    _terms,
    _age_limit,
    _secret_ballot,
    _open_nomination,
    _other_appointer,
    _direct_election,
    _shorter_chain,
    _confirmation,
    _size,
    _supermajority,
    _lot,
    _removal,
)
"""The kinds of change, in the order of the catalogue."""
