"""Charts as descriptions: pure functions from figures to shapes, drawn on a page or in a PDF."""
