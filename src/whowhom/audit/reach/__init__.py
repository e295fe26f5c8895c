"""Reach: what a side can come to hold in the end, what it costs to begin, and what can undo it."""
