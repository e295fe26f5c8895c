"""The vocabulary of the dynamics: state, polity, chance, collective choice, mechanisms."""
