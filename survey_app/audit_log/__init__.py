"""The log of changes as a chain: what is hashed, when blocks are sealed, and whether they hold."""
