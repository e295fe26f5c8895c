"""The reference of documents and claims, made from the records: JSON Schemas for editors, tables of keys.

`python -m whowhom.spec.reference docs/reference` writes them; a test fails when they are stale.
"""

from __future__ import annotations

import json
import sys
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

from whowhom.spec.audit_table import AuditTable, Conspiracy
from whowhom.spec.claim import Claim, Comparison, Otherwise, Reading, Score, Value
from whowhom.spec.errors import shown
from whowhom.spec.extends import Extension, Keep
from whowhom.spec.membership import Membership
from whowhom.spec.organisation import Body, Places, Public, Rule
from whowhom.spec.prior import ARGUMENTS
from whowhom.spec.record import Change, Quantity, Record
from whowhom.spec.scenario import Arm, Edit, Entrants, Event, Intervention, Observe, People, Scenario, Step
from whowhom.spec.score_table import ScoreTable
from whowhom.spec.society import Campaign, Instrument, Party
from whowhom.spec.units import UNITS

BEGIN = (
    "<!-- made from the records by python -m whowhom.spec.reference: edit nothing below, up to its end -->"
)
END = "<!-- end of what is made from the records -->"

_RECORDS: tuple[tuple[str, type[Record]], ...] = (
    ("The document", Scenario),
    ("`[bodies.NAME]`", Body),
    ("`[[rules]]`", Rule),
    ("`[places.NAME]`", Places),
    ("`[publics.NAME]`", Public),
    ("`[membership]`", Membership),
    ("`[people]`", People),
    ("`[people.entrants]`", Entrants),
    ("`[parties.NAME]`", Party),
    ("`[instruments.NAME]`", Instrument),
    ("`[campaigns.NAME]`", Campaign),
    ("`[[events]]`", Event),
    ("`[[schedule]]`", Step),
    ("`[[observe]]`", Observe),
    ("`[interventions.NAME]`", Intervention),
    ("`[audit]`", AuditTable),
    ("`[score]`", ScoreTable),
    ("`[audit.conspiracy]`", Conspiracy),
    ("An edit", Edit),
    ("`[[arms]]`", Arm),
    ("A quantity", Quantity),
    ("A change of a quantity", Change),
    ("A document that extends another, beside the keys of the document", Extension),
    ("`[keep]`", Keep),
)
_RECORDS_OF_A_CLAIM: tuple[tuple[str, type[Record]], ...] = (
    ("The claim", Claim),
    ("`[[comparisons]]`", Comparison),
    ("A number on record: `data`, `data_less`", Value),
    ("Two predictors: `score`", Score),
    ("`[[readings]]`", Reading),
    ("`[[otherwise]]`", Otherwise),
)


def schema() -> str:
    """Give the JSON Schema of a scenario as text, for editors that complete and check TOML.

    A document that extends another has keys of its own, and none that it must repeat.
    """
    whole = Scenario.model_json_schema(by_alias=True)
    found = Extension.model_json_schema(by_alias=True)
    found["description"] = whole["description"]
    found["properties"] |= whole["properties"]
    found["anyOf"] = [{"required": found.pop("required")}, {"required": whole["required"]}]
    found["dependentRequired"] = {"edits": ["extends"], "keep": ["extends"]}
    # The records' own docstrings describe them; the program's version is no part of the format.
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["title"] = "WhoWhom scenario"
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def claim_schema() -> str:
    """Give the JSON Schema of a claim as text."""
    found = Claim.model_json_schema(by_alias=True)
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["title"] = "WhoWhom claim"
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def claim_tables() -> str:
    """Give the tables of the keys of a claim in Markdown."""
    return "\n\n".join(_table(heading, record) for heading, record in _RECORDS_OF_A_CLAIM)


def tables() -> str:
    """Give the tables of keys, units and priors in Markdown."""
    parts = [_table(heading, record) for heading, record in _RECORDS]
    units = [f"| `{name}` | {unit.dimension} |" for name, unit in UNITS.items()]
    parts.append("\n".join(["## Units", "", "| unit | measures |", "|---|---|", *units]))
    priors = [f"- `{family}({', '.join(names)})`" for family, names in ARGUMENTS.items()]
    parts.append("\n".join(["## Priors", "", *priors]))
    return "\n\n".join(parts)


def renewed(page: str, made: str | None = None) -> str:
    """Put fresh tables between the marks of a page, those of the document where no others are given.

    Raises ValueError where the page has no marks.
    """
    before, after = page.index(BEGIN) + len(BEGIN), page.index(END)
    return f"{page[:before]}\n\n{made or tables()}\n\n{page[after:]}"


def main(folder: str) -> None:
    """Write the schemas and renew the pages in a folder."""
    place = Path(folder)
    (place / "scenario.schema.json").write_text(schema(), encoding="utf-8")
    page = place / "document.md"
    page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
    (place / "claim.schema.json").write_text(claim_schema(), encoding="utf-8")
    page = place / "claim.md"
    page.write_text(renewed(page.read_text(encoding="utf-8"), claim_tables()), encoding="utf-8")


def _table(heading: str, record: type[Record]) -> str:
    """Write the keys of a record: name, what is expected, whether it may be left out, meaning."""
    lines = [f"## {heading}", "", "| key | expected | if absent | meaning |", "|---|---|---|---|"]
    for name, field in record.model_fields.items():
        if record is Extension and name in Scenario.model_fields:
            continue
        default = "required" if field.is_required() else _default(field.default)
        lines.append(
            f"| `{field.alias or name}` | {_kind(field.annotation)} | {default} | {field.description or ''} |"
        )
    if record.model_config.get("extra") == "allow":
        lines.append("| any other | quantity or word | | what the mechanism or observable needs |")
    return "\n".join(lines)


def _default(value: Any) -> str:
    """Say what an absent key means."""
    if value is None or value == () or value == {}:
        return ""
    if isinstance(value, Record) or (isinstance(value, tuple) and value):
        return "" if value == Keep() else "see below"
    return f"`{shown(value.value if isinstance(value, Enum) else value)}`"


def _kind(kind: Any) -> str:
    """Say in words what type a key expects."""
    arguments = [argument for argument in get_args(kind) if argument is not type(None)]
    origin = get_origin(kind)
    if origin is tuple:
        return f"array of {_kind(arguments[0])}"
    if origin is dict:
        return f"table of {_kind(arguments[1])}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{member.value}`" for member in kind)
    if arguments and all(isinstance(argument, str) for argument in arguments):
        return ", ".join(f"`{argument}`" for argument in arguments)
    if arguments:
        return _kind(arguments[0])
    names = {
        "str": "text",
        "int": "whole number",
        "float": "number",
        "bool": "true or false",
        "object": "anything",
    }
    return names.get(str(kind.__name__), str(kind.__name__).lower())


if __name__ == "__main__":
    main(sys.argv[1])
