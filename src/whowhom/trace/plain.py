"""Calls made again in plain Python, with every draw recorded, and with single draws made to fall otherwise.

`main` runs in a Python of its own, with NUMBA_DISABLE_JIT=1: the kernels are then plain functions of the same
bits, and their draws can be watched. A draw is named by its stream, its index and how often both were met
before in the call; luck is keyed by name, so all other draws stay as they fell.
"""

from __future__ import annotations

import importlib.util
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core import draw as source
from whowhom.core.draw import Draw
from whowhom.core.polity import Polity
from whowhom.core.state import Sizes, allocate, array_paths

CHANCE, CHOOSE, WHOLE, BINOMIAL, CONTINUOUS = "chance", "choose", "whole", "binomial", "continuous"
UNCOMPARED = ("seats.previous", "seats.served", "clock.fault", "clock.fault_month")
"""What the end of a month changes, so that it is no part of a call."""

Name = tuple[int, int, int]
"""A draw: stream, index, and how often both were met before in the call."""


@dataclass
class Fell:
    """One draw and how it fell."""

    name: Name
    stream: str
    kind: str
    probability: float
    """Of what fell; of a `chance` that it happens."""
    result: int
    """1 or 0; who or what was chosen; how many."""
    of: int
    """Between how many; the trials."""
    margin: float = 0.0
    """For a `chance`: how far its uniform number lay from the probability."""


@dataclass
class Question:
    """A call to be made again, and what of its end is asked."""

    mechanism: str
    path: str
    which: str
    numbers: NDArray[np.float64]
    memory: NDArray[np.float32]
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    month: int
    person: int
    seats: tuple[int, int]
    """First seat and the one after the last: does the person hold one of them at the end?"""
    seat: int
    """The seat whose holder is told."""
    seats_about: tuple[int, ...]
    """His seat, the one he came from, the one that came with a tie."""
    body: tuple[int, int]
    """First seat and the one after the last of the body."""
    elector_seats: tuple[tuple[int, int], ...]
    """The same of the bodies that vote."""
    people: int
    """Persons, for whom indices may stand."""
    all_seats: int
    """Seats of the whole organisation, by which mechanisms multiply indices."""
    patron: int | None = None
    """Asked instead: is this his patron at the end?"""


@dataclass
class Ending:
    """How a call ended."""

    yes: bool
    """Whether the person holds a seat of those asked, or has the patron asked."""
    holder: int
    """Who holds the seat asked."""
    log: list[Fell] = field(default_factory=list)
    continuous: int = 0
    same: bool = True
    """Whether the end is bit for bit the one of the simulation."""


class Watch:
    """Stands between the kernels and their chance: records, and lets named draws fall otherwise."""

    def __init__(self) -> None:
        self.log: list[Fell] = []
        self.continuous = 0
        self.met: dict[tuple[int, int], int] = {}
        self.otherwise: dict[Name, int] = {}

    def begin(self, otherwise: dict[Name, int]) -> None:
        """Forget what was recorded; `otherwise` gives the draws to turn, and a count where one is wanted."""
        self.log, self.met, self.continuous = [], {}, 0
        self.otherwise = otherwise

    def _name(self, stream: int, index: int) -> Name:
        key = (int(stream), int(index))
        self.met[key] = self.met.get(key, -1) + 1
        return (*key, self.met[key])

    def _keep(self, name: Name, kind: str, probability: float, result: int, of: int, margin: float) -> None:
        stream = source.stream_name(name[0])
        self.log.append(Fell(name, stream, kind, float(probability), int(result), int(of), margin))

    def chance(self, draw: Draw, stream: int, index: int, probability: float) -> bool:
        """Record a yes or no; a certainty is no draw."""
        if probability <= 0.0 or probability >= 1.0:
            return probability >= 1.0
        name = self._name(stream, index)
        drawn = float(source.raw_uniform(draw, np.int64(stream), np.int64(index)))
        happens = drawn < probability
        if name in self.otherwise:
            happens = not happens
        self._keep(name, CHANCE, probability, happens, 2, abs(drawn - float(probability)))
        return happens

    def choose(self, draw: Draw, stream: int, index: int, weights: NDArray[np.float64]) -> int:
        """Record a choice by weights; otherwise: what is chosen when the one that was is left out."""
        chosen = int(ORIGINAL["choose"](draw, stream, index, weights))
        among = int((weights > 0.0).sum())
        if chosen < 0 or among < 2:
            return chosen
        name = self._name(stream, index)
        share = float(weights[chosen] / weights[weights > 0.0].sum())
        if name in self.otherwise:
            left = weights.copy()
            left[chosen] = 0.0
            chosen = int(ORIGINAL["choose"](draw, stream, index, left))
        self._keep(name, CHOOSE, share, chosen, among, 0.0)
        return chosen

    def whole(self, draw: Draw, stream: int, index: int, n: int) -> int:
        """Record a whole number; otherwise: the next one."""
        drawn = int(ORIGINAL["whole"](draw, stream, index, n))
        if n <= 1:
            return drawn
        name = self._name(stream, index)
        if name in self.otherwise:
            drawn = (drawn + 1) % n
        self._keep(name, WHOLE, 1.0 / n, drawn, n, 0.0)
        return drawn

    def binomial(self, draw: Draw, stream: int, index: int, n: int, probability: float) -> int:
        """Record a count of successes; otherwise: the count that is wanted."""
        drawn = int(ORIGINAL["binomial"](draw, stream, index, n, probability))
        if n <= 0 or probability <= 0.0 or probability >= 1.0:
            return drawn
        name = self._name(stream, index)
        drawn = self.otherwise.get(name, drawn)
        self._keep(name, BINOMIAL, probability, drawn, n, 0.0)
        return drawn

    def uniform(self, draw: Draw, stream: int, index: int) -> float:
        """Count a continuous draw."""
        self.continuous += 1
        return float(ORIGINAL["uniform"](draw, stream, index))

    def normal(self, draw: Draw, stream: int, index: int) -> float:
        """Count a continuous draw."""
        self.continuous += 1
        return float(ORIGINAL["normal"](draw, stream, index))


ORIGINAL: dict[str, Callable[..., Any]] = {
    name: getattr(source, name) for name in ("chance", "choose", "whole", "binomial", "uniform", "normal")
}


def watch_chance(watch: Watch) -> None:
    """Let every module that draws do so through the watch; under compiled kernels this would do nothing."""
    for title, module in list(sys.modules.items()):
        if title == source.__name__ or title == __name__ or module is None:
            continue
        for name, original in ORIGINAL.items():
            if getattr(module, name, None) is original:
                setattr(module, name, getattr(watch, name))


@dataclass(frozen=True)
class World:
    """What all calls of a history share."""

    polity: Polity
    sizes: Sizes
    key: np.uint64
    watch: Watch


def made_again(
    asked: Question, call: Callable[..., None], world: World, otherwise: dict[Name, int]
) -> Ending:
    """Make the call again from the bytes before it, with some draws falling otherwise."""
    state, buffer = allocate(world.sizes)
    buffer[:] = asked.before
    memory = asked.memory.copy()
    none = np.zeros(0, np.int32)
    chance = Draw(world.key, asked.month, 0, none, none, np.ones(1), np.full(2, -1, np.int64))
    world.watch.begin(otherwise)
    arguments: list[Any] = [*asked.numbers, *([memory] if memory.size else [])]
    with np.errstate(all="ignore"):
        call(*arguments, state, world.polity, chance)
    holder = int(state.seats.holder[asked.seat]) if asked.seat >= 0 else -1
    if asked.patron is not None:
        yes = int(state.people.patron[asked.person]) == asked.patron
    else:
        yes = asked.person in state.seats.holder[slice(*asked.seats)]
    end = Ending(bool(yes), holder, world.watch.log, world.watch.continuous)
    if not otherwise:
        wanted, _ = allocate(world.sizes, asked.after)
        end.same = all(
            attrgetter(path)(state).tobytes() == attrgetter(path)(wanted).tobytes()
            for path in array_paths()
            if path not in UNCOMPARED
        )
    return end


def loaded(name: str, path: str, which: str) -> Callable[..., None]:
    """Return the plain function of a mechanism, shipped, or adopted from a file of one's own."""
    from whowhom import mechanisms

    if name not in mechanisms.names():
        specification = importlib.util.spec_from_file_location(name, path)
        assert specification is not None and specification.loader is not None
        module = importlib.util.module_from_spec(specification)
        sys.modules[name] = module
        specification.loader.exec_module(module)
        mechanisms.adopt(module)
    function: Callable[..., None] = mechanisms.load(name).function(which)
    return function


def main(questions: str, answers: str) -> None:
    """Answer a file of questions."""
    from whowhom.trace.otherwise import answer

    given = pickle.loads(Path(questions).read_bytes())
    calls = [loaded(item.mechanism, item.path, item.which) for item in given["questions"]]
    watch = Watch()
    watch_chance(watch)
    world = World(given["polity"], given["sizes"], given["key"], watch)
    found = [
        answer(item, partial(made_again, item, call, world))
        for item, call in zip(given["questions"], calls, strict=True)
    ]
    Path(answers).write_bytes(pickle.dumps(found))
