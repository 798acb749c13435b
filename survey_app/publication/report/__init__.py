"""The printed report of published scores: read from the document of a run, said in Vietnamese."""
