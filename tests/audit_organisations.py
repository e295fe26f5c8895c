"""Small organisations for the tests of the audit: bodies and sentences, as a document says them."""

from __future__ import annotations

from datetime import date
from typing import Any

from whowhom.spec.document import from_document
from whowhom.spec.scenario import Origin, Scenario

Sentence = tuple[str, str, str] | tuple[str, str, str, dict[str, Any]]


def organisation(bodies: dict[str, Any], rules: list[Sentence], **more: Any) -> Scenario:
    """Make a scenario of bodies (seats, or a table) and of rules (by, verb, over)."""
    document = {
        "title": "By hand",
        "from": date(2020, 1, 1),
        "until": date(2040, 1, 1),
        "bodies": {name: {"seats": body} if isinstance(body, int) else body for name, body in bodies.items()},
        "rules": [
            {
                "name": f"rule_{number}",
                "by": rule[0],
                "verb": rule[1],
                "over": rule[2],
                **(rule[3] if len(rule) == 4 else {}),
            }
            for number, rule in enumerate(rules)
        ],
        **more,
    }
    return from_document(document, Origin())


CIRCULAR_FLOW = organisation(
    {
        "secretary": {"seats": 1, "label": "general secretary"},
        "provinces": {"seats": 9, "label": "provincial secretaries"},
        "congress": {"seats": 9, "label": "congress"},
        "committee": {"seats": 5, "label": "central committee"},
        "court": 3,
    },
    [
        ("secretary", "appoints", "provinces"),
        ("provinces", "ex_officio", "congress"),
        ("congress", "elects", "committee"),
        ("committee", "elects", "secretary"),
        ("court", "expels", "secretary"),
        ("members", "elects", "court"),
    ],
)
