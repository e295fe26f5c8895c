"""Hypothesis generators of scenarios: one place where random institutions come from."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from whowhom.spec.document import from_document
from whowhom.spec.organisation_checks import POOLS
from whowhom.spec.prior import ARGUMENTS
from whowhom.spec.scenario import Origin, Scenario
from whowhom.spec.units import UNITS

names = st.from_regex(r"\A[a-z][a-z0-9_]{0,7}\Z").filter(lambda name: name not in POOLS)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
days = st.dates(date(1920, 1, 1), date(1929, 12, 31))
durations = st.builds(
    "{} {}".format, st.integers(1, 40), st.sampled_from(["months", "years", "month", "year"])
)
units = st.sampled_from(sorted(UNITS))
shares = st.floats(0, 1, allow_nan=False)


@st.composite
def priors(draw: st.DrawFn) -> str:
    """A prior that can be read: arguments rise, so that low, mode and high are in order."""
    family = draw(st.sampled_from(sorted(ARGUMENTS)))
    count = len(ARGUMENTS[family])
    numbers = sorted(draw(st.lists(st.integers(1, 1000), min_size=count, max_size=count, unique=True)))
    return f"{family}({', '.join(map(str, numbers))})"


@st.composite
def quantities(draw: st.DrawFn, unit: str | None = None, drawn: bool = True) -> dict[str, Any]:
    """A number with unit, source, sometimes dated changes and, where it may be `drawn`, a prior."""
    table: dict[str, Any] = {"value": draw(shares), "unit": unit or draw(units), "source": draw(names)}
    if drawn and draw(st.booleans()):
        table |= {"source": "assumption", "prior": draw(priors())}
    dates = sorted(draw(st.lists(days, max_size=3, unique=True)))
    if dates:
        table["changes"] = [{"date": day, "value": draw(shares)} for day in dates]
    return table


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    """A body with some of its optional keys."""
    seats = draw(st.integers(1, 12))
    table: dict[str, Any] = {"seats": seats}
    if draw(st.booleans()):
        table["capacity"] = seats + draw(st.integers(0, 5))
    if draw(st.booleans()):
        table |= {"term": draw(durations), "staggered": draw(st.booleans())}
    if draw(st.booleans()):
        most = table.get("capacity", seats)
        table["weights"] = draw(st.lists(st.integers(1, 9), min_size=most, max_size=most))
    if draw(st.booleans()):
        table["label"] = draw(texts)
    return table


@st.composite
def rules(draw: st.DrawFn, name: str, bodies_there: list[str]) -> dict[str, Any]:
    """A rule between bodies of the document, of a verb that any two bodies allow."""
    verbs = ["appoints", "elects", "confirms", "coopts", "draws", "expels", "vetoes", "proposes"]
    table: dict[str, Any] = {
        "name": name,
        "verb": draw(st.sampled_from(verbs)),
        "by": draw(st.sampled_from(bodies_there)),
        "over": draw(st.sampled_from(bodies_there)),
        "decision": draw(
            st.sampled_from(["majority", "majority of seats", "2/3", "unanimity", "any holder"])
        ),
        "ballot": draw(st.sampled_from(["open", "secret"])),
    }
    cadence = draw(st.integers(0, 2))
    if cadence == 1:
        table["every"] = draw(durations)
    elif cadence == 2:
        table["at"] = draw(st.lists(days, min_size=1, max_size=3))
    return table


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """The plain form of a scenario that passes all checks: tables, arrays, words, numbers and dates."""
    body_names = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    rule_names = draw(st.lists(names, max_size=4, unique=True))
    mechanisms = draw(st.lists(names, max_size=3, unique=True))
    parameters = names.filter(lambda name: name not in ("mechanism", "every", "at", "from", "until", "file"))
    return {
        "title": draw(texts),
        "description": draw(texts),
        "from": date(1920, 1, 1),
        "until": date(1930, 1, 1),
        "bodies": {name: draw(bodies()) for name in body_names},
        "rules": [draw(rules(name, body_names)) for name in rule_names],
        "schedule": [
            {
                "mechanism": name,
                **draw(st.dictionaries(parameters, quantities() | texts | st.booleans(), max_size=3)),
            }
            for name in mechanisms
        ],
        "people": {
            "entrants": {
                "age": draw(quantities("year", drawn=False)),
                "age_spread": draw(quantities("month", drawn=False)),
            }
        },
        "snapshots": draw(st.lists(days, max_size=2)),
        "interventions": {
            "grown": {"label": draw(texts), "edits": [{"set": "until", "to": date(1931, 1, 1)}]},
        },
    }


def scenarios() -> st.SearchStrategy[Scenario]:
    """A scenario that passes all checks, without data files."""
    return documents().map(lambda document: from_document(document, Origin("random.toml")))
