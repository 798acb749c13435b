"""From stored interviews to scores and the index, and files of responses and points."""
