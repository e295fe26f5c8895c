"""The graph of who chooses whom as a picture: a box for each body, an arrow for each act, loops underlaid.

Arrows run from who acts to whom; colour and dashes tell the kind of act, and a band lies under those by which
power comes back to itself. Nothing but the data of the section is needed. Does not show: rules' dates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from whowhom.report.graph_layout import Layout, Route, lay_out
from whowhom.report.svg import INK, WIDTH, element

_STYLES: dict[str, tuple[str, str | None, float, str]] = {
    "fills": ("#2f7fc1", None, 2.0, "fills seats"),
    "proposes": ("#a06cc5", "8 3", 1.8, "proposes the slate"),
    "confirms": ("#2a9d78", None, 1.8, "must confirm"),
    "vetoes": ("#b0206a", "2 3", 1.8, "may veto"),
    "removes": ("#c8443f", "10 3 2 3", 1.8, "removes or recalls"),
    "enlarges": ("#d9741a", "5 3", 1.8, "adds seats"),
    "sways": ("#5fa3d8", "3 3", 1.8, "sways an election"),
    "supplies": ("#8a8f98", "1 3", 1.5, "supplies candidates"),
}
"""Colour, dashes, width, and words of each kind of edge."""
_LOOP = "#e3a81b"
_POWER = ("fills", "proposes", "confirms", "removes", "enlarges", "sways")
_WEIGHT = {"fills": 3.0, "supplies": 0.1, "vetoes": 0.5}
_LETTER, _LINE, _SMALL = 6.7, 14.5, 10.5
_WIDEST_LINE = 19
_MARGIN, _ROW = 22.0, 20.0
_HEAD = 8.0


def graph_picture(graph: Mapping[str, Any]) -> bytes:
    """Draw the section `graph` of an audit, as its `to_dict` gives it, as one SVG element.

    Legible with up to some fifteen bodies; wider than other pictures where a layer needs the room. The same
    data give the same bytes.
    """
    nodes = graph["nodes"]
    number = {node["name"]: k for k, node in enumerate(nodes)}
    selves = {edge["from"] for edge in graph["edges"] if edge["from"] == edge["to"]}
    texts = [_lines(str(node["label"])) for node in nodes]
    sizes = [_size(text, node["seats"]) for text, node in zip(texts, nodes, strict=True)]
    edges = _distinct([edge for edge in graph["edges"] if edge["from"] != edge["to"]])
    links = [(number[edge["from"]], number[edge["to"]], _WEIGHT.get(edge["kind"], 1.0)) for edge in edges]
    # Room for the arrow of a body to itself, on both sides so that the box stays in the middle.
    room = [w + 60 if node["name"] in selves else w for (w, _), node in zip(sizes, nodes, strict=True)]
    layout = lay_out(sizes, links, room)
    width = max(WIDTH, layout.width + 2 * _MARGIN)
    legend, legend_height = _legend(graph["edges"], _looped(graph), width)
    left, top = (width - layout.width) / 2, legend_height + 10
    drawn = _arrows(edges, layout, _looped(graph))
    for k, node in enumerate(nodes):
        drawn += _own_arrows(graph["edges"], node["name"], layout, k, sizes[k])
        drawn += _box(node, texts[k], layout.x[k], layout.y[k], sizes[k], _in_loop(graph, node["name"]))
    inside = element("g", "".join(drawn), transform=f"translate({left:.1f} {top:.1f})")
    box = f"0 0 {width:.0f} {top + layout.height + _MARGIN:.0f}"
    return element("svg", "".join(legend) + inside, viewBox=box, aria_hidden="true").encode()


def _distinct(edges: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Keep one edge of each kind between two bodies."""
    seen: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for edge in edges:
        seen.setdefault((edge["from"], edge["to"], edge["kind"]), edge)
    return list(seen.values())


def _looped(graph: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    """Return the edges of power that stay within a circle; each of them lies on some loop."""
    circle = {name: k for k, names in enumerate(graph["components"]) for name in names}
    return {
        (edge["from"], edge["to"], edge["kind"])
        for edge in graph["edges"]
        if edge["kind"] in _POWER and circle.get(edge["from"], -1) == circle.get(edge["to"], -2)
    }


def _in_loop(graph: Mapping[str, Any], name: str) -> bool:
    """Return whether a body stands in a circle of power."""
    return any(name in names for names in graph["components"])


def _lines(label: str) -> list[str]:
    """Break a label into at most four lines at spaces, the last cut short where it is too long."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _WIDEST_LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line if len(line) <= 26 else line[:25] + "…" for line in lines]
    return lines if len(lines) <= 4 else [*lines[:3], lines[3] + " …"]


def _size(lines: Sequence[str], seats: int | None) -> tuple[float, float]:
    """Return the width and height of a box around its text."""
    width = max(92.0, max(len(line) for line in lines) * _LETTER + 22)
    return width, len(lines) * _LINE + (13.0 if seats is not None else 0.0) + 14


def _box(
    node: Mapping[str, Any], lines: Sequence[str], x: float, y: float, size: tuple[float, float], loop: bool
) -> list[str]:
    """Draw a box with its label and its seats; who is no body has round ends and a broken outline."""
    width, height = size
    body = node["kind"] in ("office", "body")
    shape = {"x": x - width / 2, "y": y, "width": width, "height": height}
    style = {
        "rx": (3 if node["kind"] == "body" else 9) if body else height / 2,
        "stroke": _LOOP if loop else INK,
        "stroke_width": 2.4 if loop else 1.2,
        "stroke_dasharray": None if body else "4 3",
    }
    drawn = [element("rect", **shape, **style, fill="var(--paper, #fff)")]
    for k, line in enumerate(lines):
        drawn.append(_text(line, x, y + 18 + k * _LINE, 12, "600" if node["kind"] == "office" else None))
    if node["seats"] is not None:
        seats = "1 seat" if node["seats"] == 1 else f"{node['seats']} seats"
        drawn.append(_text(seats, x, y + 17 + len(lines) * _LINE, _SMALL, None, 0.75))
    return drawn


def _text(
    text: str, x: float, y: float, size: float, weight: str | None, opacity: float | None = None
) -> str:
    """Write one line around a place."""
    return element(
        "text", escape(text), x=x, y=y, text_anchor="middle", font_size=size, font_weight=weight, fill=INK,
        fill_opacity=opacity, font_family="DejaVu Sans, Verdana, sans-serif",
    )  # fmt: skip


def _arrows(
    edges: Sequence[Mapping[str, Any]], layout: Layout, looped: set[tuple[str, str, str]]
) -> list[str]:
    """Draw all links: first the bands of the loops, then the lines, then the heads."""
    bands, lines, heads = [], [], []
    for edge, route in zip(edges, layout.routes, strict=True):
        colour, dash, thick, _ = _STYLES[edge["kind"]]
        if (edge["from"], edge["to"], edge["kind"]) in looped:
            bands.append(_curve(route, 0, stroke=_LOOP, stroke_width=9, stroke_opacity=0.28))
        title = element("title", escape(_says(edge)))
        style = {"stroke": colour, "stroke_width": thick, "stroke_dasharray": dash}
        lines.append(_curve(route, _HEAD - 1, title, **style))
        if route.down:
            heads.append(_head(route.legs[-1][2], route.bottom, 1, colour))
        else:
            heads.append(_head(route.legs[0][0], route.top, -1, colour))
    return [*bands, *lines, *heads]


def _says(edge: Mapping[str, Any]) -> str:
    """Say what an arrow means, for whoever points at it."""
    rule = f" ({edge['rule']})" if edge.get("rule") else ""
    return f"{edge['from']} {edge['verb']} {edge['to']}{rule}"


def _curve(route: Route, short: float, title: str | None = None, /, **style: object) -> str:
    """Draw a link through its legs, `short` pixels short of where its head is."""
    start = route.top + (0 if route.down else short)
    end = route.bottom - (short if route.down else 0)
    path = f"M{route.legs[0][0]:.1f} {start:.1f}"
    for a, above, b, below in route.legs:
        middle = (above + below) / 2
        path += f"L{a:.1f} {above:.1f}C{a:.1f} {middle:.1f} {b:.1f} {middle:.1f} {b:.1f} {below:.1f}"
    path += f"L{route.legs[-1][2]:.1f} {end:.1f}"
    if not route.down:
        # The first leg would otherwise begin inside the head.
        path = path.replace(
            f"L{route.legs[0][0]:.1f} {route.top:.1f}C", f"L{route.legs[0][0]:.1f} {start:.1f}C", 1
        )
    return element("path", title, d=path, fill="none", **style)


def _head(x: float, y: float, way: int, colour: str) -> str:
    """Draw an arrowhead whose tip is at a place, pointing down (1) or up (-1)."""
    back = y - way * _HEAD
    points = f"{x:.1f},{y:.1f} {x - 4.2:.1f},{back:.1f} {x + 4.2:.1f},{back:.1f}"
    return element("polygon", points=points, fill=colour)


def _own_arrows(
    edges: Sequence[Mapping[str, Any]], name: str, layout: Layout, k: int, size: tuple[float, float]
) -> list[str]:
    """Draw the acts of a body on itself, as arcs at its right side, one within the other."""
    own = _distinct([edge for edge in edges if edge["from"] == edge["to"] == name])
    drawn = []
    middle, right = layout.y[k] + size[1] / 2, layout.x[k] + size[0] / 2
    for number, edge in enumerate(own[:3]):
        colour, dash, thick, _ = _STYLES[edge["kind"]]
        reach, half = 24 + 9.0 * number, 9 + 5.0 * number
        shape = (
            f"M{right:.1f} {middle - half:.1f}C{right + reach:.1f} {middle - half - 6:.1f} "
            f"{right + reach:.1f} {middle + half + 6:.1f} {right + _HEAD - 1:.1f} {middle + half:.1f}"
        )
        if edge["kind"] in _POWER:
            band = {"stroke": _LOOP, "stroke_width": 9, "stroke_opacity": 0.28}
            drawn.append(element("path", d=shape, fill="none", **band))
        style = {"stroke": colour, "stroke_width": thick, "stroke_dasharray": dash}
        drawn.append(element("path", element("title", escape(_says(edge))), d=shape, fill="none", **style))
        tip, back, y = right, right + _HEAD, middle + half
        points = f"{tip:.1f},{y:.1f} {back:.1f},{y - 4.2:.1f} {back:.1f},{y + 4.2:.1f}"
        drawn.append(element("polygon", points=points, fill=colour))
    return drawn


def _legend(
    edges: Sequence[Mapping[str, Any]], looped: set[tuple[str, str, str]], width: float
) -> tuple[list[str], float]:
    """Return the signs of the kinds that occur, in rows from the top, and the height that they take."""
    kinds = {edge["kind"] for edge in edges}
    entries = []
    for kind, (colour, dash, thick, words) in _STYLES.items():
        if kind in kinds:
            line = element(
                "line", x1=0, y1=6, x2=24, y2=6, stroke=colour, stroke_width=thick, stroke_dasharray=dash
            )
            head = element("polygon", points="32,6 24,1.8 24,10.2", fill=colour)
            entries.append((words, line + head))
    if looped:
        band = element("line", x1=0, y1=6, x2=32, y2=6, stroke=_LOOP, stroke_width=9, stroke_opacity=0.4)
        entries.append(("part of a loop of power", band))
    along, row, drawn = _MARGIN, 0, []
    for words, signs in entries:
        room = 38 + _LETTER * len(words) + 18
        if along + room > width and along > _MARGIN:
            along, row = _MARGIN, row + 1
        text = element("text", escape(words), x=38, y=10, font_size=11.5, fill=INK)
        drawn.append(element("g", signs + text, transform=f"translate({along:.1f} {8 + row * _ROW:.1f})"))
        along += room
    return drawn, 8 + (row + 1) * _ROW if entries else 0.0
