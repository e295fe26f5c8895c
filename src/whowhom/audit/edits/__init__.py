"""Rule changes: a catalogue of single edits, ranked, and the smallest set that is enough."""
