"""Names and figures of an audit as readers see them: labels, days, spans, fractions, residuals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from whowhom.report.audit_blocks import Plain
from whowhom.report.section import SIGN, percent

_TIE = "\u00a0"
"""A space at which no line breaks."""
_NOTICED = 1e-12
"""Chances nearer than this to 0 or 1 are told as that: the arithmetic knows no better."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NONE = "–"
"""What stands in a cell that has no figure."""
_LONGEST_FRACTION = 23
"""Letters of the longest fraction that stands in a cell; longer ones are told apart."""


class Names:
    """Labels of the bodies and publics of an audit, by their names in the document."""

    def __init__(self, values: Plain) -> None:
        self._labels: dict[str, str] = {}
        for principal in _entries(values, "calendar", "principals"):
            for name, body in principal.get("bodies", {}).items():
                self._labels[name] = str(body.get("label") or name)
            self._labels[principal["principal"]] = str(principal.get("label") or principal["principal"])
        for node in _entries(values, "graph", "nodes"):
            self._labels[node["name"]] = str(node.get("label") or node["name"])

    def of(self, name: str) -> str:
        """Return the label of a name up to a bracket or comma, else the name itself with spaces."""
        label = self._labels.get(name, str(name)).split(" (")[0].split(", ")[0].strip()
        label = label.replace("_", " ") if label == name else label
        return label[:1].upper() + label[1:]

    def listed(self, names: Sequence[str]) -> str:
        """Return several labels, with commas."""
        return ", ".join(self.of(name) for name in names)


def section_of(values: Plain, name: str) -> dict[str, Any]:
    """Return a section that was worked out, else an empty one."""
    found = values.get(name)
    return found if isinstance(found, dict) and not isinstance(found.get("left_out"), str) else {}


def _entries(values: Plain, name: str, key: str) -> Iterator[dict[str, Any]]:
    """Give the entries of a list in a section that was worked out."""
    yield from section_of(values, name).get(key) or []


def day(text: str | None) -> str:
    """Write an ISO day as "31 January" with its year; None is told as never."""
    if text is None:
        return "never"
    found = date.fromisoformat(text)
    return f"{found.day}{_TIE}{found:%B}{_TIE}{found.year}"


def year(text: str) -> float:
    """Return an ISO day as a place on an axis of years."""
    found = date.fromisoformat(text)
    first = date(found.year, 1, 1)
    return found.year + (found - first).days / (date(found.year + 1, 1, 1) - first).days


def span(months: float | None) -> str:
    """Write months as "2 years 3 months"."""
    if months is None:
        return NONE
    years, rest = divmod(round(months), 12)
    parts = [counted(years, "year")] if years else []
    return " ".join([*parts, counted(rest, "month")] if rest or not years else parts)


def counted(number: int, word: str) -> str:
    """Write "1 seat", "2 seats"."""
    return f"{number}{_TIE}{word}{'' if number == 1 else 's'}"


def chance(value: float | None) -> str:
    """Write a chance in per cent, never 0 or 100 where it is neither."""
    if value is None:
        return NONE
    if min(abs(value), abs(1.0 - value)) < _NOTICED:
        return f"{100 * round(value)}{SIGN}"
    return percent(value, 0 if 0.1 <= value <= 0.9 else 1)


def decimal(value: float | None) -> str:
    """Write a number with four digits after the point, small ones with three digits that count."""
    if value is None:
        return NONE
    if value == 0 or value == int(value):
        return str(int(value))
    return f"{value:.4f}" if abs(value) >= 0.001 else power_of_ten(value, 2)


def rational(value: Plain | None) -> str:
    """Write a fraction with its decimals under it; the decimals alone where the fraction is long."""
    if value is None:
        return NONE
    exact = value.get("exact")
    if not exact or len(exact) > _LONGEST_FRACTION:
        return decimal(value["value"])
    return exact if "/" not in exact else f"{decimal(value['value'])}\n{exact}"


def long_fraction(value: Plain | None) -> str:
    """Return a fraction that `rational` does not write out, else nothing."""
    exact = (value or {}).get("exact") or ""
    return exact if len(exact) > _LONGEST_FRACTION else ""


def residual(value: float | None) -> str:
    """Write a residual; 0 is exact."""
    if value is None:
        return "not told"
    return f"0{_TIE}(exact)" if value == 0 else power_of_ten(value)


def part(some: float, whole: float) -> str:
    """Write "4 of 7", on one line."""
    return f"{many(round(some))}{_TIE}of{_TIE}{many(round(whole))}"


def shortened(names: Sequence[str], most: int = 3) -> str:
    """Write the first few names of rules, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def power_of_ten(value: float, digits: int = 1) -> str:
    """Write a small or large number as "3.7·10⁻¹⁴", on one line."""
    head, _, exponent = f"{value:.{digits}e}".partition("e")
    return f"{head}·10{str(int(exponent)).translate(_RAISED)}"


def even(chances: Sequence[float], at_least: float = 0.5) -> int | None:
    """Return the first month with at least so much chance, or None."""
    return next((month for month, value in enumerate(chances) if value >= at_least), None)


def many(number: int | str) -> str:
    """Write a whole number with thin spaces between thousands; a very long one by its size."""
    text = str(number)
    if len(text) > 15:
        return f"{text[0]}.{text[1:4]}·10{str(len(text) - 1).translate(_RAISED)}"
    return f"{int(text):,}".replace(",", "\u202f")
