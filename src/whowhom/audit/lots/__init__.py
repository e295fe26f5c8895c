"""Lots: sampling without replacement, limits for each group, chains of lots and votes."""
