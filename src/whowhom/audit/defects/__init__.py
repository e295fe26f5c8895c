"""Defects: rules that contradict each other, bodies that nobody fills, quotas that are never met."""
