"""What is asked of which version, gathered first, so that every version is simulated once for all claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from whowhom.judge.ensemble import SERIES, Ensemble, Version
from whowhom.measures.statistics import Numbers

Hear = Callable[[str, int, int], None]
"""Hears (what is simulated, histories done, histories in all)."""


@dataclass
class Asking:
    """Questions to the versions of one scenario, and their answers once they were carried out."""

    ensemble: Ensemble
    each: int
    """Histories of each draw."""
    _wanted: dict[Version, dict[str, int]] = field(default_factory=dict)
    _answers: dict[tuple[Version, str], Numbers] = field(default_factory=dict)

    def add(self, version: Version, question: str, draws: int) -> None:
        """Ask a question of the first draws of a version."""
        questions = self._wanted.setdefault(version, {})
        questions[question] = max(draws, questions.get(question, 0))

    @property
    def histories(self) -> int:
        """How many histories the questions that are not yet answered need."""
        return sum(self.each * max(questions.values()) for questions in self._open().values())

    def carry_out(self, done: int, total: int, hear: Hear | None = None) -> int:
        """Answer what is open and return how many histories are done then, `done` being so before."""
        for version, questions in self._open().items():
            draws = max(questions.values())

            def heard(shard: int, version: Version = version) -> None:
                nonlocal done
                done += shard
                if hear is not None:
                    hear(version.told, done, total)

            found = self.ensemble.answers(version, list(questions), draws, self.each, heard)
            for text, values in found.items():
                self._answers[version, text] = values
        return done

    def answer(self, version: Version, question: str, draws: int) -> Numbers:
        """Return (draw, replicate[, month]) the answer to a question that was carried out."""
        return np.asarray(self._answers[version, question][:draws])

    def has_series(self, version: Version, question: str) -> bool:
        """Whether the course of what is asked was asked as well."""
        return (version, f"{SERIES}{question}") in self._answers

    def _open(self) -> dict[Version, dict[str, int]]:
        """Return the questions that have no answer of as many draws."""
        left: dict[Version, dict[str, int]] = {}
        for version, questions in self._wanted.items():
            for text, draws in questions.items():
                there = self._answers.get((version, text))
                if there is None or len(there) < draws:
                    left.setdefault(version, {})[text] = draws
        return left
