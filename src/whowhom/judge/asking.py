"""What is asked of which version, gathered first, so that every version is simulated once for all claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from whowhom.judge.ensemble import SERIES, Ensemble, Version
from whowhom.measures.statistics import Numbers

Hear = Callable[[str, int, int], None]
"""Hears (what is simulated, histories done, histories in all)."""
Size = tuple[int, int]
"""Draws, and histories of each."""


@dataclass
class Asking:
    """Questions to the versions of one scenario, and their answers once they were carried out."""

    ensemble: Ensemble
    _wanted: dict[Version, dict[str, Size]] = field(default_factory=dict)
    _answers: dict[tuple[Version, str], Numbers] = field(default_factory=dict)

    def add(self, version: Version, question: str, draws: int, each: int) -> None:
        """Ask a question of the first draws of a version, with so many histories of each."""
        questions = self._wanted.setdefault(version, {})
        before = questions.get(question, (0, 0))
        questions[question] = max(draws, before[0]), max(each, before[1])

    @property
    def histories(self) -> int:
        """How many histories the questions that are not yet answered need."""
        return sum(_largest(sizes)[0] * _largest(sizes)[1] for sizes in self._open().values())

    @property
    def kept(self) -> int:
        """How many of these histories need not be simulated, because their answers are on disk."""
        return sum(
            self.ensemble.kept(version, list(questions), *_largest(questions))
            for version, questions in self._open().items()
        )

    def carry_out(self, done: int, total: int, hear: Hear | None = None) -> int:
        """Answer what is open and return how many histories are done then, `done` being so before.

        done: those that were kept, too, so that only the simulated ones are added.
        """
        for version, questions in self._open().items():
            draws, each = _largest(questions)

            def heard(shard: int, version: Version = version) -> None:
                nonlocal done
                done += shard
                if hear is not None:
                    hear(version.told, done, total)

            found = self.ensemble.answers(version, list(questions), draws, each, heard)
            for text, values in found.items():
                self._answers[version, text] = values
        return done

    def answer(self, version: Version, question: str, draws: int, each: int) -> Numbers:
        """Return (draw, replicate[, month]) the answer to a question that was carried out."""
        return np.asarray(self._answers[version, question][:draws, :each])

    def has_series(self, version: Version, question: str) -> bool:
        """Whether the course of what is asked was asked as well."""
        return (version, f"{SERIES}{question}") in self._answers

    def _open(self) -> dict[Version, dict[str, Size]]:
        """Return the questions that have no answer of as many draws and histories."""
        left: dict[Version, dict[str, Size]] = {}
        for version, questions in self._wanted.items():
            for text, size in questions.items():
                there = self._answers.get((version, text))
                if there is None or there.shape[0] < size[0] or there.shape[1] < size[1]:
                    left.setdefault(version, {})[text] = size
        return left


def _largest(sizes: dict[str, Size]) -> Size:
    """Return the size that has room for all."""
    return max(draws for draws, _ in sizes.values()), max(each for _, each in sizes.values())
