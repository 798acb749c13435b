"""Rounds, assignments and interviews: decisions about the work in the field."""
