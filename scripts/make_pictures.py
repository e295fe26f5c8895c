"""Copy the pictures that the README shows out of a report: `python scripts/make_pictures.py REPORT.html`.

Takes the picture of the first chapter of the report of `soviet_party`, gives it a background and a text
colour of its own, and writes docs/pictures/circular_flow.svg.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PAPER, INK = "#ffffff", "#1b1d21"


def picture(page: str, number: int) -> str:
    """Return picture `number` (from 0) of a page as a file. Raises IndexError when there are fewer."""
    found = re.findall(r"<svg\b.*?</svg>", page, flags=re.DOTALL)[number]
    head, rest = found.split(">", 1)
    if "xmlns=" not in head:
        head += ' xmlns="http://www.w3.org/2000/svg"'
    style = f'style="color:{INK};fill:{INK}"'
    return f'{head} {style}><rect width="100%" height="100%" fill="{PAPER}"/>{rest}\n'


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    page = parser.parse_args().report.read_text(encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / "circular_flow.svg"
    path.write_text(picture(page, 0), encoding="utf-8")
    print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
