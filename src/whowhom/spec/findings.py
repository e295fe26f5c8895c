"""What the checks of a document found: mistakes, and things that are only odd."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of, shown

Result = TypeVar("Result")


class Findings:
    """The mistakes and warnings of one document, collected so that all are told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def wrong(self, key: str, message: str) -> None:
        """Note a mistake at a key."""
        self.problems.append(Problem(self.file, key, message))

    def odd(self, key: str, message: str) -> None:
        """Note a warning at a key."""
        self.warnings.append(Problem(self.file, key, message))

    def told(self, key: str, ask: Callable[[], Result]) -> Result | None:
        """Give the answer of a reader of text, or note at the key why it has none."""
        try:
            return ask()
        except ValueError as error:
            self.wrong(key, str(error))
            return None

    def known(self, key: str, noun: str, name: str, names: Iterable[str]) -> bool:
        """Note a name that nothing has, with the nearest that something has; tell whether it is known."""
        choices = tuple(names)
        if name in choices:
            return True
        near = did_you_mean(name, choices)
        hint = near or f"; expected {one_of(choices)}"
        self.wrong(key, f"no {noun} named {shown(name)}{hint}")
        return False

    def unique(self, key: str, noun: str, names: Iterable[str | None], leaf: str = "name") -> None:
        """Note each name that an earlier entry of a list already has; entries without a name are passed."""
        first: dict[str, int] = {}
        for index, name in enumerate(names):
            if name is None:
                continue
            if name in first:
                self.wrong(
                    f"{key}[{index}].{leaf}",
                    f"found {shown(name)}, as in {key}[{first[name]}]; expected one {noun} of a name",
                )
            first.setdefault(name, index)

    def within(self, key: str, day: date, start: date, until: date) -> None:
        """Note a date outside the months of the scenario."""
        if not start <= day < until:
            self.wrong(key, f"found {day}; expected a date from {start} and before {until}")

    def ordered(self, key: str, start: date | None, until: date | None) -> None:
        """Note a period that ends before it begins."""
        if start is not None and until is not None and until <= start:
            self.wrong(f"{key}.until" if key else "until", f"found {until}; expected a date after {start}")

    def raise_if_wrong(self) -> None:
        """Raise DocumentError where any mistake was found."""
        if self.problems:
            raise DocumentError(self.problems)
