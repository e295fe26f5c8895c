"""WhoWhom: a laboratory of institutional power."""

__version__ = "0.1.0"
