"""Voting power in every body, and across bodies whose consent is needed."""
