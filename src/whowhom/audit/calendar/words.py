"""The calendar in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from whowhom.audit.labels import label_of, listed, noun, plural, with_article
from whowhom.spec.scenario import Scenario

_NAMES = {"majority": "a majority", "2/3": "two thirds"}
NO_LOSS = 10**9
"""More votes than any decision asks for."""


def words_of(scenario: Scenario, principal: dict[str, Any]) -> Iterator[str]:
    """Give the sentences of one principal, from the plain values of its calendar."""
    who = with_article(principal["label"])
    several = plural(scenario, principal["principal"])
    told = False
    for name, body in principal["bodies"].items():
        where = with_article(label_of(scenario, name))
        if not (body["filled"]["directly"] or body["filled"]["through"] or body["seats_by_right"]):
            continue
        told = True
        for decisions, threshold in _worth_telling(body["thresholds"]):
            yield _control(scenario, who, several, where, decisions, threshold, body)
        yield from _windows(who, where, body)
    if not told:
        yield f"No seat of another body falls to {who} by dates alone."


def _worth_telling(thresholds: dict[str, Any]) -> list[tuple[list[str], dict[str, Any]]]:
    """Join decisions that come at one time; where an easier one never comes a harder one is not told."""
    told: list[tuple[list[str], dict[str, Any]]] = []
    lost = NO_LOSS
    for decision, found in sorted(thresholds.items(), key=lambda item: item[1]["first_day"]["quota"]):
        rules = found["control"]["rules"]
        never = all(one["date"] is None for one in found["control"].values())
        if never and lost < found["first_day"]["quota"]:
            continue
        lost = min(lost, found["first_day"]["quota"]) if never else lost
        same = [
            decisions
            for decisions, other in told
            if _dates(other) == _dates(found)
            and (rules["date"] or other["control"]["rules"]["needed"] == rules["needed"])
        ]
        if same:
            same[0].append(decision)
        else:
            told.append(([decision], found))
    return told


def _dates(threshold: dict[str, Any]) -> list[Any]:
    """Return all days of a threshold, whatever the reading."""
    return [
        *((one["date"], one["own"], one["base"]) for one in threshold["control"].values()),
        (threshold["mortality"] or {}).get("dates"),
    ]


def _control(
    scenario: Scenario,
    who: str,
    several: bool,
    where: str,
    decisions: list[str],
    threshold: dict[str, Any],
    body: dict[str, Any],
) -> str:
    """Say when some decisions are carried, or what is missing."""
    rules, best = threshold["control"]["rules"], threshold["control"]["best"]
    names = [_NAMES.get(decision, f"enough for “{decision}”") for decision in decisions]
    what = listed(names, "and" if rules["date"] else "or")
    consent = list(dict.fromkeys(body["filled"]["consent"]))
    one = len(consent) == 1 and not plural(scenario, consent[0])
    agree = "always agrees" if one else "always agree"
    given = f" and {listed([noun(scenario, item) for item in consent])} {agree}" if consent else ""
    if rules["date"] is None:
        sentence = (
            f"By the rules alone {who} never {'have' if several else 'has'} {what} of {where} in "
            f"{'their' if several else 'its'} time: {_missing(rules['missing'], rules['needed'])}"
        )
    else:
        become = f"appointees become {what} of {where} ({rules['own']} of {rules['base']})"
        if body["seats"] == 1:
            become = f"appointee holds the seat of {where}"
        sentence = f"On {_day(rules['date'])} {possessive(who)} own {become} if nobody leaves early{given}"
    dates = (threshold["mortality"] or {}).get("dates", {})
    if dates.get("50%") and dates["50%"] != rules["date"]:
        late = dates["95%"][:7] if dates["95%"] else "after its time"
        cause = "early exits at their usual rate" if body["early_exits"] else "deaths by the life table"
        sentence += f"; with {cause}: {dates['50%'][:7]} (90 %: {dates['5%'][:7]} to {late})"
    if best["date"] and best["date"] != rules["date"]:
        having = "they have" if several else "it has"
        sentence += f"; at the earliest, with every power {having}, on {_day(best['date'])}"
    recorded = threshold["control"].get("recorded")
    if recorded is not None and recorded["date"] != rules["date"]:
        day = recorded["date"]
        sentence += f"; with the exits on record {'on ' + _day(day) if day else 'never in its time'}"
    return sentence + "."


def _windows(who: str, where: str, body: dict[str, Any]) -> Iterator[str]:
    """Say how many seats are filled within spans of office, and how long terms would have to be."""
    months = {window["months"]: window for window in body["windows"] if window["window"] != "two tenures"}
    for window in months.values():
        if window["count"]:
            span = (
                f"{window['months'] // 12} years"
                if window["months"] % 12 == 0
                else f"{window['months']} months"
            )
            yield (
                f"In {span} terms that end let {who} fill {window['count']} seats of {where}; "
                f"its side then has {window['own']}, and {window['quota']} decide."
            )
    form = body["closed_form"]
    if body["windows"] and form is not None and form.get("never_above_years") is not None:
        yield (
            f"With evenly staggered terms {who} is not sure of {form['needed']} of {form['seats']} seats of "
            f"{where} in {form['tenure_years']:g} years if terms last more than "
            f"{form['not_sure_above_years']:.4g} years, and never gets them above "
            f"{form['never_above_years']:.4g} years."
        )


def possessive(noun: str) -> str:
    """Return a noun as whose something is: "the board's", "the shareholders'"."""
    return f"{noun}'" if noun.endswith("s") else f"{noun}'s"


def _missing(missing: int, needed: int) -> str:
    """Say how many votes are missing."""
    if needed == 1:
        return "the one vote needed is missing"
    if missing == needed:
        return f"all {needed} votes needed are missing"
    return f"{missing} of the {needed} votes needed {'is' if missing == 1 else 'are'} missing"


def _day(text: str) -> str:
    """Write an ISO day as "15 October" with its year."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
