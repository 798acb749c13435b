"""The workbook of a run: everything that was published, as tables to compute with."""
