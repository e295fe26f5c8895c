"""Dates: when seats open by the rules alone, and when a principal has enough of them."""
