"""Screening: each alteration first on few histories, and on more only while it may yet turn the outcome.

Histories: 32, four times as many each time, all of the run. A trial is broken off where the 99 % interval of
its share lies wholly on the side of the run. The best of each kind is tried on all histories whatever the
interval, so that what is nearest is known as well as what turns. What is called turning was tried on all.
An alteration after which mostly nobody holds what the outcome names a holder of empties it: power has not
changed hands, and it does not count as turning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whowhom.experiments.acts import Alteration, Refused, says
from whowhom.experiments.flip_decision import Verdict, holm, verdict
from whowhom.experiments.flip_trial import Trial, Trials
from whowhom.spec.errors import DocumentError, ModelError

Hear = Callable[[str, int, int], None]
"""Hears (what is tried, histories done, histories in all)."""

FIRST, TIMES = 32, 4
YES, EMPTIES, UNSURE, NO = "yes", "empties", "unsure", "no"
LEVEL_ALONE = 0.05
"""The chance at which an alteration would turn the outcome, had nothing else been tried."""


@dataclass(frozen=True)
class Tried:
    """A set of alterations on as many histories as it was given."""

    alterations: tuple[Alteration, ...]
    trial: Trial
    verdict: Verdict
    adjusted: float = 1.0
    """The chance of the verdict, for all that were tried beside it."""
    level: float = 0.0
    """At which the adjusted chance is enough."""
    whole: bool = False
    """Whether all histories of the run were tried."""

    @property
    def state(self) -> str:
        """YES where it turns the outcome, EMPTIES, UNSURE where it would by itself only, NO."""
        if self.verdict.chance > LEVEL_ALONE:
            return NO
        if self.adjusted > self.level:
            return UNSURE
        return EMPTIES if self.trial.empty else YES

    @property
    def flips(self) -> bool:
        """Whether it turns the outcome."""
        return self.state == YES

    @property
    def kind(self) -> str:
        """The kinds of what is altered."""
        return " and ".join(dict.fromkeys(item.kind for item in self.alterations))

    @property
    def says(self) -> str:
        """What is altered, in words."""
        return says(self.alterations)


@dataclass(frozen=True)
class Screened:
    """All that was tried beside one another, the strongest first."""

    tried: tuple[Tried, ...]
    refused: tuple[Refused, ...]
    level: float
    """The chance that any of them is called turning and is not."""

    @property
    def turning(self) -> tuple[Tried, ...]:
        """Those that turn the outcome."""
        return tuple(item for item in self.tried if item.flips)

    @property
    def emptying(self) -> tuple[Tried, ...]:
        """Those after which mostly nobody holds it."""
        return tuple(item for item in self.tried if item.state == EMPTIES)

    def best_of(self, kind: str) -> Tried | None:
        """Return the strongest of a kind on all histories: one that turns first, one that empties last."""
        of_kind = [item for item in self.tried if item.kind == kind and item.whole]
        return min(of_kind, key=lambda item: (not item.flips, item.state == EMPTIES), default=None)


def screened(
    trials: Trials,
    candidates: Sequence[tuple[Alteration, ...]],
    level: float,
    label: str,
    hear: Hear | None = None,
) -> Screened:
    """Try sets of alterations and decide which of them turn the outcome, at a level for all together."""
    histories = trials.basis.histories
    going = list(range(len(candidates)))
    done: dict[int, Tried] = {}
    refused: dict[int, Refused] = {}
    for size in _sizes(histories):
        _try_all(trials, candidates, going, size, done, refused, label, hear)
        going = [place for place in going if place in done and not done[place].verdict.hopeless]
    best = _best_of_each_kind(done, trials.basis.holds)
    _try_all(trials, candidates, best, histories, done, refused, label, hear)
    whole = [place for place, item in done.items() if item.trial.held.size == histories]
    adjusted = holm([done[place].verdict.chance for place in whole], len(done))
    for place, chance in zip(whole, adjusted, strict=True):
        item = done[place]
        done[place] = Tried(item.alterations, item.trial, item.verdict, chance, level, True)
    strongest = sorted(done.items(), key=lambda entry: (*strength(entry[1], trials.basis.holds), entry[0]))
    return Screened(tuple(item for _, item in strongest), tuple(refused.values()), level)


def strength(item: Tried, holds: bool) -> tuple[float, int]:
    """Return what sorts the strongest first: the share after, then how many histories it moved at all."""
    share = item.verdict.after
    if share != share:
        return 2.0, 0
    return (share if holds else 1.0 - share), -item.verdict.moved


def _sizes(histories: int) -> list[int]:
    """Return on how many histories is tried, stage by stage."""
    sizes = []
    size = FIRST
    while size < histories:
        sizes.append(size)
        size *= TIMES
    return [*sizes, histories]


def _try_all(
    trials: Trials,
    candidates: Sequence[tuple[Alteration, ...]],
    places: Sequence[int],
    size: int,
    done: dict[int, Tried],
    refused: dict[int, Refused],
    label: str,
    hear: Hear | None,
) -> None:
    """Try some of the candidates on so many histories, and note what came of it."""
    basis = trials.basis
    for number, place in enumerate(places):
        alterations = candidates[place]
        try:
            trial = trials.tried(alterations, size)
        except (DocumentError, ModelError) as error:
            kind = " and ".join(dict.fromkeys(item.kind for item in alterations))
            refused[place] = Refused(kind, says(alterations), str(error).splitlines()[0])
            done.pop(place, None)
        else:
            found = verdict(basis.held[:size], trial.held, basis.holds)
            done[place] = Tried(alterations, trial, found)
        if hear is not None:
            hear(f"{label}, {size} histories of each", (number + 1) * size, len(places) * size)


def _best_of_each_kind(done: dict[int, Tried], holds: bool) -> list[int]:
    """Return the places of the strongest of each kind; of sets of several, of the strongest alone.

    One that empties what the outcome is about is the best only of a kind that has no other.
    """
    best: dict[str, tuple[tuple[bool, float, int], int]] = {}
    for place, item in done.items():
        kind = item.kind if len(item.alterations) == 1 else ""
        rank = item.trial.empty, *strength(item, holds)
        if kind not in best or rank < best[kind][0]:
            best[kind] = rank, place
    return [place for _, place in best.values()]
