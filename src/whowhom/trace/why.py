"""`why`: which appointments, votes, refusals and events put a person there in one history, in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from whowhom.build.calendar import month_index
from whowhom.build.model import Model
from whowhom.core.fault import SENTENCES
from whowhom.simulate.batch import Say
from whowhom.spec.errors import ResultError, did_you_mean, one_of, shown
from whowhom.trace.chain import INSTEAD, TAKES, Chain, Link
from whowhom.trace.chronicle import ALIVE, Chronicle, Spell, chronicle
from whowhom.trace.follow import START, Kept, Step, changes_of, keep
from whowhom.trace.otherwise import Decided
from whowhom.trace.recall import Recalled, recall
from whowhom.trace.replay import decide
from whowhom.trace.tally import tally
from whowhom.trace.words import draws_told, how, office, told

LEVELS = 3
"""Levels up the chain of persons on whom a place depends."""
MOST_NAMES = 5
"""Names listed where the beginning of one fits more."""
MOST_EXITS = 4
"""Exits that are asked after when the person holds nothing."""


@dataclass(frozen=True)
class Cause:
    """One cause in time: what happened, why it matters, how the electors stood, which draws decided."""

    month: str
    level: int
    kind: str
    person: str
    office: str
    sentence: str
    because: str
    how: str
    tally: tuple[str, ...]
    draws: tuple[str, ...]
    decided: Decided | None


@dataclass(frozen=True)
class Why:
    """Why a person holds his offices at a date in one history, or why he holds none."""

    run: str
    arm: str
    history: int
    seed: int
    person: str
    when: str
    holds: tuple[str, ...]
    verdict: str
    causes: tuple[Cause, ...]
    notes: tuple[str, ...]

    def text(self) -> str:
        """Write the answer in lines, in order of time, the newest last."""
        lines = [self.verdict, ""]
        for cause in self.causes:
            mark = "" if cause.level == 0 else f"{'· ' * cause.level}"
            reason = f", {cause.because}" if cause.because else ""
            lines.append(f"{cause.month}  {mark}{cause.sentence}{reason}")
            details = (cause.how, *cause.tally, *cause.draws)
            lines += [f"{'':11}{line}" for line in details if line]
        return "\n".join([*lines, "", *self.notes])

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, for JSON."""
        return asdict(self)


def why(
    run: Path | str,
    *,
    history: int,
    who: str,
    when: str | date,
    arm: str | None = None,
    office: str | None = None,
    levels: int = LEVELS,
    document: Path | str | None = None,
    say: Say | None = None,
) -> Why:
    """Tell which appointments, votes, refusals and events put a person where he is in one history.

    run: a folder that `simulate` wrote; history: its number, from 0; who: a name of the people's table or of
    an entrant, or the beginning of one; when: "1927-12" or a date, told as the month's end stands; arm:
    absent, the first; office: the name of one body to ask about; levels: how far up the chain of those on
    whom the place depends; document: the file of the run, where it names data files beside it; say hears what
    takes time. The history is simulated again; each call that matters is made again with draws falling
    otherwise, one at a time or as many as a vote needs, all others as they fell.
    Raises ResultError for a run, arm, history, person, date or body that is not there, and for a run whose
    history no longer comes out the same.
    Does not tell what would have followed later, had a draw fallen otherwise.
    """
    recalled = recall(run, history, arm, document, say)
    model = recalled.model
    person = _person(model, who)
    month = _month(model, when)
    body = _body(model, office)
    found = chronicle(model, changes_of(recalled, month), month)
    end = Step(month, len(model.entries))
    chain = Chain(found, levels)
    holds = [item for item in found.held_after(person, end) if body in (None, found.body_of(item.seat))]
    holds.sort(key=lambda item: item.seat)
    for item in holds:
        chain.holds(item, end, 0)
    if not holds:
        _lost(chain, person, body, end)
    links = sorted(chain.links.values(), key=lambda link: (link.step, link.kind != TAKES, link.seat))
    if say is not None and links:
        say(f"making {sum(link.step != START for link in links)} calls again, with draws falling otherwise")
    kept = keep(recalled, {link.step for link in links if link.step != START})
    decided = decide(recalled, links, kept)
    return _answer(recalled, person, month, body, holds, chain, links, kept, decided)


def _person(model: Model, who: str) -> int:
    """Return the slot of a person by name, or by the beginning of the name where only one fits."""
    spelt = who.strip().casefold()
    names = [name.casefold() for name in model.people]
    exact = [slot for slot, name in enumerate(names) if name == spelt]
    begun = [slot for slot, name in enumerate(names) if spelt and name.startswith(spelt)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    if len(begun) > 1:
        some = one_of(model.people[slot] for slot in begun[:MOST_NAMES])
        raise ResultError(f"who: {shown(who)} begins {len(begun)} names; expected {some}, or the like")
    raise ResultError(f"who: no person named {shown(who)}{did_you_mean(who, model.people)}")


def _month(model: Model, when: str | date) -> int:
    """Return the month of a date, which must lie in the run."""
    text = when.isoformat() if isinstance(when, date) else when.strip()
    try:
        day = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        raise ResultError(
            f'when: found {shown(text)}; expected a month such as "{model.month_labels[-1]}"'
        ) from None
    month = month_index(model.scenario.start, day)
    if not 0 <= month <= model.months:
        first, last = model.month_labels[0], model.month_labels[-1]
        raise ResultError(f"when: found {text}; the run goes from {first} to {last}")
    return month


def _body(model: Model, name: str | None) -> int | None:
    """Return the number of a body by its name."""
    bodies = list(model.scenario.bodies)
    if name is None:
        return None
    if name not in bodies:
        raise ResultError(
            f"office: no body named {shown(name)}; expected {one_of(bodies)}{did_you_mean(name, bodies)}"
        )
    return bodies.index(name)


def _lost(chain: Chain, person: int, body: int | None, end: Step) -> None:
    """Ask what put the person out: the last exit from each body, the latest few; and who sits there now."""
    found = chain.chronicle
    last: dict[int, Spell] = {}
    for item in found.seats_of(person):
        if item.end is not None and item.end <= end and body in (None, found.body_of(item.seat)):
            last[found.body_of(item.seat)] = item
    for item in sorted(last.values(), key=lambda item: item.end or end)[-MOST_EXITS:]:
        link = Link(item.start, TAKES, person, item.seat, 0)
        link.chosen_by = item.chosen_by
        chain.taken(link, item)
        chain.left(item, 0)
    if body is not None and found.model.polity.body_capacity[body] == 1:
        holder = found.head_before(body, end)
        if holder is not None:
            chain.holds(holder, end, 1, INSTEAD)


def _answer(
    recalled: Recalled,
    person: int,
    month: int,
    body: int | None,
    holds: list[Spell],
    chain: Chain,
    links: list[Link],
    kept: dict[Step, Kept],
    decided: dict[int, Decided],
) -> Why:
    """Put the answer into words."""
    model = recalled.model
    causes = []
    for number, link in enumerate(links):
        found = decided.get(number)
        same = [i for i, other in enumerate(links) if (other.step, other.person) == (link.step, link.person)]
        names = {turn.draws[0].name for i in same if i < number and i in decided for turn in decided[i].turns}
        causes.append(
            Cause(
                model.month_labels[link.step.month],
                link.level,
                link.kind,
                model.people[link.person],
                office(model, link.seat) if link.seat >= 0 else "",
                told(model, link),
                link.because if link.level else "",
                how(model, link),
                tally(model, link, kept[link.step]) if link.step in kept else (),
                draws_told(model, link, found, frozenset(names)) if found is not None else (),
                found,
            )
        )
    return Why(
        str(recalled.results.folder),
        recalled.arm.name,
        recalled.history,
        recalled.seed,
        model.people[person],
        model.month_labels[month],
        tuple(office(model, item.seat) for item in holds),
        _verdict(recalled, chain.chronicle, person, month, body, holds),
        tuple(causes),
        _notes(recalled, chain, links),
    )


def _verdict(
    recalled: Recalled, found: Chronicle, person: int, month: int, body: int | None, holds: list[Spell]
) -> str:
    """Say in one sentence what he holds."""
    model = recalled.model
    where = f"in {model.month_labels[month]}, history {recalled.history} of {recalled.arm.name!r}"
    name = model.people[person]
    if holds:
        return f"{name} {where}, holds: " + "; ".join(office(model, item.seat) for item in holds) + "."
    asked = "no office" if body is None else f"no seat in {list(model.scenario.bodies)[body]}"
    dead = [item for item in found.of_person[person] if item.path == ALIVE and item.after == 0]
    ever = any(body in (None, found.body_of(item.seat)) for item in found.seats_of(person))
    tail = f": he died in {model.month_labels[dead[-1].step.month]}" if dead else ""
    return f"{name} {where}, holds {asked}{tail}{'' if ever else '; he never did before'}."


def _notes(recalled: Recalled, chain: Chain, links: list[Link]) -> tuple[str, ...]:
    """Say how far the answer goes."""
    notes = [
        f"Seed {recalled.seed}. Simulated again, this history is number by number the one that was recorded.",
        "Each call was made again with draws falling otherwise, all others as they fell; what would have "
        "followed later is not told.",
    ]
    cut = sorted(chain.cut - {link.person for link in links if link.seat >= 0})
    if cut:
        names = ", ".join(recalled.model.people[person] for person in cut)
        notes.append(f"Followed {chain.levels} levels up; not how these came to their places: {names}.")
    faults = "; ".join(text for bit, text in SENTENCES.items() if recalled.fault & bit)
    if faults:
        notes.append(f"This history has a fault: {faults}.")
    return tuple(notes)
