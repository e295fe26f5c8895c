"""Names of bodies and acts as sentences need them: "the board elects", "the secretaries elect"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.organisation_checks import MEMBERS
from whowhom.spec.scenario import Scenario

_VERBS: dict[Verb, tuple[str, str]] = {
    Verb.APPOINTS: ("appoints", "appoint"),
    Verb.ELECTS: ("elects", "elect"),
    Verb.CONFIRMS: ("confirms", "confirm"),
    Verb.COOPTS: ("coopts", "coopt"),
    Verb.EX_OFFICIO: ("sits by right in", "sit by right in"),
    Verb.DRAWS: ("draws by lot", "draw by lot"),
    Verb.EXPELS: ("expels members of", "expel members of"),
    Verb.VETOES: ("may veto who enters", "may veto who enters"),
    Verb.ENLARGES: ("enlarges", "enlarge"),
    Verb.PROPOSES: ("proposes the slate for", "propose the slate for"),
    Verb.TRANSFERS: ("transfers or recalls", "transfer or recall"),
    Verb.SUCCEEDS: ("succeeds to", "succeed to"),
}
"""Each verb after one actor, and after several."""

_HEAD_NOUN = re.compile(r"^(.*?)(?: (?:of|for|from|in|on|at|by|to|with|against|under)\b|,|;|\(|:).*$")


def label_of(scenario: Scenario, name: str) -> str:
    """Return how readers see a body or a public: its label up to a bracket or comma, else its name."""
    found = scenario.bodies.get(name) or scenario.publics.get(name)
    if found is None or not found.label:
        return name.replace("_", " ")
    return found.label.split(" (")[0].split(", ")[0].strip()


def with_article(label: str) -> str:
    """Put "the" before a label that has no article: "the Board"; "members" of all kinds get one too."""
    return label if label.lower().startswith(("the ", "a ", "an ")) else f"the {label}"


def is_plural(label: str) -> bool:
    """Guess whether a label needs a verb in the plural.

    Looks at the last word before "of", "on", a comma or a bracket: "secretaries of provinces" is plural,
    "congress" is not; one seat may stand for many, like "buyers of votes". Does not model: plurals without s.
    """
    found = _HEAD_NOUN.match(label)
    words = (found[1] if found else label).split()
    last = words[-1].lower() if words else ""
    return last in ("members", "people") or (last.endswith("s") and not last.endswith(("ss", "us", "'s")))


def noun(scenario: Scenario, name: str) -> str:
    """Return a body as a noun with its article."""
    return with_article(label_of(scenario, name))


def plural(scenario: Scenario, name: str) -> bool:
    """Return whether verbs after a body, a public or the members stand in the plural."""
    return name == MEMBERS or is_plural(label_of(scenario, name))


def agreeing(scenario: Scenario, name: str, one: str, several: str) -> str:
    """Return the word that agrees with a body: `one` after a singular label, `several` after a plural."""
    return several if plural(scenario, name) else one


def verb_words(scenario: Scenario, rule: Rule) -> str:
    """Return the verb of a rule, agreeing with who acts."""
    if rule.verb is Verb.EXPELS and scenario.bodies[rule.over].seats == 1:
        return "remove" if plural(scenario, rule.by) else "removes"
    return _VERBS[rule.verb][plural(scenario, rule.by)]


def sentence(text: str) -> str:
    """Give text a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Join as "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def counted(number: int, word: str) -> str:
    """Write "1 seat", "2 seats"."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def percent(chance: float) -> str:
    """Write a chance in percent; what is neither impossible nor sure is not rounded to it."""
    if 0.0 < chance < 0.001:
        return "below 0.1 %"
    if 0.999 < chance < 1.0:
        return "above 99.9 %"
    return f"{100 * chance:.1f} %" if chance < 0.1 or chance > 0.9 else f"{100 * chance:.0f} %"


def span(months: int) -> str:
    """Write a number of months as "1 year 3 months"."""
    years, rest = divmod(months, 12)
    parts = [counted(years, "year")] if years else []
    if rest or not years:
        parts.append(counted(rest, "month"))
    return " ".join(parts)
