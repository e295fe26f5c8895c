"""`python -m whowhom` is the command `whowhom`."""

from __future__ import annotations

from whowhom.cli import main

if __name__ == "__main__":
    main(prog_name="whowhom")
