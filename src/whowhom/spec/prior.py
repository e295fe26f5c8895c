"""Priors as a document writes them: a family of distributions and its arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from whowhom.spec.errors import did_you_mean, shown

ARGUMENTS = {
    "uniform": ("low", "high"),
    "beta": ("a", "b"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "sigma"),
    "triangular": ("low", "mode", "high"),
}
"""What each family must be told, in order."""

_POSITIVE = {"a", "b", "sd", "median", "sigma"}
_PRIOR = re.compile(r"^\s*([A-Za-z_]+)\s*\(([^()]*)\)\s*$")


@dataclass(frozen=True)
class Prior:
    """What a number could be: a family and its arguments, in the unit of the quantity."""

    family: str
    arguments: tuple[float, ...]

    def __str__(self) -> str:
        """Write it as a document does."""
        return f"{self.family}({', '.join(f'{argument!r}' for argument in self.arguments)})"


@lru_cache(maxsize=4096)
def parse_prior(text: str) -> Prior:
    """Read a prior: "beta(2, 18)", "uniform(0, 1)", "triangular(0, 1, 3)".

    Raises ValueError for an unknown family, a wrong count of arguments, or arguments that describe nothing.
    """
    found = _PRIOR.match(text)
    family = found[1] if found else text.partition("(")[0].strip()
    if family not in ARGUMENTS:
        near = did_you_mean(family, ARGUMENTS)
        raise ValueError(f"found {shown(text)}; expected one of {', '.join(map(_form, ARGUMENTS))}{near}")
    names = ARGUMENTS[family]
    arguments = _numbers(found[2]) if found else ()
    if len(arguments) != len(names):
        raise ValueError(f"found {shown(text)}; expected {_form(family)}, {len(names)} numbers")
    by_name = dict(zip(names, arguments, strict=True))
    for name, argument in by_name.items():
        if name in _POSITIVE and argument <= 0:
            raise ValueError(f"found {shown(text)}; expected {name} above 0 in {_form(family)}")
    if "low" in by_name and not by_name["low"] < by_name["high"]:
        raise ValueError(f"found {shown(text)}; expected low below high in {_form(family)}")
    if "mode" in by_name and not by_name["low"] <= by_name["mode"] <= by_name["high"]:
        raise ValueError(f"found {shown(text)}; expected mode between low and high in {_form(family)}")
    return Prior(family, arguments)


def _form(family: str) -> str:
    """Write a family as it is called."""
    return f"{family}({', '.join(ARGUMENTS[family])})"


def _numbers(text: str) -> tuple[float, ...]:
    """Read numbers between commas; none at all where one of them is no finite number."""
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()
    return numbers if all(map(isfinite, numbers)) else ()
