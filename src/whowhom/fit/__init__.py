"""Fit: numbers on record as targets, posteriors of the numbers of a scenario, and gates that test them."""
