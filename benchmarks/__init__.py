"""The speed benchmark: one declared model, three yardsticks, and the library's own version of it."""
