"""What the rules alone decide, exactly: an organisation file in, an audit out; nothing is simulated.

One folder for each section; `assemble.py` runs them. Each section has a frozen dataclass and a function from
a scenario to it, and `to_dict` gives plain data with the keys `method`, `residual` and `words`.
"""

from __future__ import annotations

from whowhom.audit.assemble import SECTIONS, Audit, Choices, audit
from whowhom.audit.compare import Comparison, compare

__all__ = ["SECTIONS", "Audit", "Choices", "Comparison", "audit", "compare"]
