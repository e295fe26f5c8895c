"""The distribution over counts month by month: control, first passage, expected time, point of no return.

Exact under the two-sided mechanisms: the same acts, in the same order, as the simulation, on counts instead
of persons. Where a document says something that counts cannot follow to the letter, `caveats` says what was
taken instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.exact.counts.acts import FILLING, Acts
from whowhom.exact.counts.control import controls, open_to_the_rest, rules_that_matter
from whowhom.exact.counts.kinds import Kind, kinds_of
from whowhom.exact.counts.spread import Spread
from whowhom.spec.errors import ModelError

Numbers = NDArray[np.float64]
NOTHING_LEFT = 1e-17
"""A chance that no longer changes 1 when it is taken from it."""
MOST_KINDS = 30
"""Kinds of seats that are told apart at most: each is an axis of the table."""


@dataclass(frozen=True)
class Capture:
    """What the chain of counts says, by month: arrays (T,) with month 0 first."""

    bodies: tuple[str, ...]
    """The targets."""
    control: dict[str, Numbers]
    """The chance that the principal's side controls the body at the end of the month."""
    first: dict[str, Numbers]
    """The chance that it has done so at the end of any month up to this one."""
    seats: dict[str, Numbers]
    """The expected number of seats that it holds."""
    given_not: dict[str, Numbers]
    """The expected share of held seats that it has, where it has not come to control the body yet."""
    locked: Numbers
    """The chance that the side controls every target and the rest can neither use nor block a rule."""
    still_open: dict[str, float]
    """The chance, at the last month, that the rest can use or block a rule, by its name."""
    months: int
    """The last month reached; less than asked for when the time was up."""
    asked: int
    states: int
    """The most combinations of counts in any month."""
    residual: float
    """The largest distance from 1 of the probabilities of a month."""
    caveats: tuple[str, ...] = ()

    def expected_months(self, body: str) -> tuple[float, float]:
        """Return the expected months until the body is controlled, and how far that may be off.

        The sum of the chances of not being there yet; beyond the last month they are taken to shrink as in
        the last year but one against the last. Infinite where they do not shrink, or where less than three
        years were followed, which is too few to tell.
        """
        left = 1.0 - self.first[body]
        known = float(left.sum())
        span = 12
        if left[-1] <= 1e-15:
            return known, 0.0
        if left.size < 3 * span + 1:
            return float("inf"), 0.0
        rates = [left[-1] / left[-1 - span], left[-1 - span] / left[-1 - 2 * span]]
        if rates[0] >= 1.0 - 1e-12:
            return float("inf"), 0.0
        tails = [float(left[-span:].sum()) * rate / (1.0 - rate) for rate in rates if rate < 1.0 - 1e-12]
        return known + tails[0], abs(tails[0] - tails[-1]) if len(tails) == 2 else tails[0]


@dataclass
class CountChain:
    """A model read as counts of seats."""

    model: Model
    watched: tuple[str, ...] | None = None
    """The bodies that may be asked about; all of them by default."""
    kinds: tuple[Kind, ...] = field(init=False)
    acts: Acts = field(init=False)

    def __post_init__(self) -> None:
        """Find the kinds of seats. Raises ModelError for what counts cannot follow."""
        watched = self.names if self.watched is None else self.watched
        self.kinds = kinds_of(self.model, {self.names.index(name) for name in watched})
        if len(self.kinds) > MOST_KINDS:
            most = max(self.names, key=lambda name: sum(self.names[kind.body] == name for kind in self.kinds))
            raise ModelError(
                f"counts: {len(self.kinds)} kinds of seats; expected at most {MOST_KINDS}: "
                f"let terms in {most} end on fewer days"
            )
        self.acts = Acts(self.model, self.kinds)

    @property
    def names(self) -> tuple[str, ...]:
        """The bodies, in the order of the document."""
        return tuple(self.model.scenario.bodies)

    def start(self) -> Spread:
        """Return the distribution of month 0: the seats as the document gives them."""
        axes = [np.array([kind.start], np.int64) for kind in self.kinds]
        names = [self.names[kind.body] for kind in self.kinds]
        return Spread(axes, np.ones([1] * len(self.kinds)), names, self.acts.memory)

    def capture(self, targets: Sequence[str], months: int | None = None, seconds: float = 30.0) -> Capture:
        """Follow the counts for so many months, by default to the end of the scenario.

        Stops early when the seconds are over and tells how far it came. Raises ModelError where there are too
        many combinations.
        """
        last = self.model.months if months is None else min(months, self.model.months)
        bodies = [self.names.index(target) for target in targets]
        rules = rules_that_matter(self.acts, bodies)
        found = _Recorder(self, bodies, rules)
        spread = self.start()
        waiting = {body: self.start() for body in bodies}
        began = monotonic()
        for month in range(last + 1):
            if month:
                self.acts.month(spread, month)
            found.record(spread, month)
            for body in bodies:
                if month and waiting[body].mass.any():
                    self.acts.month(waiting[body], month)
                found.absorb(waiting[body], body)
            if monotonic() - began > seconds:
                break
        return found.result(tuple(targets), last, caveats(self.model, self.kinds))

    def first_passage(
        self, target: str, months: int | None = None, seconds: float = 30.0
    ) -> tuple[Numbers, float]:
        """Return (T,) the chance of having controlled one body up to each month, and the residual.

        Raises ModelError where there are too many combinations, or the seconds are over.
        """
        last = self.model.months if months is None else min(months, self.model.months)
        body = self.names.index(target)
        inside = [number for number, kind in enumerate(self.kinds) if body in dict(kind.votes)]
        spread = self.start()
        reached, lost = np.zeros(last + 1), 0.0
        began = monotonic()
        for month in range(last + 1):
            if month and spread.mass.any():
                before = float(spread.mass.sum())
                self.acts.month(spread, month)
                lost = max(lost, abs(float(spread.mass.sum()) - before))
            spread.mass = spread.mass * (1.0 - controls(self.acts, spread, body))
            # Counts at which the body is controlled are behind us: with them goes up to half of the table.
            for kind in inside:
                spread.drop_impossible(kind)
            left = float(spread.mass.sum())
            reached[month] = max(1.0 - left, 0.0)
            if left < NOTHING_LEFT:
                reached[month:] = 1.0
                break
            if monotonic() - began > seconds:
                raise ModelError(f"counts: {seconds:g} s were over after {month} of {last} months")
        return reached, lost


class _Recorder:
    """Collects the answers of each month."""

    def __init__(self, chain: CountChain, bodies: list[int], rules: list[int]) -> None:
        self.chain, self.bodies, self.rules = chain, bodies, rules
        self.control: dict[int, list[float]] = {body: [] for body in bodies}
        self.first: dict[int, list[float]] = {body: [] for body in bodies}
        self.seats: dict[int, list[float]] = {body: [] for body in bodies}
        self.given_not: dict[int, list[float]] = {body: [] for body in bodies}
        self.locked: list[float] = []
        self.open: list[float] = []
        self.residual, self.states = 0.0, 0

    def record(self, spread: Spread, month: int) -> None:
        """Write down what holds at the end of a month."""
        mass = spread.mass
        self.residual = max(self.residual, abs(float(mass.sum()) - 1.0))
        self.states = max(self.states, mass.size)
        for body in self.bodies:
            self.control[body].append(float((mass * controls(self.chain.acts, spread, body)).sum()))
            self.seats[body].append(float((mass * _own(self.chain, spread, body)[0]).sum()))
        chances = [open_to_the_rest(self.chain.acts, spread, rule, month) for rule in self.rules]
        shut = np.ones([1] * mass.ndim)
        for body in self.bodies:
            shut = shut * controls(self.chain.acts, spread, body)
        for chance in chances:
            shut = shut * (chance == 0.0)
        self.locked.append(float((mass * shut).sum()))
        self.open = [float((mass * chance).sum()) for chance in chances]

    def absorb(self, spread: Spread, body: int) -> None:
        """Take out of a distribution what has come to control the body."""
        mask = controls(self.chain.acts, spread, body)
        spread.mass = spread.mass * (1.0 - mask)
        left = float(spread.mass.sum())
        self.first[body].append(1.0 - left)
        own, held = _own(self.chain, spread, body)
        share = np.divide(own, held, out=np.zeros(np.broadcast_shapes(own.shape, held.shape)), where=held > 0)
        self.given_not[body].append(float((spread.mass * share).sum()) / left if left > 1e-300 else np.nan)

    def result(self, targets: tuple[str, ...], asked: int, said: tuple[str, ...]) -> Capture:
        """Return all that was written down."""
        named = list(zip(targets, self.bodies, strict=True))
        rules = self.chain.model.scenario.rules
        return Capture(
            bodies=targets,
            control={name: np.array(self.control[body]) for name, body in named},
            first={name: np.array(self.first[body]) for name, body in named},
            seats={name: np.array(self.seats[body]) for name, body in named},
            given_not={name: np.array(self.given_not[body]) for name, body in named},
            locked=np.array(self.locked),
            still_open={rules[rule].name: at for rule, at in zip(self.rules, self.open, strict=True)},
            months=len(self.locked) - 1,
            asked=asked,
            states=self.states,
            residual=self.residual,
            caveats=said,
        )


def _own(chain: CountChain, spread: Spread, body: int) -> tuple[Numbers, Numbers]:
    """Return the seats of the side, and all held seats, of a body, by right or of its own."""
    own, held = np.zeros([1] * len(chain.kinds)), np.zeros([1] * len(chain.kinds))
    for number, kind in enumerate(chain.kinds):
        if any(where == body for where, _ in kind.votes):
            shape = [1] * len(chain.kinds)
            shape[number] = -1
            own = own + spread.axes[number][:, 0].reshape(shape)
            held = held + (spread.axes[number][:, 0] + spread.axes[number][:, 1]).reshape(shape)
    return own, held


def caveats(model: Model, kinds: Sequence[Kind]) -> tuple[str, ...]:
    """Return in sentences what counts cannot follow to the letter and what was taken instead."""
    found = []
    polity = model.polity
    for number, (name, body) in enumerate(model.scenario.bodies.items()):
        if body.term and not body.ends and not body.staggered and body.seats > 1:
            found.append(
                f"Terms of {name} are taken to end together, a term after the start and so on: "
                "whoever comes late serves out the term."
            )
        if polity.body_age_limit[number]:
            found.append(f"Ages are not counted: the age limit of {name} is left to the calendar.")
    chosen = np.isin(polity.rule_act, [int(act) for act in FILLING]) & (polity.rule_by < 0)
    if chosen.any():
        support = next(value.value for value in model.values if value.name == "party_line.support")
        found.append(
            f"Where members or a public elect, the side is taken to win with a chance of {100 * support:g} % "
            "(party_line.support in the schedule: an assumption unless the document gives a source)."
        )
    if any(len(kind.votes) > 1 for kind in kinds):
        found.append("Seats by right of another office pass at once, not at the end of the month.")
    if any(polity.body_capacity[body] > 1 for kind in kinds for body in kind.heads):
        found.append("Where the first seat of a body is vacant, any of the others speaks for it.")
    lots = [rule.pool for rule in model.scenario.rules if rule.verb == "draws"]
    if any(pool in (None, "members", "reserve") for pool in lots):
        found.append("Whoever is drawn by lot from all members is taken to be of neither side.")
    if any(rule.pool not in (None, "entrants") for rule in model.scenario.rules if rule.verb != "draws"):
        found.append("Every side finds enough people of its own in the pool.")
    return tuple(found)
