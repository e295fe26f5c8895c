"""The contest: the same chain with decisions left open to both sides."""
