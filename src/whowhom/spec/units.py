"""Units of the numbers of a document, and their one conversion to the units used inside.

The clock of the simulator is the month: durations become months, chances become chances per month,
rates become rates per month, percents become shares. A unit is never dropped: a number whose unit does not
convert to the wanted one is an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, isfinite, log1p

from whowhom.spec.errors import did_you_mean, one_of, shown


@dataclass(frozen=True)
class Unit:
    """What a unit measures, its size in the first unit of that dimension, and its words."""

    dimension: str
    factor: float
    words: str


UNITS = {
    "1/month": Unit("rate", 1.0, "per month"),
    "1/year": Unit("rate", 1 / 12, "per year"),
    "probability": Unit("proportion", 1.0, ""),
    "share": Unit("proportion", 1.0, ""),
    "percent": Unit("proportion", 0.01, "percent"),
    "month": Unit("time", 1.0, "months"),
    "year": Unit("time", 12.0, "years"),
    "person": Unit("persons", 1.0, "persons"),
    "person/month": Unit("flow of persons", 1.0, "persons per month"),
    "person/year": Unit("flow of persons", 1 / 12, "persons per year"),
    "million tonnes": Unit("mass", 1.0, "million tonnes"),
    "hour": Unit("hours", 1.0, "hours"),
    "seat": Unit("seats", 1.0, "seats"),
    "vote": Unit("votes", 1.0, "votes"),
    "1": Unit("number", 1.0, ""),
}
"""The units that a document may use."""

PER_MONTH = "probability per month"
"""The wanted unit of a chance in each month; a document writes it in `1/month` or `1/year`."""


def to_internal(value: float, unit: str, wanted_unit: str) -> float:
    """Convert a number of a document to the unit that a mechanism wants.

    wanted_unit is a key of UNITS, or "probability per month": then p of `1/month` stays p and p of `1/year`
    becomes 1 - (1 - p)^(1/12), the monthly chance that leaves 1 - p after twelve months. With "1/month" the
    number is a rate and a yearly one is divided by 12. Probabilities and shares must lie in 0 to 1; times,
    persons, seats and votes must not be negative. Raises ValueError with the words to show beside the key;
    KeyError for a wanted unit that does not exist, which is a mistake of the program.
    """
    check_unit(unit)
    if not isfinite(value):
        raise ValueError(f"found {value}; expected a finite number")
    if wanted_unit == PER_MONTH:
        return _monthly_probability(value, unit)
    wanted, given = UNITS[wanted_unit], UNITS[unit]
    if wanted.dimension != given.dimension:
        choices = [name for name, other in UNITS.items() if other.dimension == wanted.dimension]
        raise ValueError(f"found unit {shown(unit)}; expected {one_of(choices)}")
    check_range(value, unit)
    if unit == wanted_unit:
        return float(value)
    return value * given.factor / wanted.factor


def check_unit(unit: str) -> None:
    """Raise ValueError where a unit is unknown, with the nearest known one."""
    if unit not in UNITS:
        raise ValueError(f"found unit {shown(unit)}; expected {one_of(UNITS)}{did_you_mean(unit, UNITS)}")


def check_range(value: float, unit: str) -> None:
    """Raise ValueError where a value cannot be meant in its unit: a share of 1.4, a term of -3 months."""
    given = UNITS[unit]
    if given.dimension == "proportion":
        most = round(1 / given.factor)
        if not 0 <= value <= most:
            percent = '; did you mean unit "percent"?' if most == 1 and 1 < value <= 100 else ""
            raise ValueError(f"{value:g} is not a {_noun(unit)} (0 to {most}){percent}")
    elif given.dimension not in ("number", "rate") and value < 0:
        raise ValueError(f"found {value:g} {given.words}; expected 0 or more")


def _noun(unit: str) -> str:
    """Name a proportion with its article's noun."""
    return "percentage" if unit == "percent" else unit


def _monthly_probability(value: float, unit: str) -> float:
    """Give the chance in each month from a chance per month or per year."""
    given = UNITS[unit]
    if given.dimension != "rate":
        raise ValueError(
            f"found unit {shown(unit)}; expected one of 1/month, 1/year for a chance in each month"
        )
    if not 0 <= value <= 1:
        yearly = "; did you mean a yearly rate?" if unit == "1/month" and value > 1 else ""
        raise ValueError(f"{value:g} {given.words} is not a probability (0 to 1){yearly}")
    if unit == "1/month" or value == 1:
        return float(value)
    return -expm1(log1p(-value) / 12)  # 1 - (1 - p)^(1/12), exact for small p too
