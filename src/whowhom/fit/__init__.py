"""Fit: how far the numbers of a scenario may be believed.

Numbers on record become targets, histories simulated from the priors become a table of numbers and summaries,
a network trained on that table gives draws of the numbers for the record, and gates that can fail say how far
these draws may be trusted. Imports of the heavy libraries are inside functions: they need the extra `fit`.
"""
