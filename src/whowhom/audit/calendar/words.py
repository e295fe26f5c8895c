"""The calendar in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from whowhom.audit.labels import label_of, with_article
from whowhom.spec.scenario import Scenario

_NAMES = {"majority": "a majority", "2/3": "two thirds"}


def words_of(scenario: Scenario, principal: dict[str, Any]) -> Iterator[str]:
    """Give the sentences of one principal, from the plain values of its calendar."""
    who = with_article(principal["label"])
    for name, body in principal["bodies"].items():
        where = with_article(label_of(scenario, name))
        if not (body["filled"]["directly"] or body["filled"]["through"] or body["seats_by_right"]):
            continue
        for decision, threshold in body["thresholds"].items():
            yield _control(who, where, decision, threshold, body)
        yield from _windows(who, where, body)


def _control(who: str, where: str, decision: str, threshold: dict[str, Any], body: dict[str, Any]) -> str:
    """Say when one decision is carried, or what is missing."""
    what = _NAMES.get(decision, f'enough for "{decision}"')
    rules, best = threshold["control"]["rules"], threshold["control"]["best"]
    consent = [item.replace("_", " ") for item in body["filled"]["consent"]]
    agree = "always agrees" if len(consent) == 1 else "always agree"
    given = f" and {' and '.join(with_article(item) for item in consent)} {agree}" if consent else ""
    if rules["date"] is None:
        sentence = (
            f"By the rules alone {who} never has {what} of {where} in its time: {rules['missing']} of the "
            f"{rules['needed']} votes needed {'is' if rules['missing'] == 1 else 'are'} missing"
        )
    else:
        become = f"appointees become {what} of {where} ({rules['own']} of {rules['base']})"
        if body["seats"] == 1:
            become = f"appointee holds the seat of {where}"
        sentence = f"On {_day(rules['date'])} {who}'s own {become} if nobody leaves early{given}"
    dates = (threshold["mortality"] or {}).get("dates", {})
    if dates.get("50%") and dates["50%"] != rules["date"]:
        late = dates["95%"][:7] if dates["95%"] else "later than its time"
        cause = "early exits at their usual rate" if body["early_exits"] else "deaths by the life table"
        sentence += f"; with {cause}: {dates['50%'][:7]} (90 %: {dates['5%'][:7]} to {late})"
    if best["date"] and best["date"] != rules["date"]:
        sentence += f"; at the earliest, with every power it has, on {_day(best['date'])}"
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


def _day(text: str) -> str:
    """Write an ISO day as "15 October" with its year."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
