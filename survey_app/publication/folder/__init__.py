"""Everything of a publication as a folder to hand on, and the check of such a folder."""
