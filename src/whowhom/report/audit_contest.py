"""The chapter on the contest: what best play of both sides makes of the rules, and when each should move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.report.audit_blocks import Basis, Block, Drawing, Heading, Plain, grid, words
from whowhom.report.audit_names import Names, chance, many, residual, span
from whowhom.report.audit_picture import Curve, draw, legend_rows, round_ticks
from whowhom.report.picture import COLOURS
from whowhom.report.svg import WIDTH, Picture, Range

_CASES = {
    "ours_first": ("the principal moves first in a month", COLOURS[0], 2.6, None),
    "rest_first": ("the others move first", COLOURS[1], 2.0, "7 3"),
    "nobody_moves": ("nobody removes or adds anybody", COLOURS[5], 1.8, "2 3"),
}
_REPRISAL = "ours_first_reprisal_"
_LEFT = 74.0
NOTICED = 5e-4
"""What moving first must be worth to be told."""


def contest(section: Plain, names: Names) -> Iterator[Block]:
    """Give the value of every case, the chance of control under best play, and the motions month by month."""
    silent = []
    for pair in section.get("pairs", []):
        title = f"{names.of(pair['principal'])} against the others, for {names.of(pair['target'])}"
        if not pair.get("cases"):
            silent.append(f"{title}: {pair.get('left_out') or 'nothing was worked out'}.")
            continue
        yield Heading(title)
        yield from words(pair.get("words", []))
        yield from _pair(pair, title)
        yield Basis(pair.get("method") or section.get("method", ""), residual(pair.get("residual")))
    if silent:
        yield Heading("Without a contest")
        yield from words(silent)


def _pair(pair: Plain, title: str) -> Iterator[Block]:
    """Give the table of values and the picture of one contest."""
    cases = pair["cases"]
    rows = [
        (
            _label(name),
            chance(case["value"]),
            _first(case["ours_moves"]),
            _first(case["rest_moves"]),
            many(case["states"]),
            residual(case["residual"]),
        )
        for name, case in cases.items()
    ]
    head = (
        "case", f"chance of control after {span(pair['months'])}", "the principal moves from",
        "the others move from", "states", "residual",
    )  # fmt: skip
    told = (
        f"Value of the contest at loyalty {pair['loyalty']:g}"
        if "loyalty" in pair
        else "Value of the contest"
    )
    yield from grid(told, head, rows)
    if abs(pair.get("moving_first") or 0.0) >= NOTICED:
        points = 100 * pair["moving_first"]
        yield from words(
            [f"To move first is worth {points:.1f} points of that chance to the principal."], listed=False
        )
    alt = f"{title}: chance of control by year under best play, and expected motions of each side"
    caption = (
        "Above: chance of control under best play. Below: expected motions in each month, where the "
        "principal moves first."
    )
    yield Drawing(_picture(cases, pair["months"]), alt, caption)
    plan = pair.get("plan") or []
    yield from words([str(line) for line in plan if isinstance(line, str)])


def _label(name: str) -> str:
    """Say what a case is."""
    if name.startswith(_REPRISAL):
        share = float(name.removeprefix(_REPRISAL))
        return f"principal first; who moves in vain goes with chance {100 * share:g} %"
    return _CASES[name][0] if name in _CASES else name.replace("_", " ")


def _first(moves: Sequence[float]) -> str:
    """Say from which month on a side moves."""
    month = next((month for month, value in enumerate(moves) if value >= 0.005), None)
    return "never" if month is None else f"month {month}"


def _picture(cases: Plain, months: int) -> bytes:
    """Draw the chance of control by case, and under it the motions of both sides."""
    axis: Range = (0, max(months, 1) / 12)
    curves = []
    for place, (name, case) in enumerate(cases.items()):
        _, colour, width, dash = _CASES.get(name, ("", COLOURS[2 + place % 3], 1.8, "9 3 2 3"))
        curves.append(Curve(_label(name), _at(case["control"]), case["control"], colour, width, dash))
    width = WIDTH - _LEFT - 16
    top = 17.0 * legend_rows([curve.label for curve in curves], width) + 14
    below = top + 190 + 40 + 17 + 14
    picture = Picture(below + 100 + 44)
    panel = picture.panel(top, 190, axis, (0, 1), _LEFT)
    panel.upright_axis([(tick / 4, f"{25 * tick} %") for tick in range(5)], "chance of control")
    panel.level_axis(round_ticks(axis, 8))
    draw(panel, curves)
    main = cases.get("ours_first") or next(iter(cases.values()))
    most = max([*main["ours_moves"], *main["rest_moves"], 0.1])
    motions = picture.panel(below, 100, axis, (0, most * 1.05), _LEFT)
    motions.upright_axis(round_ticks((0, most), 3), "motions")
    motions.level_axis(round_ticks(axis, 8), "years")
    for key, label, colour, dash in (
        ("ours_moves", "motions of the principal’s side", COLOURS[0], None),
        ("rest_moves", "motions of the others", COLOURS[4], "7 3"),
    ):
        draw(motions, [Curve(label, _at(main[key]), main[key], colour, 2.0, dash, step=True)])
    return picture.svg()


def _at(values: Sequence[float]) -> list[float]:
    """Return the years of monthly values."""
    return [month / 12 for month in range(len(values))]
