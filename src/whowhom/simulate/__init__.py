"""Model to histories."""
