"""What programs of other offices read: rounds, units, scores, points, the index, publications."""
