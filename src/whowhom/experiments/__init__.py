"""Asking: what changes of a history when one thing is changed in the document and luck stays what it was."""

from __future__ import annotations

from whowhom.experiments.compare import compared, course
from whowhom.experiments.contrast import Contrast, contrast, first_apart

__all__ = ["Contrast", "compared", "contrast", "course", "first_apart"]
