"""Looking at interviews while a round runs: what is found, kept, and looked at by a person."""
