"""Judging: a claim to a verdict over the posterior, with what the verdict turns on."""

from __future__ import annotations

from whowhom.judge.judging import Judgement, judge

__all__ = ["Judgement", "judge"]
