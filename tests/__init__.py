"""The tests, as a package by name: a benchmarked framework installs another package called `tests`."""
