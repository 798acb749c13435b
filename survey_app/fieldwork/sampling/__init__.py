"""Samples of a round: a seed that is promised, a draw that anyone can repeat, and its files."""
