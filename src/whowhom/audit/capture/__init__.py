"""Capture in probability, by the chain of counts."""
