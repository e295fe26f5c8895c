"""What the user writes: frozen records, no arrays, no Numba."""
