"""Scores made public: what takes the scores of a round and the round itself at once."""
