"""The who-whom graph: who fills, confirms, removes, enlarges and proposes whom; its loops."""
