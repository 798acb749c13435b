"""What the answers mean: tallies, estimates, intervals, ranks, points and the index."""
