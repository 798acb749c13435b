"""Charts as descriptions: pure functions from figures to shapes, drawn by one template."""
