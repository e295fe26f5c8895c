"""The page of an audit: one HTML file, without outside references, from the values of its JSON file alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whowhom.report.audit_blocks import Block, Drawing, Part, Plain
from whowhom.report.audit_calendar import calendar
from whowhom.report.audit_capture import capture
from whowhom.report.audit_contest import contest
from whowhom.report.audit_edits import edits
from whowhom.report.audit_lots import lots
from whowhom.report.audit_method import TITLES, method
from whowhom.report.audit_names import Names
from whowhom.report.audit_overview import overview
from whowhom.report.audit_power import power
from whowhom.report.audit_rules import defects, graph, reach
from whowhom.report.audit_ruling import ruling

TEMPLATE = "audit.html.j2"
LOOK = "page.html.j2"
"""The page whose look this one has too."""

_CHAPTERS: dict[str, Callable[[Plain, Names], Iterator[Block]]] = {
    "defects": defects,
    "graph": graph,
    "reach": reach,
    "power": power,
    "calendar": calendar,
    "capture": capture,
    "lots": lots,
    "ruling": ruling,
    "contest": contest,
    "edits": edits,
}
"""The function that writes each section."""


def audit_page(values: dict[str, Any]) -> str:
    """Return the page of an audit as HTML text.

    values: the audit as its JSON file has it. A section that was left out, or not asked for, is told with the
    reason. Nothing is computed that the values do not say. Does not compare two documents.
    """
    names = Names(values)
    parts = [_part(values, name, names) for name in TITLES]
    parts.append(Part("method", "Method, residuals, and what is not modelled", tuple(method(values, names))))
    return _render(values, overview(values), parts)


def _part(values: Plain, name: str, names: Names) -> Part:
    """Write one section, or say why there is none."""
    section = values.get(name)
    if not isinstance(section, dict):
        return Part(name, TITLES[name], (), "it was not asked for")
    if isinstance(section.get("left_out"), str):
        return Part(name, TITLES[name], (), section["left_out"])
    return Part(name, TITLES[name], tuple(_CHAPTERS[name](section, names)))


def _render(values: Plain, first: tuple[Block, ...], parts: list[Part]) -> str:
    """Fill the template."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def drawn(block: Drawing) -> Markup:
        return Markup(block.svg.decode())

    text = environment.get_template(TEMPLATE).render(
        title=values.get("title", ""),
        file=values.get("file", ""),
        document_hash=values.get("document_hash", ""),
        words=values.get("words", []),
        first=first,
        parts=parts,
        drawn=drawn,
        style=Markup(style(folder)),
    )
    return str(text)


def style(folder: Path) -> str:
    """Return the style of the report's page, so that both have one look."""
    text = (folder / LOOK).read_text(encoding="utf-8")
    return text.partition("<style>")[2].partition("</style>")[0]
