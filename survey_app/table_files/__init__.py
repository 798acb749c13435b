"""Files that hold a table: read row by row, with everything that is wrong with them."""
