"""`judge`: claims to verdicts over the shipped posterior, with what each verdict turns on.

First everything that any claim asks is gathered and simulated, every version once for all claims; then each
claim is judged, from what lies there; then what may turn its verdict is tried. Nothing that was simulated is
simulated again, so that a judge that was stopped goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from whowhom.judge.asking import Asking, Hear
from whowhom.judge.assumptions import Association, associations, region
from whowhom.judge.case import Case, chance_by_draw
from whowhom.judge.comparing import FEWEST, Seen, Setting, versions
from whowhom.judge.ensemble import Ensemble, Version
from whowhom.judge.flipping import Moving, candidates, rounds, turned, usable
from whowhom.judge.identity import identity_of
from whowhom.judge.judged import Discovered, Judged, Turn
from whowhom.judge.settings import FEWER, LEAST, Settings, settings_of
from whowhom.judge.shares import Share
from whowhom.judge.verdicts import NOT_COUNTED, alone, together
from whowhom.judge.words import goes_with, hangs_on
from whowhom.simulate.batch import Say
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.claim import Claim
from whowhom.spec.claim_file import scenario_of

DRAWS, EACH = 256, 4
"""Draws of the posterior, and histories of each."""
MOST_TOLD = 8
"""Numbers that go with a verdict that are told."""
JOINED = "_of_its_parts"
"""The end of the name of the reading that joins the parts of a claim otherwise."""


@dataclass(frozen=True)
class Judgement:
    """Claims judged together."""

    judged: tuple[Judged, ...]
    verdicts: tuple[str, ...]
    """Of each claim, as one of all that were judged together."""
    seed: int
    draws: int
    each: int
    histories: int
    """Histories that were simulated or taken from the folder."""


def judge(
    claims: Sequence[Claim],
    *,
    seed: int,
    folder: Path,
    draws: int = DRAWS,
    each: int = EACH,
    turns: bool = True,
    threads: int | None = None,
    say: Say | None = None,
    scheduler: Scheduler | None = None,
    hear: Hear | None = None,
) -> Judgement:
    """Return the verdicts on claims, judged together.

    draws: of the posterior of each scenario, or of its priors where it has none; each: histories of a draw, 2
    or more, because luck is told from numbers by the histories of one draw. turns: whether to try also what
    may turn a verdict. folder: where everything simulated is kept. Raises DocumentError for a claim that
    cannot be meant, ModelError for what cannot be simulated.
    """
    cases = _cases(claims, seed, folder, threads, say, scheduler)
    settings = [settings_of(case, draws, each, turns) for case in cases]
    for case, one in zip(cases, settings, strict=True):
        case.ask(one.main, courses=True)
        for _, setting, _ in one.others:
            case.ask(setting)
    carry_out = _carrier(cases, hear)
    carry_out()
    firsts = [_first(case, one) for case, one in zip(cases, settings, strict=True)]
    if turns:
        _try_numbers(cases, firsts, max(LEAST, draws // FEWER), carry_out)
    judged = tuple(first.judged(case) for case, first in zip(cases, firsts, strict=True))
    return Judgement(judged, _verdicts(judged), seed, draws, each, carry_out())


def identities(claims: Sequence[Claim], *, seed: int, draws: int = DRAWS, each: int = EACH) -> dict[str, str]:
    """Return by number the identity under which each claim would be judged; nothing is simulated."""
    answer = {}
    for case in _cases(claims, seed, Path()):
        found = settings_of(case, draws, each, True)
        settings = [found.main, *(setting for _, setting, _ in found.others)]
        answer[case.claim.number] = identity_of(case, settings)
    return answer


def check_claim(claim: Claim) -> int:
    """Build every version that a claim compares, there and in its regions, and return how many there are.

    Nothing is simulated. Raises DocumentError, pointing into the claim's file, for what cannot be meant.
    """
    (case,) = _cases([claim], 0, Path())
    found = settings_of(case, FEWEST, FEWEST, True)
    settings = [found.main, *(setting for _, setting, _ in found.others)]
    items = [item for item in claim.comparisons if item.simulated]
    return len({version for one in settings for item in items for version in versions(item, one)})


def _cases(
    claims: Sequence[Claim],
    seed: int,
    folder: Path,
    threads: int | None = None,
    say: Say | None = None,
    scheduler: Scheduler | None = None,
) -> list[Case]:
    """Return a case for each claim; claims on one scenario share what they ask."""
    askings: dict[tuple[str, Path | None], Asking] = {}
    cases = []
    for claim in claims:
        key = claim.scenario, claim.origin.folder
        if key not in askings:
            ensemble = Ensemble(scenario_of(claim), seed, folder / "histories", threads, say, scheduler)
            askings[key] = Asking(ensemble)
        cases.append(Case(claim, askings[key], seed))
    return cases


def _carrier(cases: Sequence[Case], hear: Hear | None) -> Callable[[], int]:
    """Return what answers all open questions of all cases, and then says how many histories are done."""
    askings = list({id(case.asking): case.asking for case in cases}.values())
    done = 0

    def carry_out() -> int:
        nonlocal done
        total = done + sum(asking.histories for asking in askings)
        kept = sum(asking.kept for asking in askings)
        done += kept
        if kept and hear is not None:
            hear("kept from before", done, total)
        for asking in askings:
            done = asking.carry_out(done, total, hear)
        done = total  # versions of one document by two names are simulated once
        return done

    return carry_out


@dataclass
class _First:
    """A claim judged as it is, and under the assumptions that were asked at once."""

    settings: Settings
    seen: list[Seen]
    turns: list[Turn]
    share: Share
    alike: Share
    """The same from as few draws as the other settings have, which is what these are held against."""
    found: list[Association]

    def judged(self, case: Case) -> Judged:
        """Return all that is said of the claim."""
        main, claim = self.settings.main, case.claim
        share = self.share
        given = alone(share.probability) if claim.cannot is None else NOT_COUNTED
        turns = tuple(replace(one, turns=_turns(self.alike, one)) for one in self.turns)
        flips = [one for one in turns if one.turns and not one.name.endswith(JOINED)]
        flip = min(flips, key=_size, default=None)
        discovered = _discovered(case, self.seen)
        answer = Judged(
            claim=claim,
            parts=case.parts(self.seen, main),
            share=share,
            alone=given,
            turns=(*turns, *self.settings.refused),
            goes_with=tuple(goes_with(one) for one in self.found[:MOST_TOLD]),
            discovered=discovered,
            flip=flip,
            draws=main.draws if case.simulated else 0,
            histories=main.draws * main.each if case.simulated else 0,
            labels={name: one.label for name, one in case.scenario.interventions.items()},
        )
        return replace(answer, hangs_on=hangs_on(answer))


def _first(case: Case, settings: Settings) -> _First:
    """Judge a claim as it is and in its settings."""
    seen = case.look(settings.main)
    main = case.share(seen, settings.main)
    fewer = replace(settings.main, draws=max(LEAST, settings.main.draws // FEWER), each=FEWEST)
    few = case.look(fewer)
    alike = case.share(few, fewer)
    turns = []
    for kind, setting, expected in settings.others:
        share = case.share(case.look(setting), setting)
        verdict = alone(share.probability)
        turns.append(Turn(kind, setting.name, setting.says, share, verdict, expected))
    if len(seen) > 1:
        turns.append(_joined_otherwise(case, few, fewer))
    found: list[Association] = []
    if case.simulated:
        model, _ = case.asking.ensemble.model(Version())
        table = case.asking.ensemble.numbers(Version(), settings.main.draws)
        found = associations(model, table, chance_by_draw(seen, case.claim.holds))
    return _First(settings, seen, turns, main, alike, found)


def _turns(share: Share, turn: Turn) -> bool:
    return turn.share is not None and turned(share, turn.share)


def _size(turn: Turn) -> tuple[int, float]:
    """Return how large a change is: other rules or readings, numbers by how far they move, whole regions."""
    order = {"switch": 0, "reading": 0, "number": 1, "region": 2}
    return order[turn.kind], turn.moved


def _joined_otherwise(case: Case, seen: list[Seen], setting: Setting) -> Turn:
    """Return the claim read so that any part is enough where all must hold, or the other way round."""
    holds, says = (
        ("any", "any part is enough") if case.claim.holds == "all" else ("all", "all parts must hold")
    )
    share = case.share(seen, setting, holds)
    return Turn("reading", f"{holds}{JOINED}", says, share, alone(share.probability))


def _try_numbers(
    cases: Sequence[Case], firsts: Sequence[_First], draws: int, carry_out: Callable[[], int]
) -> None:
    """Move the numbers that may turn each verdict, all claims in the same rounds."""
    moving: list[list[Moving]] = [
        usable(case, candidates(case, first.found, first.share.probability), draws)
        for case, first in zip(cases, firsts, strict=True)
    ]
    courses = [rounds(numbers) for numbers in moving]
    while True:
        now = [next(course, []) for course in courses]
        if not any(now):
            break
        for case, numbers in zip(cases, now, strict=True):
            for one in numbers:
                case.ask(one.setting(draws))
        carry_out()
        for case, first, numbers in zip(cases, firsts, now, strict=True):
            for one in numbers:
                setting = one.setting(draws)
                one.hear(case.share(case.look(setting), setting), first.alike)
    for first, numbers in zip(firsts, moving, strict=True):
        first.turns += [one.turn for one in numbers if one.turn is not None]


def _discovered(case: Case, seen: list[Seen]) -> Discovered | None:
    """Return the region of the numbers in which the claim holds."""
    if not case.simulated:
        return None
    ensemble = case.asking.ensemble
    chance = chance_by_draw(seen, case.claim.holds)
    return region(ensemble.model(Version())[0], ensemble.numbers(Version(), chance.size), chance, case.seed)


def _verdicts(judged: Sequence[Judged]) -> tuple[str, ...]:
    """Return the verdicts on claims that are judged together; what cannot be contradicted is not counted."""
    counted = [one for one in judged if one.counted]
    given = iter(together([one.share.probability for one in counted]))
    return tuple(next(given) if one.counted else NOT_COUNTED for one in judged)
