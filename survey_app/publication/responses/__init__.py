"""The interviews of a run as files: what is in them, and what is kept back."""
