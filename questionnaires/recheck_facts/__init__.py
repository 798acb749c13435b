"""What re-checks ask besides criteria: documents that come with the program."""
