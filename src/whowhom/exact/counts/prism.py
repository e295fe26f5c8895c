"""The chain of counts in the PRISM language, so that the model checkers PRISM and Storm may referee.

One module holds the seats of every kind that the principal's side (`ours_…`) and the rest (`rest_…`) hold,
the number of the next act (`act`) and the month (`month`): modulo the period of terms and cadences, or from
the start to the horizon where rules have dates. Each act is a step of the chain; a month in which nothing is
due takes one step. The label "month_end" holds when all acts of a month are done, and in the first state;
"control_BODY" when the principal's side then carries every decision of the body alone; "locked" when the rest
can neither use nor block any rule that matters. The reward "months" counts months, "seats_BODY" the seats of
the principal's side in a body.
Does not model, and refuses: what `prism_acts` names; what `kinds` and `caveats` of the chain say holds too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

from whowhom.build.model import Model
from whowhom.core.polity import Act
from whowhom.exact.counts.kinds import kinds_of
from whowhom.exact.counts.prism_acts import FILLING, ActsInPrism
from whowhom.exact.counts.prism_counts import Counts
from whowhom.exact.counts.prism_steps import STAY, Command, Programme, both, certain, postponed
from whowhom.spec.document import document_hash
from whowhom.spec.duration import months_in
from whowhom.spec.errors import ModelError
from whowhom.spec.organisation import Rule
from whowhom.spec.scenario import Step


@dataclass(frozen=True)
class Exported:
    """A PRISM file and how its steps count the months."""

    text: str
    programme: Programme
    months: int
    """The horizon that was asked for."""

    def steps(self, months: int) -> int:
        """Return how many steps so many months take."""
        return self.programme.taken(months)


def prism(model: Model, months: int | None = None) -> str:
    """Return the chain of counts of a model as a DTMC in the PRISM language.

    months: the horizon of a document with dates, by default the length of the scenario. Raises ModelError for
    what the language of counts cannot say.
    """
    return exported(model, months).text


def exported(model: Model, months: int | None = None) -> Exported:
    """Return the PRISM file of a model with the number of steps in each month. Raises as `prism` does."""
    horizon = model.months if months is None else months
    if not 1 <= horizon <= model.months:
        raise ModelError(f"prism: {horizon} months; expected 1 to {model.months}, the length of the scenario")
    counts = Counts(model, kinds_of(model, range(len(model.scenario.bodies))))
    period = _period(model, counts)
    cyclic = period is not None and period < horizon
    length = period if cyclic and period is not None else horizon
    acts = ActsInPrism(model, counts, length)
    programme = Programme(tuple(postponed(acts.steps())), length, cyclic)
    labels = _labels(model, counts)
    lines = [*_header(model, programme, horizon), "", "dtmc", ""]
    lines += [f"const double {name} = {value};" for name, value in sorted(acts.constants.items())]
    lines += ["", *(f"formula {name} = {text};" for name, text in counts.formulas.items())]
    lines += [f"formula month_over = act = {programme.first()};", ""]
    lines += ["module organisation", *(f"  {line}" for line in _variables(acts, programme)), ""]
    lines += [f"  {line}" for line in _commands(programme)]
    lines += ["endmodule", "", 'label "month_end" = month_over;']
    lines += [f'label "{name}" = {both("month_over", guard)};' for name, guard in labels.items()]
    lines += ["", 'rewards "months"', "  month_over : 1;", "endrewards"]
    for number, body in enumerate(counts.bodies):
        seats = " + ".join(counts.seats(kind, "ours") for kind in sorted(counts.voting(number)))
        lines += ["", f'rewards "seats_{body}"', f"  true : {seats};", "endrewards"]
    return Exported("\n".join([*lines, ""]), programme, horizon)


def _period(model: Model, counts: Counts) -> int | None:
    """Return the months after which the calendar repeats itself, or None where the document has dates."""
    scenario = model.scenario
    period = 1
    items: list[Rule | Step] = [*scenario.rules, *scenario.schedule]
    for item in items:
        begins = item.start is not None and item.start > scenario.start
        if item.at or item.until is not None or begins:
            return None
        period = lcm(period, months_in(item.every) if item.every else 1)
    for kind in counts.kinds:
        term = int(model.polity.body_term[kind.body])
        if term and kind.end > term:
            return None
        period = lcm(period, term or 1)
    return period


def _header(model: Model, programme: Programme, horizon: int) -> list[str]:
    """Return the comment at the top of the file."""
    title = " ".join(model.scenario.title.split())
    steps = programme.taken(horizon)
    repeats = (
        f"The calendar repeats itself every {programme.months} months."
        if programme.cyclic
        else f"The file ends after {programme.months} months."
    )
    return [
        f"// {title}",
        f"// Document {document_hash(model.scenario)}; written by WhoWhom.",
        f"// {repeats} {horizon} months take {steps} steps.",
        "// Control of a body within that time (BODY stands for its name):",
        f"//   storm --prism FILE --prop 'P=? [F<={steps} \"control_BODY\"]'",
        f"//   prism FILE -pf 'P=? [F<={steps} \"control_BODY\"]'",
        '// Expected months until then: R{"months"}=? [F "control_BODY"]',
    ]


def _variables(acts: ActsInPrism, programme: Programme) -> list[str]:
    """Return the declarations of the module."""
    last = programme.months if programme.cyclic else programme.months + 1
    lines = [
        f"act : [0..{max(len(programme.steps), 1)}] init {programme.of_month(1)[0]};",
        f"month : [1..{max(last, 2)}] init 1;",
    ]
    if acts.carrier:
        lines.append("carrier : [0..2] init 0;")
    return lines + acts.counts.variables()


def _commands(programme: Programme) -> list[str]:
    """Return the commands of every step, and of the months in which nothing is due."""
    lines = []
    for number, step in enumerate(programme.steps, 1):
        lines.append(f"// {number}. {step.says}")
        lines += [_command(number, command, programme.after(number)) for command in step.commands]
    idle = [month for month in programme._all() if programme.of_month(month) == [0]]
    if idle:
        lines += ["// nothing is due", _command(0, certain("true", STAY), programme.after(0))]
    return lines


def _command(number: int, command: Command, after: str) -> str:
    """Write one command."""
    outcomes = [
        f"{chance} : {after if update == STAY else f'{update} & {after}'}"
        for chance, update in command.updates
        if chance != "0"
    ]
    return f"[] {both(f'act={number}', command.guard)} -> {' + '.join(outcomes)};"


def _labels(model: Model, counts: Counts) -> dict[str, str]:
    """Return the conditions of the labels."""
    labels = {f"control_{body}": counts.control(number) for number, body in enumerate(counts.bodies)}
    proposes = [rule.verb for rule in model.scenario.rules if rule.verb.value == "proposes"]
    if not proposes:
        rules = _mattering(model)
        labels["locked"] = both(*[_shut(model, counts, rule) for rule in rules])
    return labels


def _mattering(model: Model) -> Sequence[int]:
    """Return the rules that fill, empty or enlarge the bodies, all of which are asked about."""
    wanted = (*FILLING, Act.EXPEL, Act.ENLARGE)
    return [rule for rule, act in enumerate(model.polity.rule_act) if act in wanted]


def _shut(model: Model, counts: Counts, rule: int) -> str:
    """Return the condition that the rest can neither use nor block a rule."""
    polity = model.polity
    by, ours, rest = int(polity.rule_by[rule]), counts.carried(rule, "ours"), counts.carried(rule, "rest")
    if by < 0:
        return "false"
    if polity.rule_act[rule] not in FILLING:
        return f"{counts.votes(by, 'rest')} = 0 | !({rest})"
    if polity.rule_act[rule] == Act.APPOINT:
        return both(ours, _headed(counts, by))
    more = f"{counts.votes(by, 'ours')} > {counts.votes(by, 'rest')}"
    return both(ours, f"{more} | !({rest})")


def _headed(counts: Counts, body: int) -> str:
    """Return the condition that whoever speaks for a body is of the principal's side, for certain."""
    first = counts.first_seat(body)
    sitting = sorted(counts.voting(body))
    ours, rest = (" + ".join(counts.seats(kind, side) for kind in sitting) for side in ("ours", "rest"))
    anyone = both(f"{ours} > 0", f"{rest} = 0")
    if first is None:
        return anyone
    mine, theirs = counts.seats(first, "ours"), counts.seats(first, "rest")
    return f"{mine} = 1 | ({both(f'{theirs} = 0', anyone)})"
