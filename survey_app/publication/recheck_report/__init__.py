"""The printed report of the re-checks of a round, which the two organisations sign."""
