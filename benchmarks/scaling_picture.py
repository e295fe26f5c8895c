"""The picture of `scaling`: cost against size, both axes in powers of ten, with the fitted line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from whowhom.report.picture import COLOURS, Panel, Picture

PAPER, INK = "#ffffff", "#1b1d21"
HEIGHT, WIDTH, LEFT, GAP = 300.0, 270.0, 78.0, 104.0


def drawn(found: Sequence[Any]) -> str:
    """Return the picture of some growths (`scaling.Growth`), side by side, as an SVG file."""
    picture = Picture(HEIGHT + 120)
    for number, growth in enumerate(found):
        left = LEFT + number * (WIDTH + GAP)
        x = _decades(growth.sizes)
        y = _decades(growth.seconds)
        panel = picture.panel(58, HEIGHT, x, (10.0 ** y[0], 10.0 ** y[1]), left, WIDTH, log=True)
        _fill(panel, growth, COLOURS[number])
    text = picture.svg().decode()
    head, rest = text.split(">", 1)
    style = f'xmlns="http://www.w3.org/2000/svg" style="color:{INK};fill:{INK};font-family:sans-serif"'
    return f'{head} {style}><rect width="100%" height="100%" fill="{PAPER}"/>{rest}\n'


def _decades(values: Any) -> tuple[float, float]:
    """Return the powers of ten around some values."""
    return float(math.floor(math.log10(min(values)))), float(math.ceil(math.log10(max(values))))


def _fill(panel: Panel, growth: Any, colour: str) -> None:
    """Draw axes, line, its interval and the measured points."""
    ticks = range(round(panel.x[0]), round(panel.x[1]) + 1)
    panel.level_axis([(tick, f"{10**tick:,}".replace(",", " ")) for tick in ticks], f"{growth.kind}")
    low, high = panel.y
    powers = range(round(math.log10(low)), round(math.log10(high)) + 1)
    panel.upright_axis([(10.0**power, f"{10.0**power:g}") for power in powers], "processor seconds")
    law = growth.law()
    sizes = np.geomspace(growth.first, growth.sizes[-1], 50)
    middle = math.exp(float(np.mean(np.log([size for size in growth.sizes if size >= growth.first]))))
    centre = law.at(np.array([middle]))[0]
    bounds = [centre * (sizes / middle) ** exponent for exponent in (law.low, law.high)]
    panel.area(np.log10(sizes), np.minimum(*bounds), np.maximum(*bounds), colour, 0.22)
    panel.line(np.log10(sizes), law.at(sizes), colour)
    for size, seconds in zip(growth.sizes, growth.seconds, strict=True):
        panel.mark(math.log10(size), seconds, "circle", True, f"{size}: {seconds:.3g} s")
    panel.write(panel.left, 24, growth.what, "start", 12.5)
    told = f"exponent {law.exponent:.3f} ({law.low:.3f} to {law.high:.3f}) from {growth.first:,} on"
    panel.write(panel.left, 42, told, "start")
