"""Exact answers from the same description: power, control, chains and decisions of small cases.

Nothing here restates a mechanism: `chain` and `transition` replay scripted chance through the compiled
entries that the simulation runs.
"""
